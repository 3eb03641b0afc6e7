/** Statistics of the market price of one series over a window: of what stood over time, whatever interval is shown. */
import { dayMs, instantOfMs } from '../../src/domain/instant.js';
import { type Currency, currencyDecimals, toMajorUnits } from '../../src/domain/prices/money.js';
import type { Fact } from './facts.js';
import { percentage } from './price-stats.js';
import { type KnownWindow, type Span, spansOf } from './spans.js';

/** A market price and the source's stamp of it. */
export interface StandingPrice {
  readonly price: number;
  readonly effective_at: string;
}

/**
 * Statistics of the market price over the window. They do not depend on the interval. A price stands from its stamp until
 * the next one; time without a market price counts as nothing.
 */
export interface HistorySummary {
  /** The market price that stood when the window began; the first within it if none stood. */
  readonly start: StandingPrice | null;
  /** The market price that stands at the end of the window; `null` if none does. */
  readonly end: StandingPrice | null;
  /** Mean over time. */
  readonly avg_price: number | null;
  /** Least market price that stood. */
  readonly min: number | null;
  /** The source's stamp of the first such price; it may precede the window. */
  readonly min_at: string | null;
  /** Greatest market price that stood. */
  readonly max: number | null;
  readonly max_at: string | null;
  /**
   * Standard deviation of the relative changes from day to day, in percent: the price that stood at the end of each UTC day
   * against that of the day before; a day without a change is a change of 0. `null` unless it stood on two days that follow.
   */
  readonly volatility: number | null;
  /** `up` or `down` from 1 percent on; `null` without a start, an end or time between them. */
  readonly trend: 'up' | 'down' | 'flat' | null;
  /** From `start` to `end`, with one decimal; `null` as `trend`. */
  readonly change_percentage: number | null;
}

/** The summary of a window without a market price. */
export const noSummary: HistorySummary = {
  start: null,
  end: null,
  avg_price: null,
  min: null,
  min_at: null,
  max: null,
  max_at: null,
  volatility: null,
  trend: null,
  change_percentage: null,
};

/** A change of less than this many percent is no trend. */
const flatBelow = 1;

const rounded = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;

const standing = ({ market, atMs }: PricedFact, currency: Currency): StandingPrice => ({
  price: toMajorUnits(market, currency),
  effective_at: instantOfMs(atMs),
});

interface PricedFact extends Fact {
  readonly market: number;
}
interface PricedSpan extends Span {
  readonly fact: PricedFact;
}
const isPriced = (span: Span): span is PricedSpan => span.fact.market !== null && span.fact.market > 0;

/** Returns the mean of prices in minor units, weighed by the time they stood; of none that stood for any time, the last. */
const meanOf = (priced: readonly PricedSpan[]): number => {
  let weighed = 0;
  let total = 0;
  for (const { fact, sinceMs, untilMs } of priced) {
    weighed += fact.market * (untilMs - sinceMs);
    total += untilMs - sinceMs;
  }
  return total === 0 ? (priced.at(-1)?.fact.market ?? 0) : weighed / total;
};

/** Returns the market price that stood when each UTC day of the window ended, `null` where none did. */
const closesOf = (spans: readonly Span[], endMs: number): (number | null)[] => {
  const [first] = spans;
  if (first === undefined) return [];
  const closes: (number | null)[] = [];
  let standing = 0;
  for (let dayEndMs = (Math.floor(first.sinceMs / dayMs) + 1) * dayMs; ; dayEndMs += dayMs) {
    while ((spans[standing + 1]?.sinceMs ?? Infinity) < dayEndMs) standing += 1;
    const span = spans[standing] as Span;
    closes.push(isPriced(span) ? span.fact.market : null);
    if (dayEndMs >= endMs) return closes;
  }
};

/** Returns the standard deviation of the relative changes from close to close; `null` without two closes that follow. */
const volatilityOf = (closes: readonly (number | null)[]): number | null => {
  const changes: number[] = [];
  for (let at = 1; at < closes.length; at += 1) {
    const [before, close] = [closes[at - 1] ?? null, closes[at] ?? null];
    if (close !== null && before !== null) changes.push((close - before) / before);
  }
  if (changes.length === 0) return null;
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  return Math.sqrt(changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / changes.length);
};

/**
 * Returns the statistics of facts over a window that ends with what is known: the last price weighs no longer. `facts` are
 * in order of time and begin with the one that stood when the window began. Statistics are not money, so they are rounded
 * floats.
 */
export const summaryOf = (
  facts: readonly Fact[],
  { currency, ...window }: KnownWindow & { readonly currency: Currency },
): HistorySummary => {
  const spans = spansOf(facts, window);
  const priced = spans.filter(isPriced);
  const [first] = priced;
  const last = priced.at(-1);
  if (first === undefined || last === undefined) return noSummary;
  const least = priced.reduce((a, b) => (b.fact.market < a.fact.market ? b : a));
  const greatest = priced.reduce((a, b) => (b.fact.market > a.fact.market ? b : a));
  const change = !last.isLast || window.endMs <= first.sinceMs ? null : percentage(first.fact.market, last.fact.market);
  const volatility = volatilityOf(closesOf(spans, window.endMs));
  const decimals = currencyDecimals[currency];
  return {
    start: standing(first.fact, currency),
    end: last.isLast ? standing(last.fact, currency) : null,
    avg_price: rounded(meanOf(priced) / 10 ** decimals, decimals),
    min: toMajorUnits(least.fact.market, currency),
    min_at: instantOfMs(least.fact.atMs),
    max: toMajorUnits(greatest.fact.market, currency),
    max_at: instantOfMs(greatest.fact.atMs),
    volatility: volatility === null ? null : rounded(volatility * 100, 2),
    trend: change === null ? null : change >= flatBelow ? 'up' : change <= -flatBelow ? 'down' : 'flat',
    change_percentage: change,
  };
};
