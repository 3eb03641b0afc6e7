/** Waiting for work that was told to end, but not for ever: what it waits for itself may never answer. */
import type { Runtime } from '../runtime.js';

export interface GracePeriod {
  readonly runtime: Runtime;
  /** Tells the work to end; its reason is what is thrown when the time is over. */
  readonly signal: AbortSignal;
  /** Milliseconds that the work is given from then on. */
  readonly graceMs: number;
}

/** Settles as `work` does, but rejects `graceMs` after `signal` has aborted. The work is then left alone, not ended. */
export const withGracePeriod = async <T>(work: Promise<T>, { runtime, signal, graceMs }: GracePeriod): Promise<T> => {
  work.catch(() => undefined);
  const settled = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: settled.signal });
  });
  const overdue = aborted.then(async (): Promise<never> => {
    await runtime.sleep(graceMs, settled.signal);
    throw signal.reason;
  });
  overdue.catch(() => undefined);
  try {
    return await Promise.race([work, overdue]);
  } finally {
    settled.abort();
  }
};
