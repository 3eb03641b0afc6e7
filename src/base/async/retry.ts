/** Trying again after transient errors. */
import type { Runtime } from '../runtime.js';
import { type Backoff, backoffMs } from './backoff.js';

export interface Retry {
  readonly runtime: Pick<Runtime, 'sleep' | 'random'>;
  /** Tries in all, the first included. */
  readonly triesMax: number;
  /** Returns whether another try can help after this error. */
  readonly isTransient: (error: unknown) => boolean;
  /** Ends the trying; does not end a try under way. */
  readonly signal?: AbortSignal;
  /** The default is limits.retryDelayMsMin to limits.retryDelayMsMax. */
  readonly backoff?: Backoff;
}

/**
 * Returns what the first successful try of `work` returns. Throws the error of the last try, an error that is not
 * transient at once, and the signal's reason when it aborts before a try or between two.
 *
 * Rejected: p-retry, whose waits are timers of its own: a test could not run an outage of minutes in milliseconds.
 */
export const retry = async <T>(work: () => Promise<T>, options: Retry): Promise<T> => {
  const { runtime, triesMax, isTransient, signal, backoff } = options;
  for (let failures = 0; ; failures += 1) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (failures + 1 >= triesMax || !isTransient(error)) throw error;
      await runtime.sleep(backoffMs(failures, runtime.random(), backoff), signal);
    }
  }
};
