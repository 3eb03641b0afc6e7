/** Work that exists once, done by whoever holds its lease, for as long as the process lives. */
import { errorCode } from '../errors.js';
import { limits } from '../limits.js';
import type { Runtime } from '../runtime.js';
import type { Logger } from '../telemetry/logger.js';
import { type Database, isPassing } from './database.js';
import { type Lease, waitForLease } from './leases.js';

export interface UnderLease {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** The lease's name: the same for all who could do the work. */
  readonly name: string;
  readonly holder: string;
  /** Ends the work; the lease is given back. */
  readonly signal: AbortSignal;
  /** Told of what neither time nor another holder mends, before the next try. */
  readonly onTrouble?: (error: Error) => Promise<void>;
}

export interface Holding {
  readonly lease: Lease;
  /** Aborts when the lease is lost or the process is to end. */
  readonly stop: AbortSignal;
  /** Called when something was achieved: the next trouble is again followed by a short wait. */
  readonly onProgress: () => void;
}

/**
 * Takes the lease, works, starts over after any trouble with a growing delay, until `signal` aborts. Work that returns
 * before is begun again: it ends only with its `stop`. Never throws.
 */
export const underLease = async (options: UnderLease, work: (holding: Holding) => Promise<void>): Promise<void> => {
  const { database, runtime, logger, name, holder, signal } = options;
  let delayMs: number = limits.retryDelayMsMin;
  const onProgress = (): void => {
    delayMs = limits.retryDelayMsMin;
  };
  while (!signal.aborted) {
    let lease: Lease | undefined;
    try {
      lease = await waitForLease({ database, runtime, name, holder, signal });
      await work({ lease, stop: AbortSignal.any([signal, lease.signal]), onProgress });
    } catch (error) {
      if (signal.aborted) break;
      const trouble = error as Error;
      if (!isPassing(error) && errorCode(error) !== 'LEASE_LOST') await options.onTrouble?.(trouble).catch(() => undefined);
      logger.warn('work under a lease interrupted', { lease: name, reason: trouble.message, retry_in_ms: delayMs });
      await runtime.sleep(delayMs * (0.5 + runtime.random()), signal).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, limits.retryDelayMsMax);
    } finally {
      await lease?.release();
    }
  }
};
