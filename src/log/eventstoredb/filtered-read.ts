/**
 * Reads with a filter that the server applies, for readers far behind that skip most of the log (a rebuild of a small read
 * model, the events of one card). The call is a subscription. Rejected: a counted read, because its answer does not show
 * how far the server read if nothing matched. The checkpoints of a subscription do, in their place among the events.
 */
import type { LogPosition, RecordedEvent } from '../../domain/envelope.js';
import { errorCode } from '../../base/errors.js';
import type { EventFilter } from '../event-log.js';
import { createDecoder } from './event-codec.js';
import { parsePosition, printPosition } from './position.js';
import { allRequest, messagesOf, type ServerFilter } from './read-call.js';
import { matcherOf, serverMatcherOf, type ReadContext } from './context.js';
import { eventStoreLimits } from './limits.js';

/** Returns the server's part of the filter: it filters by streams or by types, not by both. */
const serverFilterOf = ({ streamPrefixes, types }: EventFilter): ServerFilter =>
  streamPrefixes !== undefined ? { on: 'stream', prefixes: streamPrefixes } : { on: 'type', prefixes: types ?? [] };

export interface FilteredPage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to this position was read. */
  readonly position: LogPosition;
  /** Whether the server reached the head, give or take one of its pages, with fewer events than requested. */
  readonly isDone: boolean;
}

/**
 * Reads after `after` until `limit` events matched, or the server is at the head, or has read enough for one page. Throws
 * the error of the call if it failed before any progress.
 */
export const filteredRead = async (
  context: ReadContext,
  after: LogPosition,
  { filter, limit }: { readonly filter: EventFilter; readonly limit: number },
): Promise<FilteredPage> => {
  const { connection, runtime } = context;
  const { streamPrefixes, types } = filter;
  // The server treats an empty list as no filter.
  if (streamPrefixes?.length === 0 || types?.length === 0) return { events: [], position: after, isDone: true };
  const matches = matcherOf(filter);
  const isSent = serverMatcherOf(context.serverFilter);
  const decode = createDecoder();
  const events: RecordedEvent[] = [];
  let position = after;
  let checkpoints = 0;
  const moveTo = (to: LogPosition | null): void => {
    if (to !== null && to > position) position = to;
  };
  const request = allRequest({
    from: parsePosition(after) ?? 'start',
    filter: serverFilterOf(filter),
    count: 'subscription',
  });
  try {
    for await (const messages of messagesOf(connection, runtime, request)) {
      for (const message of messages) {
        const checkpoint = message.getCheckpoint();
        if (checkpoint !== undefined) {
          moveTo(printPosition({ commit: checkpoint.getCommitPosition(), prepare: checkpoint.getPreparePosition() }));
          checkpoints += 1;
          if (checkpoints >= eventStoreLimits.checkpointsMax) return { events, position, isDone: false };
        }
        if (message.hasCaughtUp()) return { events, position, isDone: true };
        const event = decode(message);
        if (event === null || event.position === null || event.position <= position) continue;
        moveTo(event.position);
        if (!matches(event) || !isSent(event)) continue;
        context.noteEvent(event);
        events.push(event.recorded());
        if (events.length === limit) return { events, position, isDone: false };
      }
    }
  } catch (error) {
    // Interrupted by an election, or by a server before 24.2 that finds the reader too slow at the head. What was received
    // is valid.
    if (errorCode(error) !== 'LOG_UNAVAILABLE' || position === after) throw error;
    return { events, position, isDone: false };
  }
  // A subscription does not end by itself: the server is shutting down. What was received is valid.
  return { events, position, isDone: true };
};
