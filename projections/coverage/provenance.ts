/** The snapshots that prove observations, and that prices did not change. */
import type { Database } from '../../src/postgres/database.js';
import { setOfCard } from '../catalog/lookups.js';
import { checkedScope } from './checks.js';

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

/** A snapshot that showed a price unchanged, or changed it. */
export interface Proof extends Provenance {
  readonly recorded_at: string;
}

/**
 * Returns the newest snapshot of a price's set up to an instant that did not hold the price back, as the ledger knew it at
 * another; both RFC 3339, by default now. `null` if there is none.
 */
export const newestProof = async (
  database: Database,
  price: { readonly cardId: string; readonly source: string; readonly priceKey: string },
  times: { readonly validAt?: string | undefined; readonly knownAt?: string | undefined },
): Promise<Proof | null> => {
  const [row] = await database.query<Proof & Record<string, unknown>>(
    `select event_id as snapshot, url as source_url, effective_at as upstream_stamp, payload_sha256, parser_version, recorded_at
     from coverage.snapshots k
     where k.source = $2 and k.set_id = ${checkedScope({ source: '$2', setId: setOfCard('$1'), priceKey: '$3' })}
       and not $3 = any(k.withheld_keys)
       and ($4::timestamptz is null or k.effective_at <= $4) and ($5::timestamptz is null or k.recorded_at <= $5)
     order by k.effective_at desc, k.recorded_at desc limit 1`,
    [price.cardId, price.source, price.priceKey, times.validAt ?? null, times.knownAt ?? null],
  );
  return row ?? null;
};
