/** A signal that is set and reset: one part of the process wakes another, and an early wake-up is not lost. */
import type { Runtime } from '../runtime.js';
import { done } from './done.js';
import { withEither } from './with-either.js';

export interface Signal {
  /** Wakes all that wait now, and lets later waits pass until the next `reset`. */
  readonly set: () => void;
  /** Call it before looking for news: news that comes while looking then ends the next wait at once. */
  readonly reset: () => void;
  /** Resolves when the signal is set, after `ms` milliseconds, or when `stop` aborts. Never rejects. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Creates a signal that is not set. `stop` ends every wait, now and later. */
export const createSignal = (runtime: Pick<Runtime, 'sleep'>, stop: AbortSignal): Signal => {
  let current = new AbortController();
  return {
    set: () => current.abort(done),
    reset: () => {
      if (current.signal.aborted) current = new AbortController();
    },
    // The sleep rejects when the signal is set, and so leaves no timer.
    wait: (ms) => withEither([current.signal, stop], (either) => runtime.sleep(ms, either)).catch(() => undefined),
  };
};
