/** Real or simulated data: a ledger holds one of them, for ever. */
import { isSimulated } from '../domain/source.js';
import { startPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';

export type DataOrigin = 'real' | 'simulated';

const natureOf = (simulated: boolean): DataOrigin => (simulated ? 'simulated' : 'real');

/** What the first collection of the log was of: for a log that came into this ledger by copying, or lies elsewhere. */
const natureOfLog = async (log: EventLog): Promise<DataOrigin | null> => {
  for (let after = startPosition; ;) {
    const page = await log.readAll({ after, filter: { streamPrefixes: ['collection-'] }, limit: 1 });
    const source = page.events[0]?.data['source'];
    if (typeof source === 'string') return natureOf(isSimulated(source));
    if (page.atHead) return null;
    after = page.position;
  }
};

/** What the ledger holds; null while nothing was collected. */
export const readDataOrigin = async (database: Database, log: EventLog): Promise<DataOrigin | null> => {
  const [row] = await database.query<{ simulated: boolean }>('select simulated from collecting.data_origin');
  return row === undefined ? natureOfLog(log) : natureOf(row.simulated);
};

/** Declares what is about to be collected. Throws DATA_DIR_MIXED when the ledger holds the other kind. */
export const claimDataOrigin = async (
  { database, log }: { readonly database: Database; readonly log: EventLog },
  nature: DataOrigin,
  where: string,
): Promise<void> => {
  const refuse = (held: DataOrigin): Error =>
    ledgerError('DATA_DIR_MIXED', `${where}: holds ${held} data; ${nature} data needs a directory of its own`, {
      details: { DATA_DIR: `a directory without ${held} data` },
    });
  const before = await readDataOrigin(database, log);
  if (before !== null && before !== nature) throw refuse(before);
  await database.query('insert into collecting.data_origin (simulated) values ($1) on conflict do nothing', [
    nature === 'simulated',
  ]);
  // Of two that claim at once, one finds the other's word.
  const held = await readDataOrigin(database, log);
  if (held !== null && held !== nature) throw refuse(held);
};
