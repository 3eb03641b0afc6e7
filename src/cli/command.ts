/** Creates what every command needs: configuration, logger, output, signal. Opens and closes the ledger for a command. */
import { setMaxListeners } from 'node:events';
import { type Command, InvalidArgumentError } from 'commander';
import { type Config, readConfig } from '../app/config.js';
import { assertHoldsLedger } from '../app/holds-ledger.js';
import { chooseDataDir } from '../app/data-dir.js';
import { type Ledger, openLedger } from '../app/ledger.js';
import { type ErrorCode, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { systemRuntime, type Runtime } from '../base/runtime.js';
import { identityPattern } from '../domain/cards/card.js';
import { type DayEdge, instantExpected, parseInstant } from '../domain/instant.js';
import { createLogger, type Logger } from '../base/logger.js';
import { shutdownSignal } from './shutdown-signal.js';
import { outlastOutages } from './outlast-outages.js';
import { stdoutEnd } from './stdout-end.js';
import { createOutput, type Output } from './output.js';

export interface Session {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly output: Output;
  readonly json: boolean;
  /** Aborts on the first SIGINT or SIGTERM, and when stdout takes no more. */
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
  const signal = AbortSignal.any([shutdownSignal(process, runtime), stdoutEnd().signal]);
  // Everything that a command waits for listens to it, and no longer than it waits: Node would warn of the eleventh.
  setMaxListeners(0, signal);
  const level = options.verbose === true || config.logLevel === 'debug' ? config.logLevel : 'warn';
  return {
    config,
    json,
    runtime,
    logger: createLogger({ level, pretty: process.stderr.isTTY && !json }),
    output,
    signal,
  };
};

/** How a command uses the ledger. */
export interface LedgerUse<T> {
  /**
   * `ends`: the command runs to an end, and waits for an engine that was there and goes away (limits.outageWaitMs).
   * `repeats`: it does the same, and its work may be done again from the beginning. Default: an outage is left to `work`.
   */
  readonly outages?: 'ends' | 'repeats';
  /** Whether the command only reads: it is refused where there is no ledger, and makes none. */
  readonly onlyReads?: boolean;
  /** Returns the code of a result that reports a failure, else `null`. */
  readonly failureOf?: (result: T) => ErrorCode | null;
}

/** Opens the ledger, runs `work`, and closes the ledger. */
export const withLedger = async <T>(
  session: Session,
  work: (ledger: Ledger) => Promise<T>,
  { outages, onlyReads = false, failureOf }: LedgerUse<T> = {},
): Promise<T> => {
  const { config, runtime, signal } = session;
  if (onlyReads) await assertHoldsLedger(config);
  const patience = { runtime, signal, limitMs: limits.outageWaitMs };
  const ledger = await openLedger({ ...session, ...(outages === undefined ? {} : { patience }) });
  try {
    if (outages === 'repeats') return await outlastOutages(ledger, signal, () => work(ledger), failureOf);
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

const instantAt =
  (edge: DayEdge) =>
  (text: string): string => {
    const parsed = parseInstant(text, edge);
    if (parsed === null) throw new InvalidArgumentError(`expected ${instantExpected}`);
    return parsed;
  };

/** Parses an option that is an instant or a UTC day, which means its midnight. Returns RFC 3339. */
export const instant = instantAt('start');

/** Parses the same as the exclusive end of a span: a day is taken whole, so it means the midnight after it. */
export const instantAfter = instantAt('after');

/** Parses the same as an instant that is reached: a day means its last millisecond. */
export const instantEnd = instantAt('end');

/** Returns `text` if it is a card id. Throws VALIDATION_FAILED naming `--card`. */
export const cardOption = (text: string): string => {
  if (identityPattern.test(text)) return text;
  const expected = 'a card id such as pokemon-517045';
  throw ledgerError('VALIDATION_FAILED', `--card ${text}: expected ${expected}`, { details: { card: expected } });
};

/** Parses an argument that is a UUID. Returns it in lower case. */
export const uuid = (text: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('expected a UUID');
  return text.toLowerCase();
};

/** Parses an option that may be repeated. Returns all values so far. */
export const collectAll = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
