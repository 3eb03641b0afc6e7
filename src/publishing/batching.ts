/** From a page of the log to what is to be sent of it, in parts that fit Kafka's batches. */
import type { LedgerEvent, LogPosition, RecordedEvent } from '../domain/envelope.js';
import { decodeEvent } from '../domain/upcasting.js';
import { isTransient, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { EventPage } from '../log/event-log.js';
import { messageOf } from './cloud-event.js';
import { messageBytes, type OutgoingMessage } from './event-sink.js';
import type { TopicPage, ToMessage } from './topics/topic-publisher.js';

/** An event, and what became of it. */
export type Mapped =
  | { readonly event: RecordedEvent; readonly message: OutgoingMessage | null; readonly bytes: number }
  | { readonly event: RecordedEvent; readonly poison: string };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const decode = (event: RecordedEvent): LedgerEvent | string => {
  try {
    return decodeEvent(event);
  } catch (error) {
    return reasonOf(error);
  }
};

const mapOne = (source: string, event: LedgerEvent, mapping: ToMessage): Mapped => {
  try {
    const parts = mapping(event);
    if (parts === null) return { event, message: null, bytes: 0 };
    const message = messageOf(source, event, parts);
    const bytes = messageBytes(message);
    if (bytes > limits.publishBatchBytesMax) {
      throw ledgerError('MESSAGE_REFUSED', `${bytes} bytes, more than ${limits.publishBatchBytesMax}`);
    }
    return { event, message, bytes };
  } catch (error) {
    if (isTransient(error)) throw error;
    return { event, poison: reasonOf(error) };
  }
};

/** Maps a page. What cannot be decoded or mapped is poison, with the reason; what is away (a database) is thrown. */
export const mapPage = async (
  source: string,
  page: EventPage,
  prepare: (page: TopicPage, signal: AbortSignal) => Promise<ToMessage>,
  signal: AbortSignal,
): Promise<Mapped[]> => {
  const decoded = page.events.map(decode);
  const events = decoded.filter((each): each is LedgerEvent => typeof each !== 'string');
  const mapping = await prepare({ events, position: page.position }, signal);
  return page.events.map((event, at): Mapped => {
    const each = decoded[at] as LedgerEvent | string;
    return typeof each === 'string' ? { event, poison: each } : mapOne(source, each, mapping);
  });
};

/** Events that are sent together and checkpointed together. */
export interface Batch {
  readonly mapped: readonly Mapped[];
  /** The checkpoint behind it. */
  readonly to: LogPosition;
}

/**
 * Cuts a page so that the messages of each part are one batch even if they all go to one partition: within
 * limits.publishBatchBytesMax. The last part ends where the page ends.
 */
export const batchesOf = (mapped: readonly Mapped[], end: LogPosition): Batch[] => {
  const parts: Batch[] = [];
  let part: Mapped[] = [];
  let bytes = 0;
  for (const each of mapped) {
    const size = 'bytes' in each ? each.bytes : 0;
    if (part.length > 0 && bytes + size > limits.publishBatchBytesMax) {
      parts.push({ mapped: part, to: (part.at(-1) as Mapped).event.position });
      part = [];
      bytes = 0;
    }
    part.push(each);
    bytes += size;
  }
  return [...parts, { mapped: part, to: end }];
};

/** Both halves of a part. */
export const halves = ({ mapped, to }: Batch): [Batch, Batch] => {
  const half = Math.ceil(mapped.length / 2);
  const first = mapped.slice(0, half);
  return [
    { mapped: first, to: (first.at(-1) as Mapped).event.position },
    { mapped: mapped.slice(half), to },
  ];
};
