import type { Command } from 'commander';
import { appliedMigrations } from '../../postgres/migrate.js';
import { startSession, withLedger } from '../command.js';

/** Adds `tcg-ledger migrate`, which only opens the ledger: every start migrates, so no migration can be forgotten. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('migrate the schema and create missing tables')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      // As the owner: the service may not read the table of migrations.
      const applied = await withLedger(session, ({ engine }) => appliedMigrations(engine.url));
      session.output.answer({ applied }, () => `up to date: ${applied.join(', ')}`);
    });
};
