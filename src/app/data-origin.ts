/** Keeps real and simulated data apart: a ledger holds one of them, forever. */
import { isSimulated } from '../domain/source.js';
import { startPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';

export type DataOrigin = 'real' | 'simulated';

const originOf = (simulated: boolean): DataOrigin => (simulated ? 'simulated' : 'real');

/** Returns the origin of the log's first collection, for a log that was copied into this ledger or is on another engine. */
const originOfLog = async (log: EventLog): Promise<DataOrigin | null> => {
  for (let after = startPosition; ;) {
    const page = await log.readAll({ after, filter: { streamPrefixes: ['collection-'] }, limit: 1 });
    const source = page.events[0]?.data['source'];
    if (typeof source === 'string') return originOf(isSimulated(source));
    if (page.atHead) return null;
    after = page.position;
  }
};

/** Returns the origin of the ledger's data; `null` if nothing was collected yet. */
export const readDataOrigin = async (database: Database, log: EventLog): Promise<DataOrigin | null> => {
  const [row] = await database.query<{ simulated: boolean }>('select simulated from collecting.data_origin');
  return row === undefined ? originOfLog(log) : originOf(row.simulated);
};

/** Declares the origin of the next collection. Throws DATA_DIR_MIXED if the ledger holds data of the other origin. */
export const claimDataOrigin = async (
  { database, log }: { readonly database: Database; readonly log: EventLog },
  origin: DataOrigin,
  where: string,
): Promise<void> => {
  const mixed = (recorded: DataOrigin): Error =>
    ledgerError('DATA_DIR_MIXED', `${where}: holds ${recorded} data; ${origin} data needs a separate directory`, {
      details: { DATA_DIR: `a directory without ${recorded} data` },
    });
  const before = await readDataOrigin(database, log);
  if (before !== null && before !== origin) throw mixed(before);
  await database.query('insert into collecting.data_origin (simulated) values ($1) on conflict do nothing', [
    origin === 'simulated',
  ]);
  // Another process may have inserted its row first.
  const after = await readDataOrigin(database, log);
  if (after !== null && after !== origin) throw mixed(after);
};
