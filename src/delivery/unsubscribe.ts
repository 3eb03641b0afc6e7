/**
 * Links in mails by which a channel is switched off, without a login. Every mail has its own token, of which the hash is
 * stored. Rejected: one signed with a key of the service, because it could not be withdrawn, and the key would have to be
 * kept for ever.
 */
import { createHash } from 'node:crypto';
import type { Runtime } from '../base/runtime.js';
import type { Database, Reader } from '../postgres/database.js';
import { switchOff } from './channels.js';

const tokenBytes = 24;
const tokenPattern = /^[0-9a-f]{48}$/;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a link's token for a channel. */
export const createUnsubscribeToken = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  channelId: string,
): Promise<string> => {
  const token = runtime.secret(tokenBytes);
  await database.query(
    `insert into delivery.unsubscribe_links (token_hash, channel_id, created_at)
     select $1, id, $3 from delivery.channels where id = $2`,
    [hashOf(token), channelId, runtime.now().toISOString()],
  );
  return token;
};

export interface UnsubscribeTarget {
  readonly channelId: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** Returns the channel of a token; `null` for any text that is none. Changes nothing. */
export const findUnsubscribeTarget = async (database: Reader, token: string): Promise<UnsubscribeTarget | null> => {
  if (!tokenPattern.test(token)) return null;
  const [row] = await database.query<{ id: string; name: string; enabled: boolean }>(
    `select c.id, c.name, c.enabled from delivery.unsubscribe_links u join delivery.channels c on c.id = u.channel_id
      where u.token_hash = $1`,
    [hashOf(token)],
  );
  return row === undefined ? null : { channelId: row.id, name: row.name, enabled: row.enabled };
};

/** Switches the token's channel off. Returns it; `null` for a text that is no token. Once more changes nothing. */
export const unsubscribe = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  token: string,
): Promise<UnsubscribeTarget | null> => {
  const target = await findUnsubscribeTarget(database, token);
  if (target === null) return null;
  const now = runtime.now().toISOString();
  await database.transaction((client) => switchOff(client, target.channelId, 'unsubscribed by a link in a mail', now));
  return target;
};
