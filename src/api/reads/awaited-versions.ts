/** The position an answer reflects: read before its data, so the answer reflects at least that much. */
import type { Request, Response } from 'express';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { LogPosition } from '../../domain/envelope.js';
import { parseLedgerPosition } from '../../log/ledger-position.js';
import { type CurrentVersions, currentVersions, type ReadModel } from '../../projecting/read-model-versions.js';
import type { ApiDeps } from '../services.js';

/** Waits until the read models reflect `position`. Throws POSITION_NOT_REACHED after limits.minPositionWaitMs. */
export const versionsReaching = async (
  { cache, database, runtime }: ApiDeps,
  models: readonly ReadModel[],
  position: LogPosition,
): Promise<CurrentVersions> => {
  const until = runtime.monotonicMs() + limits.minPositionWaitMs;
  for (;;) {
    const seen = cache?.versions(models);
    // The invalidation listener may be milliseconds behind a commit the client already knows of.
    const current = seen !== undefined && seen.position >= position ? seen : await currentVersions(database, models);
    if (current.position >= position) return current;
    if (runtime.monotonicMs() >= until) {
      throw ledgerError(
        'POSITION_NOT_REACHED',
        `min_position: the read models are at ${current.position}, not yet at ${position}; try again`,
        { details: { min_position: `at most ${current.position} now` } },
      );
    }
    await (cache === undefined ? runtime.sleep(50) : cache.change(50));
  }
};

/**
 * Returns the versions of `models` that answer the request, and sets its Ledger-Position (a 404 reflects a position too).
 * With `minPosition` it waits for them. Throws INVALID_POSITION, POSITION_NOT_REACHED or NOT_READY.
 */
export const awaitedVersions = async (
  services: ApiDeps,
  request: Request,
  models: readonly ReadModel[],
  minPosition: string | undefined,
): Promise<CurrentVersions> => {
  const versions =
    minPosition === undefined
      ? (services.cache?.versions(models) ?? (await currentVersions(services.database, models)))
      : await versionsReaching(services, models, await parseLedgerPosition(services.log, 'min_position', minPosition));
  (request.res as Response).setHeader('Ledger-Position', versions.position);
  return versions;
};
