/** Facts of one series in a window: from the observations, or for long windows from the daily roll-up. */
import { instantOf } from '../../src/domain/instant.js';
import { ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { type Check, checksOfPrice } from '../coverage/checks.js';
import type { HistorySeries } from './find-series.js';
import { factCounts, factsBetween, factAsOf } from './as-of.js';

export interface HistoryWindow {
  /** Milliseconds since 1970; -Infinity for the beginning. */
  readonly fromMs: number;
  readonly toMs: number;
  /** RFC 3339; undefined for now. */
  readonly knownAt?: string | undefined;
}

/** Numbers that held from `atMs` on; amounts in minor units. */
export interface Fact {
  readonly atMs: number;
  readonly withdrawn: boolean;
  readonly market: number | null;
  /** This and the other numbers but `market` are `null` in the roll-up. */
  readonly low: number | null;
  readonly mid: number | null;
  readonly high: number | null;
  readonly direct_low: number | null;
  /** Market prices over the span the fact sums up: one instant, or a day of the roll-up. */
  readonly candle: Readonly<Record<'open' | 'high' | 'low' | 'close', number | null>>;
}

interface FactRow extends Row, PriceNumbers {
  readonly effective_at: string;
  readonly withdrawn: boolean;
}

const instant = (ms: number): string => (ms === -Infinity ? '-infinity' : instantOf(new Date(ms)));

const bounded = <T>(rows: readonly T[]): readonly T[] => {
  if (rows.length <= limits.historyPointsMax) return rows;
  throw ledgerError(
    'VALIDATION_FAILED',
    `more than ${limits.historyPointsMax} points: ask for a shorter period or a longer interval`,
    {
      details: { period: 'too long for the interval', interval: 'too short for the period' },
    },
  );
};

/** $1 series, $2 from, $3 to, $4 known at */
const factsSql = `
  with s as (select $1::int as series_id)
  select f.* from s cross join lateral (${factAsOf('$2::timestamptz', '$4', { strictlyBefore: true })}) f
  union all
  (select f.* from s cross join lateral (${factsBetween('$2::timestamptz', '$3::timestamptz', '$4')}) f
   order by f.effective_at limit ${limits.historyPointsMax + 1})
  order by effective_at`;

/**
 * Returns the facts inside the window in order of time, preceded by the one that held when it began. Throws
 * VALIDATION_FAILED for more than limits.historyPointsMax.
 */
export const factsIn = async (database: Database, series: HistorySeries, window: HistoryWindow): Promise<Fact[]> => {
  const values = [series.seriesId, instant(window.fromMs), instant(window.toMs), window.knownAt ?? null];
  const rows = bounded(await database.query<FactRow>(factsSql, values));
  return rows.map(({ effective_at, market, withdrawn, low, mid, high, direct_low }) => ({
    atMs: Date.parse(effective_at),
    withdrawn,
    market,
    low,
    mid,
    high,
    direct_low,
    candle: { open: market, high: market, low: market, close: market },
  }));
};

interface DayRow extends Row {
  readonly at: string;
  readonly withdrawn: boolean;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
}

/**
 * $1 series, $2 from, $3 to. A day of the roll-up has its midnight as instant, a withdrawal its own. A withdrawal is
 * left out if it is void, or the key was observed again on the same day.
 */
const daysSql = `
  with days as (
    select d.day::timestamp at time zone 'UTC' as at, false as withdrawn, d.open, d.high, d.low, d.close
    from price_history.daily d where d.series_id = $1::int
    union all
    select w.effective_at, true, null, null, null, null from price_history.withdrawals w
    where w.series_id = $1::int and ${factCounts('price_history', 'w', 'null')} and not exists (
      select from price_history.observations o where o.series_id = w.series_id and o.effective_at >= w.effective_at
        and o.effective_at < (date_trunc('day', w.effective_at at time zone 'UTC') + interval '1 day') at time zone 'UTC'
        and (o.effective_at > w.effective_at or o.recorded_after_s > w.recorded_after_s)
        and ${factCounts('price_history', 'o', 'null')})
  )
  (select * from days where at < $2::timestamptz order by at desc limit 1)
  union all
  (select * from days where at >= $2::timestamptz and at <= $3::timestamptz order by at limit ${limits.historyPointsMax + 1})
  order by at`;

/** Returns the same from the roll-up: whole UTC days, market prices only, as known now. */
export const daysIn = async (database: Database, series: HistorySeries, window: HistoryWindow): Promise<Fact[]> => {
  const rows = bounded(
    await database.query<DayRow>(daysSql, [series.seriesId, instant(window.fromMs), instant(window.toMs)]),
  );
  return rows.map(({ at, withdrawn, ...candle }) => ({
    atMs: Date.parse(at),
    withdrawn,
    market: candle.close,
    low: null,
    mid: null,
    high: null,
    direct_low: null,
    candle: { open: candle.open, high: candle.high, low: candle.low, close: candle.close },
  }));
};

/** Returns when the source was checked for the series' price in the window: the snapshots that prove it unchanged. */
export const checksIn = async (
  database: Database,
  series: { cardId: string; source: string; seriesId: number },
  { fromMs, toMs, knownAt }: HistoryWindow,
): Promise<Check[]> => {
  const [stored] = await database.query<{ price_key: string }>(
    'select price_key from price_history.series where series_id = $1',
    [series.seriesId],
  );
  const price = { ...series, priceKey: stored?.price_key ?? '' };
  return checksOfPrice(database, price, { from: instant(fromMs), to: instant(toMs), knownAt });
};
