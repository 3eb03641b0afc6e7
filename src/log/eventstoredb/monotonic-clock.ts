/**
 * The time at which the events of a call are recorded. It must not go back along the log, and each process has its own
 * clock. So it is never before the newest event that this process has seen, and each append first reads the last event of
 * the log. Two hosts that append at the same moment may still record times that go back by the difference of their clocks,
 * up to eventStoreLimits.clockSkewMs. Rejected: the server's own time, because it would not survive a copy.
 */
import { instantOf } from '../../domain/instant.js';
import type { Runtime } from '../../base/runtime.js';

export interface MonotonicClock {
  /** Notes the time of an event that was read. */
  note(recordedAt: string): void;
  /** Returns the time for a call. `requested` replaces the current time, for copies of another log. */
  stamp(requested?: string): string;
}

/** Creates a clock that never goes back behind the times it has noted. */
export const createMonotonicClock = (runtime: Runtime): MonotonicClock => {
  let newest: string | null = null;
  const note = (recordedAt: string): void => {
    // Most events have the time of the one before. Compared as numbers: the texts may lack milliseconds.
    if (recordedAt === newest) return;
    if (newest === null || Date.parse(recordedAt) > Date.parse(newest)) newest = recordedAt;
  };
  return {
    note,
    stamp(requested) {
      note(requested ?? instantOf(runtime.now()));
      return newest as string;
    },
  };
};
