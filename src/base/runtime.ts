/**
 * The runtime port: the only place where the clock, randomness and timers come from.
 *
 * Everything else takes a `Runtime`, so a test can run a month of collection in a second and a failing seed can be run
 * again. Lint refuses `Date.now()`, `new Date()` without arguments, `Math.random()` and `setTimeout` elsewhere.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export interface Runtime {
  /** The time now. */
  now(): Date;
  /** Milliseconds from an arbitrary origin, never going backwards: for durations. */
  monotonicMs(): number;
  /** A number in [0, 1): for jitter only, never for anything that must be repeatable. */
  random(): number;
  /** A fresh random UUID: run ids, correlation ids. Event ids of facts are derived instead (domain/ids.ts). */
  uuid(): string;
  /** `bytes` random bytes as lower-case hex: secrets. */
  secret(bytes: number): string;
  /** Waits `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts after `ms` milliseconds with a TimeoutError. */
  deadline(ms: number): AbortSignal;
}

/** The real clock, the real random source, real timers. */
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
