/**
 * Log lines about outages: one when an engine goes away, one now and then, one when it is back, with how long it was away.
 * Everything that notices an outage reports it here. Rejected: lines by each part that fails, because one outage of half a
 * minute wrote sixty equal ones, seven of them in five milliseconds.
 */
import { isEngineError } from './errors.js';
import type { Logger } from './logger.js';
import type { Runtime } from './runtime.js';

/** How often the log says that an outage lasts. */
export const outageRepeatMs = 30_000;

export interface Outage {
  /** Notes that a call failed. `reason`: one line (base/reason.ts). */
  readonly failed: (reason: string) => void;
  /** Notes that a call succeeded which began at `startedMs` (monotonic; default: now). */
  readonly succeeded: (startedMs?: number) => void;
}

/** How an outage is put into words, after its subject. */
export interface OutageWords {
  readonly begins: string;
  readonly lasts: string;
  readonly ends: string;
}

const ofEngines: OutageWords = { begins: 'is unavailable', lasts: 'is still unavailable', ends: 'is available again' };

export interface Outages {
  /** Returns the outage of `subject`, such as "Postgres at db:5432". The same for everyone who asks. */
  of(subject: string, words?: OutageWords): Outage;
  /** Returns how many calls have failed by an outage so far. */
  failures(): number;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;

interface State {
  readonly sinceMs: number;
  lastFailureMs: number;
  failures: number;
  /** Whether the beginning was logged. */
  said: boolean;
}

const createOutage = (
  subject: string,
  { begins, lasts, ends }: OutageWords,
  { runtime, logger, waitMs }: { runtime: Pick<Runtime, 'monotonicMs'>; logger: Logger; waitMs: number | undefined },
): Outage => {
  let current: State | null = null;
  let hasAnswered = false;
  let saidMs = Number.NEGATIVE_INFINITY;
  const say = (message: string, fields: Record<string, unknown>): void => {
    saidMs = runtime.monotonicMs();
    logger.warn(message, fields);
  };
  return {
    failed(reason) {
      const now = runtime.monotonicMs();
      current ??= { sinceMs: now, lastFailureMs: now, failures: 0, said: false };
      current.failures += 1;
      current.lastFailureMs = now;
      // What was never there is not waited for: the error of the command says so.
      if (waitMs !== undefined && !hasAnswered) return;
      // One that comes and goes is said to be away no more often than one that stays away.
      if (now - saidMs < outageRepeatMs) return;
      const { failures, sinceMs } = current;
      if (current.said || now - sinceMs >= outageRepeatMs) {
        say(`${subject} ${lasts}`, { reason, for: seconds(now - sinceMs), failures });
      } else if (waitMs === undefined) say(`${subject} ${begins}`, { reason });
      else say(`${subject} ${begins}: waiting for it, ${seconds(waitMs)} at most`, { reason });
      current.said = true;
    },
    succeeded(startedMs) {
      hasAnswered = true;
      if (current === null) return;
      // An answer to a call from before the last failure does not prove that it is back.
      if (startedMs !== undefined && startedMs < current.lastFailureMs) return;
      const { sinceMs, failures, said } = current;
      current = null;
      if (said) say(`${subject} ${ends}`, { after: seconds(runtime.monotonicMs() - sinceMs), failures });
    },
  };
};

/**
 * Creates the outages of a process. `waitMs`: the process waits this long for an engine, then gives up; without it, it waits
 * for ever.
 */
export const createOutages = (options: {
  runtime: Pick<Runtime, 'monotonicMs'>;
  logger: Logger;
  waitMs?: number | undefined;
}): Outages => {
  const { runtime, logger, waitMs } = options;
  const known = new Map<string, Outage>();
  let failures = 0;
  return {
    of(subject, words = ofEngines) {
      let outage = known.get(subject);
      if (outage === undefined) {
        const { failed, succeeded } = createOutage(subject, words, { runtime, logger, waitMs });
        outage = {
          failed: (reason) => {
            failures += 1;
            failed(reason);
          },
          succeeded,
        };
        known.set(subject, outage);
      }
      return outage;
    },
    failures: () => failures,
  };
};

/** Outages that nobody is told of, for tests and single calls. */
export const silentOutages: Outages = {
  of: () => ({ failed: () => undefined, succeeded: () => undefined }),
  failures: () => 0,
};

/** Settles as `call` does; reports whether the engine was away. */
export const watched = async <T>(
  { outage, runtime }: { readonly outage: Outage; readonly runtime: Pick<Runtime, 'monotonicMs'> },
  call: () => Promise<T>,
): Promise<T> => {
  const startedMs = runtime.monotonicMs();
  try {
    const result = await call();
    outage.succeeded(startedMs);
    return result;
  } catch (error) {
    if (isEngineError(error)) outage.failed(error.reason);
    throw error;
  }
};
