/** One projection kept at the head of the log for as long as the process lives. */
import { errorCode } from '../errors.js';
import { limits } from '../limits.js';
import { isPassing } from '../postgres/database.js';
import { type Lease, waitForLease } from '../postgres/leases.js';
import { stopProjection } from './checkpoints.js';
import { foldPage } from './fold-page.js';
import type { Projection } from './projection.js';
import { filterOf } from './rebuild.js';
import { leaseOf, type ProjectingDeps, takeOver } from './take-over.js';

const follow = async (
  deps: ProjectingDeps,
  projection: Projection,
  lease: Lease,
  of: { stop: AbortSignal; onProgress: () => void },
): Promise<void> => {
  const { folding, from: start } = await takeOver(deps, projection, lease, of.stop);
  let from = start;
  const left = new AbortController();
  const signal = AbortSignal.any([of.stop, left.signal]);
  const pageEvents = limits.projectionPageEvents;
  const wanted = { after: from, filter: filterOf(projection), pageEvents, signal };
  const subscription = deps.log.subscribe(wanted)[Symbol.asyncIterator]();
  try {
    // One page ahead: the log is read while the last page is written.
    let pending = subscription.next();
    for (;;) {
      const next = await pending;
      if (next.done === true || of.stop.aborted) return;
      pending = subscription.next();
      pending.catch(() => undefined);
      await foldPage(folding, next.value, from);
      from = next.value.position;
      of.onProgress();
    }
  } finally {
    // First the signal: `return` waits for the page asked for ahead, which may be as far away as the next event.
    left.abort();
    await subscription.return?.();
  }
};

/** Takes the lease, follows the log, starts over after any trouble, until `signal` aborts. */
export const keep = async (deps: ProjectingDeps, projection: Projection, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger } = deps;
  let delayMs: number = limits.retryDelayMsMin;
  const onProgress = (): void => {
    delayMs = limits.retryDelayMsMin;
  };
  while (!signal.aborted) {
    let lease: Lease | undefined;
    try {
      lease = await waitForLease({ ...leaseOf(deps, projection), signal });
      await follow(deps, projection, lease, { stop: AbortSignal.any([signal, lease.signal]), onProgress });
    } catch (error) {
      if (signal.aborted) break;
      const { message } = error as Error;
      if (!isPassing(error) && errorCode(error) !== 'LEASE_LOST') {
        await stopProjection(database, projection.schema, message).catch(() => undefined);
      }
      logger.warn('projection interrupted', { projection: projection.name, reason: message, retry_in_ms: delayMs });
      await runtime.sleep(delayMs * (0.5 + runtime.random()), signal).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, limits.retryDelayMsMax);
    } finally {
      await lease?.release();
    }
  }
};
