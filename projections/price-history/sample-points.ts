/**
 * Fewer points that draw the same line: of each of equal parts of the time, the first, the last, the least and the greatest
 * market price (M4, Jugel et al. 2014), and the first point without one, where the line breaks.
 *
 * Rejected: LTTB, because it may drop the highest price of a window, which the summary then names and the chart does not show.
 */
import type { DataPoint } from './points.js';

/** How many points there are, and how many of them are shown. */
export interface Sampled {
  /** @isInt */
  readonly points_total: number;
  /** @isInt */
  readonly points_shown: number;
  /** `m4`: the first, last, least and greatest market price of each of equal parts of the window. */
  readonly method: 'm4';
}

/** Points kept of one part of the time. */
const keptOfPart = 5;

interface Part {
  readonly first: number;
  last: number;
  least: number | null;
  greatest: number | null;
  unpriced: number | null;
}

/** Returns `points`, which are in order of time, or at most `max` of them, unchanged. `max` is at least 5. */
export const samplePoints = (points: readonly DataPoint[], max: number): readonly DataPoint[] => {
  if (points.length <= max) return points;
  const times = points.map(({ effective_at }) => Date.parse(effective_at));
  const [firstMs = 0, lastMs = 0] = [times[0], times.at(-1)];
  const count = Math.floor(max / keptOfPart);
  const partMs = (lastMs - firstMs + 1) / count;
  const parts = new Map<number, Part>();
  const priceAt = (at: number | null): number | null => (at === null ? null : (points[at]?.market_price ?? null));
  points.forEach(({ market_price: price }, at) => {
    const number = Math.floor(((times[at] ?? 0) - firstMs) / partMs);
    const part = parts.get(number) ?? { first: at, last: at, least: null, greatest: null, unpriced: null };
    parts.set(number, part);
    part.last = at;
    if (price === null) part.unpriced ??= at;
    else {
      if (price < (priceAt(part.least) ?? Infinity)) part.least = at;
      if (price > (priceAt(part.greatest) ?? -Infinity)) part.greatest = at;
    }
  });
  const kept = new Set([...parts.values()].flatMap((part) => Object.values(part) as (number | null)[]));
  return points.filter((_, at) => kept.has(at));
};
