/** What the functions of accounts work on. */
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import type { AccessTokens } from './access-tokens.js';

export interface Accounts {
  /** The primary: a replica would not know what was just revoked. */
  readonly database: Database;
  readonly runtime: Runtime;
  readonly tokens: AccessTokens;
  /** The type of the ledger's API keys: `demo` where prices are simulated. */
  readonly keyType: 'live' | 'demo';
}
