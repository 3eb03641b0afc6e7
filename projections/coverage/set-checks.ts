/** The snapshots of a set, and the newest of any set, for values over time. */
import type { SetCheck, ValueInstant } from '../../src/domain/prices/set-value.js';
import { msOrNull } from '../../src/domain/instant.js';
import type { Database } from '../../src/postgres/database.js';
import { isSetScoped, newestSnapshotAsOf } from './checks.js';

/**
 * Returns a scalar subquery for the stamp under which a run collects; null for a run that is not in the ledger. `runId` is an
 * SQL expression.
 */
export const stampOfRun = (runId: string): string =>
  `(select r.upstream_stamp from coverage.runs r where r.run_id = ${runId})`;

/** Returns a query for the ids of the runs whose stamp is later than the instant `at`, an SQL expression. */
export const runsStampedAfter = (at: string): string =>
  `(select r.run_id from coverage.runs r where r.upstream_stamp > ${at})`;

/** Returns a query for the ids of the sets of which a snapshot from the instant `from` on, an SQL expression, held prices back. */
export const snapshotsHoldingBack = (from: string): string =>
  `(select k.set_id from coverage.snapshots k where k.effective_at >= ${from} and k.withheld_keys <> '{}')`;

/**
 * Returns the snapshots of sets between two instants, both inclusive, by set id, in order of their stamps. `knownAt`: only
 * those that the ledger had recorded by then.
 */
export const checksOfSets = async (
  database: Database,
  setIds: readonly string[],
  window: { readonly from: string; readonly to: string; readonly knownAt?: string | undefined },
): Promise<ReadonlyMap<string, readonly SetCheck[]>> => {
  const rows = await database.query<{ set_id: string; source: string; at: string; withheld: string[] }>(
    `select set_id, source, effective_at as at, withheld_keys as withheld from coverage.snapshots
     where set_id = any($1) and ${isSetScoped('source')} and effective_at >= $2::timestamptz and effective_at <= $3::timestamptz
       and ($4::timestamptz is null or recorded_at <= $4)
     order by effective_at, recorded_at`,
    [setIds, window.from, window.to, window.knownAt ?? null],
  );
  const checks = new Map(setIds.map((setId) => [setId, [] as SetCheck[]]));
  for (const { set_id, at, ...check } of rows) checks.get(set_id)?.push({ ...check, atMs: Date.parse(at) });
  return checks;
};

/** Returns the instants (RFC 3339) with the newest snapshot of any set and source by each, as known at `knownAt`. */
export const valueInstants = async (
  database: Database,
  instants: readonly string[],
  knownAt?: string,
): Promise<ValueInstant[]> => {
  const rows = await database.query<{ at: string; newest: string | null }>(
    `select i.at, ${newestSnapshotAsOf('i.at', '$2')} as newest from unnest($1::timestamptz[]) i(at) order by i.at`,
    [instants, knownAt ?? null],
  );
  return rows.map(({ at, newest }) => ({ atMs: Date.parse(at), newestMs: msOrNull(newest) }));
};
