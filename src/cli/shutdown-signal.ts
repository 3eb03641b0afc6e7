/** How a process is told to end: the first signal drains, the second ends at once, and draining ends in time. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';

/** What we use of `process`. */
export interface ShutdownOptions {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Aborts on the first SIGINT or SIGTERM. Whoever asks twice does not want to wait for the drain; and a drain that waits for a
 * server that never answers ends limits.shutdownForcedMs after the first: nothing is lost by it that a crash would not lose.
 */
export const shutdownSignal = (it: ShutdownOptions, runtime: Pick<Runtime, 'deadline'>): AbortSignal => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      it.exit(1);
      return;
    }
    // A deadline keeps no process alive that is done before it.
    runtime.deadline(limits.shutdownForcedMs).addEventListener('abort', () => it.exit(1), { once: true });
    controller.abort(ledgerError('NOT_READY', 'interrupted'));
  };
  it.on('SIGINT', onSignal);
  it.on('SIGTERM', onSignal);
  return controller.signal;
};
