import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { identityPattern } from '../../domain/cards/card.js';
import { startPosition } from '../../domain/envelope.js';
import { eventTypes, isEventType } from '../../domain/events.js';
import { ledgerError } from '../../base/errors.js';
import type { Ledger } from '../../app/ledger.js';
import { replay, type ReplaySlice } from '../../log/replay.js';
import { resolveProvenance } from '../../../projections/coverage/provenance.js';
import { collectAll, instant, startSession, withLedger } from '../command.js';
import { checkOutputFile, writeOutputFile } from '../output-file.js';
import { provenanceId, type ReplayFormat, replayFormats, replayHeader, replayLines } from '../replay-format.js';

interface Options {
  after?: string;
  from?: string;
  to?: string;
  card?: string;
  type?: string[];
  format: ReplayFormat;
  output?: string;
}

const invalid = (option: string, value: string, expected: string): Error =>
  ledgerError('VALIDATION_FAILED', `--${option} ${value}: expected ${expected}`, { details: { [option]: expected } });

const sliceOf = (ledger: Ledger, options: Options): ReplaySlice => {
  const { after, from, to, card, type } = options;
  if (after !== undefined && !ledger.log.isPosition(after)) throw invalid('after', after, 'a position of this ledger');
  if (card !== undefined && !identityPattern.test(card))
    throw invalid('card', card, 'a card id such as pokemon-517045');
  const unknown = type?.find((name) => !isEventType(name));
  if (unknown !== undefined) throw invalid('type', unknown, `one of ${eventTypes.join(', ')}`);
  return {
    after: after ?? startPosition,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(card === undefined ? {} : { cardId: card }),
    ...(type === undefined ? {} : { types: type }),
  };
};

const write = async (ledger: Ledger, options: Options, sink: Writable, signal: AbortSignal): Promise<number> => {
  let events = 0;
  const put = async (text: string): Promise<void> => {
    if (text !== '' && !sink.write(text)) await once(sink, 'drain', { signal });
  };
  await put(replayHeader(options.format));
  for await (const page of replay(ledger.log, sliceOf(ledger, options))) {
    signal.throwIfAborted();
    const ids = [...new Set(page.events.flatMap((event) => provenanceId(event) ?? []))];
    await put(replayLines(options.format, page.events, await resolveProvenance(ledger.database, ids)));
    events += page.events.length;
  }
  return events;
};

/** Adds `tcg-ledger replay`. */
export const addReplay = (program: Command): void => {
  program
    .command('replay')
    .description('print events in log order')
    .option('--after <position>', 'start after this position')
    .option('--from <time>', 'only events recorded at or after this time', instant)
    .option('--to <time>', 'only events recorded before this time', instant)
    .option('--card <id>', 'only events of this card')
    .option('--type <type>', 'only this event type (repeatable)', collectAll)
    .addOption(new Option('--format <format>', 'output format').choices([...replayFormats]).default('ndjson'))
    .option('--output <file>', 'write to a file instead of stdout')
    .action(async (options: Options, command: Command) => {
      const session = startSession(command);
      const { output: file } = options;
      if (file !== undefined) await checkOutputFile(file);
      const events = await withLedger(session, (ledger) =>
        file === undefined
          ? write(ledger, options, process.stdout, session.signal)
          : writeOutputFile(file, session.signal, (sink, signal) => write(ledger, options, sink, signal)),
      );
      // Without a file the events are on stdout: the summary goes to stderr.
      if (file === undefined) session.output.note(`${events} events`);
      else session.output.answer({ events, output: file }, () => `${events} events in ${file}`);
    });
};
