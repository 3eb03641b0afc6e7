/**
 * The first administrator. There is no default password: who opens a link that is printed at the start, or that was mailed to
 * ADMIN_EMAIL, chooses one. Rejected: making the account of that address an administrator at once, because a stranger may have
 * registered it before.
 */
import { limits } from '../base/limits.js';
import type { Client } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { makeLink } from './links.js';

/** Makes a user, who has just proved to have ADMIN_EMAIL, an administrator, unless there is one already. */
export const makeFirstAdmin = async (client: Client, userId: string): Promise<void> => {
  // Two at once would both find none.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('tcg-ledger first administrator', 0))`);
  await client.query(
    `update accounts.users set role = 'admin'
     where id = $1 and not exists (select from accounts.users where role = 'admin')`,
    [userId],
  );
};

/** Prints the link for the first administrator while there is none; makes the account of ADMIN_EMAIL first. */
export const offerFirstAdmin = async (accounts: Accounts): Promise<void> => {
  const { database, runtime, logger, adminEmail } = accounts;
  if (adminEmail === undefined) return;
  const [user] = await database.query<{ id: string }>(
    `with added as (
       insert into accounts.users (id, email, password_hash, created_at, password_changed_at)
       select $1, $2, '', $3, $3 where not exists (select from accounts.users where role = 'admin')
       on conflict (email) do nothing
       returning id
     )
     select id from added
     union all
     select id from accounts.users where email = $2 and not exists (select from accounts.users where role = 'admin')
     limit 1`,
    [runtime.uuid(), adminEmail, runtime.now()],
  );
  if (user === undefined) return;
  const link = await makeLink(
    accounts,
    { userId: user.id, purpose: 'reset_password', email: adminEmail },
    limits.adminLinkMs,
  );
  logger.warn('no administrator yet: the account of ADMIN_EMAIL becomes one by choosing its password', { link });
};
