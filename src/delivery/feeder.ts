/**
 * The feeder where no Kafka is configured: follows the log and queues each firing, in the transaction that moves its
 * checkpoint. So a firing is queued once, and none is lost. In one place at a time, by a lease.
 *
 * A notification is in the queue whatever becomes of the checkpoint: one that goes back to the start of the log (another
 * engine's log, a retried dead letter) finds its firings in delivery.firings and queues none of them again.
 */
import type { LedgerEvent } from '../domain/envelope.js';
import { restartCheckpoint } from '../subscriptions/checkpoints.js';
import type { Subscriber, SubscriberDeps } from '../subscriptions/subscriber.js';
import type { Database } from '../postgres/database.js';
import { createFiringTermsReader } from './firing-terms.js';
import { deliveryLimits } from './limits.js';
import { type Firing, prepareFirings } from './queue-firings.js';

export const feederName = 'notifier';
export const feederVersion = 1;

export const firingEventType = 'AlertTriggered';

const firingsOf = (events: readonly LedgerEvent[]): Firing[] =>
  events.flatMap((event) =>
    event.type === firingEventType
      ? [{ eventId: event.id, position: event.position, recordedAt: event.recorded_at, data: event.data }]
      : [],
  );

/** Creates the subscriber that queues firings. */
export const feederSubscriber = (deps: SubscriberDeps & { readonly queries: Database }): Subscriber => {
  const { database, log } = deps;
  return {
    name: feederName,
    version: feederVersion,
    eventTypes: [firingEventType],
    pageEvents: deliveryLimits.queuePageEvents,
    retry: 'stream',
    restart: ({ token: fence }) =>
      database.transaction((client) =>
        restartCheckpoint(client, { subscriber: feederName, version: feederVersion, fence }),
      ),
    start: () => {
      const terms = createFiringTermsReader(log);
      return async (batch) => batch.commit(await prepareFirings({ ...deps, terms }, firingsOf(batch.events)));
    },
  };
};
