/** Users for tests of the API, written straight into the tables: hashing a password takes a quarter of a second. */
import type { Accounts } from '../../src/accounts/accounts.js';
import { formatKey, hashToken, keyEntropyBytes } from '../../src/accounts/api-key-format.js';
import { type Scope, scopesOfRole } from '../../src/domain/accounts/principal.js';

export interface SignedUp {
  readonly userId: string;
  readonly email: string;
  /** For `Authorization: Bearer …`. */
  readonly bearer: string;
  /** Id of the session or key. */
  readonly credentialId: string;
}

export interface SignUpOptions {
  readonly admin?: boolean;
  /** With these scopes, by an API key; default: all of the role, by an access token. */
  readonly scopes?: readonly Scope[];
  /** A sheet token instead. */
  readonly sheet?: boolean;
  /** Of an account that is there, another credential. */
  readonly userId?: string;
}

/** Adds a user, whose e-mail address is verified. */
const addUser = async ({ database, runtime }: Accounts, admin: boolean): Promise<string> => {
  const userId = runtime.uuid();
  const now = runtime.now();
  await database.query(
    `insert into accounts.users (id, email, email_verified_at, password_hash, role, created_at, password_changed_at)
     values ($1, $2, $3, '', $4, $3, $3)`,
    [userId, `${userId.slice(0, 8)}@example.org`, now, admin ? 'admin' : 'user'],
  );
  return userId;
};

/** Adds a user with a credential. */
export const signUp = async (
  { accounts }: { readonly accounts: Accounts },
  { admin = false, scopes, sheet = false, userId: given }: SignUpOptions = {},
): Promise<SignedUp> => {
  const { database, runtime, tokens, keyType } = accounts;
  const userId = given ?? (await addUser(accounts, admin));
  const [user] = await database.query<{ email: string }>('select email from accounts.users where id = $1', [userId]);
  const credentialId = runtime.uuid();
  const now = runtime.now();
  const common = { userId, email: user?.email ?? '', credentialId };
  if (scopes === undefined && !sheet) {
    await database.query(
      `insert into accounts.sessions (id, user_id, created_at, expires_at) values ($1, $2, $3, $3::timestamptz + interval '30 days')`,
      [credentialId, userId, now],
    );
    const granted = scopesOfRole(admin ? 'admin' : 'user');
    return { ...common, bearer: tokens.issue({ userId, sessionId: credentialId, scopes: granted }).token };
  }
  const bearer = formatKey(sheet ? 'sheet' : keyType, runtime.secret(keyEntropyBytes));
  await database.query(
    `insert into accounts.api_keys (id, user_id, kind, name, key_hash, hint, scopes, created_at)
     values ($1, $2, $3, 'test', $4, $5, $6, $7)`,
    [credentialId, userId, sheet ? 'sheet' : 'api', hashToken(bearer), bearer.slice(-4), scopes ?? ['read'], now],
  );
  return { ...common, bearer };
};
