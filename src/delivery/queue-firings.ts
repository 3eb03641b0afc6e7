/**
 * Puts firings into the queue, each once by the id of its event: one notification for each channel of the alert, or of its
 * owner if the alert names none.
 *
 * A channel gets what fired while it existed. So a ledger whose firings are read again from the beginning, for the first
 * time or after its queue was lost, sends nobody old news.
 */
import { isSimulated } from '../domain/source.js';
import { uuidFromName } from '../domain/ids.js';
import type { EventData } from '../domain/events.js';
import { inParallel } from '../base/async/parallel.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Client, Database, Reader, Row } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';
import { findCards } from '../../projections/catalog/queries.js';
import type { FiringTerms, FiringTermsReader } from './firing-terms.js';
import type { ChannelKind, Digest, QuietHours } from './channel.js';
import type { CardNames, FiringContent } from './notification.js';
import { deliveryLimits } from './limits.js';
import { enqueue, type NewNotification } from './queue.js';
import { sendTime } from './send-times.js';

/** A firing, from the log or from Kafka. */
export interface Firing {
  readonly eventId: string;
  readonly position: string;
  /** RFC 3339. */
  readonly recordedAt: string;
  readonly data: EventData<'AlertTriggered'>;
}

export interface QueueFiringsDeps {
  readonly database: Database;
  /** For names of cards: may be a replica. */
  readonly queries: Database;
  readonly runtime: Runtime;
  readonly terms: FiringTermsReader;
}

/** The clocks that stamp events and channels may differ by this much. */
const clockSlackMs = 60_000;

interface OwnedChannel extends Row {
  readonly id: string;
  readonly user_id: string;
  readonly kind: ChannelKind;
  readonly quiet_hours: QuietHours | null;
  readonly digest: Digest | null;
  readonly created_at: string;
  readonly paused: boolean;
}

const channelsSql = `
  select c.id, c.user_id, c.kind, c.quiet_hours, c.digest, c.created_at, u.notifications_paused as paused
    from delivery.channels c join accounts.users u on u.id = c.user_id
   where c.user_id = any($1::uuid[]) and c.enabled order by c.created_at, c.id`;

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Returns the enabled channels of users, by user. An owner that is no user (a program) has none. */
const channelsOfOwners = async (
  database: Reader,
  owners: readonly string[],
): Promise<ReadonlyMap<string, readonly OwnedChannel[]>> => {
  const users = [...new Set(owners)].filter(isUuid);
  if (users.length === 0) return new Map();
  const rows = await database.query<OwnedChannel>(channelsSql, [binaryArray('uuid', users)]);
  const byUser = new Map<string, OwnedChannel[]>();
  for (const row of rows) {
    const theirs = byUser.get(row.user_id);
    if (theirs === undefined) byUser.set(row.user_id, [row]);
    else theirs.push(row);
  }
  return byUser;
};

/** Returns the names of cards; a card that the catalog does not have yet goes by its id. */
const namesOf = async (database: Database, firings: readonly Firing[]): Promise<(cardId: string) => CardNames> => {
  const ids = [...new Set(firings.map(({ data }) => data.card_id))];
  const cards = new Map((ids.length === 0 ? [] : await findCards(database, ids)).map((card) => [card.card_id, card]));
  return (cardId) => {
    const card = cards.get(cardId);
    if (card === undefined) return { name: cardId, set_name: null, number: null };
    return { name: card.name, set_name: card.set_info?.name ?? null, number: card.number };
  };
};

const isEligible = (channel: OwnedChannel, { channels }: FiringTerms, firing: Firing): boolean =>
  (channels.length === 0 || channels.includes(channel.id)) &&
  Date.parse(channel.created_at) <= Date.parse(firing.recordedAt) + clockSlackMs;

/** Returns which of the firings with these event ids were queued before. */
export const knownFirings = async (database: Reader, eventIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ event_id: string }>(
    'select event_id from delivery.firings where event_id = any($1::uuid[])',
    [binaryArray('uuid', eventIds)],
  );
  return new Set(rows.map(({ event_id }) => event_id));
};

const notificationsOf = (
  firing: Firing,
  terms: FiringTerms | null,
  channels: readonly OwnedChannel[],
  card: CardNames,
  now: Date,
): NewNotification[] => {
  if (terms === null) return [];
  const { data, eventId } = firing;
  const content: FiringContent = {
    type: 'alert.triggered',
    firing: data,
    when: terms.when,
    card,
    simulated: isSimulated(data.source),
  };
  return channels
    .filter((channel) => isEligible(channel, terms, firing))
    .map(({ id, user_id, digest, quiet_hours: quietHours, paused }) => ({
      // Derived, so that a page that is queued twice makes the same rows.
      id: uuidFromName(`notification ${eventId} ${id}`),
      userId: user_id,
      channelId: id,
      type: content.type,
      eventId,
      alertId: data.alert_id,
      content,
      dueAt: sendTime({ digest, quietHours }, now).toISOString(),
      digest: digest !== null,
      createdAt: now.toISOString(),
      cancelled: paused ? 'notifications were paused' : null,
    }));
};

/** Records the firings; returns the ids of those that are new. */
const insertFirings = async (
  client: Client,
  firings: readonly { readonly firing: Firing; readonly notifications: number }[],
  now: Date,
): Promise<ReadonlySet<string>> => {
  const { rows } = await client.query<{ event_id: string }>(
    `insert into delivery.firings (event_id, position, notifications, queued_at)
     select *, $4::timestamptz from unnest($1::uuid[], $2::text[], $3::int4[]) on conflict do nothing
     returning event_id`,
    [
      binaryArray(
        'uuid',
        firings.map(({ firing }) => firing.eventId),
      ),
      binaryArray(
        'text',
        firings.map(({ firing }) => firing.position),
      ),
      binaryArray(
        'int4',
        firings.map(({ notifications }) => notifications),
      ),
      now.toISOString(),
    ],
  );
  return new Set(rows.map(({ event_id }) => event_id));
};

/**
 * Prepares firings to be queued: reads their alerts, channels and cards. Returns the function that queues them, in the
 * transaction of its client; those that were queued before, by anybody, are left out.
 */
export const prepareFirings = async (
  { database, queries, runtime, terms }: QueueFiringsDeps,
  firings: readonly Firing[],
): Promise<(client: Client) => Promise<void>> => {
  const ids = firings.map(({ eventId }) => eventId);
  const known = ids.length === 0 ? new Set<string>() : await knownFirings(database, ids);
  const fresh = firings.filter(({ eventId }) => !known.has(eventId));
  if (fresh.length === 0) return () => Promise.resolve();
  const found = await inParallel(fresh, deliveryLimits.firingTermsAtOnceMax, ({ data }) =>
    terms.read(data.alert_id, data.rule_version),
  );
  const owners = found.flatMap((one) => (one === null ? [] : [one.owner]));
  const channels = await channelsOfOwners(database, owners);
  const nameOf = await namesOf(queries, fresh);
  const now = runtime.now();
  const planned = fresh.map((firing, at) => {
    const of = found[at] ?? null;
    const theirs = of === null ? [] : (channels.get(of.owner) ?? []);
    return { firing, made: notificationsOf(firing, of, theirs, nameOf(firing.data.card_id), now) };
  });
  return async (client) => {
    const counted = planned.map(({ firing, made }) => ({ firing, notifications: made.length }));
    const inserted = await insertFirings(client, counted, now);
    await enqueue(
      client,
      planned.flatMap(({ firing, made }) => (inserted.has(firing.eventId) ? made : [])),
    );
  };
};
