/** Statistics of the market price of one series over a window: of what stood over time, whatever interval is shown. */
import { type Currency, currencyDecimals, toMajorUnits, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { instantOf } from '../../src/domain/instant.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { factAsOf, factsBetween } from './as-of.js';
import type { HistoryWindow } from './facts.js';
import type { HistorySeries } from './find-series.js';
import { percentage } from './price-stats.js';

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
  /** Least market price. */
  readonly min: number | null;
  /** Greatest market price. */
  readonly max: number | null;
  /** Standard deviation of the relative changes from each market price to the next, in percent; 0 without a change. */
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
  max: null,
  volatility: null,
  trend: null,
  change_percentage: null,
};

/** A change of less than this many percent is no trend. */
const flatBelow = 1;

const rounded = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;

interface SummaryRow extends Row {
  readonly first: number | null;
  readonly first_at: string | null;
  readonly last: number | null;
  readonly last_at: string | null;
  readonly mean: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
  /** Standard deviation as a fraction; null without a change. */
  readonly deviation: number | null;
  /** Seconds from the first price to the end. */
  readonly lasted: number | null;
}

/**
 * $1 series, $2 from, $3 to, $4 known at, $5 end of what is known, at most $3. A fact holds until the next one. 0 is no
 * price.
 */
const summarySql = `
  with s as (
    select $1::int as series_id
  ), facts as (
    select f.effective_at, f.market from s cross join lateral (${factAsOf('$2::timestamptz', '$4', { strictlyBefore: true })}) f
    union all
    select f.effective_at, f.market from s cross join lateral (${factsBetween('$2::timestamptz', '$3::timestamptz', '$4')}) f
  ), spans as (
    select f.effective_at, nullif(f.market, 0) as market, greatest(f.effective_at, $2::timestamptz) as since,
           lead(f.effective_at) over (order by f.effective_at) as until
    from facts f
  ), held as (
    select h.*, greatest(0, extract(epoch from least(h.until, $5::timestamptz) - h.since)) as seconds
    from spans h where h.until is null or h.until > $2::timestamptz
  ), priced as (
    select h.*, lag(h.market) over (order by h.since) as before from held h where h.market is not null
  )
  select (array_agg(p.market order by p.since))[1] as first,
         (array_agg(p.effective_at order by p.since))[1] as first_at,
         max(p.market) filter (where p.until is null) as last,
         max(p.effective_at) filter (where p.until is null) as last_at,
         coalesce(sum(p.market * p.seconds) / nullif(sum(p.seconds), 0), (array_agg(p.market order by p.since desc))[1])::float8 as mean,
         min(p.market) as least, max(p.market) as greatest,
         (stddev_pop((p.market - p.before)::float8 / p.before) filter (where p.market <> p.before))::float8 as deviation,
         greatest(0, extract(epoch from $5::timestamptz - min(p.since)))::float8 as lasted
  from priced p`;

const instant = (ms: number): string => (ms === -Infinity ? '-infinity' : instantOf(new Date(ms)));

const standing = (minor: number | null, at: string | null, currency: Currency): StandingPrice | null =>
  minor === null || at === null ? null : { price: toMajorUnits(minor, currency), effective_at: at };

/**
 * Returns the statistics of a series over a window. `checkedUntilMs`: the newest snapshot; nothing is known of the time
 * after it, so the last price weighs no longer. Statistics are not money, so they are rounded floats.
 */
export const summarise = async (
  database: Pick<Database, 'query'>,
  series: Pick<HistorySeries, 'seriesId' | 'currency'>,
  window: HistoryWindow & { readonly checkedUntilMs: number },
): Promise<HistorySummary> => {
  const { seriesId, currency } = series;
  const { fromMs, toMs, knownAt, checkedUntilMs } = window;
  const endMs = Math.min(toMs, checkedUntilMs);
  const values = [seriesId, instant(fromMs), instant(toMs), knownAt ?? null, instant(endMs)];
  const [row] = await database.query<SummaryRow>(summarySql, values);
  if (row?.first == null) return noSummary;
  const change = row.last === null || row.lasted === null || row.lasted === 0 ? null : percentage(row.first, row.last);
  return {
    start: standing(row.first, row.first_at, currency),
    end: standing(row.last, row.last_at, currency),
    avg_price:
      row.mean === null ? null : rounded(row.mean / 10 ** currencyDecimals[currency], currencyDecimals[currency]),
    min: toMajorUnitsOrNull(row.least, currency),
    max: toMajorUnitsOrNull(row.greatest, currency),
    volatility: rounded((row.deviation ?? 0) * 100, 2),
    trend: change === null ? null : change >= flatBelow ? 'up' : change <= -flatBelow ? 'down' : 'flat',
    change_percentage: change,
  };
};
