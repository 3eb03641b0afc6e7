/** The snapshots that prove observations, by their provenance ids. */
import type { Database } from '../../src/postgres/database.js';

export interface Provenance {
  readonly snapshot: string;
  readonly source_url: string;
  /** The source's own stamp, RFC 3339. */
  readonly upstream_stamp: string;
  readonly payload_sha256: string;
  readonly parser_version: number;
}

/**
 * Returns the snapshots with these ids. One is missing while its collection runs: observations are recorded before
 * their snapshot.
 */
export const resolveProvenance = async (database: Database, ids: readonly string[]): Promise<Map<string, Provenance>> => {
  if (ids.length === 0) return new Map();
  const rows = await database.query<Provenance & Record<string, unknown>>(
    `select event_id as snapshot, url as source_url, effective_at as upstream_stamp, payload_sha256, parser_version
     from coverage.snapshots where event_id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.snapshot, row]));
};
