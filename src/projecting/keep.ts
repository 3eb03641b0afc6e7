/** One projection kept at the head of the log for as long as the process lives. */
import { limits } from '../limits.js';
import type { Lease } from '../postgres/leases.js';
import { underLease } from '../postgres/under-lease.js';
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
export const keep = (deps: ProjectingDeps, projection: Projection, signal: AbortSignal): Promise<void> =>
  underLease(
    {
      ...leaseOf(deps, projection),
      logger: deps.logger,
      signal,
      onTrouble: ({ message }) => stopProjection(deps.database, projection.schema, message),
    },
    ({ lease, stop, onProgress }) => follow(deps, projection, lease, { stop, onProgress }),
  );
