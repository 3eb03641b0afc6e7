/**
 * The runtime port: the only source of the clock, randomness and timers.
 *
 * Everything else takes a `Runtime`, so a test can run a month of collection in a second and repeat a failing seed. Lint
 * rejects `Date.now()`, `new Date()` without arguments, `Math.random()` and `setTimeout` elsewhere.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

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

/** Creates the runtime of the system: real clock, real randomness, real timers. */
export const systemRuntime = (): Runtime => ({
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('hex'),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
  deadline: (ms) => AbortSignal.timeout(ms),
});
