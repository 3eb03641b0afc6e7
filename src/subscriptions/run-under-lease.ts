/** Work that exists once, done by the holder of its lease, for as long as the process lives. */
import { errorCode, isEngineError, isTransient } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { createOutages } from '../base/outages.js';
import { reasonOf } from '../base/reason.js';
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
  /** The lease's name: the same in every process that could do the work. */
  readonly name: string;
  readonly holder: string;
  /** Ends the work; the lease is given back. */
  readonly signal: AbortSignal;
  /** Called with an error that is neither transient nor the loss of the lease, before the next try. */
  readonly onError?: (error: Error) => Promise<void>;
}

export interface Leadership {
  readonly lease: Lease;
  /** Aborts when the lease is lost or the process is to end. */
  readonly stop: AbortSignal;
  /** Called after progress: the delay after the next error is short again. */
  readonly onProgress: () => void;
}

/**
 * Takes the lease and works until `signal` aborts; starts over after any error, with a growing delay. Work that returns
 * before is started again: it ends with its `stop`, and is left alone if it still runs limits.leaseDrainMs after that. The
 * lease is given back before the delay, since another process may not have the problem. Never throws.
 */
export const runUnderLease = async (
  options: RunUnderLeaseOptions,
  work: (holding: Leadership) => Promise<void>,
): Promise<void> => {
  const { database, runtime, logger, name, holder, signal } = options;
  let failures = 0;
  const interruption = createOutages({ runtime, logger }).of(`work under the lease ${name}`, {
    begins: 'was interrupted',
    lasts: 'is still interrupted',
    ends: 'goes on',
  });
  const onProgress = (): void => {
    failures = 0;
    interruption.succeeded();
  };

  const take = async (): Promise<Lease> => {
    const waiting = waitForLease({ database, runtime, name, holder, signal });
    try {
      return await withGracePeriod(waiting, { runtime, signal, graceMs: limits.leaseRenewMs });
    } catch (error) {
      // A lease that is granted after all is given back.
      waiting.then(
        (late) => late.release(),
        () => undefined,
      );
      throw error;
    }
  };

  /** Works once; returns the error that ended it, or `null`. */
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
    // An engine that is away is logged once for all that use it.
    if (isEngineError(trouble)) logger.debug('work waits for an engine', { lease: name, reason: trouble.message });
    else interruption.failed(reasonOf(trouble));
    await runtime.sleep(delayMs, signal).catch(() => undefined);
  }
};
