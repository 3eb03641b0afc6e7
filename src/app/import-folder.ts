/** Imports a folder of kept files into the ledger. */
import { importDays, type ImportedDay } from '../collecting/import-days.js';
import { ledgerError } from '../base/errors.js';
import { categories } from '../sources/tcgplayer-rows/categories.js';
import { daysOfFolder } from '../sources/tcgcsv/days-of-folder.js';
import { readFolder, type UnusedFile } from '../sources/tcgcsv/kept-files.js';
import { parserVersion } from '../sources/tcgcsv/tcgcsv.js';
import { claimOrigin, type Ledger } from './ledger.js';

export interface ImportedFolder {
  readonly days: readonly ImportedDay[];
  /** Days that an earlier import had finished. */
  readonly imported_before: number;
  /** Files of the folder that are none of tcgcsv, or have nothing that another one has not. */
  readonly unused: readonly UnusedFile[];
}

/** What an import tells while it is at work: how many of the folder's days are done, and the last one. */
export type OnImported = (done: number, total: number, day: ImportedDay) => void;

/**
 * Imports the days of a folder with files of tcgcsv. Throws VALIDATION_FAILED if there are none, DATA_DIR_MIXED for a ledger
 * with simulated data, COLLECTION_RUNNING while tcgcsv is collected, and what `importDays` throws.
 */
export const importTcgcsvFolder = async (
  ledger: Ledger,
  folder: string,
  { signal, onDay }: { readonly signal: AbortSignal; readonly onDay?: OnImported },
): Promise<ImportedFolder> => {
  const source = 'tcgcsv';
  const followed = ledger.config.sources[source].categories;
  const { files, unused: others } = await readFolder(folder, followed);
  const unused = [...others];
  const days = await daysOfFolder(
    files,
    { name: source, parserVersion, categories: categories.filter(({ id }) => followed.includes(id)) },
    unused,
  );
  const [first] = unused;
  if (days.every(({ setIds }) => setIds.length === 0)) {
    const expected = 'expected files such as 2024-02-08/3/604/prices';
    const found = first === undefined ? 'it is empty' : `${first.path}: ${first.reason}`;
    throw ledgerError('VALIDATION_FAILED', `${folder}: ${expected}; ${found}`, { details: { folder: expected } });
  }
  await claimOrigin(ledger, source);
  let done = 0;
  const imported = await importDays(
    { ...ledger, caughtUp: (names) => ledger.projector.catchUp(names, signal) },
    {
      days,
      source,
      signal,
      onDay: (day) => onDay?.((done += 1), days.length, day),
    },
  );
  return { days: imported, imported_before: days.length - imported.length, unused };
};
