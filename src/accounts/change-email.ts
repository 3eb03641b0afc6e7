/** Changing the address of an account: by the password, and by a link in a mail to the new one. */
import { ledgerError } from '../base/errors.js';
import type { Accounts } from './accounts.js';
import { confirmUser } from './change-password.js';
import { emailField } from './email-address.js';
import { mayGetLink } from './links.js';
import { mailUser } from './outgoing-mails.js';
import { userByEmail } from './users.js';

/**
 * Sends a link to the new address, and tells the old one. An address that has an account gets none; the caller cannot tell. Throws
 * PASSWORD_WRONG, LOGIN_DELAYED, VALIDATION_FAILED, and MAIL_UNAVAILABLE where the ledger sends no mail at all.
 */
export const changeEmail = async (
  accounts: Accounts,
  given: { userId: string; email: string; password: string; source: string },
): Promise<void> => {
  const { database, background, mailer, logsLinks } = accounts;
  const email = emailField('email', given.email);
  if (mailer === undefined && !logsLinks)
    throw ledgerError('MAIL_UNAVAILABLE', 'this ledger sends no mail: its operator has set no SMTP_URL');
  const user = await confirmUser(accounts, given);
  background.run('a mail about a change of address', async () => {
    await mailUser(accounts, { userId: user.id, kind: 'email_change_asked', email: user.email });
  });
  background.run('a mail to a new address', async () => {
    if ((await userByEmail(database, email)) !== undefined) return;
    if (!(await mayGetLink(accounts, user.id, 'change_email'))) return;
    await mailUser(accounts, { userId: user.id, kind: 'confirm_new_email', email });
  });
};
