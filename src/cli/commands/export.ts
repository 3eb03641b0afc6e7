import type { Writable } from 'node:stream';
import { type Command, Argument, Option } from 'commander';
import { ledgerError } from '../../base/errors.js';
import { type ExportName, exportNames } from '../../exports/tables.js';
import { type TableFormat, tableFormats } from '../../exports/write-table.js';
import { writeExport } from '../../exports/write-export.js';
import { instantEnd, startSession, withLedger } from '../command.js';
import { checkOutputFile, writeOutputFile } from '../output-file.js';

interface Options {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly format: TableFormat;
  readonly bom?: boolean;
  readonly output?: string;
}

const invalid = (option: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `--${option}: expected ${expected}`, { details: { [option]: expected } });

/** Throws VALIDATION_FAILED for options that do not go together. */
const checkOptions = (name: ExportName, { asOf, knownAt, format, bom, output }: Options): void => {
  if (name === 'cards' && asOf !== undefined)
    throw invalid('as-of', 'it beside prices or history: cards are those of now');
  if (name === 'cards' && knownAt !== undefined)
    throw invalid('known-at', 'it beside prices or history: cards are those of now');
  if (bom === true && format !== 'csv') throw invalid('bom', 'it beside --format csv only');
  if (format === 'parquet' && output === undefined && process.stdout.isTTY)
    throw invalid('format', '--output, or a pipe: Parquet is no text for a terminal');
};

/** Adds `tcg-ledger export`. */
export const addExport = (program: Command): void => {
  program
    .command('export')
    .description('write the cards, the prices, or the history of all prices as a table')
    .addArgument(new Argument('<table>', 'what to export').choices([...exportNames]))
    .option('--as-of <time>', 'prices that stood, or the history up to, this time or the end of this day', instantEnd)
    .option('--known-at <time>', 'only what the ledger had recorded by this time or the end of this day', instantEnd)
    .addOption(new Option('--format <format>', 'output format').choices([...tableFormats]).default('ndjson'))
    .option('--bom', 'begin with a byte order mark, by which Excel recognises UTF-8; for csv')
    .option('--output <file>', 'write to a file instead of stdout')
    .action(async (name: ExportName, options: Options, command: Command) => {
      checkOptions(name, options);
      const session = startSession(command);
      const { output: file, format, bom, asOf = null, knownAt = null } = options;
      if (file !== undefined) await checkOutputFile(file);
      const written = await withLedger(
        session,
        async (ledger) => {
          await ledger.projector.catchUp(undefined, session.signal);
          const write = (sink: Writable, signal: AbortSignal) =>
            writeExport(ledger.database, name, format, sink, { asOf, knownAt, bom: bom === true, signal });
          return file === undefined
            ? write(process.stdout, session.signal)
            : writeOutputFile(file, session.signal, write);
        },
        { onlyReads: true },
      );
      const { rows, position } = written;
      const line = `${rows} rows, up to position ${position}`;
      // Without a file the rows are on stdout: the summary goes to stderr.
      if (file === undefined) session.output.note(line);
      else session.output.answer({ rows, position, output: file }, () => `${line}, in ${file}`);
    });
};
