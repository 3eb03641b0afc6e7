/** What the commands of people work on, in the API. */
import type { CorrectionDeps } from '../../commands/command.js';
import { versionsReaching } from '../reads/awaited-versions.js';
import type { ApiDeps } from '../services.js';

/**
 * Returns what the commands work on. They wait for a read model as `min_position` does, and fold nothing themselves: that is
 * the projector's work, which may be another process. Throws POSITION_NOT_REACHED if it does not get there in time.
 */
export const correctionDeps = (services: ApiDeps): CorrectionDeps => ({
  log: services.log,
  database: services.accounts.database,
  runtime: services.runtime,
  // A command over REST ends with its answer, or at the limits of what it waits for.
  signal: new AbortController().signal,
  async caughtUp(names) {
    const models = names.map((name) => name.replaceAll('-', '_'));
    await versionsReaching({ ...services, database: services.accounts.database }, models, await services.log.head());
  },
});
