/**
 * The time that the events of a call are recorded at. It must not go back along the log, and each process stamps by its
 * own clock: it is never before the newest event that this process has seen, and each append looks at the last one of the
 * log first. Two hosts that append at the same moment with clocks that differ may still record times that go back by as
 * much as those differ (eventStoreLimits.clockSkewMs is what is put up with); the server's own time would not survive a copy.
 */
import { instantOf } from '../../domain/instant.js';
import type { Runtime } from '../../base/runtime.js';

export interface MonotonicClock {
  /** Takes note of an event's time. */
  note(recordedAt: string): void;
  /** The time for a call; `wanted` instead of now for copies of another log. */
  stamp(wanted?: string): string;
}

export const createMonotonicClock = (runtime: Runtime): MonotonicClock => {
  let newest: string | null = null;
  const note = (recordedAt: string): void => {
    // Events of one append follow each other; instants with and without milliseconds do not sort as texts.
    if (recordedAt === newest) return;
    if (newest === null || Date.parse(recordedAt) > Date.parse(newest)) newest = recordedAt;
  };
  return {
    note,
    stamp(wanted) {
      note(wanted ?? instantOf(runtime.now()));
      return newest as string;
    },
  };
};
