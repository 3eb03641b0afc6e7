/**
 * Generates the history of series as 29 real days show it: 15.6 observations a month, in which the market price changes
 * half the time, mid more often, the others seldom; two in a hundred without a market price, three in four without a direct
 * low, one in seven with a parked high. The series and the day are the seed.
 */
import type { ObservationRow } from '../projections/price-history/packed-months.js';
import { dayMs } from '../src/domain/instant.js';

/** Returns a fraction in [0, 1) from integers. */
const fraction = (a: number, b: number, c: number): number => {
  let hash = Math.imul(a, 2_654_435_761) ^ Math.imul(b + 1, 1_597_334_677) ^ Math.imul(c + 1, 3_812_015_801);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
};

/** Share of days on which a series changes: 15.6 of 30.4. */
const changesADay = 15.6 / 30.4;

/** Yields the observations of a series on the days from `fromDay` up to `toDay`, exclusive, both in days since 1970. */
export function* madeHistory(series: number, fromDay: number, toDay: number): Generator<ObservationRow> {
  // From 5 cents to 500 dollars, most of them cheap.
  const base = Math.round(5 * 10 ** (4 * fraction(series, 0, 0) ** 2));
  const [hasMarket, hasDirect] = [fraction(series, 0, 1) >= 0.02, fraction(series, 0, 2) < 0.25];
  let [low, high] = [base, base * (fraction(series, 0, 3) < 0.14 ? 500 : 3)];
  for (let day = fromDay; day < toDay; day += 1) {
    if (fraction(series, day, 0) >= changesADay) continue;
    const walk = (share: number, part: number): number =>
      Math.max(1, Math.round(base * (1 + share * (fraction(series, day, part) - 0.5))));
    if (fraction(series, day, 1) < 0.2) low = walk(0.2, 2);
    if (fraction(series, day, 3) < 0.17)
      high = Math.max(low, Math.round(high * (0.95 + fraction(series, day, 4) / 10)));
    // Stamps wander by minutes; a set is recorded within the hour.
    const atMs = day * dayMs + 72_240_000 + Math.floor(fraction(day, 0, 5) * 180) * 1_000;
    const recorded = 1_500 + Math.floor(fraction(day, series >> 8, 6) * 720);
    yield [
      atMs,
      series,
      recorded,
      low,
      walk(0.3, 7),
      high,
      hasMarket ? walk(0.25, 8) : null,
      hasDirect ? walk(0.1, 9) : null,
    ];
  }
}
