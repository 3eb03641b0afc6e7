/** Deleting an account: every row of it, in these tables and those of others. */
import type { Accounts } from './accounts.js';

/** Deletes a user. The log keeps its opaque id, which leads nowhere then. */
export const eraseUser = async (
  { database, beforeErasure }: Pick<Accounts, 'database' | 'beforeErasure'>,
  userId: string,
): Promise<void> => {
  for (const step of beforeErasure) await step(userId);
  await database.query('delete from accounts.users where id = $1', [userId]);
};
