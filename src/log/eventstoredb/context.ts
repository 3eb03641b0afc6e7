/** What reads of the log share: through what they read, which events are meant, what is remembered of them. */
import type { LogPosition } from '../../domain/envelope.js';
import { ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import type { EventFilter } from '../event-log.js';
import type { Connection } from './connection.js';
import type { ReceivedEvent } from './event-codec.js';
import type { ServerFilter } from './read-call.js';

export interface ReadContext {
  readonly connection: Connection;
  readonly runtime: Runtime;
  /**
   * What the server sends of $all: every stream that may be ours. Filters of readers are applied here, so that each event
   * of ours arrives and proves how far the log was looked at; asking the server for what matches alone would leave open
   * how far that was.
   */
  readonly covering: ServerFilter;
  /** Told of every event of ours that was read. */
  readonly noteEvent: (event: ReceivedEvent) => void;
  /** The greatest position this process has seen; null before the first. */
  readonly newest: () => LogPosition | null;
}

/** Whether a ledger wrote it. Others may use the server too, and the server itself does. */
export const isLedgerEvent = (event: ReceivedEvent): boolean => event.recordedAt !== null;

/** The filter as a test of what arrived; only events of ours pass. */
export const matcherOf = (filter: EventFilter | undefined): ((event: ReceivedEvent) => boolean) => {
  const { streamPrefixes, types } = filter ?? {};
  const wantedTypes = types === undefined ? undefined : new Set(types);
  return (event) =>
    isLedgerEvent(event) &&
    (wantedTypes === undefined || wantedTypes.has(event.type)) &&
    (streamPrefixes === undefined || streamPrefixes.some((prefix) => event.stream.startsWith(prefix)));
};

/** Whether a read of the log is sent an event of ours. A scan by type or by other streams is sent those of other ledgers too. */
export const coverOf = (covering: ServerFilter): ((event: ReceivedEvent) => boolean) => {
  if (!('regex' in covering)) return matcherOf({ streamPrefixes: covering.prefixes });
  const regex = new RegExp(covering.regex);
  return ({ stream }) => regex.test(stream);
};

/** The position of an event read from $all, where all have one. */
export const placed = (event: ReceivedEvent): LogPosition => {
  if (event.position !== null) return event.position;
  throw ledgerError('EVENT_NOT_UNDERSTOOD', `event ${event.id} in ${event.stream} has no position in the log`);
};
