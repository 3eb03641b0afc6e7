/** One projection brought to a place in the log: folded here where nobody else does, else waited for. */
import type { LogPosition } from '../domain/envelope.js';
import { errorCode, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { pages } from '../log/event-log.js';
import { acquireLease, type Lease } from '../subscriptions/leases.js';
import { readCheckpoint } from '../subscriptions/checkpoints.js';
import { foldPage } from './fold-page.js';
import type { Projection } from './projection.js';
import { filterOf } from './rebuild.js';
import { isCurrent, leaseOf, type ProjectingDeps, startProjection } from './start-projection.js';

const foldToHead = async (
  deps: ProjectingDeps,
  projection: Projection,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> => {
  const { folding, from: start } = await startProjection(deps, projection, lease, signal);
  let from = start;
  const pageEvents = limits.projectionPageEvents;
  for await (const page of pages(deps.log, { after: from, filter: filterOf(projection), pageEvents })) {
    signal.throwIfAborted();
    await foldPage(folding, page, from);
    from = page.position;
  }
};

/** Returns when `projection` has folded all up to `target`. Throws PROJECTION_STOPPED when it cannot get there. */
export const catchUpTo = async (
  deps: ProjectingDeps,
  projection: Projection,
  target: LogPosition,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    signal.throwIfAborted();
    const checkpoint = await readCheckpoint(deps.database, projection.schema);
    const current = checkpoint !== undefined && isCurrent(deps, projection, checkpoint);
    if (current && checkpoint.position >= target) return;
    if (checkpoint?.state === 'stopped' && !current) {
      throw ledgerError('PROJECTION_STOPPED', `${projection.name} is stopped: ${checkpoint.error ?? ''}`);
    }
    const lease = await acquireLease(leaseOf(deps, projection));
    if (lease === null) {
      await deps.runtime.sleep(25, signal);
      continue;
    }
    try {
      await foldToHead(deps, projection, lease, AbortSignal.any([signal, lease.signal]));
    } catch (error) {
      // Somebody took over in the middle: then it is for them to get there.
      signal.throwIfAborted();
      if (!lease.signal.aborted && errorCode(error) !== 'LEASE_LOST') throw error;
    } finally {
      await lease.release();
    }
  }
};
