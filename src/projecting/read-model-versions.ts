/** How fresh an answer is: the position it reflects, the newest snapshot windows end at, whether a price is stale. */
import type { PriceKind } from '../domain/prices/price-key.js';
import { isSimulated } from '../domain/source.js';
import type { LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Database, Row } from '../postgres/database.js';

/** Schemas of the read models. */
export const readModels = ['catalog', 'coverage', 'latest_prices', 'price_history'] as const;
export type ReadModel = (typeof readModels)[number];

/** Where a read model stands: which tables, up to which event. Marks of one read model grow, as texts. */
export interface ModelVersion {
  readonly model: ReadModel;
  /** Number of the tables: it grows with every building anew. */
  readonly build: number;
  readonly position: LogPosition;
}
export const versionTextOf = ({ build, position }: Pick<ModelVersion, 'build' | 'position'>): string =>
  `${String(build).padStart(10, '0')}/${position}`;

/** The mark of each read model that an answer asks. */
export type VersionVector = Readonly<Partial<Record<ReadModel, string>>>;

/** Where an answer's read models stand. */
export interface CurrentVersions {
  /** The least checkpoint: what an answer from them reflects at least. */
  readonly position: LogPosition;
  /** All of them: one of them changes whenever the answer may, also while the least checkpoint stands still. */
  readonly marks: VersionVector;
}

/** What an answer from read models that stand so reflects. */
export const versionsOf = (standings: readonly ModelVersion[]): CurrentVersions => ({
  position: standings
    .map(({ position }) => position)
    .reduce((least, position) => (position < least ? position : least)),
  // In one order, however they were found: tags are made of them.
  marks: Object.fromEntries(standings.map((standing) => [standing.model, versionTextOf(standing)] as const).sort()),
});

/**
 * The checkpoints of `models`; read it before the data. Throws NOT_READY while one of them has no tables yet.
 */
export const currentVersions = async (database: Database, models: readonly ReadModel[]): Promise<CurrentVersions> => {
  const rows = await database.query<ModelVersion & Row>(
    `select schema_name as model, build, position from projecting.checkpoints where schema_name = any($1) order by 1`,
    [models],
  );
  const missing = models.find((wanted) => !rows.some(({ model }) => model === wanted));
  if (missing !== undefined) throw ledgerError('NOT_READY', `the read model ${missing} has not been made yet`);
  return versionsOf(rows);
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

/** Source and age of a price. */
export interface Freshness {
  readonly source: string;
  /** `market`: the source's market price and its kin. `asking`: offers only. */
  readonly kind: PriceKind;
  /** The source's stamp of these numbers. */
  readonly effective_at: string;
  /** When the source was last checked for this card's set; `null` if never, or not since the card moved there. */
  readonly last_checked: string | null;
  /** When the numbers last changed. */
  readonly last_changed: string;
  /** Not confirmed for 36 hours, or no longer shown by the source. */
  readonly stale: boolean;
  /** From the sandbox marketplace: not a real price. */
  readonly simulated: boolean;
}

/** Not looked at for a while, or no longer shown by the source. */
export const isStale = (price: { last_checked: string | null; withdrawn: boolean }, now: Date): boolean =>
  price.withdrawn ||
  price.last_checked === null ||
  now.getTime() - Date.parse(price.last_checked) > limits.staleAfterMs;

/** Returns when the first of the prices becomes stale, in milliseconds since 1970; Infinity if all are stale. */
export const staleAtMs = (prices: readonly Pick<Freshness, 'last_checked' | 'stale'>[]): number =>
  Math.min(
    ...prices.map(({ last_checked, stale }) =>
      stale || last_checked === null ? Infinity : Date.parse(last_checked) + limits.staleAfterMs + 1,
    ),
  );

/** Freshness of a row that has these columns. */
export const freshnessOf = (
  row: { source: string; kind: PriceKind; effective_at: string; last_checked: string | null; withdrawn: boolean },
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
