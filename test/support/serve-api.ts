/** The API on a free port of loopback, as tests need it. */
import { generateKeyPairSync } from 'node:crypto';
import { createAccessTokens } from '../../src/accounts/access-tokens.js';
import type { Accounts } from '../../src/accounts/accounts.js';
import { createBackground } from '../../src/accounts/background.js';
import { createPasswordHasher } from '../../src/accounts/passwords/hasher.js';
import { fixedKeys, parseSigningKeys, type SigningKeys } from '../../src/accounts/signing-keys.js';
import type { ApiDeps } from '../../src/api/app.js';
import { type ListenOptions, type RunningApi, startApi } from '../../src/api/server.js';
import { silentLogger } from '../../src/base/logger.js';

let signingKeys: SigningKeys | undefined;
/** The keys of all tests of a process: making some takes a while. */
export const testSigningKeys = (): SigningKeys => {
  const make = (): string =>
    generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return (signingKeys ??= parseSigningKeys(make()));
};

/** The fewest rounds that bcrypt takes; its thread ends with the process. */
const testPasswords = createPasswordHasher({ cost: 4 });

/** Creates the accounts of a test's ledger. */
export const testAccounts = (deps: Pick<Accounts, 'database' | 'runtime'> & Partial<Accounts>): Accounts => ({
  tokens: createAccessTokens({
    keys: fixedKeys(testSigningKeys()),
    issuer: 'http://ledger.test',
    runtime: deps.runtime,
  }),
  keyType: 'live',
  logger: silentLogger,
  passwords: testPasswords,
  background: createBackground({ logger: silentLogger }),
  mailer: undefined,
  logsLinks: true,
  publicUrl: () => 'http://ledger.test',
  adminEmail: undefined,
  personalData: [],
  ...deps,
});

/** Serves the API of a ledger with real data; `deps` may replace the silent logger and the rest. */
export const serveApi = (
  deps: Pick<ApiDeps, 'database' | 'log' | 'runtime'> & Partial<ApiDeps & ListenOptions>,
): Promise<RunningApi> =>
  startApi({
    accounts: testAccounts({ ...deps, keyType: deps.simulated === true ? 'demo' : 'live' }),
    ...{ logger: silentLogger, simulated: false, host: '127.0.0.1', port: 0 },
    ...deps,
  });
