/** What the functions of accounts work on. */
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { Mailer } from '../mail/mailer.js';
import type { Database } from '../postgres/database.js';
import type { AccessTokens } from './access-tokens.js';
import type { Background } from './background.js';
import type { PasswordHasher } from './passwords/hasher.js';

/** Data of a user in tables of other parts. */
export interface PersonalData {
  /** Its name in the export. */
  readonly name: string;
  readonly read: (userId: string) => Promise<readonly object[]>;
}

export interface Accounts {
  /** The primary: a replica would not know what was just revoked. */
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly tokens: AccessTokens;
  /** The type of the ledger's API keys: `demo` where prices are simulated. */
  readonly keyType: 'live' | 'demo';
  readonly passwords: PasswordHasher;
  readonly background: Background;
  /** `undefined`: the ledger sends no mail. */
  readonly mailer: Mailer | undefined;
  /** Without a mailer links are logged, where nobody but the operator reads the log. */
  readonly logsLinks: boolean;
  /** Returns where users reach the API, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Who proves to have this address while there is no administrator becomes one. In lower case. */
  readonly adminEmail: string | undefined;
  /** What `GET /v1/me/export` has beside the account itself. */
  readonly personalData: readonly PersonalData[];
}
