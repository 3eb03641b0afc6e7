/** Turns SIGINT and SIGTERM into a shutdown: the first drains, the second ends at once, and draining has a timeout. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';

/** The part of `process` used here. */
export interface SignalTarget {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Aborts on the first SIGINT or SIGTERM. The second one ends the process without the drain. A drain that hangs on an
 * unresponsive server ends limits.shutdownForcedMs after the first signal; the process loses no more than in a crash.
 */
export const shutdownSignal = (target: SignalTarget, runtime: Pick<Runtime, 'deadline'>): AbortSignal => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      target.exit(1);
      return;
    }
    // The deadline's timer does not keep a drained process alive.
    runtime.deadline(limits.shutdownForcedMs).addEventListener('abort', () => target.exit(1), { once: true });
    controller.abort(ledgerError('NOT_READY', 'interrupted'));
  };
  target.on('SIGINT', onSignal);
  target.on('SIGTERM', onSignal);
  return controller.signal;
};
