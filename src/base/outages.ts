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
  failed(reason: string): void;
  /** Notes that a call succeeded which began at `startedMs` (monotonic; default: now). */
  succeeded(startedMs?: number): void;
}

export interface Outages {
  /** Returns the outage of `subject`, such as "Postgres at db:5432". The same for everyone who asks. */
  of(subject: string): Outage;
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
  { runtime, logger, waitMs }: { runtime: Pick<Runtime, 'monotonicMs'>; logger: Logger; waitMs: number | undefined },
): Outage => {
  let current: State | null = null;
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
      // One that comes and goes is said to be away no more often than one that stays away.
      if (now - saidMs < outageRepeatMs) return;
      const { failures, sinceMs } = current;
      if (current.said || now - sinceMs >= outageRepeatMs) {
        say(`${subject} is still unavailable`, { reason, for: seconds(now - sinceMs), failures });
      } else if (waitMs === undefined) say(`${subject} is unavailable`, { reason });
      else say(`${subject} is unavailable: waiting for it, ${seconds(waitMs)} at most`, { reason });
      current.said = true;
    },
    succeeded(startedMs) {
      if (current === null) return;
      // An answer to a call from before the last failure does not prove that it is back.
      if (startedMs !== undefined && startedMs < current.lastFailureMs) return;
      const { sinceMs, failures, said } = current;
      current = null;
      if (said) say(`${subject} is available again`, { after: seconds(runtime.monotonicMs() - sinceMs), failures });
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
  return {
    of(subject) {
      let outage = known.get(subject);
      if (outage === undefined) known.set(subject, (outage = createOutage(subject, { runtime, logger, waitMs })));
      return outage;
    },
  };
};

/** Outages that nobody is told of, for tests and single calls. */
export const silentOutages: Outages = { of: () => ({ failed: () => undefined, succeeded: () => undefined }) };

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
