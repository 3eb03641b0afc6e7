/**
 * The runtime port: the only source of the clock, randomness and timers.
 *
 * Everything else takes a `Runtime`, so a test can run a month of collection in a second and repeat a failing seed. Lint
 * rejects `Date.now()`, `new Date()` without arguments, `Math.random()` and `setTimeout` elsewhere.
 */
import { randomBytes, randomUUID } from 'node:crypto';

export interface Runtime {
  /** Returns the current time. */
  now(): Date;
  /** Returns milliseconds since an arbitrary origin; never goes back. For durations. */
  monotonicMs(): number;
  /** Returns a number in [0, 1). For jitter only, never for results that must be repeatable. */
  random(): number;
  /** Returns a random UUID, for run ids and correlation ids. Event ids of facts are derived instead (domain/ids.ts). */
  uuid(): string;
  /** Returns `bytes` random bytes as lower-case hex, for secrets. */
  secret(bytes: number): string;
  /** Waits `ms` milliseconds. Rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Returns a signal that aborts after `ms` milliseconds with a TimeoutError. */
  deadline(ms: number): AbortSignal;
}

/**
 * Creates the runtime of the system: real clock, real randomness, real timers.
 *
 * Rejected: setTimeout of node:timers/promises, because it makes an error with its stack for each wait that is aborted. A
 * deadline is such a wait each time the work is done in time.
 */
export const systemRuntime = (): Runtime => ({
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('hex'),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      // The caller's reason as it is: what aborts a sleep may be no error.
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    }),
  deadline: (ms) => AbortSignal.timeout(ms),
});
