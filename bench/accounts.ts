/** Accounts of a measured API, in which nobody has one. */
import { createAccessTokens } from '../src/accounts/access-tokens.js';
import type { Accounts } from '../src/accounts/accounts.js';
import { createBackground } from '../src/accounts/background.js';
import { createPasswordHasher } from '../src/accounts/passwords/hasher.js';
import { silentLogger } from '../src/base/logger.js';
import { createSigningKeyPem, fixedKeys, parseSigningKeys } from '../src/accounts/signing-keys.js';

/** Creates the accounts over the primary of a measured ledger. */
export const benchAccounts = async ({
  database,
  runtime,
}: Pick<Accounts, 'database' | 'runtime'>): Promise<Accounts> => {
  const keys = fixedKeys(parseSigningKeys(await createSigningKeyPem()));
  return {
    ...{ database, runtime, logger: silentLogger, mailer: undefined, adminEmail: undefined },
    tokens: createAccessTokens({ keys, issuer: 'bench', runtime }),
    keyType: 'live',
    passwords: createPasswordHasher(),
    background: createBackground({ logger: silentLogger }),
    logsLinks: false,
    publicUrl: () => 'http://127.0.0.1',
    personalData: [],
  };
};
