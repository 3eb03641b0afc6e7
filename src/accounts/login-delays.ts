/**
 * Delays between wrong passwords of one source at one account. Nobody else is delayed: a lock by account alone could be set by
 * strangers. Addresses without an account are delayed alike, so that a delay tells nothing.
 */
import { createHash } from 'node:crypto';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { charsIn } from '../domain/text.js';
import type { Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';

/** Who tries a password: the account's address, and the network that the request came from. */
export interface LoginAttempt {
  readonly email: string;
  readonly source: string;
}

const hashOf = ({ email, source }: LoginAttempt): Buffer => createHash('sha256').update(`${email}\n${source}`).digest();

/** Returns the delay after a number of failures. */
const delayMs = (failures: number): number => {
  const beyond = failures - limits.loginFailuresFree;
  return beyond <= 0 ? 0 : Math.min(1_000 * 2 ** (beyond - 1), limits.loginDelayMsMax);
};

interface DelayRow extends Row {
  readonly failures: number;
  readonly next_at: string;
}

/**
 * Counts an attempt as a failure before its password is looked at: attempts at the same moment would otherwise all count as the
 * first. Throws LOGIN_DELAYED, which says when the next one counts.
 */
const countAttempt = async ({ database, runtime }: Accounts, attempt: LoginAttempt): Promise<void> => {
  const now = runtime.now();
  const hash = hashOf(attempt);
  const delay = await database.transaction(async (client) => {
    await client.query(
      `insert into accounts.login_delays (attempt_hash, failures, next_at) values ($1, 0, $2)
       on conflict (attempt_hash) do nothing`,
      [hash, now],
    );
    const { rows } = await client.query<DelayRow>(
      'select failures, next_at from accounts.login_delays where attempt_hash = $1 for update',
      [hash],
    );
    const [row] = rows;
    const waitMs = Date.parse(row?.next_at ?? '') - now.getTime();
    if (waitMs > 0) return waitMs;
    const failures = (row?.failures ?? 0) + 1;
    await client.query('update accounts.login_delays set failures = $2, next_at = $3 where attempt_hash = $1', [
      hash,
      failures,
      new Date(now.getTime() + delayMs(failures)),
    ]);
    return 0;
  });
  if (delay === 0) return;
  const retryAfterS = Math.ceil(delay / 1_000);
  throw Object.assign(ledgerError('LOGIN_DELAYED', `too many wrong passwords; try again in ${retryAfterS} s`), {
    retryAfterS,
  });
};

/**
 * Returns whether the password of an attempt is right, and forgets its failures if so. `hash`: `null` if there is no such account.
 * Throws LOGIN_DELAYED or PASSWORDS_BUSY.
 */
export const tryPassword = async (
  accounts: Accounts,
  attempt: LoginAttempt,
  given: { readonly password: string; readonly hash: string | null },
): Promise<boolean> => {
  await countAttempt(accounts, attempt);
  // A longer text is no password of ours, and would be hashed in vain.
  const isPossible = charsIn(given.password) <= limits.passwordCharsMax;
  const isRight = await accounts.passwords.verify(isPossible ? given.password : '', isPossible ? given.hash : null);
  if (isRight)
    await accounts.database.query('delete from accounts.login_delays where attempt_hash = $1', [hashOf(attempt)]);
  return isRight;
};
