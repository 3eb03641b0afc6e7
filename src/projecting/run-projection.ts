/** One projection kept at the head of the log for as long as the process lives. */
import { limits } from '../base/limits.js';
import { prefetchPages } from '../log/prefetch-pages.js';
import type { Lease } from '../subscriptions/leases.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import { stopProjection } from '../subscriptions/checkpoints.js';
import { foldPage } from './fold-page.js';
import type { Projection } from './projection.js';
import { filterOf } from './rebuild.js';
import { leaseOf, type ProjectingDeps, startProjection } from './start-projection.js';

const follow = async (
  deps: ProjectingDeps,
  projection: Projection,
  lease: Lease,
  of: { stop: AbortSignal; onProgress: () => void },
): Promise<void> => {
  const { folding, from: start } = await startProjection(deps, projection, lease, of.stop);
  let from = start;
  const wanted = {
    after: from,
    filter: filterOf(projection),
    pageEvents: limits.projectionPageEvents,
    signal: of.stop,
  };
  await prefetchPages(deps.log, wanted, async (page) => {
    await foldPage(folding, page, from);
    from = page.position;
    of.onProgress();
  });
};

/** Takes the lease, follows the log, starts over after any trouble, until `signal` aborts. */
export const runProjection = (deps: ProjectingDeps, projection: Projection, signal: AbortSignal): Promise<void> =>
  runUnderLease(
    {
      ...leaseOf(deps, projection),
      logger: deps.logger,
      signal,
      onError: ({ message }) => stopProjection(deps.database, projection.schema, message),
    },
    ({ lease, stop, onProgress }) => follow(deps, projection, lease, { stop, onProgress }),
  );
