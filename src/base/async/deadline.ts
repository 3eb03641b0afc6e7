/**
 * Waiting for work, but not forever. Work that is overdue is left alone, not ended, and its later rejection is ignored.
 * Where the work takes an AbortSignal, as fetch does, `runtime.deadline` ends it as well and is the better choice.
 *
 * Rejected: p-timeout, whose timers are its own: a test could not run a deadline of minutes in milliseconds.
 */
import type { Runtime } from '../runtime.js';
import { aborted } from './aborted.js';
import { done } from './done.js';

const overdue = Symbol('overdue');

/** Settles as `work` does, or with `overdue` when `limit` resolves first. `limit` stops waiting when `settled` aborts. */
const race = async <T>(
  work: Promise<T>,
  limit: (settled: AbortSignal) => Promise<void>,
): Promise<T | typeof overdue> => {
  const settled = new AbortController();
  try {
    return await Promise.race([work, limit(settled.signal).then((): typeof overdue => overdue)]);
  } finally {
    settled.abort(done);
  }
};

export interface Deadline {
  readonly runtime: Pick<Runtime, 'sleep'>;
  readonly ms: number;
}

/** Settles as `work` does; after `ms` milliseconds, returns what `onLate` returns or throws what it throws. */
export const withDeadline = async <T, L>(
  work: Promise<T>,
  { runtime, ms }: Deadline,
  onLate: () => L,
): Promise<T | L> => {
  const result = await race(work, (settled) => runtime.sleep(ms, settled));
  return result === overdue ? onLate() : result;
};

export interface GracePeriod {
  readonly runtime: Pick<Runtime, 'sleep'>;
  /** Asks the work to end. */
  readonly signal: AbortSignal;
  /** Milliseconds that the work has from then on. */
  readonly graceMs: number;
}

/** Settles as `work` does; throws the signal's reason `graceMs` after `signal` has aborted. */
export const withGracePeriod = async <T>(work: Promise<T>, { runtime, signal, graceMs }: GracePeriod): Promise<T> => {
  const result = await race(work, async (settled) => {
    await aborted(signal, settled);
    await runtime.sleep(graceMs, settled);
  });
  if (result === overdue) throw signal.reason;
  return result;
};

/** Settles as `work` does; returns `null` as soon as `signal` aborts, or if it has aborted before. */
export const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> => {
  if (signal.aborted) {
    work.catch(() => undefined);
    return null;
  }
  const result = await race(work, (settled) => aborted(signal, settled));
  return result === overdue ? null : result;
};
