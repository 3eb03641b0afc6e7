/** The channels of users in their table. Statements for users name the user, so that none reaches another's row. */
import { limits } from '../base/limits.js';
import { ledgerError } from '../base/errors.js';
import type { Client, Database, Reader, Row } from '../postgres/database.js';
import type { Channel, ChannelKind, ChannelTarget, Digest, QuietHours, SigningSecret } from './channel.js';

interface ChannelRow extends Row {
  readonly id: string;
  readonly user_id: string | null;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly target: ChannelTarget;
  readonly secrets: readonly SigningSecret[];
  readonly quiet_hours: QuietHours | null;
  readonly digest: Digest | null;
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly failing_since: string | null;
  readonly created_at: string;
}

const columns = `c.id, c.user_id, c.kind, c.name, c.target, c.secrets, c.quiet_hours, c.digest, c.enabled,
  c.disabled_reason, c.failing_since, c.created_at`;

const channelOf = (row: ChannelRow): Channel => ({
  id: row.id,
  userId: row.user_id,
  kind: row.kind,
  name: row.name,
  target: row.target,
  secrets: row.secrets,
  quietHours: row.quiet_hours,
  digest: row.digest,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  failingSince: row.failing_since,
  createdAt: row.created_at,
});

/** Returns a reader that sees what the transaction of `client` has written. */
export const readerOf = (client: Client): Reader => ({
  query: async <R extends Row>(text: string, values: readonly unknown[] = []) =>
    (await client.query<R>(text, [...values])).rows,
});

/** Returns the channels of a user, the oldest first. */
export const channelsOfUser = async (database: Reader, userId: string): Promise<Channel[]> => {
  const rows = await database.query<ChannelRow>(
    `select ${columns} from delivery.channels c where c.user_id = $1 order by c.created_at, c.id`,
    [userId],
  );
  return rows.map(channelOf);
};

/** Returns channels by id, whomever they belong to. */
export const channelsById = async (database: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Channel>> => {
  const rows = await database.query<ChannelRow>(
    `select ${columns} from delivery.channels c where c.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, channelOf(row)]));
};

export const channelNotFound = (id: string): Error =>
  ledgerError('CHANNEL_NOT_FOUND', `you have no channel ${id}`, { details: { channel_id: `${id} is unknown` } });

/** Returns a channel of the user. Throws CHANNEL_NOT_FOUND, for another user's too. */
export const channelOfUser = async (database: Reader, userId: string, id: string): Promise<Channel> => {
  const found = (await channelsOfUser(database, userId)).find((channel) => channel.id === id);
  if (found === undefined) throw channelNotFound(id);
  return found;
};

/** Throws CHANNEL_NOT_FOUND, naming the first of `ids` that is no channel of the user. */
export const assertOwnChannels = async (database: Reader, userId: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const own = new Set((await channelsOfUser(database, userId)).map(({ id }) => id));
  const other = ids.find((id) => !own.has(id));
  if (other !== undefined) throw channelNotFound(other);
};

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Adds a channel; one with its id that is there stays. Throws CHANNELS_EXHAUSTED beyond limits.channelsPerUserMax. */
export const insertChannel = (database: Database, channel: Channel): Promise<void> =>
  database.transaction(async (client) => {
    // One at a time for each user, or two at once would both be the last.
    await client.query('select from accounts.users where id = $1 for no key update', [channel.userId]);
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int4 as count from delivery.channels where user_id = $1 and id <> $2',
      [channel.userId, channel.id],
    );
    if ((rows[0]?.count ?? 0) >= limits.channelsPerUserMax) {
      throw ledgerError('CHANNELS_EXHAUSTED', `you have ${limits.channelsPerUserMax} channels; delete one first`);
    }
    const { id, userId, kind, name, target, secrets, quietHours, digest, enabled, createdAt } = channel;
    await client.query(
      `insert into delivery.channels
         (id, user_id, kind, name, target, secrets, quiet_hours, digest, enabled, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
      [
        ...[id, userId, kind, name, json(target), json(secrets)],
        ...[json(quietHours), json(digest), enabled, createdAt],
      ],
    );
  });

/** Writes what a user may change of a channel. Switching it on forgets why it was off. Returns whether it exists. */
export const updateChannel = async (
  database: Database,
  { id, userId, name, target, secrets, quietHours, digest, enabled }: Channel,
): Promise<boolean> => {
  const rows = await database.query(
    `update delivery.channels c set name = $3, target = $4, secrets = $5, quiet_hours = $6, digest = $7, enabled = $8,
            disabled_reason = case when $8 then null else disabled_reason end,
            failing_since = case when $8 and not c.enabled then null else failing_since end
      where id = $1 and user_id = $2 returning id`,
    [id, userId, name, json(target), json(secrets), json(quietHours), json(digest), enabled],
  );
  return rows.length > 0;
};

/** Deletes a channel with its notifications; returns whether it existed. */
export const deleteChannel = async (database: Database, userId: string, id: string): Promise<boolean> =>
  (await database.query('delete from delivery.channels where id = $1 and user_id = $2 returning id', [id, userId]))
    .length > 0;

/** Switches a channel off; what waits for it is cancelled. Returns whether it was on. */
export const switchOff = async (client: Client, id: string, reason: string, now: string): Promise<boolean> => {
  const off = await client.query(
    'update delivery.channels set enabled = false, disabled_reason = $2 where id = $1 and enabled',
    [id, reason],
  );
  await client.query(
    `update delivery.notifications set state = 'cancelled', reason = $2, finished_at = $3, claimed_by = null
      where channel_id = $1 and state = 'waiting'`,
    [id, `the channel is off: ${reason}`, now],
  );
  return off.rowCount === 1;
};
