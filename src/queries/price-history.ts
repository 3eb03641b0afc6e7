/** The history of one price key: points at which it was observed, and what they amount to. */
import type { Currency } from '../domain/money.js';
import { toMajorUnitsOrNull } from '../domain/money.js';
import { dayMs, dayOf } from '../domain/instant.js';
import { printingOf } from '../domain/price-key.js';
import type { Database, Row } from '../postgres/database.js';
import { percentage } from './cards.js';
import { countingFacts } from './prices.js';

export const historyIntervals = ['raw', '1d', '1w'] as const;
export type HistoryInterval = (typeof historyIntervals)[number];

/** The days of each period; null: everything. */
export const historyPeriods = { '7d': 7, '30d': 30, '3m': 91, '1y': 365, all: null } as const;
export type HistoryPeriod = keyof typeof historyPeriods;

export interface HistoryKey {
  readonly source: string;
  readonly kind: string;
  readonly printing: string;
  readonly condition: string | null;
  readonly currency: Currency;
}

export interface HistorySeries extends HistoryKey {
  readonly seriesId: number;
  readonly simulated: boolean;
}

export interface DataPoint {
  /** The source's stamp; at 1d and 1w the last one of the period. */
  readonly effective_at: string;
  /** UTC day, or the Monday of the week; null at `raw`. */
  readonly date: string | null;
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
  /** Of the market price over the period; null at `raw` and where none was observed. */
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  /**
   * `changed`: the source showed new numbers; `unchanged`: a snapshot proves that they stood; `carried`: they stood when
   * the window began; `withdrawn`: the source no longer showed the key.
   */
  readonly observed: 'changed' | 'unchanged' | 'carried' | 'withdrawn';
}

export interface HistorySummary {
  readonly avg_price: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly volatility: number | null;
  readonly trend: 'up' | 'down' | 'flat' | null;
  readonly change_percentage: number | null;
}

interface SeriesRow extends Row {
  readonly series_id: number;
  readonly source: string;
  readonly kind: string;
  readonly printing: string;
  readonly condition: string | null;
  readonly currency: Currency;
}

/** The series of a card that fit the filters, cheapest current market price first (the same rule as in search). */
export const findSeries = async (
  database: Database,
  cardId: string,
  filter: { source?: string | undefined; printing?: string | undefined; condition?: string | undefined },
): Promise<HistorySeries[]> => {
  const rows = await database.query<SeriesRow>(
    `select s.series_id, s.source, s.kind, s.printing, s.condition, s.currency
     from price_history.series s left join latest_prices.prices p on p.price_key = s.price_key
     where s.card_id = $1 and ($2::text is null or s.source = $2)
       and ($3::text is null or s.printing_slug = $3) and ($4::text is null or s.condition = $4)
     order by coalesce(p.withdrawn, true), p.market nulls last, s.printing_slug, s.source, s.series_id`,
    [cardId, filter.source ?? null, filter.printing === undefined ? null : printingOf(filter.printing).slug, filter.condition ?? null],
  );
  return rows.map(({ series_id, ...key }) => ({ ...key, seriesId: series_id, simulated: key.source.startsWith('sandbox-') }));
};

interface FactRow extends Row {
  readonly effective_at: string;
  readonly withdrawn: boolean;
  readonly low: number | null;
  readonly mid: number | null;
  readonly high: number | null;
  readonly market: number | null;
  readonly direct_low: number | null;
}

interface Window {
  /** RFC 3339; -infinity for everything. */
  readonly from: string;
  readonly to: string;
  readonly knownAt?: string | undefined;
}

/** The facts inside the window, and the one that stood when it began. */
const factsIn = (database: Database, series: HistorySeries, window: Window): Promise<FactRow[]> =>
  database.query<FactRow>(
    `with facts as (${countingFacts('s.series_id = $1')})
     select effective_at, withdrawn, low, mid, high, market, direct_low from facts
     where effective_at >= coalesce(
       (select max(effective_at) from facts where effective_at <= $4::timestamptz), '-infinity'::timestamptz)
     order by effective_at`,
    [series.seriesId, window.to, window.knownAt ?? null, window.from],
  );

const pointOf = (
  fact: FactRow,
  currency: Currency,
  more: Pick<DataPoint, 'observed'> & Partial<DataPoint>,
): DataPoint => {
  const amount = (minor: number | null): number | null => toMajorUnitsOrNull(minor, currency);
  return {
    effective_at: fact.effective_at,
    date: null,
    market_price: amount(fact.market),
    low_price: amount(fact.low),
    mid_price: amount(fact.mid),
    high_price: amount(fact.high),
    direct_low_price: amount(fact.direct_low),
    open: null,
    high: null,
    low: null,
    close: null,
    ...more,
  };
};

const rawPoints = (facts: readonly FactRow[], currency: Currency, from: string): DataPoint[] =>
  facts.map((fact) => {
    const carried = from !== '-infinity' && fact.effective_at < from;
    return pointOf(fact, currency, { observed: carried ? 'carried' : fact.withdrawn ? 'withdrawn' : 'changed' });
  });

/** Stamps at which the card's prices were looked at: snapshots of its set, by source. */
const checkedAt = async (database: Database, cardId: string, source: string, window: Window): Promise<string[]> => {
  const rows = await database.query<{ at: string }>(
    `select effective_at as at from coverage.snapshots k
     join catalog.cards c on c.set_id = k.set_id
     where c.card_id = $1 and k.source = $2 and k.effective_at >= $3::timestamptz and k.effective_at <= $4
       and ($5::timestamptz is null or k.recorded_at <= $5)
     order by 1`,
    [cardId, source, window.from, window.to, window.knownAt ?? null],
  );
  return rows.map(({ at }) => at);
};

/** UTC Monday of the week of a day. */
const mondayOf = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`);
  return dayOf(new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs));
};

const candleOf = (facts: readonly FactRow[], currency: Currency): Pick<DataPoint, 'open' | 'high' | 'low' | 'close'> => {
  const market = facts.flatMap((fact) => (fact.market === null ? [] : [fact.market]));
  const amount = (minor: number | undefined): number | null => toMajorUnitsOrNull(minor ?? null, currency);
  if (market.length === 0) return { open: null, high: null, low: null, close: null };
  return {
    open: amount(market[0]),
    high: amount(Math.max(...market)),
    low: amount(Math.min(...market)),
    close: amount(market.at(-1)),
  };
};

/**
 * One point a period in which the price was looked at: observed anew, or proven unchanged by a snapshot. A period
 * without either is a gap and stays one: no price is claimed for a time nobody looked.
 */
const periodPoints = (
  facts: readonly FactRow[],
  checked: readonly string[],
  series: HistorySeries,
  options: { from: string; periodOf: (day: string) => string },
): DataPoint[] => {
  const periods = new Map<string, { facts: FactRow[]; lastLook: string }>();
  const look = (at: string, fact?: FactRow): void => {
    if (options.from !== '-infinity' && at < options.from) return;
    const name = options.periodOf(dayOf(at));
    const held = periods.get(name) ?? { facts: [], lastLook: at };
    if (fact !== undefined) held.facts.push(fact);
    if (at > held.lastLook) held.lastLook = at;
    periods.set(name, held);
  };
  for (const fact of facts) look(fact.effective_at, fact);
  for (const at of checked) look(at);
  const points: DataPoint[] = [];
  let next = 0;
  let standing: FactRow | undefined;
  for (const [date, period] of [...periods].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (let fact = facts[next]; fact !== undefined && fact.effective_at <= period.lastLook; fact = facts[next]) {
      standing = fact;
      next += 1;
    }
    // Looked at before the key was first seen: nothing to say of it.
    if (standing === undefined) continue;
    if (standing.withdrawn && period.facts.length === 0) continue;
    const observed = standing.withdrawn ? 'withdrawn' : period.facts.length > 0 ? 'changed' : 'unchanged';
    const candle = period.facts.length > 0 ? candleOf(period.facts, series.currency) : candleOf([standing], series.currency);
    points.push(pointOf(standing, series.currency, { observed, date, effective_at: period.lastLook, ...candle }));
  }
  return points;
};

interface DailyRow extends Row {
  readonly day: string;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
}

/** Weeks of a long period from the daily roll-up: a year of ticks is never read for 52 points. */
const weeklyCandles = (database: Database, series: HistorySeries, window: Window): Promise<DailyRow[]> =>
  database.query<DailyRow>(
    `select day, open, high, low, close from price_history.daily
     where series_id = $1 and day >= case when $2::timestamptz = '-infinity' then '-infinity'::date
       else ($2::timestamptz at time zone 'UTC')::date end and day <= ($3::timestamptz at time zone 'UTC')::date
     order by day`,
    [series.seriesId, window.from, window.to],
  );

const withWeeklyCandles = (points: readonly DataPoint[], days: readonly DailyRow[], currency: Currency): DataPoint[] => {
  const weeks = new Map<string, DailyRow[]>();
  for (const day of days) {
    if (day.close === null) continue;
    const week = mondayOf(day.day);
    weeks.set(week, [...(weeks.get(week) ?? []), day]);
  }
  const amount = (minor: number | null | undefined): number | null => toMajorUnitsOrNull(minor ?? null, currency);
  return points.map((point) => {
    const week = weeks.get(point.date ?? '');
    if (week === undefined) return point;
    return {
      ...point,
      open: amount(week[0]?.open),
      high: amount(Math.max(...week.map(({ high }) => high ?? 0))),
      low: amount(Math.min(...week.map(({ low }) => low ?? Infinity))),
      close: amount(week.at(-1)?.close),
    };
  });
};

/**
 * Points of one series in a window. `raw`: each change; `1d`, `1w`: each period looked at. With `knownAt` only what had
 * been recorded by then.
 */
export const historyPoints = async (
  database: Database,
  cardId: string,
  series: HistorySeries,
  window: Window & { interval: HistoryInterval },
): Promise<DataPoint[]> => {
  const facts = await factsIn(database, series, window);
  if (window.interval === 'raw') return rawPoints(facts, series.currency, window.from);
  const checked = await checkedAt(database, cardId, series.source, window);
  if (window.interval === '1d') return periodPoints(facts, checked, series, { from: window.from, periodOf: (day) => day });
  const points = periodPoints(facts, checked, series, { from: window.from, periodOf: mondayOf });
  if (window.knownAt !== undefined) return points;
  return withWeeklyCandles(points, await weeklyCandles(database, series, window), series.currency);
};

const rounded = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;

/**
 * What the points amount to, on market prices only (none: all null). `avg_price`: mean of the points. `volatility`:
 * standard deviation of the relative changes from point to point, in percent. `change_percentage`: first to last.
 * `trend`: up or down from 1 percent on, else flat. These are statistics, not money: floats, rounded.
 */
export const summarise = (points: readonly DataPoint[]): HistorySummary => {
  const prices = points.flatMap(({ market_price: price }) => (price === null ? [] : [price]));
  const [first] = prices;
  const last = prices.at(-1);
  if (first === undefined || last === undefined) {
    return { avg_price: null, min: null, max: null, volatility: null, trend: null, change_percentage: null };
  }
  const changes = prices.slice(1).flatMap((price, at) => {
    const before = prices[at] ?? 0;
    return before === 0 ? [] : [(price - before) / before];
  });
  const mean = changes.reduce((sum, change) => sum + change, 0) / Math.max(1, changes.length);
  const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / Math.max(1, changes.length);
  const change = first === 0 ? null : percentage(first, last);
  return {
    avg_price: rounded(prices.reduce((sum, price) => sum + price, 0) / prices.length, 2),
    min: Math.min(...prices),
    max: Math.max(...prices),
    volatility: changes.length === 0 ? null : rounded(Math.sqrt(variance) * 100, 2),
    trend: change === null ? null : change >= 1 ? 'up' : change <= -1 ? 'down' : 'flat',
    change_percentage: change,
  };
};
