/**
 * Messages as CloudEvents 1.0 in Kafka's binary mode: attributes in headers `ce_…`, the data alone as the value, in JSON.
 * The cloudevents package checks the attributes and names the headers.
 */
import { CloudEvent, Kafka } from 'cloudevents';
import type { RecordedEvent } from '../domain/envelope.js';
import type { OutgoingMessage } from './event-sink.js';
import type { TopicName } from './topic-definitions.js';

/** Default `ce_source`, a URI-reference. It never changes: source and id together identify a message. */
export const defaultSource = '/tcg-price-ledger';

/** What all messages of a publisher share. */
export interface MessageOrigin {
  /** `ce_source`. */
  readonly source: string;
  /** Id of the log: what `ledgerposition` is a position of. */
  readonly ledger: string;
}

export interface MessageParts {
  readonly topic: TopicName;
  readonly key: string;
  /** `ce_type`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Whether the data come from a simulated market. */
  readonly simulated: boolean;
  /** Type of the event behind the message, if `type` does not contain it. */
  readonly cause?: string;
}

/**
 * Returns the message of `event`. `ce_id` is the event's id and `ce_time` is when it was recorded, so a repetition is the
 * same message. The timestamp of the Kafka record is the broker's. Rejected: the event's time, because retention counts by
 * it, and years of history published today would be deleted tomorrow.
 */
export const messageOf = (
  { source, ledger }: MessageOrigin,
  event: Pick<RecordedEvent, 'id' | 'recorded_at' | 'position' | 'metadata'>,
  parts: MessageParts,
): OutgoingMessage => {
  const { correlation_id: correlationid, causation_id: causationid } = event.metadata;
  const cloudEvent = new CloudEvent({
    id: event.id,
    type: parts.type,
    source,
    time: event.recorded_at,
    subject: parts.key,
    datacontenttype: 'application/json',
    data: parts.data,
    partitionkey: parts.key,
    ledgerposition: event.position,
    ledgerid: ledger,
    correlationid,
    ...(causationid === null ? {} : { causationid }),
    ...(parts.cause === undefined ? {} : { eventtype: parts.cause }),
    ...(parts.simulated ? { simulated: true } : {}),
  });
  const { headers, value } = Kafka.binary(cloudEvent);
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers)) {
    // The content type has a header of its own; the package adds it a second time, and absent attributes too.
    if (text !== undefined && name !== 'ce_datacontenttype') texts[name] = String(text);
  }
  return { topic: parts.topic, key: parts.key, headers: texts, value: JSON.stringify(value) };
};
