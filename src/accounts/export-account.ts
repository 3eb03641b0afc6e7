/** Everything that the ledger holds of a user, for the user. */
import type { Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { type ApiKey, readApiKeys } from './api-keys.js';
import { type Profile, readProfile } from './profile.js';

/** A login that has not ended. */
export interface SessionData {
  readonly id: string;
  /** @isDateTime */
  readonly created_at: string;
  /** @isDateTime */
  readonly expires_at: string;
}

/** The personal data of a user. Of passwords, tokens and keys only hashes are held: they are left out. */
export interface AccountExport {
  readonly account: Profile;
  readonly sessions: readonly SessionData[];
  readonly api_keys: readonly ApiKey[];
  /** What other parts hold, by name. */
  readonly further: { readonly [name: string]: readonly { readonly [key: string]: unknown }[] };
}

/** Returns the personal data of a user. Throws UNAUTHENTICATED if the account was deleted. */
export const exportAccount = async (accounts: Accounts, userId: string): Promise<AccountExport> => {
  const { database, personalData } = accounts;
  const [account, sessions, keys, ...further] = await Promise.all([
    readProfile(accounts, userId),
    database.query<SessionData & Row>(
      'select id, created_at, expires_at from accounts.sessions where user_id = $1 order by created_at',
      [userId],
    ),
    readApiKeys(database, userId),
    ...personalData.map(async ({ name, read }) => [name, await read(userId)] as const),
  ]);
  return {
    account,
    sessions,
    api_keys: keys,
    further: Object.fromEntries(further) as unknown as AccountExport['further'],
  };
};
