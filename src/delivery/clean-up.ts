/** Deletes what is kept for a time only: attempts, notifications that are over, links of old mails, leases of the dead. */
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import { deliveryLimits } from './limits.js';

/** $1: what is older goes. `firings` stays: it keeps replays from sending anything again, at some 90 bytes each. */
const statements: readonly string[] = [
  'delete from delivery.attempts where at < $1',
  `delete from delivery.notifications where finished_at < $1 and state <> 'waiting'`,
  'delete from delivery.unsubscribe_links where created_at < $1',
  // A claim of the same name and token must not come to life again.
  `delete from subscriptions.leases l
    where l.name like 'sender-%' and l.expires_at < now() - interval '1 day' and $1::timestamptz is not null
      and not exists (select from delivery.notifications d
                       where d.state = 'waiting' and d.claimed_by = l.name || ':' || l.token)`,
];

export interface DeliveryCleanup {
  readonly database: Database;
  readonly runtime: Runtime;
  /** How long attempts, and notifications that are over, are kept. */
  readonly keptMs: number;
}

/** Deletes what is older than `keptMs`. */
export const cleanUp = async ({ database, runtime, keptMs }: DeliveryCleanup): Promise<void> => {
  const before = new Date(runtime.now().getTime() - keptMs).toISOString();
  for (const statement of statements) await database.query(statement, [before]);
};

/** Cleans up now and then until `signal` aborts, in one process at a time. Never throws. */
export const runCleanUp = (
  deps: DeliveryCleanup & { readonly logger: Logger; readonly holder: string },
  signal: AbortSignal,
): Promise<void> =>
  runUnderLease({ ...deps, name: 'notifier-clean-up', signal }, async ({ stop, onProgress }) => {
    while (!stop.aborted) {
      await cleanUp(deps);
      onProgress();
      await deps.runtime.sleep(deliveryLimits.cleanUpMs, stop).catch(() => undefined);
    }
  });
