/** How fresh an answer is: the position it reflects, the newest snapshot windows end at, whether a price is stale. */
import { isSimulated } from '../config.js';
import type { LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../errors.js';
import { limits } from '../limits.js';
import type { Database } from '../postgres/database.js';

/** Schemas of the read models. */
export type ReadModel = 'catalog' | 'latest_prices' | 'price_history' | 'coverage';

/** Where an answer's read models stand. */
export interface Reflected {
  /** The least checkpoint: what an answer from them reflects at least. */
  readonly position: LogPosition;
  /** Every checkpoint and version: it changes whenever an answer may, also while the least one stands still. */
  readonly mark: string;
}

/**
 * The checkpoints of `models`; read it before the data. Throws NOT_READY while one of them has no tables yet.
 */
export const reflected = async (database: Database, models: readonly ReadModel[]): Promise<Reflected> => {
  const rows = await database.query<{ schema: string; position: LogPosition; version: number }>(
    `select schema_name as schema, position, version from projecting.checkpoints where schema_name = any($1) order by 1`,
    [models],
  );
  const missing = models.find((model) => !rows.some(({ schema }) => schema === model));
  if (missing !== undefined) throw ledgerError('NOT_READY', `the read model ${missing} has not been made yet`);
  return {
    position: rows.map(({ position }) => position).reduce((least, position) => (position < least ? position : least)),
    mark: rows.map(({ position, version }) => `${position}/${version}`).join(' '),
  };
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
