/** Feeds of users: their secret addresses, and what they are of. Only the hash of an address's token is stored. */
import { createHash } from 'node:crypto';
import type { Runtime } from '../../base/runtime.js';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { type Game } from '../../domain/cards/card.js';
import { instantOf } from '../../domain/instant.js';
import type { Database, Reader, Row } from '../../postgres/database.js';

export type FeedSubject =
  | { readonly of: 'alert'; readonly alert_id: string }
  | { readonly of: 'watchlist'; readonly watchlist_id: string }
  | { readonly of: 'movers'; readonly tcg_type: Game | null };

export interface StoredFeed {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly subject: FeedSubject;
  readonly createdAt: string;
}

const tokenBytes = 24;
const prefix = 'tcgl_feed_';
const tokenPattern = /^tcgl_feed_[0-9a-f]{48}$/;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

interface FeedRow extends Row {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly subject: FeedSubject;
  readonly created_at: string;
}
const feedOf = ({ id, user_id, name, subject, created_at }: FeedRow): StoredFeed => ({
  ...{ id, userId: user_id, name, subject, createdAt: created_at },
});

export const feedNotFound = (): Error => ledgerError('FEED_NOT_FOUND', 'there is no such feed, or it was deleted');

/**
 * Makes a feed; returns it with the token of its address, which is shown this once. Made again with the same id it gets another
 * address: the process that made it died before it could tell the first. Throws FEEDS_EXHAUSTED.
 */
export const createFeed = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  { id, userId, name, subject }: Pick<StoredFeed, 'id' | 'userId' | 'name' | 'subject'>,
): Promise<{ readonly feed: StoredFeed; readonly token: string }> => {
  const token = `${prefix}${runtime.secret(tokenBytes)}`;
  const feed = { id, userId, name, subject, createdAt: instantOf(runtime.now()) };
  await database.transaction(async (client) => {
    // One at a time for each user, or two at once would both be the last.
    await client.query('select from accounts.users where id = $1 for no key update', [userId]);
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int4 as count from delivery.feeds where user_id = $1 and id <> $2',
      [userId, id],
    );
    if ((rows[0]?.count ?? 0) >= limits.feedsPerUserMax) {
      throw ledgerError('FEEDS_EXHAUSTED', `you have ${limits.feedsPerUserMax} feeds; delete one first`);
    }
    await client.query(
      `insert into delivery.feeds (id, user_id, token_hash, subject, name, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set token_hash = excluded.token_hash`,
      [feed.id, userId, hashOf(token), JSON.stringify(subject), name, feed.createdAt],
    );
  });
  return { feed, token };
};

/** Returns the feeds of a user, the oldest first. */
export const feedsOfUser = async (database: Reader, userId: string): Promise<StoredFeed[]> =>
  (
    await database.query<FeedRow>(
      'select id, user_id, name, subject, created_at from delivery.feeds where user_id = $1 order by created_at, id',
      [userId],
    )
  ).map(feedOf);

/** Deletes a feed: its address answers no more. Returns whether it existed. */
export const deleteFeed = async (database: Database, userId: string, id: string): Promise<boolean> =>
  (await database.query('delete from delivery.feeds where id = $1 and user_id = $2 returning id', [id, userId]))
    .length > 0;

/** Returns the feed of a token; `null` for any text that is none. */
export const feedOfToken = async (database: Reader, token: string): Promise<StoredFeed | null> => {
  if (!tokenPattern.test(token)) return null;
  const [row] = await database.query<FeedRow>(
    'select id, user_id, name, subject, created_at from delivery.feeds where token_hash = $1',
    [hashOf(token)],
  );
  return row === undefined ? null : feedOf(row);
};
