/** One projection kept at the head of the log for as long as the process lives. */
import { limits } from '../base/limits.js';
import { onePageAhead } from '../log/prefetch-pages.js';
import type { Lease } from '../subscriptions/leases.js';
import { underLease } from '../subscriptions/run-under-lease.js';
import { stopProjection } from '../subscriptions/checkpoints.js';
import { foldPage } from './fold-page.js';
import type { Projection } from './projection.js';
import { filterOf } from './rebuild.js';
import { leaseOf, type ProjectingDeps, takeOver } from './start-projection.js';

const follow = async (
  deps: ProjectingDeps,
  projection: Projection,
  lease: Lease,
  of: { stop: AbortSignal; onProgress: () => void },
): Promise<void> => {
  const { folding, from: start } = await takeOver(deps, projection, lease, of.stop);
  let from = start;
  const wanted = {
    after: from,
    filter: filterOf(projection),
    pageEvents: limits.projectionPageEvents,
    signal: of.stop,
  };
  await onePageAhead(deps.log, wanted, async (page) => {
    await foldPage(folding, page, from);
    from = page.position;
    of.onProgress();
  });
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
