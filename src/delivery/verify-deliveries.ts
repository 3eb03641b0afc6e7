/**
 * Verifies that every eligible firing was queued and is delivered, given up or on its way: eligible ⊆ delivered. Firings up
 * to the feeder's checkpoint must be in delivery.firings, which was written with their notifications; and none of those may
 * wait long past its time while senders run. The checkpoint is a position of the log with Kafka too (kafka-feeder.ts).
 */
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { type LogPosition, startPosition } from '../domain/envelope.js';
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
  /** Firings before the first that was queued are not expected: Kafka may have deleted them before the notifier first read. */
  readonly throughKafka: boolean;
  readonly signal: AbortSignal;
}

const idsReportedMax = 5;
/** How long after its time a notification may wait while senders run. */
const overdueMs = 5 * 60_000;

const overdueSql = `
  select count(*)::int4 as overdue from delivery.notifications d
   where d.state = 'waiting' and d.due_at < $1
     and exists (select from subscriptions.leases l where l.name like 'sender-%' and l.expires_at > now())`;

const queuedSql = `
  select w.id from unnest($1::uuid[]) w(id)
   where exists (select from delivery.firings f where f.event_id = w.id)
      or exists (select from subscriptions.dead_letters l where l.subscriber = $2 and l.event_id = w.id)`;

/** Returns the position up to which firings are queued; `null` if no feeder has worked here. */
const fedUpTo = async ({ database, log }: VerifyDeliveriesOptions): Promise<LogPosition | null> => {
  const position = (await readCheckpoint(database, feederName))?.position;
  return position === undefined || !log.isPosition(position) ? null : position;
};

/** Compares the firings of the log with those that were queued; `null` if no feeder has worked on this log. */
export const verifyDeliveries = async (options: VerifyDeliveriesOptions): Promise<DeliveriesCheck | null> => {
  const { database, log, runtime, signal } = options;
  const before = new Date(runtime.now().getTime() - overdueMs).toISOString();
  const until = await fedUpTo(options);
  if (until === null) return null;
  let firings = 0;
  let hasBegun = !options.throughKafka;
  const unqueued: string[] = [];
  const filter = { types: [firingEventType] };
  for await (const page of pages(log, { after: startPosition, filter, pageEvents: limits.projectionPageEvents })) {
    signal.throwIfAborted();
    const due = page.events.filter(({ position }) => position <= until);
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
