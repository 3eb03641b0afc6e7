/** What a user may see and change of the own account. */
import { ledgerError } from '../base/errors.js';
import type { UserRole } from '../domain/accounts/principal.js';
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
