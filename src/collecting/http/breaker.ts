/**
 * The circuit breaker of a source: after several failures of ten minutes nothing is sent for a minute, then one request as a trial.
 *
 * opossum counts and decides when to open; the clock is the runtime's. Rejected: opossum's own timers, because they are another clock:
 * a month that is simulated in a minute would end before the first open breaker lets a request through.
 */
import { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import { tripsBreaker } from './source-errors.js';

/** Requests in the window before it may open, the window, its parts, and how long it stays open. */
const volumeMin = 5;
const windowMs = 600_000;
const windowParts = 10;
const openMs = 60_000;
/** The longest timer there is: opossum's own is never the one that ends an open breaker. */
const neverMs = 2 ** 31 - 1;

export interface Breaker {
  /** Does the work. Throws its error, and SOURCE_BREAKER_OPEN without doing it; `what` is named in the error. */
  fire<T>(what: string, work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Creates a closed breaker. `onChange` is called with when a trial may be made, and with `null` when it closes. */
export const createBreaker = ({
  runtime,
  onChange,
}: {
  readonly runtime: Runtime;
  readonly onChange?: ((openUntil: Date | null) => void) | undefined;
}): Breaker => {
  const window = new EventEmitter();
  const breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
    // Only a net: the request's own deadline ends it first. No abortController: it would abort every concurrent call.
    timeout: limits.sourceRequestMs + limits.retryAfterMsMax,
    errorThresholdPercentage: 50,
    volumeThreshold: volumeMin,
    rollingCountTimeout: windowMs,
    rollingCountBuckets: windowParts,
    rotateBucketController: window,
    resetTimeout: neverMs,
    errorFilter: (error: unknown) => !tripsBreaker(error),
    enableSnapshots: false,
  });
  let partSinceMs = runtime.monotonicMs();
  let trialAtMs = 0;
  let onTrial = false;

  /** Moves the window to now. */
  const rotate = (): void => {
    const partMs = windowMs / windowParts;
    const passed = Math.floor((runtime.monotonicMs() - partSinceMs) / partMs);
    for (let part = 0; part < Math.min(passed, windowParts); part += 1) window.emit('rotate');
    partSinceMs += passed * partMs;
  };
  const opened = (): void => {
    trialAtMs = runtime.monotonicMs() + openMs;
    onChange?.(new Date(runtime.now().getTime() + openMs));
  };
  breaker.on('open', opened);
  breaker.on('close', () => onChange?.(null));

  /** Does the work of an open breaker: its success closes it, and so does an error that is no trouble of the server. */
  const trial = async <T>(work: () => Promise<T>): Promise<T> => {
    onTrial = true;
    try {
      const result = await work();
      breaker.close();
      return result;
    } catch (error) {
      if (tripsBreaker(error)) opened();
      else breaker.close();
      throw error;
    } finally {
      onTrial = false;
    }
  };

  return {
    async fire<T>(what: string, work: () => Promise<T>): Promise<T> {
      rotate();
      if (breaker.opened) {
        if (!onTrial && runtime.monotonicMs() >= trialAtMs) return trial(work);
        throw ledgerError('SOURCE_BREAKER_OPEN', `${what}: not sent, the last requests failed`);
      }
      try {
        return (await breaker.fire(work)) as T;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        // opossum's own: an error of the work is the ledger's, with a code of its own.
        if (code !== 'ETIMEDOUT') throw error;
        throw ledgerError('SOURCE_UNAVAILABLE', `${what}: the request did not end`, { cause: error });
      }
    },
    close: () => breaker.shutdown(),
  };
};
