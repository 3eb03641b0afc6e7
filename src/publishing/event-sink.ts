/**
 * The port through which events leave: where messages go that other programs read. One contract suite
 * (test/publishing/sink.contract.ts) holds for every adapter.
 *
 * Guarantees: `publish` resolves when every message is acknowledged, and messages of one (topic, key) are then held in
 * the order given. When it rejects, any of them may have arrived: publish the same ones again. Delivery is therefore at
 * least once; what is repeated is repeated with the same id and content.
 */
import type { TopicName } from './topic-definitions.js';

/** A message as it is sent: a CloudEvent in binary mode (src/publishing/cloud-event.ts). */
export interface OutgoingMessage {
  readonly topic: TopicName;
  /** What order is kept for. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly value: string;
}

export interface PublishOptions {
  /**
   * Called as late before the messages go out as the adapter can, and maybe several times: throws when the sender must not
   * send any more (its lease is lost). `publish` then rejects with that error, and has sent nothing, or of what goes to
   * several servers only a part.
   */
  readonly beforeSend?: () => void;
}

export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly compacted: boolean;
}

/** What `doctor` says. */
export interface SinkDescription {
  readonly kind: 'kafka' | 'in_process';
  /** How it is configured, for people; no secrets. */
  readonly configured: string;
  readonly reachable: boolean;
  /** Why it is not reachable, or what is wrong with it all the same; null: nothing. */
  readonly trouble: string | null;
  /** As the server says it; null where it does not. */
  readonly version: string | null;
  /** host:port of each server. */
  readonly brokers: readonly string[];
  readonly topics: readonly TopicDescription[];
}

export interface EventSink {
  readonly kind: SinkDescription['kind'];
  /** Whether anybody could ever get what is published to `topic`. */
  wants(topic: TopicName): boolean;
  /**
   * Sends the messages, all of them or as many as it gets to, once: no tries of its own, so that the sender can look at its
   * lease before each. Throws BROKER_UNAVAILABLE (again may help), MESSAGE_REFUSED (these messages will never be taken;
   * fewer at once may be), and what `beforeSend` throws.
   */
  publish(messages: readonly OutgoingMessage[], options?: PublishOptions): Promise<void>;
  /** Never throws for a server that is away: that is what it describes. */
  describe(): Promise<SinkDescription>;
  /** Waits for what is under way, then gives connections back. Publishing afterwards is refused. */
  close(): Promise<void>;
}

/** Bytes a message takes in a batch, about: Kafka adds some 20 of its own, and two a header. */
export const messageBytes = ({ key, headers, value }: OutgoingMessage): number => {
  let bytes = 32 + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) bytes += 4 + name.length + Buffer.byteLength(text);
  return bytes;
};
