/**
 * Sessions: a login, and the chain of refresh tokens that follows from it. Each token is exchanged once for its successor. One
 * that comes back later was copied: the whole session ends, for the thief and the owner alike.
 */
import { createHmac } from 'node:crypto';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { scopesOfRole, type UserRole } from '../domain/accounts/principal.js';
import type { Client, Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { hashToken } from './api-key-format.js';

/** What a login and a refresh answer. */
export interface SessionTokens {
  readonly userId: string;
  readonly accessToken: string;
  readonly expiresInS: number;
  readonly refreshToken: string;
}

const tokenBytes = 32;

const storeToken = async (
  client: Client,
  { runtime }: Accounts,
  options: { token: string; sessionId: string },
): Promise<void> => {
  await client.query(
    `insert into accounts.refresh_tokens (token_hash, session_id, successor_key, expires_at) values ($1, $2, $3, $4)`,
    [
      hashToken(options.token),
      options.sessionId,
      Buffer.from(runtime.secret(tokenBytes), 'hex'),
      new Date(runtime.now().getTime() + limits.refreshTokenMs),
    ],
  );
};

const answer = (
  { tokens }: Accounts,
  session: { userId: string; sessionId: string; role: UserRole; refreshToken: string },
): SessionTokens => {
  const { userId, sessionId, role, refreshToken } = session;
  const { token, expiresInS } = tokens.issue({ userId, sessionId, scopes: scopesOfRole(role) });
  return { userId, accessToken: token, expiresInS, refreshToken };
};

/** Begins a session of a user who has proved to be one. */
export const beginSession = async (
  accounts: Accounts,
  { userId, role }: { readonly userId: string; readonly role: UserRole },
): Promise<SessionTokens> => {
  const { database, runtime } = accounts;
  const sessionId = runtime.uuid();
  const token = runtime.secret(tokenBytes);
  const now = runtime.now();
  await database.transaction(async (client) => {
    await client.query('insert into accounts.sessions (id, user_id, created_at, expires_at) values ($1, $2, $3, $4)', [
      sessionId,
      userId,
      now,
      new Date(now.getTime() + limits.sessionMs),
    ]);
    await storeToken(client, accounts, { token, sessionId });
  });
  return answer(accounts, { userId, sessionId, role, refreshToken: token });
};

interface TokenRow extends Row {
  readonly session_id: string;
  readonly successor_key: Buffer;
  readonly used_at: string | null;
  readonly expires_at: string;
  readonly ends_at: string;
  readonly user_id: string;
  readonly role: UserRole;
}

/** Locks a token for the transaction, so that two refreshes of it come one after the other. */
const lockToken = async (client: Client, token: string): Promise<TokenRow | undefined> => {
  const { rows } = await client.query<TokenRow>(
    `select t.session_id, t.successor_key, t.used_at, t.expires_at, s.expires_at as ends_at, s.user_id, u.role
     from accounts.refresh_tokens t
     join accounts.sessions s on s.id = t.session_id
     join accounts.users u on u.id = s.user_id
     where t.token_hash = $1 for update of t`,
    [hashToken(token)],
  );
  return rows[0];
};

const endSession = async (client: Client, sessionId: string): Promise<void> => {
  await client.query('delete from accounts.sessions where id = $1', [sessionId]);
};

/**
 * Exchanges a refresh token for its successor and a new access token. Within limits.refreshAgainMs the same token gets the same
 * successor. Throws UNAUTHENTICATED.
 */
export const refreshSession = async (accounts: Accounts, token: string): Promise<SessionTokens> => {
  const { database, runtime, logger } = accounts;
  const nowMs = runtime.now().getTime();
  const outcome = await database.transaction(async (client) => {
    const row = await lockToken(client, token);
    if (row === undefined || Math.min(Date.parse(row.expires_at), Date.parse(row.ends_at)) <= nowMs) return 'unknown';
    const { session_id: sessionId, user_id: userId, role } = row;
    const successor = createHmac('sha256', row.successor_key).update(token).digest('hex');
    if (row.used_at === null) {
      await client.query('update accounts.refresh_tokens set used_at = $2 where token_hash = $1', [
        hashToken(token),
        new Date(nowMs),
      ]);
      await storeToken(client, accounts, { token: successor, sessionId });
    } else if (nowMs - Date.parse(row.used_at) > limits.refreshAgainMs) {
      await endSession(client, sessionId);
      return 'reused';
    }
    return { userId, sessionId, role, refreshToken: successor };
  });
  if (outcome === 'reused') {
    // Committed above: thrown inside, the end of the session would be rolled back.
    logger.warn('a refresh token was used twice: its session has ended', {});
    throw ledgerError('UNAUTHENTICATED', 'the refresh token was used before: its session has ended, log in again');
  }
  if (outcome === 'unknown')
    throw ledgerError('UNAUTHENTICATED', 'the refresh token is unknown or has expired: log in again');
  return answer(accounts, outcome);
};

/** Ends the session of a refresh token; does nothing if there is none. */
export const logOut = async ({ database }: Pick<Accounts, 'database'>, token: string): Promise<void> => {
  await database.query(
    `delete from accounts.sessions where id = (select session_id from accounts.refresh_tokens where token_hash = $1)`,
    [hashToken(token)],
  );
};

/** Ends the sessions of a user, in a transaction, except the one of `keptId`. */
export const endSessions = async (client: Client, userId: string, keptId: string | null): Promise<void> => {
  await client.query('delete from accounts.sessions where user_id = $1 and ($2::uuid is null or id <> $2)', [
    userId,
    keptId,
  ]);
};
