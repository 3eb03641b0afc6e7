/** The points of a history: each change of a price, or each day or week with a check. */
import { dayMs, dayText, instantOfMs, mondayOf } from '../../src/domain/instant.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnits, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
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
  /**
   * First market price of the period. This and the next three are there where the market price changed within the period;
   * elsewhere, and at `raw`, each of them is `market_price`.
   */
  readonly market_open?: number;
  readonly market_high?: number;
  readonly market_low?: number;
  /** Last market price of the period. */
  readonly market_close?: number;
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

type Candle = Required<Pick<DataPoint, 'market_open' | 'market_high' | 'market_low' | 'market_close'>>;
const none: readonly PointNumber[] = [];

/** The numbers of a fact, in the order of `pointNumbers`. */
const numberNames = ['market', 'low', 'mid', 'high', 'direct_low'] as const satisfies (keyof Fact)[];

/** The names of changed numbers, by a bit for each: points share them. */
const changedNames: readonly (readonly PointNumber[])[] = Array.from({ length: 1 << pointNumbers.length }, (_, bits) =>
  pointNumbers.filter((_name, at) => (bits & (1 << at)) !== 0),
);

/**
 * Returns the numbers in which a fact differs from the one before it, as bits; without one, those that it has. None for a
 * withdrawal.
 */
const changesOf = (fact: Fact, before: Fact | undefined): number => {
  if (fact.withdrawn) return 0;
  let bits = 0;
  for (let at = 0; at < numberNames.length; at += 1) {
    const name = numberNames[at] as (typeof numberNames)[number];
    if (fact[name] !== (before === undefined ? null : before[name])) bits |= 1 << at;
  }
  return bits;
};

/** What a point says beside the numbers of its fact. */
type Shown = Pick<DataPoint, 'effective_at' | 'date' | 'observed' | 'changed' | 'held'>;

/** Returns a point. Written out: with spreads a year of points takes four times as long. */
const pointOf = (fact: Fact, currency: Currency, shown: Shown): DataPoint => ({
  effective_at: shown.effective_at,
  date: shown.date,
  market_price: toMajorUnitsOrNull(fact.market, currency),
  low_price: toMajorUnitsOrNull(fact.low, currency),
  mid_price: toMajorUnitsOrNull(fact.mid, currency),
  high_price: toMajorUnitsOrNull(fact.high, currency),
  direct_low_price: toMajorUnitsOrNull(fact.direct_low, currency),
  observed: shown.observed,
  changed: shown.changed,
  held: shown.held,
});

/** Returns a point with the market prices of its period, unless they are all the one that it shows. */
const withCandle = (point: DataPoint, candle: Candle | null): DataPoint => {
  if (candle === null) return point;
  const { market_high: high, market_low: low } = candle;
  return high === low && high === point.market_price ? point : { ...point, ...candle };
};

/** The price of a key before its first observation: a row was set aside, and no price stands. */
const noFact = (atMs: number): Fact => ({ ...noPriceNumbers, atMs, withdrawn: false });

/** Returns a point for each change, and one for each row set aside, at which the price of before stands. */
export const rawPoints = (
  facts: readonly Fact[],
  held: HeldHistory,
  { currency, fromMs }: { currency: Currency; fromMs: number },
): DataPoint[] => {
  // The fact before the window is not shown if the next one begins with it.
  const skipped = facts[1]?.atMs === fromMs ? 1 : 0;
  const shown = facts.slice(skipped).map((fact, at) => {
    const isCarried = fact.atMs < fromMs;
    const bits = isCarried ? 0 : changesOf(fact, facts[at + skipped - 1]);
    const changed = changedNames[bits] ?? none;
    const seen = bits === 0 ? 'unchanged' : 'changed';
    const observed = fact.withdrawn ? 'withdrawn' : isCarried ? 'carried' : seen;
    // What was held when the window began is said there: its own point lies before.
    const carried = observed === 'carried' ? held.at({ atMs: fromMs, recordedMs: -Infinity }) : null;
    return { fact, observed, changed, held: carried, atMs: fact.atMs } as const;
  });
  const holds = held.fromMs.map((atMs) => {
    const fact = facts.findLast((each) => each.atMs <= atMs) ?? noFact(atMs);
    return { fact, observed: 'held', changed: none, held: held.at({ atMs, recordedMs: -Infinity }), atMs } as const;
  });
  return [...shown, ...holds]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ fact, atMs, observed, changed, held: heldThen }) =>
      pointOf(fact, currency, { effective_at: instantOfMs(atMs), date: null, observed, changed, held: heldThen }),
    );
};

/** Returns the market prices of the facts of a period; `null` if none has one. */
const candleOf = (facts: readonly Fact[], currency: Currency): Candle | null => {
  const prices = facts.flatMap(({ market }) => market ?? []);
  const [open] = prices;
  if (open === undefined) return null;
  return {
    market_open: toMajorUnits(open, currency),
    market_high: toMajorUnits(Math.max(...prices), currency),
    market_low: toMajorUnits(Math.min(...prices), currency),
    market_close: toMajorUnits(prices.at(-1) ?? open, currency),
  };
};

/**
 * Returns one point for each UTC day on which the price was checked: it was observed, or a snapshot proves it unchanged.
 * A day without a check is a gap and has no point. Facts and checks are in order of time.
 */
const dayPoints = (
  facts: readonly Fact[],
  checks: readonly Check[],
  options: { currency: Currency; fromMs: number; held: HeldHistory },
): DataPoint[] => {
  const { currency, fromMs, held } = options;
  const points: DataPoint[] = [];
  let nextFact = 0;
  let nextCheck = 0;
  while ((facts[nextFact]?.atMs ?? Infinity) < fromMs) nextFact += 1;
  while ((checks[nextCheck]?.atMs ?? Infinity) < fromMs) nextCheck += 1;
  let current = facts[nextFact - 1];
  while (nextFact < facts.length || nextCheck < checks.length) {
    const beginMs = Math.min(facts[nextFact]?.atMs ?? Infinity, checks[nextCheck]?.atMs ?? Infinity);
    const day = Math.floor(beginMs / dayMs);
    const endMs = (day + 1) * dayMs;
    const firstFact = nextFact;
    let lastMs = beginMs;
    let bits = 0;
    for (let fact = facts[nextFact]; fact !== undefined && fact.atMs < endMs; fact = facts[nextFact]) {
      bits |= changesOf(fact, facts[nextFact - 1]);
      lastMs = fact.atMs;
      current = fact;
      nextFact += 1;
    }
    // The last snapshot of the day; undefined if an observation is all that proves a check.
    let lastCheck: Check | undefined;
    for (let check = checks[nextCheck]; check !== undefined && check.atMs < endMs; check = checks[nextCheck]) {
      lastCheck = check;
      nextCheck += 1;
    }
    if (lastCheck !== undefined && lastCheck.atMs > lastMs) lastMs = lastCheck.atMs;
    const heldThen = lastCheck === undefined ? null : held.at(lastCheck);
    // The day precedes the first observation of the key.
    if (current === undefined && heldThen === null) continue;
    current ??= noFact(lastMs);
    const shown = current.withdrawn ? 'withdrawn' : bits === 0 ? 'unchanged' : 'changed';
    const observed = heldThen === null ? shown : 'held';
    const point = pointOf(current, currency, {
      observed,
      changed: observed === 'changed' ? (changedNames[bits] ?? none) : none,
      held: heldThen,
      date: dayText(day),
      effective_at: instantOfMs(lastMs),
    });
    // One price, or the one that stood throughout, is the point's own.
    const several = nextFact - firstFact > 1 ? facts.slice(firstFact, nextFact) : null;
    points.push(several === null ? point : withCandle(point, candleOf(several, currency)));
  }
  return points;
};

/** Returns the market prices of a day; `null` if it had none. */
const candleOfDay = ({ market_price: price, ...day }: DataPoint): Candle | null => {
  const { market_open = price, market_high = price, market_low = price, market_close = price } = day;
  if (market_open === null || market_high === null || market_low === null || market_close === null) return null;
  return { market_open, market_high, market_low, market_close };
};

const candleOfWeek = (days: readonly Candle[]): Candle | null => {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    market_open: first.market_open,
    market_high: Math.max(...days.map(({ market_high }) => market_high)),
    market_low: Math.min(...days.map(({ market_low }) => market_low)),
    market_close: last.market_close,
  };
};

/**
 * Merges days into weeks. Rejected: the week's changes alone, because a week opens at the price of the week before.
 */
const weekPoints = (days: readonly DataPoint[]): DataPoint[] => {
  const weeks = new Map<string, DataPoint[]>();
  for (const day of days) {
    const monday = mondayOf(Date.parse(day.effective_at));
    const those = weeks.get(monday);
    if (those === undefined) weeks.set(monday, [day]);
    else those.push(day);
  }
  return [...weeks].map(([date, those]) => {
    const last = those.at(-1) as DataPoint;
    const candles = those.flatMap((day) => candleOfDay(day) ?? []);
    const names = those.flatMap(({ changed }) => changed);
    const isChanged =
      last.observed === 'unchanged' && those.some(({ observed }) => observed === 'changed' || observed === 'withdrawn');
    const observed = isChanged ? 'changed' : last.observed;
    const { market_open: _open, market_high: _high, market_low: _low, market_close: _close, ...own } = last;
    const changed = observed === 'changed' ? pointNumbers.filter((name) => names.includes(name)) : none;
    return withCandle({ ...own, date, observed, changed }, candleOfWeek(candles));
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
