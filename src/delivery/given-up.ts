/**
 * Notifications of firings that were given up, for operators: listed, and sent again. They are rows of the queue for as long as
 * they are kept, whatever engine runs.
 *
 * Rejected: reading them from the dead-letter topic, because its messages name no person and no address, so that only the
 * row can be sent; and because a topic loses messages by the brokers' retention. A message names its row by `notification_id`.
 */
import type { Runtime } from '../base/runtime.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Database, Reader, Row } from '../postgres/database.js';
import type { ChannelKind } from './channel.js';
import { notifySql } from './wake-up.js';

/** What is asked for; a part that is left out fits all. */
export interface GivenUpFilter {
  readonly notificationIds?: readonly string[] | undefined;
  readonly eventId?: string | undefined;
  readonly alertId?: string | undefined;
  readonly channelId?: string | undefined;
  /** When it was given up: RFC 3339, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Names no person and no address, as on the topic. */
export interface GivenUp {
  readonly notification_id: string;
  readonly event_id: string;
  readonly alert_id: string;
  readonly channel_id: string;
  readonly channel_kind: ChannelKind;
  /** Only to a channel that is on it can be sent again. */
  readonly channel_enabled: boolean;
  readonly tries: number;
  readonly reason: string | null;
  readonly queued_at: string;
  readonly gave_up_at: string;
  /** Whether the dead-letter topic has it. */
  readonly on_topic: boolean;
}

/** $1 notifications, $2 event, $3 alert, $4 channel, $5 from, $6 to */
const chosen = `
    from delivery.notifications d join delivery.channels c on c.id = d.channel_id
   where d.state = 'failed' and d.type = 'alert.triggered' and d.content ->> 'sample' is null
     and ($1::uuid[] is null or d.id = any($1)) and ($2::uuid is null or d.event_id = $2)
     and ($3::text is null or d.alert_id = $3) and ($4::uuid is null or d.channel_id = $4)
     and ($5::timestamptz is null or d.finished_at >= $5) and ($6::timestamptz is null or d.finished_at <= $6)`;

const valuesOf = ({ notificationIds, eventId, alertId, channelId, from, to }: GivenUpFilter): unknown[] => [
  ...[notificationIds === undefined ? null : binaryArray('uuid', notificationIds), eventId ?? null, alertId ?? null],
  ...[channelId ?? null, from ?? null, to ?? null],
];

/** Returns what was given up, the newest first, and how many there are. */
export const listGivenUp = async (
  database: Reader,
  { limit, offset, ...filter }: GivenUpFilter & { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly GivenUp[]; readonly total: number }> => {
  const values = valuesOf(filter);
  const rows = await database.query<GivenUp & Row>(
    `select d.id as notification_id, d.event_id, d.alert_id, d.channel_id, c.kind as channel_kind,
            c.enabled as channel_enabled, d.tries, d.reason, d.created_at as queued_at, d.finished_at as gave_up_at,
            d.dead_lettered as on_topic
     ${chosen} order by d.finished_at desc, d.id limit $7 offset $8`,
    [...values, limit, offset],
  );
  const [counted] = await database.query<{ total: number }>(`select count(*)::int4 as total ${chosen}`, values);
  return { rows, total: counted?.total ?? 0 };
};

export interface ReplayedGivenUp {
  readonly queued: number;
  /** Left as they are: their channel is off. */
  readonly channel_off: number;
  /** Of `notificationIds`, how many are none that was given up and fits. */
  readonly not_given_up: number;
}

/**
 * Queues what was given up again, in one transaction: at once, from the beginning of the retry schedule, and with the same ids,
 * so that a receiver recognises what it has.
 */
export const replayGivenUp = (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  filter: GivenUpFilter,
): Promise<ReplayedGivenUp> =>
  database.transaction(async (client) => {
    const { rows } = await client.query<{ queued: number; channel_off: number }>(
      `with chosen as (select d.id, c.enabled ${chosen} for update of d),
       queued as (
         update delivery.notifications d
            set state = 'waiting', due_at = $7, failures = 0, reason = null, finished_at = null, dead_lettered = false
           from chosen where chosen.id = d.id and chosen.enabled
         returning d.id)
       select (select count(*)::int4 from queued) as queued,
              (select count(*)::int4 from chosen where not enabled) as channel_off`,
      [...valuesOf(filter), runtime.now().toISOString()],
    );
    await client.query(notifySql);
    const { queued, channel_off } = rows[0] ?? { queued: 0, channel_off: 0 };
    const named = new Set(filter.notificationIds).size;
    return { queued, channel_off, not_given_up: Math.max(0, named - queued - channel_off) };
  });
