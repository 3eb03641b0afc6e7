import type { Command } from 'commander';
import { startSession, withLedger } from '../command.js';

/** Adds `tcg-ledger migrate`, which only opens the ledger: every start migrates, so no migration can be forgotten. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('migrate the schema and create missing tables')
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
