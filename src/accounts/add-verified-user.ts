/** An account that nobody registers: of the demo, whose address gets no mail. */
import type { Accounts } from './accounts.js';
import { userByEmail } from './users.js';

/** Makes the account of an address, confirmed, unless there is one. `email` is in lower case. */
export const addVerifiedUser = async (
  { database, runtime, passwords }: Pick<Accounts, 'database' | 'runtime' | 'passwords'>,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> => {
  if ((await userByEmail(database, email)) !== undefined) return;
  const now = runtime.now();
  await database.query(
    `insert into accounts.users (id, email, email_verified_at, password_hash, created_at, password_changed_at)
     values ($1, $2, $3, $4, $3, $3) on conflict (email) do nothing`,
    [runtime.uuid(), email, now, await passwords.hash(password)],
  );
};
