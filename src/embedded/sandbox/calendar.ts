/**
 * The sandbox's calendar: it publishes every six hours, at 02:05:33, 08:05:33, 14:05:33 and 20:05:33 UTC. The last of
 * the day is the minute tcgcsv publishes at; the other three are what makes the simulated day move.
 */

export const ticksPerDay = 4;
export const tickMs = (24 * 3_600_000) / ticksPerDay;
const firstOfDayMs = 2 * 3_600_000 + 5 * 60_000 + 33_000;

/** Returns the number of the last publication at or before `instant`, counted from 1970. */
export const tickAt = (instant: Date): number => Math.floor((instant.getTime() - firstOfDayMs) / tickMs);

/** Returns the stamp of publication `tick`. */
export const stampOf = (tick: number): Date => new Date(tick * tickMs + firstOfDayMs);

/** Returns the tick of the evening publication (20:05:33 UTC) of a day. `day` counts from 1970. */
const eveningTickOf = (day: number): number => day * ticksPerDay + ticksPerDay - 1;

/** Returns the day (UTC) of `tick`, counted from 1970. */
export const dayOfTick = (tick: number): number => Math.floor(tick / ticksPerDay);

export interface Series {
  readonly first: Date;
  readonly last: Date;
  /** One stamp a day, the evening one, oldest first; ends with `last`. */
  readonly daily: readonly Date[];
}

/**
 * Returns the evening stamps of the 7 × `weeks` days up to `end`. The last one is the newest at or before `end`.
 * Throws RangeError unless `weeks` is a positive integer.
 */
export const seriesEndingAt = (end: Date, weeks: number): Series => {
  if (!Number.isInteger(weeks) || weeks < 1) throw new RangeError(`weeks must be a positive integer, got ${weeks}`);
  const lastDay = Math.floor((tickAt(end) - (ticksPerDay - 1)) / ticksPerDay);
  const days = weeks * 7;
  const daily = Array.from({ length: days }, (_, at) => stampOf(eveningTickOf(lastDay - days + 1 + at)));
  return { first: stampOf(eveningTickOf(lastDay - days + 1)), last: stampOf(eveningTickOf(lastDay)), daily };
};
