/** A database at whose nth transaction the process dies, for tests that enact every death in turn. */
import type { Database } from '../../src/postgres/database.js';

/** When a process dies: before, within or after a transaction. */
export const deaths = ['before', 'within', 'after'] as const;

/** What a transaction throws at which the process dies. */
export class Death extends Error {
  readonly code = '57P01';
}

/** Dies at the `nth` transaction: nothing of it, all but its commit, or all of it but the answer. */
export const mortal = (database: Database, nth: number, when: (typeof deaths)[number]): Database => {
  let count = 0;
  return {
    ...database,
    async transaction(work) {
      count += 1;
      if (count !== nth) return database.transaction(work);
      if (when === 'before') throw new Death();
      const result = await database.transaction(async (client) => {
        const done = await work(client);
        if (when === 'within') throw new Death();
        return done;
      });
      if (when === 'after') throw new Death();
      return result;
    },
  };
};
