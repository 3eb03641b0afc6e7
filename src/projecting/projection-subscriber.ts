/** A read model as a subscriber of the log. */
import { limits } from '../base/limits.js';
import type { Holding, Subscriber, SubscriberDeps } from '../subscriptions/subscriber.js';
import { foldInto } from './fold-page.js';
import type { Projection } from './projection.js';
import { buildTables, nextSchema, switchTables } from './rebuild.js';

/** Folds the whole log into new tables under the lease, and puts them in the place of the live ones. */
export const buildAndSwitch = async (
  { database, log }: Pick<SubscriberDeps, 'database' | 'log'>,
  projection: Projection,
  { token: fence, stop: signal }: Pick<Holding, 'token' | 'stop'>,
): Promise<void> => {
  await buildTables({ database, log, projection, schema: nextSchema(projection), fence, signal });
  signal.throwIfAborted();
  await switchTables(database, projection, fence);
};

/**
 * Creates the subscriber that keeps a read model up to date. Its rows depend on the order of all events: what makes it
 * start again, a retry of a dead letter included, is a rebuild beside the live tables, which stand until the switch.
 */
export const projectionSubscriber = (deps: SubscriberDeps, projection: Projection): Subscriber => {
  const { schema, version, eventTypes } = projection;
  return {
    name: schema,
    version,
    eventTypes,
    pageEvents: limits.projectionPageEvents,
    retry: 'restart',
    hasTables: true,
    restart: (holding) => buildAndSwitch(deps, projection, holding),
    start: () => foldInto({ projection, schema, isLive: true }),
  };
};
