/** What every command is given, and how it is run: configuration read, ledger opened, everything closed again. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Config, readConfig } from '../app/config.js';
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
  /** Instead of the environment's. */
  readonly config?: Partial<Config>;
  /** Commands that answer and end log warnings only, so that their answer is not buried. */
  readonly verbose?: boolean;
}

/** Reads the configuration and makes what commands need besides the ledger. Throws CONFIG_INVALID. */
export const startSession = (command: Command, options: SessionOptions = {}): Session => {
  const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
  const config: Config = { ...readConfig(process.env), ...options.config };
  const runtime = systemRuntime();
  const level = options.verbose === true || config.logLevel === 'debug' ? config.logLevel : 'warn';
  return {
    config,
    json,
    runtime,
    logger: createLogger({ level, pretty: process.stderr.isTTY && !json }),
    output: createOutput({ json }),
    signal: shutdownSignal(process, runtime),
  };
};

/** Opens the ledger for the time of `work`. */
export const withLedger = async <T>(session: Session, work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await openLedger(session);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};

/** Option parser: a whole number of at least `min`. */
export const wholeNumber =
  (min: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min)
      throw new InvalidArgumentError(`expected a whole number of at least ${min}`);
    return value;
  };

/** Option parser: an instant or a UTC day; answers RFC 3339. */
export const instant = (text: string): string => {
  const wellFormed = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = wellFormed ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected a time such as 2025-10-01 or 2025-10-01T20:00:00Z');
  return new Date(time).toISOString();
};

/** Argument parser: a UUID; answers it in lower case. */
export const uuid = (text: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('expected a UUID');
  return text.toLowerCase();
};

/** Option parser for options that may be repeated. */
export const collectAll = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
