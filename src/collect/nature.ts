/** Real or simulated data: a database holds one of them, for ever. */
import { ledgerError } from '../errors.js';
import type { Database } from '../postgres/database.js';

/** What the database holds; null while nothing was collected. */
export const readNature = async (database: Database): Promise<'real' | 'simulated' | null> => {
  const [row] = await database.query<{ simulated: boolean }>('select simulated from collecting.nature');
  if (row === undefined) return null;
  return row.simulated ? 'simulated' : 'real';
};

/** Declares what is about to be collected. Throws DATA_DIR_MIXED when the database holds the other kind. */
export const claimNature = async (database: Database, nature: 'real' | 'simulated', where: string): Promise<void> => {
  await database.query('insert into collecting.nature (simulated) values ($1) on conflict do nothing', [
    nature === 'simulated',
  ]);
  const held = await readNature(database);
  if (held === nature) return;
  throw ledgerError('DATA_DIR_MIXED', `${where}: holds ${held} data; ${nature} data needs a directory of its own`, {
    details: { DATA_DIR: `a directory without ${held} data` },
  });
};
