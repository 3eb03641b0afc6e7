/** Versions of read models: which tables answer, and up to which event. */
import { ledgerError } from '../base/errors.js';
import type { LogPosition } from '../domain/envelope.js';
import type { Reader, Row } from '../postgres/database.js';
import type { Projection } from './projection.js';

/** A read model by the schema of its live tables. */
export type ReadModel = Projection['schema'];

export interface ModelVersion {
  readonly model: ReadModel;
  /** Number of the tables; every rebuild has a higher one. */
  readonly build: number;
  readonly position: LogPosition;
}

/** Returns the version as a text. Of one read model the greater text is the newer version. */
export const versionTextOf = ({ build, position }: Pick<ModelVersion, 'build' | 'position'>): string =>
  `${String(build).padStart(10, '0')}/${position}`;

/** Version text of each read model that an answer reads. */
export type VersionVector = Readonly<Record<ReadModel, string>>;

/** Versions of the read models of an answer. */
export interface CurrentVersions {
  /** The lowest checkpoint: an answer reflects at least this position. */
  readonly position: LogPosition;
  /** All versions: one of them changes whenever the answer may, even while the lowest checkpoint stays. */
  readonly marks: VersionVector;
}

/** Returns what an answer from read models of these versions reflects. */
export const versionsOf = (versions: readonly ModelVersion[]): CurrentVersions => ({
  position: versions.map(({ position }) => position).reduce((least, position) => (position < least ? position : least)),
  // Sorted, because ETags are made of them.
  marks: Object.fromEntries(versions.map((version) => [version.model, versionTextOf(version)] as const).sort()),
});

/**
 * Returns the versions of `models`; call it before reading their data. Throws NOT_READY while one of them has no
 * tables.
 */
export const currentVersions = async (database: Reader, models: readonly ReadModel[]): Promise<CurrentVersions> => {
  const rows = await database.query<ModelVersion & Row>(
    `select subscriber as model, build, position from subscriptions.checkpoints where subscriber = any($1) order by 1`,
    [models],
  );
  const missing = models.find((wanted) => !rows.some(({ model }) => model === wanted));
  if (missing !== undefined) throw ledgerError('NOT_READY', `the read model ${missing} has not been created yet`);
  return versionsOf(rows);
};
