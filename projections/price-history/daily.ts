/** The daily roll-up of the market price: open, high, low, close over the observations of a UTC day. */
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { factCounts } from './as-of.js';
import { observationsBetween } from './observations.js';

export interface DayCandle {
  readonly series: number;
  /** Days since 1970. */
  readonly day: number;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  observations: number;
}

/** A day of a series, by an instant of the day. */
export interface SeriesDay {
  readonly series: number;
  readonly at: string;
}

const dayColumns = {
  day: 'date',
  series_id: 'int4',
  open: 'int4',
  high: 'int4',
  low: 'int4',
  close: 'int4',
  observations: 'int4',
} as const;

/** Writes days that began in this page. A day with one observation needs no row of its own. */
export const copyDays = async (client: Client, schema: string, days: readonly DayCandle[]): Promise<void> => {
  const rows = days
    .filter(({ observations }) => observations > 1)
    .map((day) => [day.day, day.series, day.open, day.high, day.low, day.close, day.observations]);
  if (rows.length > 0) await copyRows(client, `${schema}.candles`, dayColumns, rows);
};

/**
 * Returns a query for the observations that count among those that `query` returns: of one instant the one recorded last,
 * if no withdrawal followed. `query` returns all observations of each of its instants.
 */
export const countingObservations = (schema: string, query: string): string => `
  select distinct on (o.series_id, o.effective_at) o.*
  from (${query}) o
  where ${factCounts(schema, 'o', 'null')} and not exists (
    select from ${schema}.withdrawals w
    where w.series_id = o.series_id and w.effective_at = o.effective_at and w.recorded_after_s > o.recorded_after_s)
  order by o.series_id, o.effective_at, o.recorded_after_s desc`;

/** Recomputes days from the observations. A day on which none counts any more keeps a row with zero observations. */
export const rebuildDays = async (client: Client, schema: string, days: readonly SeriesDay[]): Promise<void> => {
  if (days.length === 0) return;
  const values = [days.map(({ series }) => series), days.map(({ at }) => at.slice(0, 10))];
  await client.query(
    `delete from ${schema}.candles d using unnest($1::int4[], $2::date[]) as again(series_id, day)
     where d.series_id = again.series_id and d.day = again.day`,
    values,
  );
  const startOf = (day: string): string => `(${day})::timestamp at time zone 'UTC'`;
  const ofDay = observationsBetween(schema, {
    series: 'again.series_id',
    as: 'o',
    from: startOf('again.day'),
    to: startOf('again.day + 1'),
    where: `o.effective_at < ${startOf('again.day + 1')}`,
  });
  await client.query(
    `insert into ${schema}.candles (day, series_id, open, high, low, close, observations)
     select again.day, again.series_id,
            (array_agg(o.market order by o.effective_at) filter (where o.market is not null))[1],
            max(o.market), min(o.market),
            (array_agg(o.market order by o.effective_at desc) filter (where o.market is not null))[1],
            count(o.series_id)
     from unnest($1::int4[], $2::date[]) as again(series_id, day)
     left join lateral (
       ${countingObservations(schema, ofDay)}
     ) as o on true
     group by again.day, again.series_id`,
    values,
  );
};
