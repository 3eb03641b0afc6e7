/**
 * Verifies that every eligible firing was queued and is delivered, given up or on its way: eligible ⊆ delivered. Firings up
 * to the feeder's checkpoint must be in delivery.firings, which was written with their notifications; and none of those may
 * wait long past its time while senders run.
 */
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { startPosition } from '../domain/envelope.js';
import { type EventLog, pages } from '../log/event-log.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Database } from '../postgres/database.js';
import { readCheckpoint } from '../subscriptions/checkpoints.js';
import { feederName, firingEventType } from './feeder.js';

export interface DeliveriesCheck {
  readonly firings: number;
  /** Ids of firings that were not queued; a few of them. */
  readonly unqueued: readonly string[];
  /** Notifications that are overdue though a sender runs. */
  readonly overdue: number;
}

const idsReportedMax = 5;
/** How long after its time a notification may wait while senders run. */
const overdueMs = 5 * 60_000;

const overdueSql = `
  select count(*)::int4 as overdue from delivery.notifications d
   where d.state = 'waiting' and d.due_at < $1
     and exists (select from subscriptions.leases l where l.name like 'sender-%' and l.expires_at > now())`;

/**
 * Returns `null` if no feeder has followed this log by a checkpoint: the offsets of a consumer group are no positions.
 */
export const verifyDeliveries = async ({
  database,
  log,
  runtime,
  signal,
}: {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
}): Promise<DeliveriesCheck | null> => {
  const checkpoint = await readCheckpoint(database, feederName);
  if (checkpoint === undefined || !log.isPosition(checkpoint.position)) return null;
  let firings = 0;
  const unqueued: string[] = [];
  const filter = { types: [firingEventType] };
  for await (const page of pages(log, { after: startPosition, filter, pageEvents: limits.projectionPageEvents })) {
    signal.throwIfAborted();
    const ids = page.events.filter(({ position }) => position <= checkpoint.position).map(({ id }) => id);
    firings += ids.length;
    const missing = await database.query<{ id: string }>(
      `select w.id from unnest($1::uuid[]) w(id)
        where not exists (select from delivery.firings f where f.event_id = w.id)
          and not exists (select from subscriptions.dead_letters l where l.subscriber = $2 and l.event_id = w.id)`,
      [binaryArray('uuid', ids), feederName],
    );
    unqueued.push(...missing.map(({ id }) => id));
    if (page.position >= checkpoint.position || unqueued.length >= idsReportedMax) break;
  }
  const before = new Date(runtime.now().getTime() - overdueMs).toISOString();
  const [row] = await database.query<{ overdue: number }>(overdueSql, [before]);
  return { firings, unqueued: unqueued.slice(0, idsReportedMax), overdue: row?.overdue ?? 0 };
};
