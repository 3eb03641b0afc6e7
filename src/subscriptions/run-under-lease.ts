/** Work that exists once, done by whoever holds its lease, for as long as the process lives. */
import { errorCode, isTransient } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import { backoffMs } from '../base/async/backoff.js';
import { withGracePeriod } from '../base/async/deadline.js';
import type { Database } from '../postgres/database.js';
import { type Lease, waitForLease } from './leases.js';

export interface RunUnderLeaseOptions {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** The lease's name: the same for all who could do the work. */
  readonly name: string;
  readonly holder: string;
  /** Ends the work; the lease is given back. */
  readonly signal: AbortSignal;
  /** Told of what neither time nor another holder mends, before the next try. */
  readonly onError?: (error: Error) => Promise<void>;
}

export interface Leadership {
  readonly lease: Lease;
  /** Aborts when the lease is lost or the process is to end. */
  readonly stop: AbortSignal;
  /** Called when something was achieved: the next trouble is again followed by a short wait. */
  readonly onProgress: () => void;
}

/**
 * Takes the lease, works, starts over after any trouble with a growing delay, until `signal` aborts. Work that returns
 * before is begun again: it ends only with its `stop`; where it hangs it is left alone limits.leaseDrainMs after that. The
 * lease is given back before the delay: another may be without the trouble. Never throws.
 */
export const runUnderLease = async (
  options: RunUnderLeaseOptions,
  work: (holding: Leadership) => Promise<void>,
): Promise<void> => {
  const { database, runtime, logger, name, holder, signal } = options;
  let failures = 0;
  const onProgress = (): void => {
    failures = 0;
  };

  const take = async (): Promise<Lease> => {
    const waiting = waitForLease({ database, runtime, name, holder, signal });
    try {
      return await withGracePeriod(waiting, { runtime, signal, graceMs: limits.leaseRenewMs });
    } catch (error) {
      // One that comes after all is nobody's.
      waiting.then(
        (late) => late.release(),
        () => undefined,
      );
      throw error;
    }
  };

  /** One turn; answers with the trouble that ended it. */
  const turn = async (): Promise<Error | null> => {
    let lease: Lease | undefined;
    try {
      lease = await take();
      const stop = AbortSignal.any([signal, lease.signal]);
      await withGracePeriod(work({ lease, stop, onProgress }), { runtime, signal: stop, graceMs: limits.leaseDrainMs });
      return null;
    } catch (error) {
      const isOurs = lease?.signal.aborted !== true && !isTransient(error) && errorCode(error) !== 'LEASE_LOST';
      if (isOurs && !signal.aborted) await options.onError?.(error as Error).catch(() => undefined);
      return error as Error;
    } finally {
      await lease?.release();
    }
  };

  while (!signal.aborted) {
    const trouble = await turn();
    if (trouble === null || signal.aborted) continue;
    const delayMs = backoffMs(failures, runtime.random());
    failures += 1;
    logger.warn('work under a lease interrupted', { lease: name, reason: trouble.message, retry_in_ms: delayMs });
    await runtime.sleep(delayMs, signal).catch(() => undefined);
  }
};
