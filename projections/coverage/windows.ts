/** Windows of time over all prices: where they end, and the snapshot of each source at which they begin. */
import { instantOf } from '../../src/domain/instant.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { isSetScoped, newestSnapshot, windowBegin } from './checks.js';

/** Days of a window by the name of its period. */
export const windowPeriods = { '24h': 1, '7d': 7, '30d': 30 } as const;
export type WindowPeriod = keyof typeof windowPeriods;

/** A window of time that ends at a snapshot. */
export interface PriceWindow {
  /** The newest snapshot of any source, RFC 3339. */
  readonly endMs: number;
  /** Each source that has ever been collected, with its snapshot nearest to the beginning; `null` if none is near enough. */
  readonly starts: readonly { readonly source: string; readonly startMs: number | null }[];
  /** Only what the ledger had recorded by then, RFC 3339. */
  readonly knownAt: string | undefined;
}

/** $1 end, $2 known at (null: now), $3 days */
const startsSql = `
  select k.source, ${windowBegin('k.source', '$1::timestamptz', 'make_interval(days => $3)', '$2')} as start
  from (select distinct source from coverage.sets_checked) k order by k.source`;

/**
 * Returns the window of a period that ends at the newest snapshot up to `asOf`; `null` before the first snapshot. Both times
 * are RFC 3339.
 */
export const findWindow = async (
  database: Database,
  options: { period: WindowPeriod; asOf?: string | undefined; knownAt?: string | undefined },
): Promise<PriceWindow | null> => {
  const { period, asOf, knownAt } = options;
  const end = await newestSnapshot(database, { asOf, knownAt });
  if (end === null) return null;
  const endMs = Date.parse(end);
  const rows = await database.query<{ source: string; start: string | null } & Row>(startsSql, [
    end,
    knownAt ?? null,
    windowPeriods[period],
  ]);
  const starts = rows.map(({ source, start }) => ({ source, startMs: start === null ? null : Date.parse(start) }));
  return { endMs, starts, knownAt };
};

/**
 * Returns the number of stamps of a source's snapshots from one instant, exclusive, to another, counted up to `most`. One
 * index probe for each.
 */
export const countStamps = async (
  database: Database,
  span: { source: string; fromMs: number; toMs: number; most: number; knownAt?: string | undefined },
): Promise<number> => {
  const known = '($3::timestamptz is null or k.recorded_at <= $3)';
  const next = (after: string): string => `(select min(k.effective_at) from coverage.snapshots k
    where k.source = $5 and k.effective_at > ${after} and k.effective_at <= $2::timestamptz and ${known})`;
  const [row] = await database.query<{ stamps: number }>(
    `with recursive stamps as (
       select ${next('$1::timestamptz')} as at, 1 as place
       union all select ${next('s.at')}, s.place + 1 from stamps s where s.at is not null and s.place < $4
     ) select count(at) as stamps from stamps`,
    [instantOf(new Date(span.fromMs)), instantOf(new Date(span.toMs)), span.knownAt ?? null, span.most, span.source],
  );
  return row?.stamps ?? 0;
};

/**
 * Returns a query for the sets that a source checked from the instant `from` to `to`, SQL expressions, as `source` and
 * `set_id`; `known` is when the ledger had recorded it (SQL null: now).
 */
export const setsChecked = (from: string, to: string, known: string): string => `
  select distinct k.source, k.set_id from coverage.snapshots k
  where ${isSetScoped('k.source')} and k.effective_at >= ${from} and k.effective_at <= ${to} and (${known}::timestamptz is null or k.recorded_at <= ${known})`;
