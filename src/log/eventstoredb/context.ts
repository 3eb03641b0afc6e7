/** The context that all reads of the log share: the connection, the filters, and notes of the events read. */
import type { LogPosition } from '../../domain/envelope.js';
import { ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import type { EventFilter } from '../event-log.js';
import type { Connection } from './connection.js';
import type { ReceivedEvent } from './event-codec.js';
import type { ServerFilter } from './read-call.js';
import type { RecentEvents } from './recent-events.js';

export interface ReadContext {
  readonly connection: Connection;
  readonly runtime: Runtime;
  /**
   * The events of $all that the server sends: all streams that may be the ledger's. Filters of readers are applied in this
   * process, so that every event of the ledger arrives and proves how far the log was read. Rejected: sending only the
   * events that match, because then it is open how far the read went.
   */
  readonly serverFilter: ServerFilter;
  /** What readers of the whole log share. */
  readonly recent: RecentEvents;
  /** Called with every event of the ledger that was read. */
  readonly noteEvent: (event: ReceivedEvent) => void;
  /** Returns the greatest position this process has seen; `null` before the first. */
  readonly newest: () => LogPosition | null;
}

/** Returns whether a ledger wrote the event. Other applications may use the server too, and the server itself does. */
export const isLedgerEvent = (event: ReceivedEvent): boolean => event.recordedAt !== null;

/** Returns the filter as a predicate, which only events of a ledger pass. */
export const matcherOf = (filter: EventFilter | undefined): ((event: ReceivedEvent) => boolean) => {
  const { streamPrefixes, types } = filter ?? {};
  const wantedTypes = types === undefined ? undefined : new Set(types);
  return (event) =>
    isLedgerEvent(event) &&
    (wantedTypes === undefined || wantedTypes.has(event.type)) &&
    (streamPrefixes === undefined || streamPrefixes.some((prefix) => event.stream.startsWith(prefix)));
};

/** Returns the server's filter of streams as a predicate, for reads that have the server filter by something else. */
export const serverMatcherOf = (serverFilter: ServerFilter): ((event: ReceivedEvent) => boolean) => {
  if (!('regex' in serverFilter)) return matcherOf({ streamPrefixes: serverFilter.prefixes });
  const regex = new RegExp(serverFilter.regex);
  return ({ stream }) => regex.test(stream);
};

/** Returns the position of an event read from $all, where all have one. */
export const positionOf = (event: ReceivedEvent): LogPosition => {
  if (event.position !== null) return event.position;
  throw ledgerError('EVENT_NOT_UNDERSTOOD', `event ${event.id} in ${event.stream} has no position in the log`);
};
