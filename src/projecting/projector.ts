/** Keeps read models up to date with the log: each in one place at a time, by a lease. */
import { ledgerError } from '../base/errors.js';
import { catchUpTo } from '../subscriptions/catch-up.js';
import { raiseFence } from '../subscriptions/checkpoints.js';
import { waitForLease } from '../subscriptions/leases.js';
import { runSubscribers, type Subscriber, type SubscriberDeps } from '../subscriptions/subscriber.js';
import type { Projection } from './projection.js';
import { buildAndSwitch, projectionSubscriber } from './projection-subscriber.js';
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
   * Rebuilds the named projection beside the live one and switches. Takes its lease from the holder: a running service
   * would never give it back, and takes it again afterwards. The live tables stand still meanwhile.
   */
  rebuild(name: string, signal: AbortSignal): Promise<void>;
  /** Returns the subscriber of a projection, by its name or its schema. Throws PROJECTION_UNKNOWN. */
  subscriber(name: string): Subscriber;
}

/** Creates the projector of this process. */
export const createProjector = (deps: ProjectorDeps): Projector => {
  const { database, log, runtime, holder, projections } = deps;
  const subscribers = projections.map((projection) => projectionSubscriber(deps, projection));

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
    async rebuild(name, signal) {
      const projection = projections[indexOf(name)] as Projection;
      const { schema } = projection;
      const lease = await waitForLease({ database, runtime, holder, name: schema, signal, seize: true });
      try {
        await raiseFence(database, schema, lease.token);
        const stop = AbortSignal.any([signal, lease.signal]);
        await buildAndSwitch(deps, projection, { token: lease.token, stop });
      } finally {
        await lease.release();
      }
    },
  };
};
