import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Argument, type Command } from 'commander';
import { importTcgcsvFolder, type ImportedFolder } from '../../app/import-folder.js';
import type { ImportedDay, NotTaken } from '../../collecting/import-days.js';
import { startSession, withLedger } from '../command.js';

const counts = ['sets', 'rows', 'changed', 'unchanged', 'withdrawn', 'quarantined'] as const;
/** Named only where there are some. */
const rareCounts = ['withheld', 'restated', 'already_collected'] as const;
const linesShown = 10;

const dayText = (day: ImportedDay): string => {
  const named = [...counts, ...rareCounts.filter((name) => day[name] > 0)];
  return `${day.day}  ${named.map((name) => `${name.replace('_', ' ')} ${day[name]}`).join('  ')}`;
};

const notTakenText = ({ file, row, card_id, reason }: NotTaken): string =>
  `${file}${row === null ? '' : ` row ${row}`}${card_id === null ? '' : ` (${card_id})`}: ${reason}`;

/** Returns the first lines, and how many more there are. */
const firstLines = (lines: readonly string[], where: string): string[] => {
  const more = lines.length - linesShown;
  const shown = lines.slice(0, linesShown).map((line) => `  ${line}`);
  return more > 0 ? [...shown, `  and ${more} more${where}`] : shown;
};

/** Returns what `import` prints of a folder, beside a line for each day. */
const resultText = ({ days, imported_before, unused }: ImportedFolder, report: string | undefined): string => {
  const where = report === undefined ? ': see --report' : `: ${report}`;
  const notTaken = days.flatMap((day) => day.not_taken.map(notTakenText));
  const others = unused.map(({ path, reason }) => `${path}: ${reason}`);
  return [
    `imported ${days.length} ${days.length === 1 ? 'day' : 'days'}${imported_before > 0 ? `, ${imported_before} were imported before` : ''}`,
    ...(notTaken.length > 0 ? [`not taken: ${notTaken.length}`, ...firstLines(notTaken, where)] : []),
    ...(others.length > 0 ? [`files left out: ${others.length}`, ...firstLines(others, where)] : []),
  ].join('\n');
};

/** Writes everything that was not taken to a file, a line of JSON for each. */
const writeReport = async (path: string, { days, unused }: ImportedFolder): Promise<void> => {
  const file = createWriteStream(path);
  for (const { path: name, reason } of unused)
    file.write(`${JSON.stringify({ day: null, file: name, row: null, card_id: null, reason })}\n`);
  for (const { day, not_taken } of days)
    for (const one of not_taken) file.write(`${JSON.stringify({ day, ...one })}\n`);
  file.end();
  await once(file, 'close');
};

/** Adds `tcg-ledger import`. */
export const addImport = (program: Command): void => {
  program
    .command('import')
    .description('import files of a source that were kept, as if they had been collected on their days')
    .addArgument(new Argument('<source>', 'source that the files are of').choices(['tcgcsv']))
    .argument('<folder>', 'folder with files such as 2024-02-08/3/604/prices, .gz and ProductsAndPrices.csv included')
    .option('--report <file>', 'write every row and file that is not taken to this file, as NDJSON')
    .action(async (_source: string, folder: string, options: { report?: string }, command: Command) => {
      const session = startSession(command, { ownData: true });
      const progress = session.output.progress();
      const result = await withLedger(
        session,
        async (ledger) => {
          try {
            return await importTcgcsvFolder(ledger, folder, {
              signal: session.signal,
              onDay: (done, total, day) => {
                progress.update(done, total, day.day);
                session.output.note(dayText(day));
              },
            });
          } finally {
            progress.stop();
          }
        },
        { outages: 'repeats' },
      );
      if (options.report !== undefined) await writeReport(options.report, result);
      session.output.answer(result, () => resultText(result, options.report));
    });
};
