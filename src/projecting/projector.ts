/** Keeps read models up to date with the log: each in one place at a time, by a lease. */
import { errorCode, isTransient, ledgerError } from '../base/errors.js';
import { reasonOf } from '../base/reason.js';
import { catchUpTo } from '../subscriptions/catch-up.js';
import { raiseFence } from '../subscriptions/checkpoints.js';
import { type Lease, waitForLease } from '../subscriptions/leases.js';
import { runSubscribers, type Subscriber, type SubscriberDeps } from '../subscriptions/subscriber.js';
import type { Projection } from './projection.js';
import { projectionSubscriber } from './projection-subscriber.js';
import { type BuildOutcome, buildAndSwitch, type Rebuilding } from './rebuild.js';
import { createSharedRebuilds } from './shared-rebuilds.js';
import { createTables } from './tables.js';

export interface ProjectorDeps extends SubscriberDeps {
  readonly projections: readonly Projection[];
}

export interface Projector {
  /** One for each read model. */
  readonly subscribers: readonly Subscriber[];
  /** Creates missing tables. */
  prepare(): Promise<void>;
  /** Follows the log with every read model until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Returns when the named projections (default: all) have folded everything that the log held at the call. Folds here
   * if no other instance does, else waits for that one. Throws PROJECTION_STOPPED if one cannot get there.
   */
  catchUp(names?: readonly string[], signal?: AbortSignal): Promise<void>;
  /**
   * Rebuilds the named projections beside the live ones, in one pass over the log, and switches each. Takes their leases
   * from the holders: a running service would never give them back, and takes them again afterwards. The live tables stand
   * still meanwhile. Throws what ended one of the rebuilds; the others are switched.
   */
  rebuild(names: string | readonly string[], signal: AbortSignal): Promise<void>;
  /** Returns the subscriber of a projection, by its name or its schema. Throws PROJECTION_UNKNOWN. */
  subscriber(name: string): Subscriber;
}

/** Throws what ended the rebuilds that failed; one error with all messages if there are several. */
const throwFailures = (outcomes: readonly BuildOutcome[]): void => {
  const errors = outcomes.flatMap((outcome) => (outcome.outcome === 'failed' ? [outcome.error] : []));
  const [first] = errors;
  if (errors.length === 0) return;
  // The same for all if the signal aborted. A transient one: all of it can be done again.
  if (errors.every((error) => error === first)) throw first;
  const transient = errors.find(isTransient);
  if (transient !== undefined) throw transient;
  throw ledgerError(errorCode(first), errors.map(reasonOf).join('; '), { cause: first });
};

/** Creates the projector of this process. */
export const createProjector = (deps: ProjectorDeps): Projector => {
  const { database, log, runtime, holder, projections } = deps;
  const rebuild = createSharedRebuilds(deps);
  const subscribers = projections.map((projection) => projectionSubscriber(projection, { database, rebuild }));

  const indexOf = (name: string): number => {
    const index = projections.findIndex((projection) => projection.name === name || projection.schema === name);
    if (index >= 0) return index;
    const names = projections.map((projection) => projection.name).join(', ');
    throw ledgerError('PROJECTION_UNKNOWN', `no projection "${name}"; there are ${names}`, {
      details: { name: `one of ${names}` },
    });
  };
  const subscriber = (name: string): Subscriber => subscribers[indexOf(name)] as Subscriber;

  return {
    subscribers,
    subscriber,
    async prepare() {
      for (const projection of projections) {
        await createTables(database, projection, { schema: projection.schema, state: 'live' });
      }
    },
    run: (signal) => runSubscribers(deps, subscribers, signal),
    async catchUp(names, signal = new AbortController().signal) {
      const wanted = (names ?? projections.map(({ name }) => name)).map(subscriber);
      const target = await log.head();
      await Promise.all(wanted.map((each) => catchUpTo(deps, each, target, signal)));
    },
    async rebuild(names, signal) {
      const wanted = [...new Set([names].flat())].map((name) => projections[indexOf(name)] as Projection);
      const leases: Lease[] = [];
      try {
        const rebuilding: Rebuilding[] = [];
        for (const projection of wanted) {
          const { schema } = projection;
          const lease = await waitForLease({ database, runtime, holder, name: schema, signal, seize: true });
          leases.push(lease);
          await raiseFence(database, schema, lease.token);
          rebuilding.push({ projection, token: lease.token, stop: AbortSignal.any([signal, lease.signal]) });
        }
        throwFailures(await buildAndSwitch(deps, rebuilding));
      } finally {
        for (const lease of leases) await lease.release();
      }
    },
  };
};
