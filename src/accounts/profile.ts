/** What a user may see and change of the own account. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { UserRole } from '../domain/accounts/principal.js';
import { charsIn } from '../domain/text.js';
import type { Row } from '../postgres/database.js';
import type { Accounts } from './accounts.js';

/** A user's own account. */
export interface Profile {
  readonly user_id: string;
  readonly email: string;
  /** Whether the link in a mail to the address was used: only then notifications go there. */
  readonly email_verified: boolean;
  readonly role: UserRole;
  readonly display_name: string | null;
  /** IANA name of the time zone in which mails state times. */
  readonly time_zone: string;
  /** No notification is sent while true. */
  readonly notifications_paused: boolean;
  /** @isDateTime */
  readonly created_at: string;
}

/** Returns the account of a user. Throws UNAUTHENTICATED if it was deleted meanwhile. */
export const readProfile = async ({ database }: Pick<Accounts, 'database'>, userId: string): Promise<Profile> => {
  const [profile] = await database.query<Profile & Row>(
    `select id as user_id, email, email_verified_at is not null as email_verified, role, display_name, time_zone,
       notifications_paused, created_at
     from accounts.users where id = $1`,
    [userId],
  );
  if (profile === undefined) throw ledgerError('UNAUTHENTICATED', 'the account was deleted');
  return profile;
};

/** What a user may change; what is left out stays. */
export interface ProfileChange {
  readonly display_name?: string | null | undefined;
  readonly time_zone?: string | undefined;
  readonly notifications_paused?: boolean | undefined;
}

const refuse = (field: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}`, { details: { [field]: `expected ${expected}` } });

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Changes the account of a user, and returns it. Throws VALIDATION_FAILED or UNAUTHENTICATED. */
export const changeProfile = async (
  accounts: Pick<Accounts, 'database'>,
  userId: string,
  change: ProfileChange,
): Promise<Profile> => {
  const { display_name, time_zone, notifications_paused } = change;
  const name = display_name?.trim();
  if (name !== undefined && (name === '' || charsIn(name) > limits.userTextCharsMax))
    throw refuse('display_name', `null, or 1 to ${limits.userTextCharsMax} characters`);
  // Not +01:00, which Intl takes too: it has no summer time.
  if (time_zone !== undefined && (!/^[A-Za-z]/.test(time_zone) || !isTimeZone(time_zone)))
    throw refuse('time_zone', 'a name such as Europe/Berlin or UTC');
  await accounts.database.query(
    `update accounts.users set
       display_name = case when $2 then $3 else display_name end,
       time_zone = coalesce($4, time_zone),
       notifications_paused = coalesce($5, notifications_paused)
     where id = $1`,
    [userId, display_name !== undefined, name ?? null, time_zone ?? null, notifications_paused ?? null],
  );
  return readProfile(accounts, userId);
};
