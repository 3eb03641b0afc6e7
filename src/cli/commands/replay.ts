import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { startPosition } from '../../domain/envelope.js';
import { eventTypes, isEventType } from '../../domain/events.js';
import { ledgerError } from '../../base/errors.js';
import type { Ledger } from '../../app/ledger.js';
import { replay, type ReplaySlice } from '../../log/replay.js';
import { assertCardInLog } from '../../log/stream-events.js';
import { resolveProvenance } from '../../../projections/coverage/provenance.js';
import { cardOption, collectAll, instant, instantAfter, startSession, withLedger } from '../command.js';
import { replayFilter } from '../replay-filter.js';
import { provenanceId, type ReplayFormat, replayFormats, replayHeader, replayLines } from '../replay-format.js';

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
  format: ReplayFormat;
  bom?: boolean;
  output?: string;
}

const invalid = (option: string, value: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `--${option}${value === '' ? '' : ` ${value}`}: expected ${expected}`, {
    details: { [option]: expected },
  });

/** Returns the slice. Throws VALIDATION_FAILED, and CARD_NOT_FOUND for a card of which the log has nothing. */
const sliceOf = async ({ log }: Ledger, options: Options): Promise<ReplaySlice> => {
  const { after, from, to, card, type } = options;
  if (after !== undefined && !log.isPosition(after)) throw invalid('after', after, 'a position of this ledger');
  const head = after !== undefined && log.positionsEndAtHead ? await log.head() : undefined;
  if (after !== undefined && head !== undefined && after > head)
    throw invalid('after', after, `a position of this ledger, at most ${head}`);
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw invalid('to', to, `a time after --from (${from})`);
  const unknown = type?.find((name) => !isEventType(name));
  if (unknown !== undefined) throw invalid('type', unknown, `one of ${eventTypes.join(', ')}`);
  if (card !== undefined) await assertCardInLog(log, cardOption(card));
  return {
    after: after ?? startPosition,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(card === undefined ? {} : { cardId: card }),
    ...(type === undefined ? {} : { types: type }),
  };
};

/** Yields the events asked for as text of the format, page by page. Adds to `count` what it yields. */
async function* texts(ledger: Ledger, options: Options, count: { events: number }): AsyncGenerator<string> {
  const slice = await sliceOf(ledger, options);
  const matches = await replayFilter(ledger.database, options);
  yield replayHeader(options.format, { bom: options.bom === true });
  for await (const page of replay(ledger.log, slice)) {
    const found = page.events.filter(matches);
    const ids = [...new Set(found.flatMap((event) => provenanceId(event) ?? []))];
    const text = replayLines(options.format, found, await resolveProvenance(ledger.database, ids));
    if (text === '') continue;
    yield text;
    count.events += found.length;
  }
}

const writeStdout = async (ledger: Ledger, options: Options, signal: AbortSignal): Promise<number> => {
  const count = { events: 0 };
  for await (const text of texts(ledger, options, count)) {
    signal.throwIfAborted();
    if (!process.stdout.write(text)) await once(process.stdout, 'drain', { signal });
  }
  return count.events;
};

/** Writes to FILE.part, then renames it, so that a file is complete or does not exist. Throws OUTPUT_FAILED. */
const writeFile = async (ledger: Ledger, options: Options, file: string, signal: AbortSignal): Promise<number> => {
  const part = `${file}.part`;
  const count = { events: 0 };
  try {
    const sink = createWriteStream(part);
    // Before the log is read: a folder that is not there is told at once.
    await once(sink, 'open');
    await pipeline(Readable.from(texts(ledger, options, count)), sink, { signal });
    await rename(part, file);
    return count.events;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    const isOfFile = code !== undefined && ['open', 'write', 'close', 'rename', 'fsync'].includes(syscall ?? '');
    throw isOfFile
      ? ledgerError('OUTPUT_FAILED', `--output ${file}: expected a file that can be written (${message})`, {
          details: { output: 'expected a file that can be written' },
          cause: error,
        })
      : error;
  }
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
    .option('--set <id>', 'only events of this set, its cards and their prices, such as pokemon-604')
    .option('--source <source>', 'only events of this source')
    .option('--type <type>', 'only this event type (repeatable)', collectAll)
    .addOption(new Option('--format <format>', 'output format').choices([...replayFormats]).default('ndjson'))
    .option('--bom', 'begin with a byte order mark, by which Excel recognises UTF-8; for csv')
    .option('--output <file>', 'write to a file instead of stdout')
    .action(async (options: Options, command: Command) => {
      const session = startSession(command);
      const { output: file, format, bom } = options;
      if (bom === true && format !== 'csv') throw invalid('bom', '', 'beside --format csv only');
      const events = await withLedger(
        session,
        (ledger) =>
          file === undefined
            ? writeStdout(ledger, options, session.signal)
            : writeFile(ledger, options, file, session.signal),
        // What is on stdout is not written again: reads wait, and go on.
        { outages: 'ends', onlyReads: true },
      );
      // Without a file the events are on stdout: the summary goes to stderr.
      if (file === undefined) session.output.note(`${events} events`);
      else session.output.answer({ events, output: file }, () => `${events} events in ${file}`);
    });
};
