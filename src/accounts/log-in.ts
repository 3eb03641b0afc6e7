/** Logging in by e-mail address and password. */
import { ledgerError } from '../base/errors.js';
import type { Accounts } from './accounts.js';
import { tryPassword } from './login-delays.js';
import { beginSession, type SessionTokens } from './sessions.js';
import { userByEmail } from './users.js';

/**
 * Begins a session. An unknown address, a wrong password and an account without one are one answer, after the same work. Throws
 * LOGIN_FAILED, LOGIN_DELAYED or PASSWORDS_BUSY.
 */
export const logIn = async (
  accounts: Accounts,
  given: { readonly email: string; readonly password: string; readonly source: string },
): Promise<SessionTokens> => {
  const email = given.email.trim().toLowerCase();
  const user = await userByEmail(accounts.database, email);
  const { password, source } = given;
  const isRight = await tryPassword(accounts, { email, source }, { password, hash: user?.passwordHash ?? null });
  if (user === undefined || !isRight) throw ledgerError('LOGIN_FAILED', 'the e-mail address or the password is wrong');
  return beginSession(accounts, { userId: user.id, role: user.role });
};
