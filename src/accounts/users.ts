/** Users as logins and links need them. */
import type { UserRole } from '../domain/accounts/principal.js';
import type { Reader, Row } from '../postgres/database.js';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly isVerified: boolean;
  /** `null`: no password was chosen yet. */
  readonly passwordHash: string | null;
}

interface UserRow extends Row {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly is_verified: boolean;
  readonly password_hash: string | null;
}

const columns = `id, email, role, email_verified_at is not null as is_verified, nullif(password_hash, '') as password_hash`;

const userOf = (row: UserRow | undefined): User | undefined =>
  row === undefined
    ? undefined
    : { id: row.id, email: row.email, role: row.role, isVerified: row.is_verified, passwordHash: row.password_hash };

/** Returns the user of an address, in lower case; `undefined` if there is none. */
export const userByEmail = async (database: Reader, email: string): Promise<User | undefined> =>
  userOf((await database.query<UserRow>(`select ${columns} from accounts.users where email = $1`, [email]))[0]);

/** Returns a user; `undefined` if it was deleted. */
export const userById = async (database: Reader, id: string): Promise<User | undefined> =>
  userOf((await database.query<UserRow>(`select ${columns} from accounts.users where id = $1`, [id]))[0]);
