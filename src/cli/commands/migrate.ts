import type { Command } from 'commander';
import { startSession, withLedger } from '../command.js';

/** `tcg-ledger migrate`: opening a ledger migrates it, so that there is no second way to forget it. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('bring the schema up to date and make the tables that lack')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const applied = await withLedger(session, async ({ database }) => {
        return (await database.query<{ name: string }>('select name from public.migrations order by id')).map(
          ({ name }) => name,
        );
      });
      session.output.answer({ applied }, () => `up to date: ${applied.join(', ')}`);
    });
};
