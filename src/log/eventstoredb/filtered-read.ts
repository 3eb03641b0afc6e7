/**
 * A read that has the server look for what matches: for readers far behind of whom most of the log is not wanted (a
 * rebuild of a small read model, the events of one card). It is a subscription, because a counted read does not say how
 * far it looked where nothing matched; the checkpoints of a subscription do, in their place among the events.
 */
import type { LogPosition, RecordedEvent } from '../../domain/envelope.js';
import { errorCode } from '../../base/errors.js';
import type { EventFilter } from '../event-log.js';
import { decoder } from './event-codec.js';
import { parsePosition, printPosition } from './position.js';
import { allRequest, messagesOf, type ServerFilter } from './read-call.js';
import { coverOf, matcherOf, type ReadContext } from './context.js';
import { eventStoreLimits } from './limits.js';

/** The server filters by streams or by types, not by both; what is left is looked at here. */
const serverFilterOf = ({ streamPrefixes, types }: EventFilter): ServerFilter =>
  streamPrefixes !== undefined ? { on: 'stream', prefixes: streamPrefixes } : { on: 'type', prefixes: types ?? [] };

export interface FilteredPage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here was looked at. */
  readonly position: LogPosition;
  /** The server has come to the head, give or take one of its pages, with less than was wanted. */
  readonly isDone: boolean;
}

/**
 * Scans after `after` until `wanted` events matched, the server is at the head, or has looked at enough for one page.
 * Throws what the call failed with before it got anywhere.
 */
export const filteredRead = async (
  reading: ReadContext,
  after: LogPosition,
  of: { readonly filter: EventFilter; readonly wanted: number },
): Promise<FilteredPage> => {
  const { connection, runtime } = reading;
  const { streamPrefixes, types } = of.filter;
  // The server takes an empty list for no filter at all.
  if (streamPrefixes?.length === 0 || types?.length === 0) return { events: [], position: after, isDone: true };
  const matches = matcherOf(of.filter);
  const covers = coverOf(reading.covering);
  const decode = decoder();
  const events: RecordedEvent[] = [];
  let position = after;
  let checkpoints = 0;
  const moveTo = (to: LogPosition | null): void => {
    if (to !== null && to > position) position = to;
  };
  const request = allRequest({
    from: parsePosition(after) ?? 'start',
    filter: serverFilterOf(of.filter),
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
        if (!matches(event) || !covers(event)) continue;
        reading.noteEvent(event);
        events.push(event.recorded());
        if (events.length === of.wanted) return { events, position, isDone: false };
      }
    }
  } catch (error) {
    // Broken off: an election, or a server before 24.2 that finds the reader too slow at the head. What it said holds.
    if (errorCode(error) !== 'LOG_UNAVAILABLE' || position === after) throw error;
    return { events, position, isDone: false };
  }
  // A subscription does not end by itself: the server is going away. What it said holds.
  return { events, position, isDone: true };
};
