import type { Command } from 'commander';
import { projectionStatuses } from '../../subscriptions/checkpoints.js';
import { table } from '../output.js';
import { startSession, withLedger } from '../command.js';

/** `tcg-ledger projections list|rebuild <name>` */
export const addProjections = (program: Command): void => {
  const group = program.command('projections').description('read models: where they stand, building them anew');

  group
    .command('list', { isDefault: true })
    .description('position, lag, state and dead letters of every read model')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const answer = await withLedger(session, async ({ database, log }) => {
        const [statuses, head] = await Promise.all([projectionStatuses(database), log.head()]);
        return { head, projections: statuses.map((status) => ({ ...status, caught_up: status.position >= head })) };
      });
      session.output.answer(answer, () =>
        table([
          ['projection', 'schema', 'version', 'state', 'position', 'events', 'caught up', 'parked', 'holder'],
          ...answer.projections.map((row) => [
            row.projection,
            row.schema,
            row.version,
            row.state,
            row.position,
            row.events,
            row.caught_up ? 'yes' : 'no',
            row.dead_letters,
            row.holder,
          ]),
          ['log', '', '', '', answer.head, '', '', '', ''],
        ]),
      );
    });

  group
    .command('rebuild <name>')
    .description('build a read model anew from the log, beside the live one, and switch to it')
    .action(async (name: string, _options: unknown, command: Command) => {
      const session = startSession(command);
      await withLedger(session, ({ projector }) => projector.rebuild(name, session.signal));
      session.output.answer({ rebuilt: name }, () => `${name} was built anew and switched`);
    });
};
