/** Choosing another password: by the old one, or by a link in a mail. */
import { ledgerError } from '../base/errors.js';
import type { Client } from '../postgres/database.js';
import type { Accounts } from './accounts.js';
import { makeFirstAdmin } from './first-admin.js';
import { dropLinks, mayGetLink, useLink } from './links.js';
import { tryPassword } from './login-delays.js';
import { mailUser } from './outgoing-mails.js';
import { assertPasswordAllowed } from './passwords/rules.js';
import { endSessions } from './sessions.js';
import { type User, userByEmail, userById } from './users.js';

const storePassword = async (
  client: Client,
  { runtime }: Accounts,
  { userId, hash, keptSessionId }: { userId: string; hash: string; keptSessionId: string | null },
): Promise<void> => {
  await client.query('update accounts.users set password_hash = $2, password_changed_at = $3 where id = $1', [
    userId,
    hash,
    runtime.now(),
  ]);
  await endSessions(client, userId, keptSessionId);
  // A change of the address that somebody else asked for must not outlive it.
  await dropLinks(client, userId, ['reset_password', 'change_email']);
};

const tellChanged = (accounts: Accounts, user: { readonly userId: string; readonly email: string }): void =>
  accounts.background.run('a mail about a changed password', () =>
    mailUser(accounts, { ...user, kind: 'password_changed' }),
  );

/** Returns the user of a session whose password is right. Throws PASSWORD_WRONG, LOGIN_DELAYED or UNAUTHENTICATED. */
export const confirmUser = async (
  accounts: Accounts,
  { userId, password, source }: { readonly userId: string; readonly password: string; readonly source: string },
): Promise<User> => {
  const user = await userById(accounts.database, userId);
  if (user === undefined) throw ledgerError('UNAUTHENTICATED', 'the account was deleted');
  const isRight = await tryPassword(accounts, { email: user.email, source }, { password, hash: user.passwordHash });
  if (!isRight)
    throw ledgerError('PASSWORD_WRONG', 'password: expected the password of the account', {
      details: { password: 'expected the password of the account' },
    });
  return user;
};

/** Changes the password of a user; ends all sessions but the one that asks. Throws as `confirmUser`, or VALIDATION_FAILED. */
export const changePassword = async (
  accounts: Accounts,
  given: { userId: string; sessionId: string; password: string; newPassword: string; source: string },
): Promise<void> => {
  const user = await confirmUser(accounts, given);
  assertPasswordAllowed('new_password', given.newPassword, user.email);
  const hash = await accounts.passwords.hash(given.newPassword);
  await accounts.database.transaction((client) =>
    storePassword(client, accounts, { userId: user.id, hash, keptSessionId: given.sessionId }),
  );
  tellChanged(accounts, { userId: user.id, email: user.email });
};

/**
 * Sends a link for a new password, if the address has an account; the caller cannot tell. Throws MAIL_UNAVAILABLE where the ledger
 * sends no mail at all.
 */
export const forgetPassword = (accounts: Accounts, email: string): void => {
  const { database, background, mailer, logsLinks } = accounts;
  if (mailer === undefined && !logsLinks)
    throw ledgerError('MAIL_UNAVAILABLE', 'this ledger sends no mail: its operator has set no SMTP_URL');
  background.run('a mail for a new password', async () => {
    const user = await userByEmail(database, email.trim().toLowerCase());
    if (user === undefined || !(await mayGetLink(accounts, user.id, 'reset_password'))) return;
    await mailUser(accounts, { userId: user.id, kind: 'reset', email: user.email });
  });
};

/** Sets the password by a link, which also confirms the address. Throws LINK_INVALID or VALIDATION_FAILED. */
export const resetPassword = async (accounts: Accounts, token: string, password: string): Promise<void> => {
  const { database, runtime, adminEmail } = accounts;
  assertPasswordAllowed('password', password, '');
  const hash = await accounts.passwords.hash(password);
  const told = await database.transaction(async (client) => {
    const { userId, email: sentTo } = await useLink(client, accounts, token, ['reset_password']);
    const { rows } = await client.query<{ email: string; is_verified: boolean }>(
      'select email, email_verified_at is not null as is_verified from accounts.users where id = $1 for update',
      [userId],
    );
    const [user] = rows;
    if (user === undefined || user.email !== sentTo)
      throw ledgerError('LINK_INVALID', 'the account has another e-mail address by now');
    // A stranger may have made the account before its address was confirmed: keys of that time are not the owner's.
    if (!user.is_verified) await client.query('delete from accounts.api_keys where user_id = $1', [userId]);
    await storePassword(client, accounts, { userId, hash, keptSessionId: null });
    await client.query('update accounts.users set email_verified_at = coalesce(email_verified_at, $2) where id = $1', [
      userId,
      runtime.now(),
    ]);
    if (user.email === adminEmail) await makeFirstAdmin(client, userId);
    return { userId, email: user.email };
  });
  tellChanged(accounts, told);
};
