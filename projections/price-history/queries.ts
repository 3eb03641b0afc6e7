/** The history of one price key as points: each change, or each day or week that was looked at. */
import { dayMs, dayOf, instantOf } from '../../src/domain/instant.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { Database } from '../../src/postgres/database.js';
import { checksIn, daysIn, type Fact, factsIn, type HistoryWindow } from './facts.js';
import type { HistorySeries } from './find-series.js';

export const historyIntervals = ['raw', '1d', '1w'] as const;
export type HistoryInterval = (typeof historyIntervals)[number];

/** The days of each period; null: everything. */
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
   * `changed`: the source showed new numbers. `unchanged`: a snapshot proves the same numbers. `carried`: the numbers at
   * the start of the window (raw only). `withdrawn`: the source was checked and did not show the key. Periods without a
   * check have no point.
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

/** A price that ends on the very begin of the window did not stand in it. */
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
  lastLookMs: number;
}

/** What was looked at in the window, by day or week, in order. */
const periodsOf = (
  facts: readonly Fact[],
  looks: readonly number[],
  options: { fromMs: number; dateOf: (ms: number) => string },
): [date: string, period: Period][] => {
  const periods = new Map<string, Period>();
  const look = (atMs: number, fact?: Fact): void => {
    if (atMs < options.fromMs) return;
    const date = options.dateOf(atMs);
    const period = periods.get(date) ?? { facts: [], lastLookMs: atMs };
    if (fact !== undefined) period.facts.push(fact);
    period.lastLookMs = Math.max(period.lastLookMs, atMs);
    periods.set(date, period);
  };
  for (const fact of facts) look(fact.atMs, fact);
  for (const atMs of looks) look(atMs);
  return [...periods].sort(([a], [b]) => (a < b ? -1 : 1));
};

/**
 * One point a period in which the price was looked at: observed anew, or proven unchanged by a snapshot. A period
 * without either is a gap and stays one: no price is claimed for a time nobody looked.
 */
const periodPoints = (
  facts: readonly Fact[],
  looks: readonly number[],
  options: { currency: Currency; fromMs: number; dateOf: (ms: number) => string },
): DataPoint[] => {
  const points: DataPoint[] = [];
  let standing = facts.find(({ atMs }) => atMs < options.fromMs);
  for (const [date, period] of periodsOf(facts, looks, options)) {
    standing = period.facts.at(-1) ?? standing;
    // Looked at before the key was first seen: nothing to say of it.
    if (standing === undefined) continue;
    const changed = period.facts.length > 0;
    points.push(
      pointOf(standing, options.currency, {
        observed: standing.withdrawn ? 'withdrawn' : changed ? 'changed' : 'unchanged',
        date,
        effective_at: instantOf(new Date(period.lastLookMs)),
        candle: candleOf(changed ? period.facts : [{ ...standing, candle: flat(standing.market) }], options.currency),
      }),
    );
  }
  return points;
};

/** A price that did not move: its day closes as it opened, whatever the day before it had been. */
const flat = (market: number | null): Fact['candle'] => ({ open: market, high: market, low: market, close: market });

const dayOfMs = (ms: number): string => dayOf(new Date(ms));

/**
 * The days of each week taken together. Not the week's changes alone: a week that began with the price of the one before
 * opened at that.
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

/** UTC Monday of the week of an instant. */
const mondayOf = (ms: number): string => dayOfMs(ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs);

/**
 * Points of one series in a window. `raw`: each change; `1d`, `1w`: each period looked at. With `knownAt` only what had
 * been recorded by then. `wholeDays`: nothing of the window's last day lies after its end, so the roll-up may be used.
 */
export const historyPoints = async (
  database: Database,
  cardId: string,
  series: HistorySeries,
  window: HistoryWindow & { interval: HistoryInterval; wholeDays: boolean },
): Promise<DataPoint[]> => {
  const { currency } = series;
  if (window.interval === 'raw') return rawPoints(await factsIn(database, series, window), currency, window.fromMs);
  // Whole days: half of the first one would show a high or an opening that was not.
  const fromMs = window.fromMs === -Infinity ? -Infinity : Math.floor(window.fromMs / dayMs) * dayMs;
  const whole = { ...window, fromMs };
  const isLong = window.toMs - fromMs > rollUpFromDays * dayMs;
  const fromRollUp = isLong && window.wholeDays && window.knownAt === undefined;
  const [facts, looks] = await Promise.all([
    fromRollUp ? daysIn(database, series, whole) : factsIn(database, series, whole),
    checksIn(database, { cardId, source: series.source }, whole),
  ]);
  const days = periodPoints(facts, looks, { currency, fromMs, dateOf: dayOfMs });
  return window.interval === '1d' ? days : weeksOf(days);
};
