import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { type RecordedEvent, startPosition } from '../../domain/envelope.js';
import { eventTypes, isEventType } from '../../domain/events.js';
import { provenanceId } from '../../domain/event-facts.js';
import { ledgerError } from '../../base/errors.js';
import type { Ledger } from '../../app/ledger.js';
import { replay, type ReplaySlice, startSlice } from '../../log/replay.js';
import { parseLedgerPosition } from '../../log/ledger-position.js';
import { assertCardInLog } from '../../log/stream-events.js';
import { type Provenance, resolveProvenance } from '../../../projections/coverage/provenance.js';
import { createTableWriter, type TableFormat, tableFormats } from '../../exports/write-table.js';
import { cardOption, collectAll, instant, instantAfter, startSession, withLedger } from '../command.js';
import { checkOutputFile, writeOutputFile } from '../output-file.js';
import { replayFilter } from '../replay-filter.js';
import { replayColumns, replayLines, replayRows } from '../replay-format.js';

interface Options {
  after?: string;
  from?: string;
  to?: string;
  card?: string;
  set?: string;
  source?: string;
  effectiveFrom?: string;
  effectiveTo?: string;
  type?: string[];
  format: TableFormat;
  bom?: boolean;
  output?: string;
}

const invalid = (option: string, value: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `--${option}${value === '' ? '' : ` ${value}`}: expected ${expected}`, {
    details: { [option]: expected },
  });

/** Returns the slice. Throws VALIDATION_FAILED, and CARD_NOT_FOUND for a card of which the log has nothing. */
const sliceOf = async ({ log }: Ledger, options: Options): Promise<ReplaySlice> => {
  const { from, to, card, type, effectiveFrom, effectiveTo } = options;
  const after = options.after === undefined ? undefined : await parseLedgerPosition(log, 'after', options.after);
  const head = after !== undefined && log.positionsEndAtHead ? await log.head() : undefined;
  if (after !== undefined && head !== undefined && after > head)
    throw invalid('after', after, `a position of this ledger, at most ${head}`);
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw invalid('to', to, `a time after --from (${from})`);
  if (effectiveFrom !== undefined && effectiveTo !== undefined && Date.parse(effectiveFrom) >= Date.parse(effectiveTo))
    throw invalid('effective-to', effectiveTo, `a time after --effective-from (${effectiveFrom})`);
  const unknown = type?.find((name) => !isEventType(name));
  if (unknown !== undefined) throw invalid('type', unknown, `one of ${eventTypes.join(', ')}`);
  if (card !== undefined) await assertCardInLog(log, cardOption(card));
  return {
    after: after ?? startPosition,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
    ...(card === undefined ? {} : { cardId: card }),
    ...(type === undefined ? {} : { types: type }),
  };
};

/** Writes events of a format, page by page. */
interface ReplayWriter {
  write(events: readonly RecordedEvent[], provenance: ReadonlyMap<string, Provenance>): Promise<void>;
  end(): Promise<void>;
}

const createWriter = async (
  { format, bom = false }: Options,
  sink: Writable,
  signal: AbortSignal,
): Promise<ReplayWriter> => {
  if (format === 'ndjson')
    return {
      async write(events, provenance) {
        const text = replayLines(events, provenance);
        if (text !== '' && !sink.write(text)) await once(sink, 'drain', { signal });
      },
      end: () => Promise.resolve(),
    };
  const table = await createTableWriter(format, replayColumns, sink, { signal, bom });
  return { ...table, write: (events, provenance) => table.write(replayRows(events, provenance)) };
};

/** Writes the events asked for. Returns their number. */
const write = async (ledger: Ledger, options: Options, sink: Writable, signal: AbortSignal): Promise<number> => {
  const simulated = (await ledger.dataOrigin()) !== 'real';
  const slice = await startSlice(ledger.log, await sliceOf(ledger, options), { simulated });
  const matches = await replayFilter(ledger.database, options);
  const writer = await createWriter(options, sink, signal);
  let events = 0;
  for await (const page of replay(ledger.log, slice)) {
    signal.throwIfAborted();
    const found = page.events.filter(matches);
    const ids = [...new Set(found.flatMap((event) => provenanceId(event) ?? []))];
    await writer.write(found, await resolveProvenance(ledger.database, ids));
    events += found.length;
  }
  await writer.end();
  return events;
};

/** Adds `tcg-ledger replay`. */
export const addReplay = (program: Command): void => {
  program
    .command('replay')
    .description('print events in log order')
    .option('--after <position>', 'start after this position')
    .option('--from <time>', 'only events recorded at or after this time, or from this day on', instant)
    .option('--to <time>', 'only events recorded before this time, or up to this day', instantAfter)
    .option(
      '--effective-from <time>',
      "only events of which the source's stamp is at or after this time or day",
      instant,
    )
    .option(
      '--effective-to <time>',
      "only events of which the source's stamp is before this time, or up to this day",
      instantAfter,
    )
    .option('--card <id>', 'only events of this card')
    .option('--set <set>', 'only events of this set, its cards and their prices: an id, a code or a name')
    .option('--source <source>', 'only events of this source')
    .option('--type <type>', 'only this event type (repeatable)', collectAll)
    .addOption(new Option('--format <format>', 'output format').choices([...tableFormats]).default('ndjson'))
    .option('--bom', 'begin with a byte order mark, by which Excel recognises UTF-8; for csv')
    .option('--output <file>', 'write to a file instead of stdout')
    .action(async (options: Options, command: Command) => {
      const session = startSession(command);
      const { output: file, format, bom } = options;
      if (bom === true && format !== 'csv') throw invalid('bom', '', 'beside --format csv only');
      if (format === 'parquet' && file === undefined && process.stdout.isTTY)
        throw invalid('format', format, '--output, or a pipe: Parquet is no text for a terminal');
      if (file !== undefined) await checkOutputFile(file);
      const { signal } = session;
      const events = await withLedger(
        session,
        (ledger) =>
          file === undefined
            ? write(ledger, options, process.stdout, signal)
            : writeOutputFile(file, signal, (sink, broken) => write(ledger, options, sink, broken)),
        // What is on stdout is not written again: reads wait, and go on.
        { outages: 'ends', onlyReads: true },
      );
      // Without a file the events are on stdout: the summary goes to stderr.
      if (file === undefined) session.output.note(`${events} events`);
      else session.output.answer({ events, output: file }, () => `${events} events in ${file}`);
    });
};
