/** Are event ids unique? Asked of the rows, not of the unique index, which is what might be broken. */
import type { Database } from '../../postgres/database.js';

/** Events in the log and distinct ids among them. Reads the whole table. */
export const countIds = async (database: Database): Promise<{ events: number; ids: number }> => {
  const [row] = await database.query<{ events: number; ids: number }>(
    'select count(*) as events, count(distinct id) as ids from ledger.events',
  );
  return row ?? { events: 0, ids: 0 };
};
