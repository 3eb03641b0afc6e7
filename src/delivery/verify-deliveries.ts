/**
 * Verifies that every eligible firing was queued and is delivered, given up or on its way: eligible ⊆ delivered. Firings up
 * to the feeder's checkpoint must be in delivery.firings, which was written with their notifications; and none of those may
 * wait long past its time while senders run.
 */
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { type RecordedEvent, startPosition } from '../domain/envelope.js';
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

interface VerifyDeliveriesOptions {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
}

const idsReportedMax = 5;
/** How long after its time a notification may wait while senders run, and a firing on its way through Kafka. */
const overdueMs = 5 * 60_000;

const overdueSql = `
  select count(*)::int4 as overdue from delivery.notifications d
   where d.state = 'waiting' and d.due_at < $1
     and exists (select from subscriptions.leases l where l.name like 'sender-%' and l.expires_at > now())`;

const queuedSql = `
  select w.id from unnest($1::uuid[]) w(id)
   where exists (select from delivery.firings f where f.event_id = w.id)
      or exists (select from subscriptions.dead_letters l where l.subscriber = $2 and l.event_id = w.id)`;

/** Which firings must have been queued. */
interface Expected {
  readonly isExpected: (event: RecordedEvent) => boolean;
  /** Whether those before the first that was queued are not: Kafka may have deleted them before the notifier first read. */
  readonly fromFirstQueued: boolean;
}

/**
 * Returns what is expected; `null` if no feeder has worked here. One that follows the log has a checkpoint. One that reads
 * Kafka has offsets, which are no positions: it must have queued what was recorded some minutes ago.
 */
const expectedOf = async ({ database, log }: VerifyDeliveriesOptions, before: string): Promise<Expected | null> => {
  const checkpoint = await readCheckpoint(database, feederName);
  if (checkpoint !== undefined && log.isPosition(checkpoint.position)) {
    const until = checkpoint.position;
    return { isExpected: ({ position }) => position <= until, fromFirstQueued: false };
  }
  const some = await database.query('select from delivery.firings limit 1');
  if (some.length === 0) return null;
  const beforeMs = Date.parse(before);
  return { isExpected: ({ recorded_at }) => Date.parse(recorded_at) < beforeMs, fromFirstQueued: true };
};

/** Compares the firings of the log with those that were queued; `null` if no feeder has worked on this log. */
export const verifyDeliveries = async (options: VerifyDeliveriesOptions): Promise<DeliveriesCheck | null> => {
  const { database, log, runtime, signal } = options;
  const before = new Date(runtime.now().getTime() - overdueMs).toISOString();
  const expected = await expectedOf(options, before);
  if (expected === null) return null;
  let firings = 0;
  let hasBegun = !expected.fromFirstQueued;
  const unqueued: string[] = [];
  const filter = { types: [firingEventType] };
  for await (const page of pages(log, { after: startPosition, filter, pageEvents: limits.projectionPageEvents })) {
    signal.throwIfAborted();
    const due = page.events.filter(expected.isExpected);
    const ids = due.map(({ id }) => id);
    const rows = await database.query<{ id: string }>(queuedSql, [binaryArray('uuid', ids), feederName]);
    const queued = new Set(rows.map(({ id }) => id));
    for (const id of ids) {
      hasBegun ||= queued.has(id);
      if (!hasBegun) continue;
      firings += 1;
      if (!queued.has(id)) unqueued.push(id);
    }
    if (due.length < page.events.length || unqueued.length >= idsReportedMax) break;
  }
  const [row] = await database.query<{ overdue: number }>(overdueSql, [before]);
  return { firings, unqueued: unqueued.slice(0, idsReportedMax), overdue: row?.overdue ?? 0 };
};
