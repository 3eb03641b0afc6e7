/**
 * Finds the principal of a credential. Every one is looked up, so that a session that ended, a key that was revoked and a user who
 * was deleted or is no administrator any more count from the next request on.
 */
import { limits } from '../base/limits.js';
import { isScope, type Principal, type Scope, scopesOfRole, type UserRole } from '../domain/accounts/principal.js';
import type { Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { hashToken, keyTypeOf, looksLikeKey } from './api-key-format.js';

/** Why a credential is refused, in words for its owner. */
export interface Refusal {
  readonly refused: string;
}

/** Returns the scopes that were granted, without those that the role has lost. */
const heldScopes = (granted: readonly Scope[], role: UserRole): readonly Scope[] =>
  granted.filter((scope) => scopesOfRole(role).includes(scope));

interface SessionRow extends Row {
  readonly role: UserRole;
}

const ofAccessToken = async ({ database, runtime, tokens }: Accounts, token: string): Promise<Principal | Refusal> => {
  const claims = await tokens.verify(token);
  if (claims === 'expired') return { refused: 'the access token has expired: refresh it' };
  if (claims === null) return { refused: 'expected an access token of this ledger, or an API key' };
  const { userId, sessionId, scopes } = claims;
  const [session] = await database.query<SessionRow>(
    `select u.role from accounts.sessions s join accounts.users u on u.id = s.user_id
     where s.id = $1 and s.user_id = $2 and s.expires_at > $3`,
    [sessionId, userId, runtime.now()],
  );
  if (session === undefined) return { refused: 'the session of the access token has ended: log in again' };
  return { userId, scopes: heldScopes(scopes, session.role), by: 'session', credentialId: sessionId };
};

interface KeyRow extends Row {
  readonly id: string;
  readonly user_id: string;
  readonly kind: 'api' | 'sheet';
  readonly scopes: readonly string[];
  readonly role: UserRole;
  readonly last_used_at: string | null;
}

/** Writes down that a key was used, about once a minute. */
const noteUse = async ({ database, runtime }: Accounts, { id, last_used_at }: KeyRow): Promise<void> => {
  const now = runtime.now();
  if (last_used_at !== null && now.getTime() - Date.parse(last_used_at) < limits.keyUseNotedMs) return;
  await database.query('update accounts.api_keys set last_used_at = $2 where id = $1', [id, now]);
};

const ofKey = async (accounts: Accounts, text: string): Promise<Principal | Refusal> => {
  const type = keyTypeOf(text);
  if (type === null) return { refused: 'the API key is misspelled: its checksum does not fit' };
  if (type !== 'sheet' && type !== accounts.keyType)
    return { refused: `a tcgl_${type}_ key does not belong here: this ledger has tcgl_${accounts.keyType}_ keys` };
  const [key] = await accounts.database.query<KeyRow>(
    `select k.id, k.user_id, k.kind, k.scopes, k.last_used_at, u.role
     from accounts.api_keys k join accounts.users u on u.id = k.user_id
     where k.key_hash = $1 and (k.expires_at is null or k.expires_at > $2)`,
    [hashToken(text), accounts.runtime.now()],
  );
  if (key === undefined) return { refused: 'the API key was revoked, has expired, or never was one' };
  await noteUse(accounts, key);
  const scopes = heldScopes(key.scopes.filter(isScope), key.role);
  const by = key.kind === 'sheet' ? 'sheet_token' : 'api_key';
  return { userId: key.user_id, scopes, by, credentialId: key.id };
};

/** Returns the principal of an access token, API key or sheet token, or why there is none. */
export const authenticate = (accounts: Accounts, credential: string): Promise<Principal | Refusal> =>
  looksLikeKey(credential) ? ofKey(accounts, credential) : ofAccessToken(accounts, credential);
