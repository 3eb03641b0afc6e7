/** `tcg-ledger`: what operators and analysts type. Exit code 0 done, 1 failed, 2 used wrongly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { errorCode } from '../base/errors.js';
import { assertLimits } from '../base/limits.js';
import { packageRoot } from '../base/paths.js';
import { addAlerts } from './commands/alerts.js';
import { addCollect } from './commands/collect.js';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addEvents } from './commands/events.js';
import { addLog } from './commands/log.js';
import { addMigrate } from './commands/migrate.js';
import { addProjections } from './commands/projections.js';
import { addReplay } from './commands/replay.js';
import { addSandbox } from './commands/sandbox.js';
import { addStart } from './commands/start.js';
import { addVerify } from './commands/verify.js';
import { reportFailure } from './output.js';

const version = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

const prepare = (command: Command): void => {
  command.exitOverride().option('--json', 'answer as JSON');
  command.commands.forEach(prepare);
};

/** The whole command line. */
export const createProgram = (): Command => {
  const program = new Command('tcg-ledger')
    .description('An event-sourced price ledger for trading cards.')
    .version(version())
    .showHelpAfterError('(--help shows how it is used)');
  for (const add of [
    addStart,
    addDemo,
    addSandbox,
    addCollect,
    addReplay,
    addVerify,
    addProjections,
    addEvents,
    addAlerts,
    addLog,
    addMigrate,
    addDoctor,
  ])
    add(program);
  prepare(program);
  return program;
};

/** Runs one command line; answers with the exit code. */
export const runCli = async (argv: readonly string[]): Promise<number> => {
  assertLimits();
  try {
    await createProgram().parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has printed help, version or what was wrong with the command line by itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    reportFailure(error, argv.includes('--json'));
    // Values that only the command itself could judge.
    return errorCode(error) === 'VALIDATION_FAILED' ? 2 : 1;
  }
};
