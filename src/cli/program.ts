/** Defines the command `tcg-ledger`. Exit codes: 0 success, 1 failure, 2 usage error. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { errorCode } from '../base/errors.js';
import { assertLimits } from '../base/limits.js';
import { packageRoot } from '../base/paths.js';
import { addAlerts } from './commands/alerts.js';
import { addCards } from './commands/cards.js';
import { addCollect } from './commands/collect.js';
import { addCorrect, addVoid } from './commands/corrections.js';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addExport } from './commands/export.js';
import { addEvents } from './commands/events.js';
import { addLog } from './commands/log.js';
import { addMigrate } from './commands/migrate.js';
import { addPrice } from './commands/price.js';
import { addProjections } from './commands/projections.js';
import { addPublish } from './commands/publish.js';
import { addQuarantine } from './commands/quarantine.js';
import { addReplay } from './commands/replay.js';
import { addSandbox } from './commands/sandbox.js';
import { addSearch } from './commands/search.js';
import { addStart } from './commands/start.js';
import { addVerify } from './commands/verify.js';
import { reportFailure } from './output.js';
import { stdoutEnd } from './stdout-end.js';

const version = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

const prepare = (command: Command): void => {
  command.exitOverride().option('--json', 'print the answer as JSON');
  command.commands.forEach(prepare);
};

/** Creates the program with all commands. */
export const createProgram = (): Command => {
  const program = new Command('tcg-ledger')
    .description('An event-sourced price ledger for trading cards.')
    .version(version())
    .showHelpAfterError('(see --help for usage)');
  for (const add of [
    addStart,
    addDemo,
    addSandbox,
    addCollect,
    addSearch,
    addPrice,
    addReplay,
    addExport,
    addVerify,
    addProjections,
    addEvents,
    addAlerts,
    addCorrect,
    addVoid,
    addQuarantine,
    addCards,
    addPublish,
    addLog,
    addMigrate,
    addDoctor,
  ])
    add(program);
  prepare(program);
  return program;
};

const run = async (argv: readonly string[]): Promise<number> => {
  try {
    await createProgram().parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has already printed help, version or the usage error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    // The command was ended: what it threw on its way out is no news.
    if (stdoutEnd().signal.aborted) return 0;
    reportFailure(error, argv.includes('--json'));
    // Option values that only the command itself can validate.
    return errorCode(error) === 'VALIDATION_FAILED' ? 2 : 1;
  }
};

/** Runs one command line. Returns the exit code. A closed pipe is a success; any other failure of stdout is reported. */
export const runCli = async (argv: readonly string[]): Promise<number> => {
  assertLimits();
  const stdout = stdoutEnd();
  const code = await run(argv);
  await stdout.flushed();
  if (!stdout.signal.aborted || stdout.isClosed()) return code;
  reportFailure(stdout.signal.reason, argv.includes('--json'));
  return 1;
};
