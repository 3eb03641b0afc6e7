/** Deleting an account: every row of it, in these tables and those of others. */
import type { Accounts } from './accounts.js';

/**
 * Deletes a user. The log keeps its opaque id, which leads nowhere then. No foreign key reaches its alerts there: they are
 * deleted by the id that a trigger notes (src/alerting/delete-alerts-of-erased.ts).
 */
export const eraseUser = async ({ database }: Pick<Accounts, 'database'>, userId: string): Promise<void> => {
  await database.query('delete from accounts.users where id = $1', [userId]);
};
