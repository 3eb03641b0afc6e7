/** The snapshots of a set, and the newest of any set, for values over time. */
import type { SetCheck, ValueInstant } from '../../src/domain/prices/set-value.js';
import { msOrNull } from '../../src/domain/instant.js';
import type { Database } from '../../src/postgres/database.js';
import { newestSnapshotAsOf } from './checks.js';

/**
 * Returns a scalar subquery for the stamp under which a run collects; null for a run that is not in the ledger. `runId` is an
 * SQL expression.
 */
export const stampOfRun = (runId: string): string =>
  `(select r.upstream_stamp from coverage.runs r where r.run_id = ${runId})`;

/**
 * Returns the snapshots of a set between two instants, both inclusive, in order of their stamps. `knownAt`: only those that
 * the ledger had recorded by then.
 */
export const checksOfSet = async (
  database: Database,
  setId: string,
  window: { readonly from: string; readonly to: string; readonly knownAt?: string | undefined },
): Promise<SetCheck[]> => {
  const rows = await database.query<{ source: string; at: string; withheld: string[] }>(
    `select source, effective_at as at, withheld_keys as withheld from coverage.snapshots
     where set_id = $1 and effective_at >= $2::timestamptz and effective_at <= $3::timestamptz
       and ($4::timestamptz is null or recorded_at <= $4)
     order by effective_at, recorded_at`,
    [setId, window.from, window.to, window.knownAt ?? null],
  );
  return rows.map(({ at, ...check }) => ({ ...check, atMs: Date.parse(at) }));
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
