/**
 * What is folded of each series beside its key: whether it has ever had a market price, when it was first and last
 * observed, its first, last, highest and lowest market price. Only observations that count are in it. An observation of a new instant adds to
 * it, also a late one; a void, a withdrawal or a second observation of an instant recomputes it from the observations.
 */
import { type BinaryType, binaryArray } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { factCounts } from './as-of.js';
import { observationsBetween } from './observations.js';

/** Totals of some observations. Instants are in milliseconds since 1970, prices in minor units. */
export interface SeriesTotals {
  first_seen_at: number | null;
  last_seen_at: number | null;
  first_market_at: number | null;
  last_market: number | null;
  last_market_at: number | null;
  market_high: number | null;
  market_high_at: number | null;
  market_low: number | null;
  market_low_at: number | null;
}

export const totalsColumns = {
  first_seen_at: 'timestamptz',
  last_seen_at: 'timestamptz',
  first_market_at: 'timestamptz',
  last_market: 'int4',
  last_market_at: 'timestamptz',
  market_high: 'int4',
  market_high_at: 'timestamptz',
  market_low: 'int4',
  market_low_at: 'timestamptz',
} as const satisfies Record<keyof SeriesTotals, BinaryType>;

const names = Object.keys(totalsColumns) as (keyof SeriesTotals)[];

/** Returns the totals of no observation. */
export const noTotals = (): SeriesTotals => ({
  first_seen_at: null,
  last_seen_at: null,
  first_market_at: null,
  last_market: null,
  last_market_at: null,
  market_high: null,
  market_high_at: null,
  market_low: null,
  market_low_at: null,
});

/** Returns the cells of totals, in the order of `totalsColumns`. */
export const totalsCells = (totals: SeriesTotals): readonly (number | null)[] => names.map((name) => totals[name]);

/** Adds an observation of an instant without one. A market price of 0 is none. */
export const addToTotals = (totals: SeriesTotals, atMs: number, market: number | null): void => {
  totals.first_seen_at = Math.min(totals.first_seen_at ?? Infinity, atMs);
  totals.last_seen_at = Math.max(totals.last_seen_at ?? -Infinity, atMs);
  if (market === null || market === 0) return;
  totals.first_market_at = Math.min(totals.first_market_at ?? Infinity, atMs);
  if (atMs > (totals.last_market_at ?? -Infinity)) {
    totals.last_market = market;
    totals.last_market_at = atMs;
  }
  const isEarlier = (than: number | null): boolean => than === null || atMs < than;
  const { market_high: high, market_low: low } = totals;
  if (high === null || market > high || (market === high && isEarlier(totals.market_high_at))) {
    totals.market_high = market;
    totals.market_high_at = atMs;
  }
  if (low === null || market < low || (market === low && isEarlier(totals.market_low_at))) {
    totals.market_low = market;
    totals.market_low_at = atMs;
  }
};

/** Adds the totals of a page to those of its series, which are of other instants. */
export const writeTotals = async (
  client: Client,
  schema: string,
  totals: ReadonlyMap<number, SeriesTotals>,
): Promise<void> => {
  if (totals.size === 0) return;
  const added = [...totals.values()];
  const arrays = names.map((name, at) => `$${at + 2}::${totalsColumns[name]}[]`);
  await client.query(
    `update ${schema}.series s set
       priced = s.priced or u.last_market is not null,
       first_seen_at = least(s.first_seen_at, u.first_seen_at),
       last_seen_at = greatest(s.last_seen_at, u.last_seen_at),
       first_market_at = least(s.first_market_at, u.first_market_at),
       last_market = case when s.last_market_at > u.last_market_at then s.last_market
                          else coalesce(u.last_market, s.last_market) end,
       last_market_at = greatest(s.last_market_at, u.last_market_at),
       market_high = greatest(s.market_high, u.market_high),
       market_high_at = case when s.market_high > u.market_high then s.market_high_at
                             when s.market_high = u.market_high then least(s.market_high_at, u.market_high_at)
                             else coalesce(u.market_high_at, s.market_high_at) end,
       market_low = least(s.market_low, u.market_low),
       market_low_at = case when s.market_low < u.market_low then s.market_low_at
                            when s.market_low = u.market_low then least(s.market_low_at, u.market_low_at)
                            else coalesce(u.market_low_at, s.market_low_at) end
     from unnest($1::int4[], ${arrays.join(', ')}) u (series_id, ${names.join(', ')})
     where s.series_id = u.series_id`,
    [
      binaryArray('int4', [...totals.keys()]),
      ...names.map((name) =>
        binaryArray(
          totalsColumns[name],
          added.map((each) => each[name]),
        ),
      ),
    ],
  );
};

/**
 * Returns a query for the observations that count among those that `query` returns: of one instant the one recorded last,
 * if no withdrawal followed. `query` returns all observations of each of its instants.
 */
const countingObservations = (schema: string, query: string): string => `
  select distinct on (o.series_id, o.effective_at) o.*
  from (${query}) o
  where ${factCounts(schema, 'o', 'null')} and not exists (
    select from ${schema}.withdrawals w
    where w.series_id = o.series_id and w.effective_at = o.effective_at and w.recorded_after_s > o.recorded_after_s)
  order by o.series_id, o.effective_at, o.recorded_after_s desc`;

/** Recomputes the totals of series from their observations. */
export const recomputeTotals = async (client: Client, schema: string, series: readonly number[]): Promise<void> => {
  if (series.length === 0) return;
  const ofSeries = observationsBetween(schema, {
    series: 'a.series_id',
    as: 'o',
    from: `'-infinity'`,
    to: `'infinity'`,
    where: 'true',
  });
  await client.query(
    `with totals as (
       select a.series_id,
              min(c.effective_at) as first_seen_at, max(c.effective_at) as last_seen_at,
              min(c.effective_at) filter (where c.market > 0) as first_market_at,
              (array_agg(c.market order by c.effective_at desc) filter (where c.market > 0))[1] as last_market,
              max(c.effective_at) filter (where c.market > 0) as last_market_at,
              max(c.market) filter (where c.market > 0) as market_high,
              (array_agg(c.effective_at order by c.market desc, c.effective_at) filter (where c.market > 0))[1] as market_high_at,
              min(c.market) filter (where c.market > 0) as market_low,
              (array_agg(c.effective_at order by c.market, c.effective_at) filter (where c.market > 0))[1] as market_low_at
       from unnest($1::int4[]) a (series_id) left join lateral (${countingObservations(schema, ofSeries)}) c on true
       group by a.series_id
     )
     update ${schema}.series s set priced = t.last_market is not null, ${names.map((name) => `${name} = t.${name}`).join(', ')}
     from totals t where s.series_id = t.series_id`,
    [binaryArray('int4', series)],
  );
};
