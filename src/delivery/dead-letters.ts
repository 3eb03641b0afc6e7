/**
 * Tells the dead-letter topic of firings that were given up. The table is the outbox: a row is marked after the topic has
 * acknowledged its message, so that each is told at least once.
 */
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { LogPosition } from '../domain/envelope.js';
import { uuidFromName } from '../domain/ids.js';
import { instantOf } from '../domain/instant.js';
import type { EventLog } from '../log/event-log.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Database, Row } from '../postgres/database.js';
import { defaultSource, messageOf } from '../publishing/cloud-event.js';
import type { EventSink, OutgoingMessage } from '../publishing/event-sink.js';
import { type NotificationFailed, notificationFailedType } from '../publishing/messages.js';
import { publishWithRetry } from '../publishing/publish-with-retry.js';
import { topics } from '../publishing/topic-definitions.js';
import { runUnderLease, type Leadership } from '../subscriptions/run-under-lease.js';
import type { FiringContent } from './notification.js';
import { deliveryLimits } from './limits.js';

export interface DeadLetterDeps {
  readonly database: Database;
  readonly log: Pick<EventLog, 'id'>;
  readonly sink: EventSink;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
}

interface FailedRow extends Row {
  readonly id: string;
  readonly event_id: string;
  readonly alert_id: string;
  readonly channel_id: string;
  readonly kind: string;
  readonly tries: number;
  readonly status: number | null;
  readonly reason: string;
  readonly created_at: string;
  readonly finished_at: string;
  readonly position: LogPosition;
  readonly content: FiringContent;
}

const failedSql = `
  select d.id, d.event_id, d.alert_id, d.channel_id, c.kind, d.tries, a.status, coalesce(d.reason, '') as reason,
         d.created_at, d.finished_at, f.position, d.content
    from delivery.notifications d
    join delivery.channels c on c.id = d.channel_id
    join delivery.firings f on f.event_id = d.event_id
    left join delivery.attempts a on a.notification_id = d.id and a.number = d.tries
   where d.state = 'failed' and not d.dead_lettered and d.type = 'alert.triggered'
   order by d.finished_at limit $1`;

const letterOf = (row: FailedRow, ledger: string): OutgoingMessage => {
  const data: NotificationFailed = {
    notification_id: row.id,
    event_id: row.event_id,
    alert_id: row.alert_id,
    channel_id: row.channel_id,
    channel_kind: row.kind,
    tries: row.tries,
    status: row.status,
    reason: row.reason,
    queued_at: row.created_at,
    gave_up_at: row.finished_at,
  };
  // One that is replayed and given up again is another letter.
  const id = uuidFromName(`dead letter ${row.id} ${row.tries}`);
  const metadata = { correlation_id: row.event_id, causation_id: row.event_id, actor: 'notifier' };
  return messageOf(
    { source: defaultSource, ledger },
    { id, recorded_at: instantOf(new Date(row.finished_at)), position: row.position, metadata },
    {
      topic: topics.notificationsDlq,
      key: row.alert_id,
      type: notificationFailedType,
      data,
      simulated: row.content.simulated,
    },
  );
};

/** Publishes what was given up and not told yet, a page of it. Returns how many there were. */
export const publishDeadLetters = async (
  { database, log, sink, runtime }: Omit<DeadLetterDeps, 'logger' | 'holder'>,
  { throwIfLost, stop }: { readonly throwIfLost: () => void; readonly stop: AbortSignal },
): Promise<number> => {
  const rows = await database.query<FailedRow>(failedSql, [deliveryLimits.deadLettersMax]);
  if (rows.length === 0) return 0;
  const ledger = await log.id();
  await publishWithRetry(
    { sink, runtime, mayStillSend: throwIfLost, signal: stop },
    rows.map((row) => letterOf(row, ledger)),
  );
  await database.query(
    `update delivery.notifications set dead_lettered = true where id = any($1::uuid[]) and state = 'failed'`,
    [
      binaryArray(
        'uuid',
        rows.map(({ id }) => id),
      ),
    ],
  );
  return rows.length;
};

const loop = async (deps: DeadLetterDeps, { lease, stop, onProgress }: Leadership): Promise<void> => {
  while (!stop.aborted) {
    const told = await publishDeadLetters(deps, { throwIfLost: () => lease.throwIfLost(), stop });
    onProgress();
    if (told > 0) continue;
    await deps.runtime.sleep(deliveryLimits.deadLetterPollMs, stop).catch(() => undefined);
  }
};

/** Publishes dead letters until `signal` aborts, in one process at a time. Never throws. */
export const runDeadLetters = (deps: DeadLetterDeps, signal: AbortSignal): Promise<void> =>
  runUnderLease({ ...deps, name: 'notifier-dead-letters', signal }, (leadership) => loop(deps, leadership));
