/** Reads of one moment of the database, over several statements. */
import type { Database, Reader, Row } from './database.js';

/** Runs `work` with a reader to which the database stands still, whatever is committed meanwhile. */
export const inSnapshot = <T>(database: Database, work: (reader: Reader) => Promise<T>): Promise<T> =>
  database.transaction(async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    return work({
      query: async <R extends Row>(text: string, values: readonly unknown[] = []) =>
        (await client.query<R>(text, [...values])).rows,
    });
  });
