/** Keeps read models at the head of the log: each folded in one place at a time, by a lease. */
import { ledgerError } from '../base/errors.js';
import { waitForLease } from '../subscriptions/leases.js';
import { catchUpTo } from './catch-up.js';
import { createTables, raiseFence } from '../subscriptions/checkpoints.js';
import { runProjection } from './run-projection.js';
import type { Projection } from './projection.js';
import { buildAndSwitch, leaseOf, type ProjectingDeps } from './start-projection.js';

export interface ProjectorDeps extends ProjectingDeps {
  readonly projections: readonly Projection[];
}

export interface Projector {
  /** Makes the tables that lack. */
  prepare(): Promise<void>;
  /** Follows the log with every projection until `signal` aborts; waits for leases that others hold. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Returns when the named projections (default: all) have folded all that the log held when it was called: folds them
   * itself where nobody else does, else waits for who does. Throws PROJECTION_STOPPED when one cannot get there.
   */
  catchUp(names?: readonly string[], signal?: AbortSignal): Promise<void>;
  /**
   * Builds the named projection anew beside the live one and switches. Takes its lease from whoever holds it: a running
   * service, which takes it back afterwards, would never let go; the live tables stand still meanwhile.
   */
  rebuild(name: string, signal: AbortSignal): Promise<void>;
}

/** Creates the projector of this process. */
export const createProjector = (deps: ProjectorDeps): Projector => {
  const { database, log, projections } = deps;

  const named = (name: string): Projection => {
    const found = projections.find((projection) => projection.name === name);
    if (found !== undefined) return found;
    const known = projections.map((projection) => projection.name).join(', ');
    throw ledgerError('PROJECTION_UNKNOWN', `no projection "${name}"; there are ${known}`, {
      details: { name: `one of ${known}` },
    });
  };

  return {
    async prepare() {
      for (const projection of projections) {
        await createTables(database, projection, { schema: projection.schema, state: 'live' });
      }
    },
    async run(signal) {
      await Promise.all(projections.map((projection) => runProjection(deps, projection, signal)));
    },
    async catchUp(names, signal = new AbortController().signal) {
      const wanted = (names ?? projections.map(({ name }) => name)).map(named);
      const target = await log.head();
      await Promise.all(wanted.map((projection) => catchUpTo(deps, projection, target, signal)));
    },
    async rebuild(name, signal) {
      const projection = named(name);
      const lease = await waitForLease({ ...leaseOf(deps, projection), signal, seize: true });
      try {
        await raiseFence(database, projection.schema, lease.token);
        await buildAndSwitch(deps, projection, lease, AbortSignal.any([signal, lease.signal]));
      } finally {
        await lease.release();
      }
    },
  };
};
