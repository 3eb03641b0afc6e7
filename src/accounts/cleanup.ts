/** Deletes what has expired, once an hour, in one process at a time. */
import { cleanUp, type CleanupStep } from '../base/clean-up.js';
import { limits } from '../base/limits.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { Accounts } from './accounts.js';
import { eraseUser } from './erase.js';

/** How long a key stays listed after it expired, and a series of wrong passwords counts. */
const expiredKeyShownMs = 30 * 86_400_000;
const loginFailuresKeptMs = 86_400_000;
/** How long the alerts of an erased user are looked for: a read model that is behind, or is rebuilt, may show one late. */
const erasedUserKeptMs = 30 * 86_400_000;
/** Accounts deleted in one run. */
const accountsMax = 1_000;

/** Deletes accounts whose address nobody confirmed in a month, and which nobody uses. */
const deleteUnverified = async (accounts: Accounts, now: Date): Promise<number> => {
  // Without mails nobody can confirm an address.
  if (accounts.mailer === undefined) return 0;
  const users = await accounts.database.query<{ id: string }>(
    `select id from accounts.users u
     where email_verified_at is null and created_at <= $1 and role = 'user'
       and not exists (select from accounts.sessions s where s.user_id = u.id)
       and not exists (select from accounts.api_keys k where k.user_id = u.id)
     order by created_at limit $2`,
    [new Date(now.getTime() - limits.unverifiedAccountMs), accountsMax],
  );
  for (const { id } of users) await eraseUser(accounts, id);
  return users.length;
};

/** Returns the steps for the tables of accounts. */
export const accountCleanup = (accounts: Accounts): readonly CleanupStep[] => {
  const { database } = accounts;
  const expired = (name: string, table: string, column: string, afterMs = 0): CleanupStep => ({
    name,
    async run(now) {
      const before = new Date(now.getTime() - afterMs);
      const sql = `with gone as (delete from accounts.${table} where ${column} <= $1 returning 1) select count(*)::int as gone from gone`;
      return (await database.query<{ gone: number }>(sql, [before]))[0]?.gone ?? 0;
    },
  });
  return [
    expired('sessions', 'sessions', 'expires_at'),
    expired('refresh tokens', 'refresh_tokens', 'expires_at'),
    {
      name: 'sessions without a token',
      async run() {
        const rows = await database.query(
          `delete from accounts.sessions s
           where not exists (select from accounts.refresh_tokens t where t.session_id = s.id) returning id`,
        );
        return rows.length;
      },
    },
    expired('links', 'one_time_tokens', 'expires_at'),
    expired('mails that could not be sent', 'outgoing_mails', 'expires_at'),
    expired('API keys', 'api_keys', 'expires_at', expiredKeyShownMs),
    expired('wrong passwords', 'login_delays', 'next_at', loginFailuresKeptMs),
    expired('erased users', 'erased_users', 'erased_at', erasedUserKeptMs),
    { name: 'unverified accounts', run: (now) => deleteUnverified(accounts, now) },
  ];
};

interface CleanupDeps {
  readonly runtime: Pick<Runtime, 'now' | 'sleep'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Cleans up every hour until `signal` aborts. */
export const runCleanup = async (
  deps: CleanupDeps,
  steps: readonly CleanupStep[],
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await cleanUp(deps, steps);
    await deps.runtime.sleep(limits.cleanupMs, signal).catch(() => undefined);
  }
};
