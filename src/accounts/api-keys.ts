/** API keys and sheet tokens of a user. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Principal, Scope } from '../domain/accounts/principal.js';
import { charsIn } from '../domain/text.js';
import type { Reader, Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { formatKey, hashToken, keyEntropyBytes } from './api-key-format.js';

/** What a key is: for programs, or for the addresses of spreadsheets. */
export type ApiKeyKind = 'api' | 'sheet';

/** An API key or sheet token, without its text. */
export interface ApiKey {
  readonly id: string;
  readonly kind: ApiKeyKind;
  readonly name: string;
  /** The last characters of the key, by which its owner recognises it. */
  readonly hint: string;
  readonly scopes: readonly Scope[];
  /** @isDateTime */
  readonly created_at: string;
  /** Null if it never expires. @isDateTime */
  readonly expires_at: string | null;
  /** To the minute; null if it never was. @isDateTime */
  readonly last_used_at: string | null;
}

/** A new key, with its text: it is shown this once. */
export interface NewApiKey extends ApiKey {
  readonly key: string;
}

const columns = 'id, kind, name, hint, scopes, created_at, expires_at, last_used_at';
const hintChars = 4;

/** Returns the keys of a user, the newest first. */
export const readApiKeys = (database: Reader, userId: string): Promise<ApiKey[]> =>
  database.query<ApiKey & Row>(
    `select ${columns} from accounts.api_keys where user_id = $1 order by created_at desc, id`,
    [userId],
  );

const refuse = (field: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}`, { details: { [field]: `expected ${expected}` } });

export interface ApiKeyWish {
  readonly name: string;
  readonly kind: ApiKeyKind;
  readonly scopes: readonly Scope[];
  /** RFC 3339. */
  readonly expiresAt: string | undefined;
}

/** Throws VALIDATION_FAILED unless `maker` may make such a key. */
const assertAllowed = (wish: ApiKeyWish, maker: Principal, nowMs: number): void => {
  const { name, kind, scopes, expiresAt } = wish;
  const chars = charsIn(name.trim());
  if (chars === 0 || chars > limits.userTextCharsMax)
    throw refuse('name', `1 to ${limits.userTextCharsMax} characters`);
  if (kind === 'sheet' && (scopes.length !== 1 || scopes[0] !== 'read'))
    throw refuse('scopes', 'read alone, for a sheet token');
  if (scopes.length === 0) throw refuse('scopes', `some of ${maker.scopes.join(', ')}`);
  if (!scopes.every((scope) => maker.scopes.includes(scope)))
    throw refuse('scopes', `scopes that you have yourself: ${maker.scopes.join(', ')}`);
  if (expiresAt !== undefined && Date.parse(expiresAt) <= nowMs) throw refuse('expires_at', 'a time to come');
};

/** Makes a key for the user of a session. Throws VALIDATION_FAILED or API_KEYS_EXCEEDED. */
export const createApiKey = async (accounts: Accounts, maker: Principal, wish: ApiKeyWish): Promise<NewApiKey> => {
  const { database, runtime, keyType } = accounts;
  const now = runtime.now();
  assertAllowed(wish, maker, now.getTime());
  const key = formatKey(wish.kind === 'sheet' ? 'sheet' : keyType, runtime.secret(keyEntropyBytes));
  return database.transaction(async (client) => {
    // Of one user one after another, so that the count holds.
    await client.query('select from accounts.users where id = $1 for update', [maker.userId]);
    const { rows: counted } = await client.query<{ keys: number }>(
      'select count(*)::int as keys from accounts.api_keys where user_id = $1',
      [maker.userId],
    );
    if ((counted[0]?.keys ?? 0) >= limits.apiKeysMax)
      throw ledgerError('API_KEYS_EXCEEDED', `at most ${limits.apiKeysMax} keys: delete one first`);
    const { rows } = await client.query<ApiKey & Row>(
      `insert into accounts.api_keys (id, user_id, kind, name, key_hash, hint, scopes, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
      [
        runtime.uuid(),
        maker.userId,
        wish.kind,
        wish.name.trim(),
        hashToken(key),
        key.slice(-hintChars),
        [...new Set(wish.scopes)],
        now,
        wish.expiresAt ?? null,
      ],
    );
    return { ...(rows[0] as ApiKey), key };
  });
};

/** Revokes a key of a user: it holds for no further request. Throws API_KEY_NOT_FOUND, also for another user's. */
export const deleteApiKey = async (
  { database }: Pick<Accounts, 'database'>,
  userId: string,
  id: string,
): Promise<void> => {
  const deleted = await database.query('delete from accounts.api_keys where id = $1 and user_id = $2 returning id', [
    id,
    userId,
  ]);
  if (deleted.length === 0) throw ledgerError('API_KEY_NOT_FOUND', 'no API key with this id is yours');
};
