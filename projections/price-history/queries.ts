/** The history of one price key as points: each change, or each day or week with a check. */
import { dayMs, dayOf, instantOf } from '../../src/domain/instant.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { Database } from '../../src/postgres/database.js';
import { checksIn, daysIn, type Fact, factsIn, type HistoryWindow } from './facts.js';
import type { HistorySeries } from './find-series.js';

export const historyIntervals = ['raw', '1d', '1w'] as const;
export type HistoryInterval = (typeof historyIntervals)[number];

/** The days of each period; `null` for everything. */
export const historyPeriods = { '7d': 7, '30d': 30, '3m': 91, '1y': 365, all: null } as const;
export type HistoryPeriod = keyof typeof historyPeriods;

/** Windows longer than this are read from the daily roll-up, unless the interval is raw. */
const rollUpFromDays = 92;

export interface DataPoint {
  /** The source's stamp; at `1d` and `1w` that of the period's last check. */
  readonly effective_at: string;
  /** UTC day, or the Monday of the week; `null` at `raw`. */
  readonly date: string | null;
  readonly market_price: number | null;
  /** This and the next three are `null` too at `1d` and `1w` in windows of more than 92 days. */
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
  /** Market price over the period; `null` at `raw` and where the source gave none. */
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  /**
   * `changed`: the source showed new numbers. `unchanged`: a snapshot proves the same numbers. `carried`: the numbers
   * at the start of the window (raw only). `withdrawn`: the source was checked and did not show the key. Periods
   * without a check have no point.
   */
  readonly observed: 'changed' | 'unchanged' | 'carried' | 'withdrawn';
}

type Candle = Pick<DataPoint, 'open' | 'high' | 'low' | 'close'>;
const noCandle: Candle = { open: null, high: null, low: null, close: null };

const pointOf = (
  fact: Fact,
  currency: Currency,
  more: Pick<DataPoint, 'observed' | 'effective_at' | 'date'> & { candle: Candle },
): DataPoint => {
  const amount = (minor: number | null): number | null => toMajorUnitsOrNull(minor, currency);
  const { candle, ...rest } = more;
  return {
    ...rest,
    market_price: amount(fact.market),
    low_price: amount(fact.low),
    mid_price: amount(fact.mid),
    high_price: amount(fact.high),
    direct_low_price: amount(fact.direct_low),
    ...candle,
  };
};

/** Drops the fact before the window if the next one begins with it. */
const inWindow = (facts: readonly Fact[], fromMs: number): readonly Fact[] =>
  facts[1]?.atMs === fromMs ? facts.slice(1) : facts;

const rawPoints = (facts: readonly Fact[], currency: Currency, fromMs: number): DataPoint[] =>
  inWindow(facts, fromMs).map((fact) => {
    const observed = fact.withdrawn ? 'withdrawn' : fact.atMs < fromMs ? 'carried' : 'changed';
    return pointOf(fact, currency, {
      observed,
      effective_at: instantOf(new Date(fact.atMs)),
      date: null,
      candle: noCandle,
    });
  });

const candleOf = (facts: readonly Fact[], currency: Currency): Candle => {
  const amount = (minor: number | null | undefined): number | null => toMajorUnitsOrNull(minor ?? null, currency);
  const candles = facts.map(({ candle }) => candle).filter(({ close }) => close !== null);
  if (candles.length === 0) return noCandle;
  return {
    open: amount(candles[0]?.open),
    high: amount(Math.max(...candles.map(({ high }) => high ?? 0))),
    low: amount(Math.min(...candles.map(({ low }) => low ?? Infinity))),
    close: amount(candles.at(-1)?.close),
  };
};

interface Period {
  readonly facts: Fact[];
  lastCheckMs: number;
}

/** Returns the facts and checks of the window by day or week, in order. */
const periodsOf = (
  facts: readonly Fact[],
  checks: readonly number[],
  options: { fromMs: number; dateOf: (ms: number) => string },
): [date: string, period: Period][] => {
  const periods = new Map<string, Period>();
  const add = (atMs: number, fact?: Fact): void => {
    if (atMs < options.fromMs) return;
    const date = options.dateOf(atMs);
    const period = periods.get(date) ?? { facts: [], lastCheckMs: atMs };
    if (fact !== undefined) period.facts.push(fact);
    period.lastCheckMs = Math.max(period.lastCheckMs, atMs);
    periods.set(date, period);
  };
  for (const fact of facts) add(fact.atMs, fact);
  for (const atMs of checks) add(atMs);
  return [...periods].sort(([a], [b]) => (a < b ? -1 : 1));
};

/**
 * Returns one point for each period in which the price was checked: it was observed, or a snapshot proves it unchanged.
 * A period without a check is a gap and has no point.
 */
const periodPoints = (
  facts: readonly Fact[],
  checks: readonly number[],
  options: { currency: Currency; fromMs: number; dateOf: (ms: number) => string },
): DataPoint[] => {
  const points: DataPoint[] = [];
  let current = facts.find(({ atMs }) => atMs < options.fromMs);
  for (const [date, period] of periodsOf(facts, checks, options)) {
    current = period.facts.at(-1) ?? current;
    // The period precedes the first observation of the key.
    if (current === undefined) continue;
    const changed = period.facts.length > 0;
    points.push(
      pointOf(current, options.currency, {
        observed: current.withdrawn ? 'withdrawn' : changed ? 'changed' : 'unchanged',
        date,
        effective_at: instantOf(new Date(period.lastCheckMs)),
        candle: candleOf(changed ? period.facts : [{ ...current, candle: flat(current.market) }], options.currency),
      }),
    );
  }
  return points;
};

/** Returns the candle of a day on which the price did not change. */
const flat = (market: number | null): Fact['candle'] => ({ open: market, high: market, low: market, close: market });

const dayOfMs = (ms: number): string => dayOf(new Date(ms));

/**
 * Merges days into weeks. Rejected: the week's changes alone, because a week opens at the price of the week before.
 */
const weeksOf = (days: readonly DataPoint[]): DataPoint[] => {
  const weeks = new Map<string, DataPoint[]>();
  for (const day of days) {
    const monday = mondayOf(Date.parse(day.effective_at));
    weeks.set(monday, [...(weeks.get(monday) ?? []), day]);
  }
  return [...weeks].map(([date, those]) => {
    const last = those.at(-1) as DataPoint;
    const priced = those.filter(({ close }) => close !== null);
    const changed = last.observed === 'unchanged' && those.some(({ observed }) => observed !== 'unchanged');
    return {
      ...last,
      date,
      open: priced[0]?.open ?? null,
      high: priced.length === 0 ? null : Math.max(...priced.map(({ high }) => high ?? 0)),
      low: priced.length === 0 ? null : Math.min(...priced.map(({ low }) => low ?? Infinity)),
      close: priced.at(-1)?.close ?? null,
      observed: changed ? 'changed' : last.observed,
    };
  });
};

/** Returns the UTC Monday of the week of an instant. */
const mondayOf = (ms: number): string => dayOfMs(ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs);

/**
 * Returns the points of one series in a window: each change (`raw`), or each period with a check (`1d`, `1w`). With
 * `knownAt` only what the ledger had recorded by then. `wholeDays`: the window ends with a day, so the roll-up may be
 * used.
 */
export const historyPoints = async (
  database: Database,
  cardId: string,
  series: HistorySeries,
  window: HistoryWindow & { interval: HistoryInterval; wholeDays: boolean },
): Promise<DataPoint[]> => {
  const { currency } = series;
  if (window.interval === 'raw') return rawPoints(await factsIn(database, series, window), currency, window.fromMs);
  // The first day is taken whole; half of it would give a wrong opening and high.
  const fromMs = window.fromMs === -Infinity ? -Infinity : Math.floor(window.fromMs / dayMs) * dayMs;
  const whole = { ...window, fromMs };
  const isLong = window.toMs - fromMs > rollUpFromDays * dayMs;
  const fromRollUp = isLong && window.wholeDays && window.knownAt === undefined;
  const [facts, checks] = await Promise.all([
    fromRollUp ? daysIn(database, series, whole) : factsIn(database, series, whole),
    checksIn(database, { cardId, source: series.source, seriesId: series.seriesId }, whole),
  ]);
  const days = periodPoints(facts, checks, { currency, fromMs, dateOf: dayOfMs });
  return window.interval === '1d' ? days : weeksOf(days);
};
