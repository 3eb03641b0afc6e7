/** The id of the log in a database, made by the migration. */
import type { Database } from '../../postgres/database.js';

/** Returns the id. Throws if the row is not there, which only a damaged database can cause. */
export const readIdentity = async (database: Database): Promise<string> => {
  const [row] = await database.query<{ id: string }>('select id from ledger.identity');
  if (row === undefined) throw new Error('ledger.identity is empty');
  return row.id;
};
