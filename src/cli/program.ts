/** Defines the command `tcg-ledger`. Exit codes: 0 success, 1 failure, 2 usage error. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { errorCode } from '../base/errors.js';
import { assertLimits } from '../base/limits.js';
import { packageRoot } from '../base/paths.js';
import { reportFailure } from './output.js';
import { stdoutEnd } from './stdout-end.js';

const version = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

const prepare = (command: Command): void => {
  command.exitOverride().option('--json', 'print the answer as JSON');
  command.commands.forEach(prepare);
};

/**
 * The commands, in the order of the help, each with the module that defines it. A module is loaded when its command is
 * asked for: loading all of them, with the API and its libraries, takes as long as a short command itself.
 */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import('./commands/start.js')).addStart,
  demo: async () => (await import('./commands/demo.js')).addDemo,
  sandbox: async () => (await import('./commands/sandbox.js')).addSandbox,
  collect: async () => (await import('./commands/collect.js')).addCollect,
  import: async () => (await import('./commands/import.js')).addImport,
  search: async () => (await import('./commands/search.js')).addSearch,
  price: async () => (await import('./commands/price.js')).addPrice,
  replay: async () => (await import('./commands/replay.js')).addReplay,
  export: async () => (await import('./commands/export.js')).addExport,
  verify: async () => (await import('./commands/verify.js')).addVerify,
  audit: async () => (await import('./commands/audit.js')).addAudit,
  projections: async () => (await import('./commands/projections.js')).addProjections,
  events: async () => (await import('./commands/events.js')).addEvents,
  alerts: async () => (await import('./commands/alerts.js')).addAlerts,
  notifications: async () => (await import('./commands/notifications.js')).addNotifications,
  sources: async () => (await import('./commands/sources.js')).addSources,
  correct: async () => (await import('./commands/corrections.js')).addCorrect,
  void: async () => (await import('./commands/corrections.js')).addVoid,
  quarantine: async () => (await import('./commands/quarantine.js')).addQuarantine,
  cards: async () => (await import('./commands/cards.js')).addCards,
  matching: async () => (await import('./commands/matching.js')).addMatching,
  publish: async () => (await import('./commands/publish.js')).addPublish,
  log: async () => (await import('./commands/log.js')).addLog,
  migrate: async () => (await import('./commands/migrate.js')).addMigrate,
  doctor: async () => (await import('./commands/doctor.js')).addDoctor,
};

/** Creates the program with all commands, or with the named one only. An unknown name is as none. */
export const createProgram = async (named?: string): Promise<Command> => {
  const program = new Command('tcg-ledger')
    .description('An event-sourced price ledger for trading cards.')
    .version(version())
    .showHelpAfterError('(see --help for usage)');
  const one = named === undefined || !Object.hasOwn(commands, named) ? undefined : commands[named];
  for (const load of one === undefined ? Object.values(commands) : [one]) (await load())(program);
  prepare(program);
  return program;
};

const run = async (argv: readonly string[]): Promise<number> => {
  try {
    await (await createProgram(argv[0])).parseAsync([...argv], { from: 'user' });
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
