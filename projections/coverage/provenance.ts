/** What stands behind an observation: the snapshot its provenance id names. */
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
 * Looks up the snapshots behind `ids`. One that is missing belongs to a collection still running: its observations are
 * recorded before their proof.
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
