/**
 * Messages as CloudEvents 1.0 in Kafka's binary mode: attributes in headers `ce_…`, the value the data alone as JSON. The
 * package knows the specification: it checks attributes and names headers.
 */
import { CloudEvent, Kafka } from 'cloudevents';
import type { RecordedEvent } from '../domain/envelope.js';
import type { OutgoingMessage } from './event-sink.js';
import type { TopicName } from './topic-definitions.js';

/** Who says it, when nothing else is configured. A URI-reference, the same for ever: source and id together are unique. */
export const defaultSource = '/tcg-price-ledger';

export interface MessageParts {
  readonly topic: TopicName;
  readonly key: string;
  /** `ce_type`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Whether a simulated market made it. */
  readonly simulated: boolean;
  /** The type of the event that made the message, where `type` does not say. */
  readonly cause?: string;
}

/**
 * The message that `event` makes. `ce_id` is the event's id and `ce_time` when it was recorded, so that a repetition is
 * the same message. The record's own timestamp is left to the broker's clock: retention counts by it, and years of
 * history published today would be gone tomorrow if it were the event's.
 */
export const messageOf = (
  source: string,
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
    correlationid,
    ...(causationid === null ? {} : { causationid }),
    ...(parts.cause === undefined ? {} : { eventtype: parts.cause }),
    ...(parts.simulated ? { simulated: true } : {}),
  });
  const { headers, value } = Kafka.binary(cloudEvent);
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers)) {
    // The content type has the header of that name and no other; the package adds it a second time, and absent ones too.
    if (text !== undefined && name !== 'ce_datacontenttype') texts[name] = String(text);
  }
  return { topic: parts.topic, key: parts.key, headers: texts, value: JSON.stringify(value) };
};
