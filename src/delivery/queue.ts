/**
 * The job queue: rows of delivery.notifications. Rejected: graphile-worker and pg-boss, with the facts in
 * docs/adr/0020-own-queue-of-notifications.md.
 *
 * A sender claims rows under the lease of its process, and writes their outcome under it. When the process dies its lease
 * runs out, and any other claims them again. Rejected: a time until which a claim holds, because it must be longer than the
 * slowest try, and a process that was killed would hold its notifications as long.
 */
import { binaryArray } from '../postgres/binary-format.js';
import type { Client, Database, Reader, Row } from '../postgres/database.js';
import { claimedByLiving } from './claims.js';
import { notifySql } from './wake-up.js';
import type { NotificationContent } from './notification.js';

/** A message to one channel, to be queued. */
export interface NewNotification {
  readonly id: string;
  /** `null`: the operator's. */
  readonly userId: string | null;
  readonly channelId: string;
  readonly type: NotificationContent['type'];
  readonly eventId: string;
  readonly alertId: string | null;
  readonly content: NotificationContent;
  readonly dueAt: string;
  /** Sent together with all others of its channel that are due. */
  readonly digest: boolean;
  readonly createdAt: string;
  /** Not to be sent: why. */
  readonly cancelled: string | null;
}

const enqueueSql = `
  insert into delivery.notifications
    (id, user_id, channel_id, type, event_id, alert_id, content, digest, state, due_at, created_at, reason,
     finished_at)
  select n.id, n.user_id, n.channel_id, n.type, n.event_id, n.alert_id, n.content::json, n.digest,
         case when n.cancelled is null then 'waiting' else 'cancelled' end, n.due_at, n.created_at, n.cancelled,
         case when n.cancelled is null then null else n.created_at end
    from json_to_recordset($1::json) as n (id uuid, user_id uuid, channel_id uuid, type text, event_id uuid,
      alert_id text, content text, digest boolean, due_at timestamptz, created_at timestamptz, cancelled text)
    join delivery.channels c on c.id = n.channel_id and c.user_id is not distinct from n.user_id
  on conflict (channel_id, event_id) do nothing`;

/**
 * Queues notifications and wakes the senders, at the commit of the client's transaction. One whose channel already has a
 * message of this event is left out, and so is one whose channel was deleted meanwhile.
 */
export const enqueue = async (client: Client, notifications: readonly NewNotification[]): Promise<void> => {
  if (notifications.length === 0) return;
  const rows = notifications.map((one) => ({
    id: one.id,
    user_id: one.userId,
    channel_id: one.channelId,
    type: one.type,
    event_id: one.eventId,
    alert_id: one.alertId,
    content: JSON.stringify(one.content),
    digest: one.digest,
    due_at: one.dueAt,
    created_at: one.createdAt,
    cancelled: one.cancelled,
  }));
  await client.query(enqueueSql, [JSON.stringify(rows)]);
  await client.query(notifySql);
};

/** A notification that a sender has claimed. */
export interface Claimed {
  readonly id: string;
  readonly channelId: string;
  readonly userId: string | null;
  readonly eventId: string;
  readonly alertId: string | null;
  readonly content: NotificationContent;
  readonly digest: boolean;
  readonly createdAt: string;
  readonly failures: number;
}

interface ClaimedRow extends Row {
  readonly id: string;
  readonly channel_id: string;
  readonly user_id: string | null;
  readonly event_id: string;
  readonly alert_id: string | null;
  readonly content: NotificationContent;
  readonly digest: boolean;
  readonly created_at: string;
  readonly failures: number;
}

/** Of a digest only the first one: its claimant claims the others, so that two processes do not send a half each. */
const isFirstOfDigest = `not exists (
  select from delivery.notifications e
   where e.channel_id = d.channel_id and e.state = 'waiting' and e.digest and e.due_at <= $2
     and (e.due_at, e.id) < (d.due_at, d.id))`;

/** $1 claimant, $2 now, $3 how many, $4 channels to leave alone, $5 the channel whose digest is gathered, or null */
const claimSql = `
  with due as materialized (
    select d.id from delivery.notifications d
     where d.state = 'waiting' and d.due_at <= $2 and d.channel_id <> all($4::uuid[])
       and case when $5::uuid is null then not d.digest or ${isFirstOfDigest}
                else d.channel_id = $5 and d.digest end
       and (d.claimed_by is null or not ${claimedByLiving})
     order by d.due_at limit $3
     for update skip locked
  )
  update delivery.notifications d set claimed_by = $1 from due where d.id = due.id
  returning d.id, d.channel_id, d.user_id, d.event_id, d.alert_id, d.content, d.digest,
            d.created_at, d.failures`;

export interface ClaimOptions {
  /** `claimantOf` the lease of this process. */
  readonly claimant: string;
  readonly now: Date;
  readonly limit: number;
  /** Channels that have enough under way. */
  readonly busy?: readonly string[];
  /** Only the rest of this channel's digest. */
  readonly digestOf?: string;
}

/** Claims notifications that are due, the longest waiting first. No two claims return the same one. */
export const claim = async (database: Reader, options: ClaimOptions): Promise<Claimed[]> => {
  const { claimant, now, limit, busy = [], digestOf } = options;
  const rows = await database.query<ClaimedRow>(claimSql, [
    ...[claimant, now.toISOString(), limit, binaryArray('uuid', busy), digestOf ?? null],
  ]);
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    userId: row.user_id,
    eventId: row.event_id,
    alertId: row.alert_id,
    content: row.content,
    digest: row.digest,
    createdAt: row.created_at,
    failures: row.failures,
  }));
};

/** Gives claimed notifications back unsent; they are due again at `dueAt`. */
export const release = async (
  database: Database,
  claimant: string,
  ids: readonly string[],
  dueAt: Date,
): Promise<void> => {
  await database.query(
    `update delivery.notifications set claimed_by = null, due_at = $3
      where id = any($1::uuid[]) and claimed_by = $2`,
    [binaryArray('uuid', ids), claimant, dueAt.toISOString()],
  );
};
