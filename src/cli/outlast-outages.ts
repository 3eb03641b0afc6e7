/** Commands over an outage of an engine: they wait for it, then do their work again, which goes on where it ended. */
import { type ErrorCode, isLedgerError, isTransient } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Ledger } from '../app/ledger.js';

/** How often a command starts over. */
const repeatsMax = 5;

/** How a lease is lost while its server is away, and how that of the last attempt shows until it has run out. */
const leaseCodes: readonly (ErrorCode | null)[] = ['LEASE_LOST', 'COLLECTION_RUNNING'];
const engineCodes: readonly (ErrorCode | null)[] = ['LOG_UNAVAILABLE', 'LOG_BUSY', 'DATABASE_UNAVAILABLE'];

type Attempt<T> =
  | { readonly kind: 'returned'; readonly result: T; readonly code: ErrorCode | null }
  | { readonly kind: 'threw'; readonly error: unknown; readonly code: ErrorCode | null };

/** Returns the code of an error; that of an engine for a driver's own errors. */
const codeOf = (error: unknown): ErrorCode | null =>
  isLedgerError(error) ? error.code : isTransient(error) ? 'DATABASE_UNAVAILABLE' : null;

/**
 * Returns what `work` returns. If an engine goes away during it, waits until it answers and does the work again: it must be
 * work that may be repeated. `failureOf` returns the code of a result that reports a failure, else `null`. Throws the
 * engine's error if it stays away for limits.outageWaitMs, and every other error at once. The embedded Postgres is not waited
 * for: it has ended with the process that ran it.
 */
export const outlastOutages = async <T>(
  ledger: Pick<Ledger, 'database' | 'log' | 'engine' | 'runtime' | 'config' | 'outages'>,
  signal: AbortSignal,
  work: () => Promise<T>,
  failureOf: (result: T) => ErrorCode | null = () => null,
): Promise<T> => {
  const { database, log, engine, runtime, config, outages } = ledger;
  const canComeBack = engine.kind === 'external' || config.eventStoreUrl !== undefined;
  const attempt = async (): Promise<Attempt<T>> => {
    try {
      const result = await work();
      return { kind: 'returned', result, code: failureOf(result) };
    } catch (error) {
      return { kind: 'threw', error, code: codeOf(error) };
    }
  };
  let leasesUntilMs = Number.NEGATIVE_INFINITY;
  for (let repeats = 0; ;) {
    const before = outages.failures();
    const ended = await attempt();
    const { code } = ended;
    const isLease = leaseCodes.includes(code);
    const wasAway = outages.failures() > before && (isLease || engineCodes.includes(code));
    const isLeaseLeft = isLease && runtime.monotonicMs() < leasesUntilMs;
    if (signal.aborted || !canComeBack || repeats >= repeatsMax || !(wasAway || isLeaseLeft)) {
      if (ended.kind === 'threw') throw ended.error;
      return ended.result;
    }
    if (wasAway) {
      repeats += 1;
      // Both wait by themselves, and throw when it takes too long.
      await database.query('select 1');
      await log.head();
      leasesUntilMs = runtime.monotonicMs() + 2 * limits.leaseTtlMs;
    } else await runtime.sleep(limits.leasePollMs, signal);
  }
};
