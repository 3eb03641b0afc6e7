/** How fresh an answer is: the position it reflects, the newest snapshot windows end at, whether a price is stale. */
import { isSimulated } from '../config.js';
import type { LogPosition } from '../domain/envelope.js';
import { startPosition } from '../domain/envelope.js';
import { limits } from '../limits.js';
import type { Database } from '../postgres/database.js';

/** Schemas of the read models. */
export type ReadModel = 'catalog' | 'latest_prices' | 'price_history' | 'coverage';

/**
 * The least checkpoint of the read models: what an answer from them reflects at least. Read it before the data.
 */
export const ledgerPosition = async (database: Database, models: readonly ReadModel[]): Promise<LogPosition> => {
  const [row] = await database.query<{ position: LogPosition | null }>(
    `select min(position) as position from projecting.checkpoints where schema_name = any($1)`,
    [models],
  );
  return row?.position ?? startPosition;
};

/** The newest stamp the ledger has, of one source or of any, up to `asOf`; null before the first snapshot. */
export const newestSnapshot = async (
  database: Database,
  options: { source?: string | undefined; asOf?: string | undefined },
): Promise<string | null> => {
  const [row] = await database.query<{ newest: string | null }>(
    `select max(effective_at) as newest from coverage.snapshots
     where ($1::text is null or source = $1) and ($2::timestamptz is null or effective_at <= $2)`,
    [options.source ?? null, options.asOf ?? null],
  );
  return row?.newest ?? null;
};

/** What every price carries. */
export interface Freshness {
  readonly source: string;
  readonly kind: string;
  /** The source's stamp of these numbers. */
  readonly effective_at: string;
  /** When the source was last looked at for this card's set; null: never, or not since it moved there. */
  readonly last_checked: string | null;
  readonly last_changed: string;
  readonly stale: boolean;
  readonly simulated: boolean;
}

/** Not looked at for a while, or no longer shown by the source. */
export const isStale = (price: { last_checked: string | null; withdrawn: boolean }, now: Date): boolean =>
  price.withdrawn ||
  price.last_checked === null ||
  now.getTime() - Date.parse(price.last_checked) > limits.staleAfterMs;

/** Freshness of a row that has these columns. */
export const freshnessOf = (
  row: { source: string; kind: string; effective_at: string; last_checked: string | null; withdrawn: boolean },
  now: Date,
): Freshness => ({
  source: row.source,
  kind: row.kind,
  effective_at: row.effective_at,
  last_checked: row.last_checked,
  last_changed: row.effective_at,
  stale: isStale(row, now),
  simulated: isSimulated(row.source),
});
