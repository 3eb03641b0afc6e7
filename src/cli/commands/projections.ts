import type { Command } from 'commander';
import { retryParked } from '../../app/subscribers.js';
import { subscriberStatuses } from '../../subscriptions/checkpoints.js';
import { table } from '../output.js';
import { startSession, withLedger } from '../command.js';
import { answerRetried } from './events.js';

/** `tcg-ledger projections list|rebuild <name>|retry <name>` */
export const addProjections = (program: Command): void => {
  const group = program.command('projections').description('read models and the other subscribers of the log');

  group
    .command('list', { isDefault: true })
    .description('position, state, dead letters and lease holder of every subscriber')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const answer = await withLedger(
        session,
        async ({ database, log }) => {
          const [statuses, head] = await Promise.all([subscriberStatuses(database), log.head()]);
          return { head, projections: statuses.map((status) => ({ ...status, up_to_date: status.position >= head })) };
        },
        { outages: 'ends', onlyReads: true },
      );
      session.output.answer(answer, () =>
        table([
          ['subscriber', 'version', 'state', 'position', 'events', 'up to date', 'dead letters', 'holder'],
          ...answer.projections.map((row) => [
            row.subscriber,
            row.version,
            row.state,
            row.position,
            row.events,
            row.up_to_date ? 'yes' : 'no',
            row.dead_letters,
            row.holder,
          ]),
          ['log', '', '', answer.head, '', '', '', ''],
        ]),
      );
    });

  group
    .command('rebuild <name>')
    .description('rebuild a read model from the log, beside the live one, and switch to it')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = startSession(command);
      await withLedger(session, ({ projector }) => projector.rebuild(name, session.signal), { outages: 'repeats' });
      session.output.answer({ rebuilt: name }, () => `${name} was rebuilt and switched`);
    });

  group
    .command('retry <name>')
    .description('retry the dead letters of a read model: rebuilds it with their events in their places')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = startSession(command);
      const results = await withLedger(
        session,
        (ledger) => retryParked(ledger, { subscriber: ledger.projector.subscriber(name).name }, session.signal),
        { outages: 'ends' },
      );
      answerRetried(session.output, results);
    });
};
