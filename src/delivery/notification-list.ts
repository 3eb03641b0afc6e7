/** What was sent to a user, and sending it again. */
import type { Runtime } from '../base/runtime.js';
import { type Database, instantInJson, type Reader, type Row } from '../postgres/database.js';
import { outcomeShown } from './attempts.js';
import type { ChannelKind } from './channel.js';
import { messageText } from './message-text.js';
import type { NotificationContent } from './notification.js';
import { notifySql } from './wake-up.js';

export const notificationStates = ['waiting', 'delivered', 'failed', 'cancelled'] as const;
export type NotificationState = (typeof notificationStates)[number];

export interface AttemptShown {
  readonly number: number;
  readonly at: string;
  /** `null` while it is under way, and if it was interrupted. */
  readonly duration_ms: number | null;
  /**
   * `started`: it is under way. `interrupted`: its sender ended before it; whether it arrived is not known, and it is sent again.
   * `retry`: it failed, and another try can succeed.
   */
  readonly outcome: 'started' | 'interrupted' | 'delivered' | 'retry' | 'failed';
  /** Status of HTTP, or reply code of SMTP; `null` if there was no answer. */
  readonly status: number | null;
  readonly reason: string | null;
}

export interface NotificationShown {
  readonly notification_id: string;
  /** `alert.triggered`, `channel.disabled` or `channel.test` */
  readonly type: string;
  /** The same on every try and replay, and for a firing the id of its event: `webhook-id` of a webhook. */
  readonly event_id: string;
  readonly alert_id: string | null;
  readonly channel_id: string;
  readonly channel_kind: ChannelKind;
  /** What it says. */
  readonly title: string;
  readonly state: NotificationState;
  /** Why it was not delivered, or not yet. */
  readonly reason: string | null;
  /** When it is sent, or was to be sent. */
  readonly due_at: string;
  readonly created_at: string;
  readonly finished_at: string | null;
  /** The oldest first. Kept for 90 days, unless the operator has it otherwise. */
  readonly attempts: readonly AttemptShown[];
}

export interface NotificationFilter {
  readonly channelId: string | null;
  readonly alertId: string | null;
  readonly state: NotificationState | null;
  readonly limit: number;
  readonly offset: number;
}

interface ShownRow extends Row, Omit<NotificationShown, 'title'> {
  readonly content: NotificationContent;
}

const listed = `
    from delivery.notifications d join delivery.channels c on c.id = d.channel_id
   where d.user_id = $1 and ($2::uuid is null or d.channel_id = $2) and ($3::text is null or d.alert_id = $3)
     and ($4::text is null or d.state = $4)`;

const listSql = `
  select d.id as notification_id, d.type, d.event_id, d.alert_id, d.channel_id, c.kind as channel_kind, d.state, d.reason,
         d.due_at, d.created_at, d.finished_at, d.content, coalesce((
           select json_agg(json_build_object('number', a.number,
                    'at', a.at,
                    'duration_ms', a.duration_ms, 'outcome', ${outcomeShown}, 'status', a.status, 'reason', a.reason)
                  order by a.number)
             from delivery.attempts a where a.notification_id = d.id), '[]') as attempts
  ${listed}
   order by d.created_at desc, d.id limit $5 offset $6`;

/** Returns the notifications of a user, the newest first, and how many there are. */
export const listNotifications = async (
  database: Reader,
  userId: string,
  { channelId, alertId, state, limit, offset }: NotificationFilter,
): Promise<{ readonly notifications: readonly NotificationShown[]; readonly total: number }> => {
  const filter = [userId, channelId, alertId, state];
  const rows = await database.query<ShownRow>(listSql, [...filter, limit, offset]);
  const [counted] = await database.query<{ total: number }>(`select count(*)::int4 as total ${listed}`, filter);
  return {
    total: counted?.total ?? 0,
    notifications: rows.map(({ content, ...row }) => ({
      ...row,
      attempts: row.attempts.map((attempt) => ({ ...attempt, at: instantInJson(attempt.at) })),
      title: messageText({ id: row.event_id, createdAt: row.created_at, content }, '').title,
    })),
  };
};

/** Notifications that one replay queues. */
const replayMax = 1_000;

export interface Replay {
  /** RFC 3339, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly channelId: string | null;
  readonly states: readonly NotificationState[];
}

/**
 * $1 user, $2 from, $3 to, $4 channel or null, $5 states, $6 now, $7 how many. What the service said of itself is not
 * said again, and no sample is.
 */
const replaySql = `
  with chosen as (
    select d.id from delivery.notifications d join delivery.channels c on c.id = d.channel_id and c.enabled
     where d.user_id = $1 and d.created_at >= $2 and d.created_at <= $3 and ($4::uuid is null or d.channel_id = $4)
       and d.state = any($5::text[]) and d.state <> 'waiting' and d.type = 'alert.triggered'
       and d.content ->> 'sample' is null
     order by d.created_at limit $7 for update of d skip locked)
  update delivery.notifications d
     set state = 'waiting', due_at = $6, failures = 0, reason = null, finished_at = null, dead_lettered = false
    from chosen where chosen.id = d.id
  returning d.id`;

/**
 * Queues notifications of firings again, the oldest first, to channels that are on: with the same ids, so that a receiver
 * recognises what it has. Returns how many; replayMax at most.
 */
export const replayNotifications = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  userId: string,
  { from, to, channelId, states }: Replay,
): Promise<number> =>
  database.transaction(async (client) => {
    const replayed = await client.query(replaySql, [
      ...[userId, from, to, channelId, states, runtime.now().toISOString(), replayMax],
    ]);
    await client.query(notifySql);
    return replayed.rowCount ?? 0;
  });
