/** Creates what every command needs: configuration, logger, output, signal. Opens and closes the ledger for a command. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Config, readConfig } from '../app/config.js';
import { chooseDataDir } from '../app/data-dir.js';
import { type Ledger, openLedger } from '../app/ledger.js';
import { systemRuntime, type Runtime } from '../base/runtime.js';
import { createLogger, type Logger } from '../base/logger.js';
import { shutdownSignal } from './shutdown-signal.js';
import { createOutput, type Output } from './output.js';

export interface Session {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly output: Output;
  readonly json: boolean;
  /** Aborts on the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

export interface SessionOptions {
  /** Whether the command is about real data, and never about that of a demo that runs beside it. */
  readonly ownData?: boolean;
  /** Whether the command uses no data directory, so that none is chosen or named. */
  readonly noData?: boolean;
  /** Overrides of the environment. */
  readonly config?: Partial<Config>;
  /** Logs at LOG_LEVEL. Default: warnings only, so that log lines do not bury a short command's answer. */
  readonly verbose?: boolean;
}

/** Whether the user or the command has named the data, so that none is chosen. */
const isGiven = ({ databaseUrl }: Config, { config }: SessionOptions): boolean =>
  (process.env['DATA_DIR'] ?? '') !== '' || databaseUrl !== undefined || config?.dataDir !== undefined;

/** Reads the configuration and creates everything that commands need besides the ledger. Throws CONFIG_INVALID. */
export const startSession = (command: Command, options: SessionOptions = {}): Session => {
  const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
  const given: Config = { ...readConfig(process.env), ...options.config };
  const output = createOutput({ json });
  const chosen =
    options.noData === true || isGiven(given, options) ? null : chooseDataDir({ own: options.ownData === true });
  if (chosen?.note != null) output.warn(chosen.note);
  const config: Config = chosen === null ? given : { ...given, dataDir: chosen.dataDir };
  const runtime = systemRuntime();
  const level = options.verbose === true || config.logLevel === 'debug' ? config.logLevel : 'warn';
  return {
    config,
    json,
    runtime,
    logger: createLogger({ level, pretty: process.stderr.isTTY && !json }),
    output,
    signal: shutdownSignal(process, runtime),
  };
};

/** Opens the ledger, runs `work`, and closes the ledger. */
export const withLedger = async <T>(session: Session, work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await openLedger(session);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};

/** Creates an option parser for whole numbers of at least `min`. */
export const wholeNumber =
  (min: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min)
      throw new InvalidArgumentError(`expected a whole number of at least ${min}`);
    return value;
  };

/** Parses an option that is an instant or a UTC day. Returns RFC 3339. */
export const instant = (text: string): string => {
  const wellFormed = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = wellFormed ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected a time such as 2025-10-01 or 2025-10-01T20:00:00Z');
  return new Date(time).toISOString();
};

/** Parses an argument that is a UUID. Returns it in lower case. */
export const uuid = (text: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('expected a UUID');
  return text.toLowerCase();
};

/** Parses an option that may be repeated. Returns all values so far. */
export const collectAll = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
