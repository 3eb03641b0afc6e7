/** Composes what the API's accounts work on. */
import { join, resolve } from 'node:path';
import { createAccessTokens } from '../accounts/access-tokens.js';
import type { Accounts } from '../accounts/accounts.js';
import { openSigningKeys } from '../accounts/signing-keys.js';
import type { Ledger } from './ledger.js';

/** The issuer of tokens of a ledger that was not told its address. */
const defaultIssuer = 'tcg-ledger';

/** Opens the accounts of a ledger; makes the key for access tokens at the first start. Throws CONFIG_INVALID. */
export const openAccounts = async (
  { config, database, runtime, logger }: Pick<Ledger, 'config' | 'database' | 'runtime' | 'logger'>,
  simulated: boolean,
): Promise<Accounts> => {
  const path = config.jwtPrivateKeyFile ?? join(resolve(config.dataDir), 'jwt-private-key.pem');
  const keys = await openSigningKeys(path, { runtime, logger });
  const tokens = createAccessTokens({ keys, issuer: config.publicUrl ?? defaultIssuer, runtime });
  return { database, runtime, tokens, keyType: simulated ? 'demo' : 'live' };
};
