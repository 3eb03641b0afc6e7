/** The points of a history: each change of a price, or each day or week with a check. */
import { dayMs, dayOf, instantOf, mondayOf } from '../../src/domain/instant.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { HeldPrice } from '../../src/domain/prices/freshness.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Check } from '../coverage/checks.js';
import type { Fact } from './facts.js';
import type { HeldHistory } from './held.js';

export const historyIntervals = ['raw', '1d', '1w'] as const;
export type HistoryInterval = (typeof historyIntervals)[number];

/** The numbers of a data point that a source shows. */
export const pointNumbers = ['market_price', 'low_price', 'mid_price', 'high_price', 'direct_low_price'] as const;
export type PointNumber = (typeof pointNumbers)[number];

export interface DataPoint {
  /** The source's stamp; at `1d` and `1w` that of the period's last check. */
  readonly effective_at: string;
  /** UTC day, or the Monday of the week; `null` at `raw`. */
  readonly date: string | null;
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
  /** First market price of the period. This and the next three are `null` at `raw` and where the source gave none. */
  readonly market_open: number | null;
  readonly market_high: number | null;
  readonly market_low: number | null;
  /** Last market price of the period. */
  readonly market_close: number | null;
  /**
   * `changed`: the source showed new numbers, named in `changed`. `unchanged`: a snapshot proves the same numbers.
   * `carried`: the numbers at the start of the window (raw only). `withdrawn`: the source was checked and did not show the
   * key. `held`: the source showed a row that was set aside, and the numbers are those of before. Periods without a check
   * have no point.
   */
  readonly observed: 'changed' | 'unchanged' | 'carried' | 'withdrawn' | 'held';
  /**
   * The numbers that changed, against those before: at `1d` and `1w` all that changed within the period, also back and
   * forth. Empty unless `observed` is `changed`.
   */
  readonly changed: readonly PointNumber[];
  /** The row set aside, also on a point that is `carried`; `null` if nothing was held then. */
  readonly held: HeldPrice | null;
}

type Candle = Pick<DataPoint, 'market_open' | 'market_high' | 'market_low' | 'market_close'>;
const none: readonly PointNumber[] = [];
const noCandle: Candle = { market_open: null, market_high: null, market_low: null, market_close: null };

/** The numbers of a fact by their names in a data point. */
const numbersOf: Readonly<Record<PointNumber, (fact: Fact) => number | null>> = {
  market_price: ({ market }) => market,
  low_price: ({ low }) => low,
  mid_price: ({ mid }) => mid,
  high_price: ({ high }) => high,
  direct_low_price: ({ direct_low }) => direct_low,
};

/** Returns the numbers in which a fact differs from the one before it; without one, those that it has. */
const changedIn = (fact: Fact, before: Fact | undefined): PointNumber[] =>
  pointNumbers.filter((name) => {
    const earlier = before === undefined ? null : numbersOf[name](before);
    return numbersOf[name](fact) !== earlier;
  });

/** Returns the numbers that changed at each of the facts, which are in order of time. */
const changesOf = (facts: readonly Fact[]): ReadonlyMap<Fact, readonly PointNumber[]> =>
  new Map(facts.map((fact, at) => [fact, fact.withdrawn ? [] : changedIn(fact, facts[at - 1])]));

/** What a point says beside the numbers of its fact. */
interface Shown extends Pick<DataPoint, 'effective_at' | 'date' | 'observed' | 'changed' | 'held'> {
  readonly candle: Candle;
}

/** Returns a point. Written out: with spreads a year of points takes four times as long. */
const pointOf = (fact: Fact, currency: Currency, shown: Shown): DataPoint => {
  const { candle } = shown;
  return {
    effective_at: shown.effective_at,
    date: shown.date,
    market_price: toMajorUnitsOrNull(fact.market, currency),
    low_price: toMajorUnitsOrNull(fact.low, currency),
    mid_price: toMajorUnitsOrNull(fact.mid, currency),
    high_price: toMajorUnitsOrNull(fact.high, currency),
    direct_low_price: toMajorUnitsOrNull(fact.direct_low, currency),
    market_open: candle.market_open,
    market_high: candle.market_high,
    market_low: candle.market_low,
    market_close: candle.market_close,
    observed: shown.observed,
    changed: shown.changed,
    held: shown.held,
  };
};

/** Drops the fact before the window if the next one begins with it. */
const inWindow = (facts: readonly Fact[], fromMs: number): readonly Fact[] =>
  facts[1]?.atMs === fromMs ? facts.slice(1) : facts;

/** The price of a key before its first observation: a row was set aside, and no price stands. */
const noFact = (atMs: number): Fact => ({ ...noPriceNumbers, atMs, withdrawn: false });

/** Returns a point for each change, and one for each row set aside, at which the price of before stands. */
export const rawPoints = (
  facts: readonly Fact[],
  held: HeldHistory,
  { currency, fromMs }: { currency: Currency; fromMs: number },
): DataPoint[] => {
  const changes = changesOf(facts);
  const shown = inWindow(facts, fromMs).map((fact) => {
    const isCarried = fact.atMs < fromMs;
    const changed = isCarried ? [] : (changes.get(fact) ?? []);
    const seen = changed.length === 0 ? 'unchanged' : 'changed';
    const observed = fact.withdrawn ? 'withdrawn' : isCarried ? 'carried' : seen;
    // What was held when the window began is said there: its own point lies before.
    const carried = observed === 'carried' ? held.at({ atMs: fromMs, recordedMs: -Infinity }) : null;
    return { fact, observed, changed, held: carried, atMs: fact.atMs } as const;
  });
  const holds = held.fromMs.map((atMs) => {
    const fact = facts.findLast((each) => each.atMs <= atMs) ?? noFact(atMs);
    return { fact, observed: 'held', changed: [], held: held.at({ atMs, recordedMs: -Infinity }), atMs } as const;
  });
  return [...shown, ...holds]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ fact, atMs, observed, changed, held: heldThen }) => {
      const effective_at = instantOf(new Date(atMs));
      return pointOf(fact, currency, { effective_at, date: null, observed, changed, held: heldThen, candle: noCandle });
    });
};

/** Returns the market prices of a period: those of its facts, or of the one that stood throughout. */
const candleOf = (facts: readonly Fact[], currency: Currency): Candle => {
  const prices = facts.flatMap(({ market }) => market ?? []);
  const amount = (minor: number | undefined): number | null => toMajorUnitsOrNull(minor ?? null, currency);
  if (prices.length === 0) return noCandle;
  return {
    market_open: amount(prices[0]),
    market_high: amount(Math.max(...prices)),
    market_low: amount(Math.min(...prices)),
    market_close: amount(prices.at(-1)),
  };
};

const dayNumber = (ms: number): number => Math.floor(ms / dayMs);
const dateOf = (day: number): string => dayOf(new Date(day * dayMs));

interface Day {
  readonly facts: Fact[];
  lastCheckMs: number;
  /** The last snapshot of the day; `null` if an observation is all that proves a check. */
  lastCheck: Check | null;
}

/** Returns the facts and checks of the window by UTC day, in order. */
const daysOf = (
  facts: readonly Fact[],
  checks: readonly Check[],
  options: { fromMs: number },
): [day: number, Day][] => {
  const days = new Map<number, Day>();
  const dayAt = (atMs: number): Day | null => {
    if (atMs < options.fromMs) return null;
    const number = dayNumber(atMs);
    let day = days.get(number);
    if (day === undefined) {
      day = { facts: [], lastCheckMs: atMs, lastCheck: null };
      days.set(number, day);
    } else if (atMs > day.lastCheckMs) day.lastCheckMs = atMs;
    return day;
  };
  for (const fact of facts) dayAt(fact.atMs)?.facts.push(fact);
  for (const check of checks) {
    const day = dayAt(check.atMs);
    if (day !== null) day.lastCheck = check;
  }
  return [...days].sort(([a], [b]) => a - b);
};

/**
 * Returns one point for each UTC day on which the price was checked: it was observed, or a snapshot proves it unchanged.
 * A day without a check is a gap and has no point.
 */
const dayPoints = (
  facts: readonly Fact[],
  checks: readonly Check[],
  options: { currency: Currency; fromMs: number; held: HeldHistory },
): DataPoint[] => {
  const points: DataPoint[] = [];
  const changes = changesOf(facts);
  let current = facts.find(({ atMs }) => atMs < options.fromMs);
  for (const [day, period] of daysOf(facts, checks, options)) {
    current = period.facts.at(-1) ?? current;
    const held = period.lastCheck === null ? null : options.held.at(period.lastCheck);
    // The day precedes the first observation of the key.
    if (current === undefined && held === null) continue;
    current ??= noFact(period.lastCheckMs);
    const isObserved = period.facts.length > 0;
    const names = isObserved ? period.facts.flatMap((fact) => changes.get(fact) ?? []) : none;
    const shown = current.withdrawn ? 'withdrawn' : names.length > 0 ? 'changed' : 'unchanged';
    const observed = held === null ? shown : 'held';
    points.push(
      pointOf(current, options.currency, {
        observed,
        changed: observed === 'changed' ? pointNumbers.filter((name) => names.includes(name)) : none,
        held,
        date: dateOf(day),
        effective_at: instantOf(new Date(period.lastCheckMs)),
        candle: candleOf(isObserved ? period.facts : [current], options.currency),
      }),
    );
  }
  return points;
};

/**
 * Merges days into weeks. Rejected: the week's changes alone, because a week opens at the price of the week before.
 */
const weekPoints = (days: readonly DataPoint[]): DataPoint[] => {
  const weeks = new Map<string, DataPoint[]>();
  for (const day of days) {
    const monday = mondayOf(Date.parse(day.effective_at));
    weeks.set(monday, [...(weeks.get(monday) ?? []), day]);
  }
  return [...weeks].map(([date, those]) => {
    const last = those.at(-1) as DataPoint;
    const priced = those.filter(({ market_close }) => market_close !== null);
    const names = those.flatMap(({ changed }) => changed);
    const isChanged =
      last.observed === 'unchanged' && those.some(({ observed }) => observed === 'changed' || observed === 'withdrawn');
    const observed = isChanged ? 'changed' : last.observed;
    return {
      ...last,
      date,
      market_open: priced[0]?.market_open ?? null,
      market_high: priced.length === 0 ? null : Math.max(...priced.map(({ market_high }) => market_high ?? 0)),
      market_low: priced.length === 0 ? null : Math.min(...priced.map(({ market_low }) => market_low ?? Infinity)),
      market_close: priced.at(-1)?.market_close ?? null,
      observed,
      changed: observed === 'changed' ? pointNumbers.filter((name) => names.includes(name)) : [],
    };
  });
};

/** Returns a point for each day or week with a check. */
export const periodPoints = (
  facts: readonly Fact[],
  checks: readonly Check[],
  options: { interval: '1d' | '1w'; currency: Currency; fromMs: number; held: HeldHistory },
): DataPoint[] => {
  const days = dayPoints(facts, checks, options);
  return options.interval === '1d' ? days : weekPoints(days);
};
