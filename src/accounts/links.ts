/** Links in mails: each carries a random text that works once, for one purpose, for a while. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Client, Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { hashToken } from './api-key-format.js';

export type LinkPurpose = 'verify_email' | 'reset_password' | 'change_email';

/** What a link was made for. */
export interface UsedLink {
  readonly userId: string;
  readonly purpose: LinkPurpose;
  /** The address that the link was sent to. */
  readonly email: string;
}

const tokenBytes = 32;
const pages: Readonly<Record<LinkPurpose, string>> = {
  verify_email: '/v1/auth/verify/',
  change_email: '/v1/auth/verify/',
  reset_password: '/v1/auth/password/reset/',
};

/** Makes a link to the page that uses it. `holdsMs`: how long it works. */
export const makeLink = async (
  { database, runtime, publicUrl }: Accounts,
  { userId, purpose, email }: UsedLink,
  holdsMs: number,
): Promise<string> => {
  const token = runtime.secret(tokenBytes);
  const now = runtime.now();
  await database.query(
    `insert into accounts.one_time_tokens (token_hash, user_id, purpose, email, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [hashToken(token), userId, purpose, email, now, new Date(now.getTime() + holdsMs)],
  );
  return `${publicUrl()}${pages[purpose]}${token}`;
};

/** Returns whether a user may get another mail with a link now: a form that everybody can send would fill a mailbox. */
export const mayGetLink = async (
  { database, runtime }: Pick<Accounts, 'database' | 'runtime'>,
  userId: string,
  purpose: LinkPurpose,
): Promise<boolean> => {
  const since = new Date(runtime.now().getTime() - limits.linkMailsMs);
  const [row] = await database.query<{ made: number }>(
    `select count(*)::int as made from accounts.one_time_tokens where user_id = $1 and purpose = $2 and created_at > $3`,
    [userId, purpose, since],
  );
  return (row?.made ?? 0) < limits.linkMailsMax;
};

interface LinkRow extends Row {
  readonly user_id: string;
  readonly purpose: LinkPurpose;
  readonly email: string;
}

/** Uses a link up, in the transaction that does what it is for. Throws LINK_INVALID. */
export const useLink = async (
  client: Client,
  { runtime }: Pick<Accounts, 'runtime'>,
  token: string,
  purposes: readonly LinkPurpose[],
): Promise<UsedLink> => {
  const { rows } = await client.query<LinkRow>(
    `delete from accounts.one_time_tokens where token_hash = $1 and purpose = any($2) and expires_at > $3
     returning user_id, purpose, email`,
    [hashToken(token), purposes, runtime.now()],
  );
  const [row] = rows;
  if (row === undefined)
    throw ledgerError('LINK_INVALID', 'the link was used before, or has expired: ask for a new one');
  return { userId: row.user_id, purpose: row.purpose, email: row.email };
};

/** Makes the other links of a user useless, in a transaction, and keeps those from being made that are still to be mailed. */
export const dropLinks = async (client: Client, userId: string, purposes: readonly LinkPurpose[]): Promise<void> => {
  // Queued mails first: a link that is being made meanwhile is found below.
  for (const table of ['outgoing_mails', 'one_time_tokens'])
    await client.query(`delete from accounts.${table} where user_id = $1 and purpose = any($2)`, [userId, purposes]);
};
