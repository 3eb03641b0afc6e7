/** Composes what the API's accounts work on. */
import { join, resolve } from 'node:path';
import { createAccessTokens } from '../accounts/access-tokens.js';
import type { Accounts } from '../accounts/accounts.js';
import { createBackground } from '../accounts/background.js';
import { accountCleanup, runCleanup } from '../accounts/cleanup.js';
import { createPasswordHasher } from '../accounts/passwords/hasher.js';
import { openSigningKeys } from '../accounts/signing-keys.js';
import { limits } from '../base/limits.js';
import { deliveryData } from '../delivery/personal-data.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import { alertData } from './alert-data.js';
import type { Ledger } from './ledger.js';

/** The issuer of tokens of a ledger that was not told its address. */
const defaultIssuer = 'tcg-ledger';

export interface OpenAccounts extends Accounts {
  /** Waits for mails under way, then ends the thread that hashes passwords. */
  close(): Promise<void>;
}

/**
 * Opens the accounts of a ledger; makes the key for access tokens at the first start. `ownUrl` returns the address that the API
 * listens on. Throws CONFIG_INVALID.
 */
export const openAccounts = async (
  ledger: Ledger,
  { simulated, ownUrl }: { readonly simulated: boolean; readonly ownUrl: () => string },
): Promise<OpenAccounts> => {
  const { config, database, runtime, logger, mailer, engine } = ledger;
  const path = config.jwtPrivateKeyFile ?? join(resolve(config.dataDir), 'jwt-private-key.pem');
  const keys = await openSigningKeys({ path, isChosen: config.jwtPrivateKeyFile !== undefined }, { runtime, logger });
  const passwords = createPasswordHasher();
  const background = createBackground({ logger });
  return {
    ...{ database, runtime, logger, mailer, passwords, background },
    tokens: createAccessTokens({ keys, issuer: config.publicUrl ?? defaultIssuer, runtime }),
    keyType: simulated ? 'demo' : 'live',
    logsLinks: engine.kind === 'embedded',
    publicUrl: () => config.publicUrl ?? ownUrl(),
    adminEmail: config.adminEmail,
    personalData: [...alertData(database), ...deliveryData(database)],
    async close() {
      await background.idle();
      await passwords.close();
    },
  };
};

/** Reads the file of signing keys again from time to time, until `signal` aborts. Never throws. */
export const runKeyReading = async (
  { tokens, runtime }: Pick<Accounts, 'tokens' | 'runtime'>,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await runtime.sleep(limits.signingKeysReadMs, signal).catch(() => undefined);
    await tokens.keys.reread();
  }
};

/** Deletes what has expired, in one process at a time, until `signal` aborts. */
export const runAccountCleanup = (
  { database, runtime, logger, holder }: Ledger,
  accounts: Accounts,
  signal: AbortSignal,
): Promise<void> =>
  runUnderLease({ database, runtime, logger, holder, name: 'cleanup', signal }, ({ stop }) =>
    runCleanup({ runtime, logger }, accountCleanup(accounts), stop),
  );
