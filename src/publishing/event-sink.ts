/**
 * The port for messages to other programs. Every adapter passes one contract suite (test/publishing/sink.contract.ts).
 *
 * Guarantees: `publish` resolves when every message is acknowledged; messages of one (topic, key) are then stored in the
 * order given. When it rejects, any of them may have arrived: publish the same ones again. Delivery is therefore at least
 * once; a repetition has the same id and content.
 */
import type { TopicName } from './topic-definitions.js';

/** A message as it is sent: a CloudEvent in binary mode (src/publishing/cloud-event.ts). */
export interface OutgoingMessage {
  readonly topic: TopicName;
  /** Messages of one key keep their order. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly value: string;
}

export interface PublishOptions {
  /**
   * Called as late as possible before messages are sent, maybe several times. Throws when the sender may not send any more
   * (its lease is lost). `publish` then rejects with that error and has sent nothing, or, to several servers, only a part.
   */
  readonly beforeSend?: () => void;
}

export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly compacted: boolean;
}

/** The sink as `doctor` reports it. */
export interface SinkDescription {
  readonly kind: 'kafka' | 'in_process';
  /** Its configuration, for people; no secrets. */
  readonly configured: string;
  readonly reachable: boolean;
  /** Why it is not reachable, or another problem; `null` if there is none. */
  readonly trouble: string | null;
  /** Version of the server; `null` if it is unknown. */
  readonly version: string | null;
  /** host:port of each server. */
  readonly brokers: readonly string[];
  readonly topics: readonly TopicDescription[];
}

export interface EventSink {
  readonly kind: SinkDescription['kind'];
  /** Returns whether messages of `topic` can reach a reader. */
  wants(topic: TopicName): boolean;
  /**
   * Sends the messages once, without retries: the sender checks its lease before each try. Throws BROKER_UNAVAILABLE (a
   * retry can help), MESSAGE_REFUSED (these messages will never be accepted together; fewer may be), and what `beforeSend`
   * throws.
   */
  publish(messages: readonly OutgoingMessage[], options?: PublishOptions): Promise<void>;
  /** Describes the sink. Does not throw if the server is unavailable. */
  describe(): Promise<SinkDescription>;
  /** Waits for messages being sent, then closes connections. Later calls of `publish` reject. */
  close(): Promise<void>;
}

/** Returns the approximate bytes of a message in a batch: Kafka adds about 20, and two for each header. */
export const messageBytes = ({ key, headers, value }: OutgoingMessage): number => {
  let bytes = 32 + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) bytes += 4 + name.length + Buffer.byteLength(text);
  return bytes;
};
