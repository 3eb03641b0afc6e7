/** A read model as a subscriber of the log. */
import { limits } from '../base/limits.js';
import type { Database } from '../postgres/database.js';
import type { Subscriber } from '../subscriptions/subscriber.js';
import { foldInto } from './fold-page.js';
import type { Projection } from './projection.js';
import { dropAbandoned, type Rebuilding } from './rebuild.js';

/**
 * Creates the subscriber that keeps a read model up to date. Its rows depend on the order of all events: what makes it
 * start again, a retry of a dead letter included, is a rebuild beside the live tables, which stand until the switch.
 */
export const projectionSubscriber = (
  projection: Projection,
  { database, rebuild }: { database: Database; rebuild: (rebuilding: Rebuilding) => Promise<void> },
): Subscriber => {
  const { schema, version, eventTypes } = projection;
  return {
    name: schema,
    version,
    eventTypes,
    pageEvents: limits.projectionPageEvents,
    retry: 'restart',
    hasTables: true,
    restart: ({ token, stop }) => rebuild({ projection, token, stop }),
    async start() {
      await dropAbandoned(database, projection);
      return foldInto({ projection, schema, isLive: true });
    },
  };
};
