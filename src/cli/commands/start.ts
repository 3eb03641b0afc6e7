import { Argument, type Command, InvalidArgumentError } from 'commander';
import { isRole, type Role, roles, runRoles } from '../../app/roles.js';
import { startSession, withLedger } from '../command.js';

/** Argument parser: roles, one after another. */
const role = (text: string, before: readonly Role[] = []): readonly Role[] => {
  if (isRole(text)) return [...before, text];
  throw new InvalidArgumentError(`expected one of ${roles.join(', ')}`);
};

/** `tcg-ledger start [role…]` */
export const addStart = (program: Command): void => {
  program
    .command('start')
    .description('run the ledger: the roles named, or all of them in one process')
    .addArgument(new Argument('[roles...]', `what to run: ${roles.join(', ')}`).argParser(role))
    .action(async (named: readonly Role[], _options: unknown, command: Command) => {
      const session = startSession(command, { verbose: true, ownData: true });
      const wanted = named.length === 0 ? roles : named;
      await withLedger(session, async (ledger) => {
        session.logger.info('started', { roles: wanted, engine: ledger.engine.kind, data: session.config.dataDir });
        await runRoles(ledger, wanted, {
          onUrl: (url) =>
            session.output.answer({ url }, () =>
              wanted.includes('api')
                ? `API ${url}/v1   docs ${url}/docs`
                : `${wanted.join(', ')}: health ${url}/health/ready`,
            ),
          signal: session.signal,
        });
        session.logger.info('drained');
      });
    });
};
