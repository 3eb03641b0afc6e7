import type { Command } from 'commander';
import { retryParked } from '../../app/subscribers.js';
import { ledgerError } from '../../base/errors.js';
import type { Database } from '../../postgres/database.js';
import { subscriberStatuses } from '../../subscriptions/checkpoints.js';
import { type DeadLetter, readDeadLetters } from '../../subscriptions/dead-letters.js';
import { readParkedEvent, type RetryResult } from '../../subscriptions/retry-dead-letters.js';
import { startSession, uuid, withLedger } from '../command.js';
import { type Output, table } from '../output.js';

interface Options {
  subscriber?: string;
}

const notFound = (id: string): Error => ledgerError('DEAD_LETTER_NOT_FOUND', `no dead letter of event ${id}`);

/** Throws SUBSCRIBER_UNKNOWN, naming the subscribers there are: an empty list would hide a typing error. */
const assertSubscriber = async (database: Database, name: string): Promise<void> => {
  const names = (await subscriberStatuses(database)).map(({ subscriber }) => subscriber);
  if (names.includes(name)) return;
  throw ledgerError('SUBSCRIBER_UNKNOWN', `no subscriber "${name}"; there are ${names.join(', ')}`);
};

const linesOf = (letter: DeadLetter): string =>
  table(Object.entries(letter).map(([name, value]) => [name, value as string | number]));

/** Answers with what became of retried dead letters; the exit code is 1 if one of them is still parked. */
export const answerRetried = (output: Output, results: readonly RetryResult[]): void => {
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) process.exitCode = 1;
  output.answer({ ok: failed.length === 0, results }, () =>
    results.length === 0
      ? 'no dead letters'
      : table(
          results.map(({ subscriber, event_id, outcome, reason }) => [subscriber, event_id, outcome, reason ?? '']),
        ),
  );
};

/** `tcg-ledger events parked list|show <id>|retry <id>` */
export const addEvents = (program: Command): void => {
  const parked = program
    .command('events')
    .description('events of the log')
    .command('parked')
    .description('dead letters: events that a subscriber could not process');
  const only = ['--subscriber <name>', 'only of this subscriber, as in the list'] as const;

  parked
    .command('list', { isDefault: true })
    .description('every dead letter, with the reason')
    .option(...only)
    .action(async (options: Options, command: Command) => {
      const session = startSession(command);
      const letters = await withLedger(
        session,
        async ({ database }) => {
          const found = await readDeadLetters(database, { subscriber: options.subscriber });
          if (found.length === 0 && options.subscriber !== undefined)
            await assertSubscriber(database, options.subscriber);
          return found;
        },
        { outages: 'ends', onlyReads: true },
      );
      session.output.answer({ parked: letters }, () =>
        table([
          ['subscriber', 'event', 'position', 'type', 'stream', 'attempts', 'parked at', 'reason'],
          ...letters.map((each) => [
            each.subscriber,
            each.event_id,
            each.position,
            each.type,
            each.stream,
            each.attempts,
            each.parked_at,
            each.reason,
          ]),
        ]),
      );
    });

  parked
    .command('show')
    .argument('<id>', 'id of the event', uuid)
    .description('a dead letter and its event as the log has it')
    .option(...only)
    .action(async (eventId: string, options: Options, command: Command) => {
      const session = startSession(command);
      const answer = await withLedger(
        session,
        async ({ database, log }) => {
          const letters = await readDeadLetters(database, { eventId, subscriber: options.subscriber });
          const [first] = letters;
          if (first === undefined) throw notFound(eventId);
          return { parked: letters, event: await readParkedEvent(log, first) };
        },
        { outages: 'ends', onlyReads: true },
      );
      session.output.answer(answer, () =>
        [...answer.parked.map(linesOf), JSON.stringify(answer.event, null, 2)].join('\n\n'),
      );
    });

  parked
    .command('retry')
    .argument('<id>', 'id of the event', uuid)
    .description('process the event again, through every subscriber that parked it')
    .option(...only)
    .action(async (eventId: string, options: Options, command: Command) => {
      const session = startSession(command);
      const filter = { eventId, subscriber: options.subscriber };
      const results = await withLedger(session, (ledger) => retryParked(ledger, filter, session.signal), {
        outages: 'ends',
      });
      if (results.length === 0) throw notFound(eventId);
      answerRetried(session.output, results);
    });
};
