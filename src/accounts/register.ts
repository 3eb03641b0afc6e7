/** Making an account, and confirming its address. */
import type { Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { emailField } from './email-address.js';
import { dropLinks, mayGetLink, useLink } from './links.js';
import { mailUser } from './outgoing-mails.js';
import { assertPasswordAllowed } from './passwords/rules.js';
import { ledgerError } from '../base/errors.js';

interface Registered extends Row {
  readonly id: string;
  readonly is_new: boolean;
}

/** Sends the owner of an address what follows from a registration; of a known address, how to get in. */
const tellOwner = async (accounts: Accounts, email: string, { id: userId, is_new }: Registered): Promise<void> => {
  const purpose = is_new ? 'verify_email' : 'reset_password';
  if (!(await mayGetLink(accounts, userId, purpose))) return;
  await mailUser(accounts, { userId, kind: is_new ? 'verify' : 'known', email });
};

/**
 * Makes an account, or leaves the one of the address as it is: the caller cannot tell which. The work is the same, a hash and a
 * written row. Throws VALIDATION_FAILED or PASSWORDS_BUSY.
 */
export const register = async (
  accounts: Accounts,
  given: { readonly email: string; readonly password: string },
): Promise<void> => {
  const { database, runtime, passwords, background } = accounts;
  const email = emailField('email', given.email);
  assertPasswordAllowed('password', given.password, email);
  const hash = await passwords.hash(given.password);
  const [registered] = await database.query<Registered>(
    `insert into accounts.users as u (id, email, password_hash, created_at, password_changed_at)
     values ($1, $2, $3, $4, $4)
     on conflict (email) do update set email = u.email
     returning id, xmax = 0 as is_new`,
    [runtime.uuid(), email, hash, runtime.now()],
  );
  if (registered !== undefined)
    background.run('a mail after a registration', () => tellOwner(accounts, email, registered));
};

/** Uses the link that confirms an address, of a new account or as the new one of an account. Throws LINK_INVALID. */
export const verifyEmail = async (accounts: Accounts, token: string): Promise<void> => {
  const { database, runtime, background } = accounts;
  const old = await database
    .transaction(async (client) => {
      const link = await useLink(client, accounts, token, ['verify_email', 'change_email']);
      const { rows } = await client.query<{ email: string }>(
        'select email from accounts.users where id = $1 for update',
        [link.userId],
      );
      const before = rows[0]?.email;
      // The link in a mail to an address that the account has no more.
      if (link.purpose === 'verify_email' && before !== link.email)
        throw ledgerError('LINK_INVALID', 'the account has another e-mail address by now');
      await client.query('update accounts.users set email = $2, email_verified_at = $3 where id = $1', [
        link.userId,
        link.email,
        runtime.now(),
      ]);
      const isChanged = before !== link.email;
      // What was mailed to the old address is not for its reader any more.
      await dropLinks(
        client,
        link.userId,
        isChanged ? ['verify_email', 'change_email', 'reset_password'] : ['verify_email'],
      );
      return isChanged && before !== undefined ? { userId: link.userId, email: before } : undefined;
    })
    .catch((error: unknown) => {
      // unique_violation: another account took the address meanwhile.
      if (error instanceof Error && 'code' in error && error.code === '23505')
        throw ledgerError('LINK_INVALID', 'the e-mail address cannot become that of this account');
      throw error;
    });
  if (old !== undefined)
    background.run('a mail about a changed address', () => mailUser(accounts, { ...old, kind: 'email_changed' }));
};
