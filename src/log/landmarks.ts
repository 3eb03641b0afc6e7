/** Finds the place of a time in a log that can only be read from positions it has given out. */
import { startPosition, type LogPosition } from '../domain/envelope.js';
import type { EventLog } from './event-log.js';

/**
 * Returns the last of `landmarks`, positions in log order, that has only events before it that were recorded before
 * `instant`; `startPosition` if none has. Reads one event for each halving of the list.
 */
export const landmarkBefore = async (
  log: Pick<EventLog, 'readAll' | 'clockSkewMs'>,
  landmarks: readonly LogPosition[],
  instant: string,
): Promise<LogPosition> => {
  const atMs = Date.parse(instant) - log.clockSkewMs;
  let found = -1;
  let end = landmarks.length;
  while (found + 1 < end) {
    const middle = (found + 1 + end) >> 1;
    const after = landmarks[middle] as LogPosition;
    const { events } = await log.readAll({ after, limit: 1 });
    const [next] = events;
    // What follows is earlier, so all up to it is. If nothing follows, the landmark's own event may be later.
    if (next !== undefined && Date.parse(next.recorded_at) < atMs) found = middle;
    else end = middle;
  }
  return landmarks[found] ?? startPosition;
};
