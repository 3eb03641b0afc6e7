/** The alerter: follows the log and decides which alerts fire. In one place at a time, by a lease. */
import { alertCommandTypes } from '../domain/alerts/decider.js';
import { priceChangeTypes } from '../domain/prices/price-change.js';
import { startPosition } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import { limits } from '../base/limits.js';
import { restartCheckpoint } from '../subscriptions/checkpoints.js';
import { type Holding, type RestartReason, type Subscriber, type SubscriberDeps } from '../subscriptions/subscriber.js';
import { readSilentUpTo } from './read-state.js';
import { appendDecisions } from './append-decisions.js';
import { alerterName, alertingSchema, alertingTables, decide, type Deciding } from './process-page.js';

/**
 * Raised when the decider changes its meaning. The next start folds the log again into empty tables and appends no
 * decisions on events that the version before decided on.
 */
export const alerterVersion = 3;

/**
 * Event types that the alerter is given. Not its own decisions: they follow from the rest. SnapshotTaken moves the time of
 * the log where no price changes, so that alerts expire.
 */
export const alerterEventTypes: readonly EventType[] = [
  ...priceChangeTypes,
  ...alertCommandTypes,
  'CardMerged',
  'SnapshotTaken',
];

/**
 * Empties the tables and goes back to the start of the log. On another engine's log everything is decided again: the same
 * decisions have the same ids and are there already. For a new version, and for a retried dead letter, decisions on
 * events up to where the alerter was are not appended. Rejected: to append what the retried event would have fired. Later
 * firings in the log were decided without it and would contradict it.
 */
const restart = async ({ database }: SubscriberDeps, { token }: Holding, reason: RestartReason): Promise<void> => {
  const progress =
    reason === 'other_log'
      ? `decided_up_to = '${startPosition}', silent_up_to = '${startPosition}'`
      : 'silent_up_to = decided_up_to';
  await database.transaction(async (client) => {
    await restartCheckpoint(client, { subscriber: alerterName, version: alerterVersion, fence: token });
    const tables = alertingTables.map((table) => `${alertingSchema}.${table}`);
    await client.query(`truncate ${tables.join(', ')}`);
    await client.query(`update ${alertingSchema}.progress set ${progress}`);
  });
};

/** What the alerter decides with under a lease. */
export const startDeciding = async (deps: SubscriberDeps, holding: Holding): Promise<Deciding> => {
  const { database, log, runtime } = deps;
  return {
    database,
    log,
    silentUpTo: await readSilentUpTo(database, alertingSchema),
    sink: appendDecisions({ log, runtime, throwIfLost: () => holding.throwIfLost() }),
  };
};

/** Creates the subscriber that decides on alerts. Needs the migrated schema; reads no read model. */
export const alerterSubscriber = (deps: SubscriberDeps): Subscriber => ({
  name: alerterName,
  version: alerterVersion,
  eventTypes: alerterEventTypes,
  pageEvents: limits.alertPageEvents,
  retry: 'restart',
  restart: (holding, reason) => restart(deps, holding, reason),
  start: async (holding) => decide(await startDeciding(deps, holding)),
});
