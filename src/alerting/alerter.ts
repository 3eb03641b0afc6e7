/** The alerter: follows the log and decides which alerts fire. In one place at a time, by a lease. */
import { alertCommandTypes } from '../domain/alerts/decider.js';
import { priceChangeTypes } from '../domain/prices/price-change.js';
import { type LogPosition, startPosition } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import { limits } from '../base/limits.js';
import { prefetchPages } from '../log/prefetch-pages.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { Lease } from '../subscriptions/leases.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import {
  createCheckpoint,
  raiseFence,
  readCheckpoint,
  restartCheckpoint,
  resumeProjection,
  stopProjection,
} from '../subscriptions/checkpoints.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import { readProgress } from './read-state.js';
import { appendDecisions } from './append-decisions.js';
import { alerterName, alertingSchema, alertingTables, processPage, type PageProcessor } from './process-page.js';

/**
 * Raised whenever the decider changes its meaning. The next start folds the log anew into empty tables and says nothing of
 * events that the version before has decided on.
 */
export const alerterVersion = 1;

/**
 * What the alerter is given. Not its own decisions: they follow from the rest. SnapshotTaken tells the time of the log
 * where no price changes, so that alerts expire.
 */
export const alerterEventTypes: readonly EventType[] = [
  ...priceChangeTypes,
  ...alertCommandTypes,
  'CardMerged',
  'SnapshotTaken',
];

export interface AlerterDeps {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Who we are, for the lease; unique to this process. */
  readonly holder: string;
}

/** Empties the tables and goes back to the start of the log. `and`: what becomes of the row of progress, as SQL. */
const beginAnew = (database: Database, fence: number, and: string): Promise<void> =>
  database.transaction(async (client) => {
    await restartCheckpoint(client, alerterName, fence);
    const tables = alertingTables.map((table) => `${alertingSchema}.${table}`);
    await client.query(`truncate ${tables.join(', ')}`);
    await client.query(`update ${alertingSchema}.progress set version = $1, ${and}`, [alerterVersion]);
  });

/**
 * What whoever holds the lease does first: shuts out former holders, brings the tables to today's version and to the log in
 * use: on one that was copied from another engine all is decided anew, since positions are that engine's own; the same
 * decisions have the same ids and are there already. Answers with how to decide and where to go on.
 */
export const takeOverAlerts = async (
  deps: AlerterDeps,
  lease: Pick<Lease, 'token' | 'throwIfLost'>,
): Promise<{ deciding: PageProcessor; from: LogPosition }> => {
  const { database, log, runtime, logger } = deps;
  await createCheckpoint(database, alerterName);
  await raiseFence(database, alerterName, lease.token);
  await resumeProjection(database, alerterName);
  const held = await readProgress(database, alertingSchema);
  const stood = (await readCheckpoint(database, alerterName))?.position ?? startPosition;
  if (!log.isPosition(stood)) {
    logger.info('deciding anew', { position: stood });
    await beginAnew(database, lease.token, `decided = '${startPosition}', decides_since = '${startPosition}'`);
  } else if (held.version !== alerterVersion) {
    logger.info('deciding anew', { from: held.version, to: alerterVersion });
    await beginAnew(database, lease.token, 'decides_since = decided');
  }
  const { silentUpTo } = await readProgress(database, alertingSchema);
  const checkpoint = await readCheckpoint(database, alerterName);
  const deciding: PageProcessor = {
    database,
    log,
    fence: lease.token,
    silentUpTo,
    sink: appendDecisions({ log, runtime, throwIfLost: () => lease.throwIfLost() }),
    onParked: ({ id, position }, reason) =>
      logger.error('event parked', { subscriber: alerterName, event: id, position, reason }),
  };
  return { deciding, from: checkpoint?.position ?? startPosition };
};

const follow = async (
  deps: AlerterDeps,
  lease: Lease,
  of: { stop: AbortSignal; onProgress: () => void },
): Promise<void> => {
  const { deciding, from: start } = await takeOverAlerts(deps, lease);
  let from = start;
  const wanted = {
    after: from,
    filter: { types: alerterEventTypes },
    pageEvents: limits.alertPageEvents,
    signal: of.stop,
  };
  await prefetchPages(deps.log, wanted, async (page) => {
    await processPage(deciding, page, from);
    from = page.position;
    of.onProgress();
  });
};

/**
 * Decides on alerts until `signal` aborts; waits for the lease while another instance holds it, starts over after any
 * trouble. Needs the migrated schema; reads no other read model. Never throws.
 */
export const runAlerter = (options: AlerterDeps & { readonly signal: AbortSignal }): Promise<void> => {
  const { database, runtime, logger, holder, signal } = options;
  return runUnderLease(
    {
      database,
      runtime,
      logger,
      holder,
      name: alerterName,
      signal,
      onError: ({ message }) => stopProjection(database, alerterName, message),
    },
    ({ lease, stop, onProgress }) => follow(options, lease, { stop, onProgress }),
  );
};
