/** The messages of a page, cut into batches that fit Kafka's. */
import type { LedgerEvent, LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { type MessageOrigin, messageOf } from './cloud-event.js';
import { messageBytes, type OutgoingMessage } from './event-sink.js';
import type { ToMessage } from './topics/topic-publisher.js';

/** Returns the message of an event; `null` if it has none. Throws MESSAGE_REFUSED for one that no broker takes. */
export const messageFor = (origin: MessageOrigin, event: LedgerEvent, toMessage: ToMessage): OutgoingMessage | null => {
  const parts = toMessage(event);
  if (parts === null) return null;
  const message = messageOf(origin, event, parts);
  const bytes = messageBytes(message);
  if (bytes <= limits.publishBatchBytesMax) return message;
  throw ledgerError('MESSAGE_REFUSED', `${bytes} bytes, more than ${limits.publishBatchBytesMax}`);
};

/** An event's message; `null` if it has none. */
export interface MappedEvent {
  readonly position: LogPosition;
  readonly message: OutgoingMessage | null;
}

/** Messages that are sent together. */
export interface MessageBatch {
  readonly messages: readonly OutgoingMessage[];
  /** The checkpoint behind them. */
  readonly to: LogPosition;
}

/**
 * Cuts a page so that the messages of each part are one batch even if they all go to one partition: within
 * limits.publishBatchBytesMax. The last part ends where the page ends.
 */
export const messageBatches = (mapped: readonly MappedEvent[], end: LogPosition): MessageBatch[] => {
  const batches: MessageBatch[] = [];
  let messages: OutgoingMessage[] = [];
  let bytes = 0;
  let to = end;
  for (const { position, message } of mapped) {
    const size = message === null ? 0 : messageBytes(message);
    if (messages.length > 0 && bytes + size > limits.publishBatchBytesMax) {
      batches.push({ messages, to });
      messages = [];
      bytes = 0;
    }
    if (message !== null) messages.push(message);
    bytes += size;
    to = position;
  }
  return [...batches, { messages, to: end }];
};
