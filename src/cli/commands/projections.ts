import type { Command } from 'commander';
import { projections } from '../../../projections/index.js';
import { retryParked } from '../../app/subscribers.js';
import { ledgerError } from '../../base/errors.js';
import { subscriberStatuses } from '../../subscriptions/checkpoints.js';
import { table } from '../output.js';
import { startSession, withLedger } from '../command.js';
import { answerRetried } from './events.js';

/** `tcg-ledger projections list|rebuild <names…>|retry <name>` */
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
    .command('rebuild [names...]')
    .description('rebuild read models from the log in one pass, beside the live ones, and switch to them')
    .option('--all', 'all read models')
    .action(async (names: string[], options: { all?: true }, command: Command) => {
      const session = startSession(command);
      const all = projections.map(({ name }) => name);
      const wanted = options.all === true ? all : names;
      if (wanted.length === 0) {
        const expected = `one or more of ${all.join(', ')}; or --all`;
        throw ledgerError('VALIDATION_FAILED', 'no read model is named', { details: { names: expected } });
      }
      await withLedger(session, ({ projector }) => projector.rebuild(wanted, session.signal), { outages: 'repeats' });
      session.output.answer({ rebuilt: wanted }, () =>
        wanted.map((name) => `${name} was rebuilt and switched`).join('\n'),
      );
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
