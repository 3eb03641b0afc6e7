/** Waiting out an outage, with an end. */
import type { Runtime } from '../runtime.js';
import { backoffMs } from './backoff.js';

export interface Patience {
  readonly runtime: Pick<Runtime, 'sleep' | 'random' | 'monotonicMs'>;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  /** Milliseconds after the first failure at which the last error is thrown. */
  readonly limitMs: number;
}

/** Between two tries: short, since a person waits, and a server that comes back is busy with one process. */
const backoff = { minMs: 100, maxMs: 2_000 };

/** Settles as `work` does; throws the signal's reason as soon as it aborts. */
const unlessEnded = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  let onAbort: () => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
    ended.catch(() => undefined);
  }
};

/**
 * Returns what the first successful try of `work` returns. Repeats it while it fails by an outage, for `limitMs`. Throws
 * other errors at once, and the signal's reason as soon as it aborts, also while a repetition is under way. The first try is
 * left to end by itself, since its outcome may matter; `onlyReads`: it does not.
 */
export const outlast = async <T>(
  work: () => Promise<T>,
  options: Patience & { readonly isOutage: (error: unknown) => boolean; readonly onlyReads?: boolean },
): Promise<T> => {
  const { runtime, signal, limitMs, isOutage, onlyReads = false } = options;
  // What is called after the end, to give a lease back for example, is tried once and not waited for.
  if (signal.aborted) return work();
  let sinceMs: number | null = null;
  for (let failures = 0; ; failures += 1) {
    try {
      return await (failures === 0 && !onlyReads ? work() : unlessEnded(work(), signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!isOutage(error)) throw error;
      sinceMs ??= runtime.monotonicMs();
      const waitMs = backoffMs(failures, runtime.random(), backoff);
      if (runtime.monotonicMs() + waitMs - sinceMs > limitMs) throw error;
      await runtime.sleep(waitMs, signal);
    }
  }
};
