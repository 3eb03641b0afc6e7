/** Statistics of the points of a history. */
import type { Currency } from '../../src/domain/prices/money.js';
import { currencyDecimals } from '../../src/domain/prices/money.js';
import { percentage } from './price-stats.js';

/** Statistics of the points' market prices; all `null` if there are none. */
export interface HistorySummary {
  /** Mean of the points. */
  readonly avg_price: number | null;
  /** Least market price, within the periods too. */
  readonly min: number | null;
  /** Greatest market price, within the periods too. */
  readonly max: number | null;
  /** Standard deviation of the relative changes from point to point, in percent. */
  readonly volatility: number | null;
  /** `up` or `down` from 1 percent on. */
  readonly trend: 'up' | 'down' | 'flat' | null;
  /** From the first point to the last. */
  readonly change_percentage: number | null;
}

const nothing: HistorySummary = {
  avg_price: null,
  min: null,
  max: null,
  volatility: null,
  trend: null,
  change_percentage: null,
};

/** A change of less than this many percent is no trend. */
const flatBelow = 1;

const rounded = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Returns statistics of the market prices of the points; all `null` if no point has one.
 *
 * `avg_price`: mean of the points. `min`, `max`: least and greatest market price, within the periods too (`low`,
 * `high`). `volatility`: standard deviation of the relative changes from point to point, in percent; `null` below two
 * points. `change_percentage`: first point to last, with one decimal. `trend`: up or down from 1 percent on, else flat.
 * Statistics are not money, so they are rounded floats.
 */
export const summarise = (
  points: readonly {
    readonly market_price: number | null;
    readonly high: number | null;
    readonly low: number | null;
  }[],
  currency: Currency,
): HistorySummary => {
  const prices = points.flatMap(({ market_price: price }) => (price === null ? [] : [price]));
  const [first] = prices;
  const last = prices.at(-1);
  if (first === undefined || last === undefined) return nothing;
  const within = points.flatMap(({ market_price, high, low }) =>
    [market_price, high, low].filter((price) => price !== null),
  );
  const changes = prices.slice(1).flatMap((price, at) => {
    const before = prices[at] ?? 0;
    return before === 0 ? [] : [(price - before) / before];
  });
  const mean = meanOf(changes);
  const change = first === 0 || prices.length < 2 ? null : percentage(first, last);
  return {
    avg_price: rounded(meanOf(prices), currencyDecimals[currency]),
    min: Math.min(...within),
    max: Math.max(...within),
    volatility:
      changes.length === 0 ? null : rounded(Math.sqrt(meanOf(changes.map((value) => (value - mean) ** 2))) * 100, 2),
    trend: change === null ? null : change >= flatBelow ? 'up' : change <= -flatBelow ? 'down' : 'flat',
    change_percentage: change,
  };
};
