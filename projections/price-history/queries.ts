/** The history of one price key as points: each change, or each day or week with a check. */
import { dayMs, dayOf, instantOf } from '../../src/domain/instant.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { HeldPrice } from '../../src/domain/prices/freshness.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Database } from '../../src/postgres/database.js';
import type { Check } from '../coverage/checks.js';
import { checksIn, daysIn, type Fact, factsIn, type HistoryWindow } from './facts.js';
import type { HistorySeries } from './find-series.js';
import { type HeldHistory, heldIn } from './held.js';

export const historyIntervals = ['raw', '1d', '1w'] as const;
export type HistoryInterval = (typeof historyIntervals)[number];

/** The days of each period; `null` for everything. */
export const historyPeriods = { '7d': 7, '30d': 30, '3m': 91, '1y': 365, all: null } as const;
export type HistoryPeriod = keyof typeof historyPeriods;

/** Windows longer than this are read from the daily roll-up, unless the interval is raw. */
const rollUpFromDays = 92;

/** The numbers of a data point that a source shows. */
export const pointNumbers = ['market_price', 'low_price', 'mid_price', 'high_price', 'direct_low_price'] as const;
export type PointNumber = (typeof pointNumbers)[number];

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
   * `changed`: the source showed new numbers, named in `changed`. `unchanged`: a snapshot proves the same numbers.
   * `carried`: the numbers at the start of the window (raw only). `withdrawn`: the source was checked and did not show the
   * key. `held`: the source showed a row that was set aside, and the numbers are those of before. Periods without a check
   * have no point.
   */
  readonly observed: 'changed' | 'unchanged' | 'carried' | 'withdrawn' | 'held';
  /**
   * The numbers that changed, against those before: at `1d` and `1w` all that changed within the period, also back and
   * forth. Empty unless `observed` is `changed`. Windows of more than 92 days at `1d` and `1w` know of the market price only.
   */
  readonly changed: readonly PointNumber[];
  /** The row set aside, also on a point that is `carried`; `null` if nothing was held then. */
  readonly held: HeldPrice | null;
}

type Candle = Pick<DataPoint, 'open' | 'high' | 'low' | 'close'>;
const noCandle: Candle = { open: null, high: null, low: null, close: null };

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
    if (numbersOf[name](fact) !== earlier) return true;
    // A day of the roll-up: its price can have moved and come back.
    const { high, low } = fact.candle;
    return name === 'market_price' && (high !== low || (high !== null && high !== earlier));
  });

/** Returns the numbers that changed at each of the facts, which are in order of time. */
const changesOf = (facts: readonly Fact[]): ReadonlyMap<Fact, readonly PointNumber[]> =>
  new Map(facts.map((fact, at) => [fact, fact.withdrawn ? [] : changedIn(fact, facts[at - 1])]));

const pointOf = (
  fact: Fact,
  currency: Currency,
  more: Pick<DataPoint, 'observed' | 'changed' | 'effective_at' | 'date' | 'held'> & { candle: Candle },
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

/** The price of a key before its first observation: a row was set aside, and no price stands. */
const noFact = (atMs: number): Fact => ({ ...noPriceNumbers, atMs, withdrawn: false, candle: noCandle });

/** Returns a point for each change, and one for each row set aside, at which the price of before stands. */
const rawPoints = (
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
    .map(({ fact, atMs, ...more }) =>
      pointOf(fact, currency, { ...more, effective_at: instantOf(new Date(atMs)), date: null, candle: noCandle }),
    );
};

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
  /** The last snapshot of the period; `null` if an observation is all that proves a check. */
  lastCheck: Check | null;
}

/** Returns the facts and checks of the window by day or week, in order. */
const periodsOf = (
  facts: readonly Fact[],
  checks: readonly Check[],
  options: { fromMs: number; dateOf: (ms: number) => string },
): [date: string, period: Period][] => {
  const periods = new Map<string, Period>();
  const periodAt = (atMs: number): Period | null => {
    if (atMs < options.fromMs) return null;
    const date = options.dateOf(atMs);
    const period = periods.get(date) ?? { facts: [], lastCheckMs: atMs, lastCheck: null };
    period.lastCheckMs = Math.max(period.lastCheckMs, atMs);
    periods.set(date, period);
    return period;
  };
  for (const fact of facts) periodAt(fact.atMs)?.facts.push(fact);
  for (const check of checks) {
    const period = periodAt(check.atMs);
    if (period !== null) period.lastCheck = check;
  }
  return [...periods].sort(([a], [b]) => (a < b ? -1 : 1));
};

/**
 * Returns one point for each period in which the price was checked: it was observed, or a snapshot proves it unchanged.
 * A period without a check is a gap and has no point.
 */
const periodPoints = (
  facts: readonly Fact[],
  checks: readonly Check[],
  options: {
    currency: Currency;
    fromMs: number;
    dateOf: (ms: number) => string;
    held: HeldHistory;
    isRollUp: boolean;
  },
): DataPoint[] => {
  const points: DataPoint[] = [];
  const changes = changesOf(facts);
  let current = facts.find(({ atMs }) => atMs < options.fromMs);
  for (const [date, period] of periodsOf(facts, checks, options)) {
    current = period.facts.at(-1) ?? current;
    const held = period.lastCheck === null ? null : options.held.at(period.lastCheck);
    // The period precedes the first observation of the key.
    if (current === undefined && held === null) continue;
    current ??= noFact(period.lastCheckMs);
    const isObserved = period.facts.length > 0;
    const names = period.facts.flatMap((fact) => changes.get(fact) ?? []);
    // The roll-up has no other numbers, but an observation is recorded only if one of them changed.
    const isChanged = names.length > 0 || (options.isRollUp && isObserved);
    const shown = current.withdrawn ? 'withdrawn' : isChanged ? 'changed' : 'unchanged';
    const observed = held === null ? shown : 'held';
    points.push(
      pointOf(current, options.currency, {
        observed,
        changed: observed === 'changed' ? pointNumbers.filter((name) => names.includes(name)) : [],
        held,
        date,
        effective_at: instantOf(new Date(period.lastCheckMs)),
        candle: candleOf(isObserved ? period.facts : [{ ...current, candle: flat(current.market) }], options.currency),
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
    const names = those.flatMap(({ changed }) => changed);
    const isChanged =
      last.observed === 'unchanged' && those.some(({ observed }) => observed === 'changed' || observed === 'withdrawn');
    const observed = isChanged ? 'changed' : last.observed;
    return {
      ...last,
      date,
      open: priced[0]?.open ?? null,
      high: priced.length === 0 ? null : Math.max(...priced.map(({ high }) => high ?? 0)),
      low: priced.length === 0 ? null : Math.min(...priced.map(({ low }) => low ?? Infinity)),
      close: priced.at(-1)?.close ?? null,
      observed,
      changed: observed === 'changed' ? pointNumbers.filter((name) => names.includes(name)) : [],
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
  if (window.interval === 'raw') {
    const [facts, held] = await Promise.all([factsIn(database, series, window), heldIn(database, series, window)]);
    return rawPoints(facts, held, { currency, fromMs: window.fromMs });
  }
  // The first day is taken whole; half of it would give a wrong opening and high.
  const fromMs = window.fromMs === -Infinity ? -Infinity : Math.floor(window.fromMs / dayMs) * dayMs;
  const whole = { ...window, fromMs };
  const isLong = window.toMs - fromMs > rollUpFromDays * dayMs;
  const fromRollUp = isLong && window.wholeDays && window.knownAt === undefined;
  const [facts, checks, held] = await Promise.all([
    fromRollUp ? daysIn(database, series, whole) : factsIn(database, series, whole),
    checksIn(database, { cardId, source: series.source, seriesId: series.seriesId }, whole),
    heldIn(database, series, whole),
  ]);
  const days = periodPoints(facts, checks, { currency, fromMs, dateOf: dayOfMs, held, isRollUp: fromRollUp });
  return window.interval === '1d' ? days : weeksOf(days);
};
