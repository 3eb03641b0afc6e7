/** Accounts of a measured API, in which nobody has one. */
import { createAccessTokens } from '../src/accounts/access-tokens.js';
import type { Accounts } from '../src/accounts/accounts.js';
import { createSigningKeyPem, parseSigningKeys } from '../src/accounts/signing-keys.js';

/** Creates the accounts over the primary of a measured ledger. */
export const benchAccounts = async ({
  database,
  runtime,
}: Pick<Accounts, 'database' | 'runtime'>): Promise<Accounts> => {
  const keys = parseSigningKeys(await createSigningKeyPem());
  return { database, runtime, tokens: createAccessTokens({ keys, issuer: 'bench', runtime }), keyType: 'live' };
};
