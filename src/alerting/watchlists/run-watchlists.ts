/**
 * Completes what watchlists want, where the process that was asked for it died, and deletes the alerts of erased users: in one
 * process at a time.
 */
import { isEngineError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Logger } from '../../base/logger.js';
import { runUnderLease } from '../../subscriptions/run-under-lease.js';
import type { Database } from '../../postgres/database.js';
import type { Runtime } from '../../base/runtime.js';
import { deleteAlertsOfErased } from '../delete-alerts-of-erased.js';
import { reconcileAlerts, type ReconcileDeps } from './reconcile.js';

/** Looks at what nobody has brought in line for some time, until `signal` aborts. Never throws. */
export const runWatchlists = (
  deps: Omit<ReconcileDeps, 'runtime'> & { database: Database; runtime: Runtime; logger: Logger; holder: string },
  signal: AbortSignal,
): Promise<void> =>
  runUnderLease({ ...deps, name: 'watchlists', signal }, async ({ stop, onProgress }) => {
    while (!stop.aborted) {
      // Younger rows are those of requests under way.
      const untouchedSince = new Date(deps.runtime.now().getTime() - limits.watchlistRestMs);
      const look = async (): Promise<void> => {
        await reconcileAlerts(deps, { untouchedSince });
        await deleteAlertsOfErased(deps);
      };
      await look().then(onProgress, (error: unknown) => {
        deps.logger[isEngineError(error) ? 'debug' : 'warn']('watchlists not brought in line', {
          reason: (error as Error).message,
        });
      });
      await deps.runtime.sleep(limits.watchlistLookMs, stop).catch(() => undefined);
    }
  });
