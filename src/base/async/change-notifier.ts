/**
 * Change notifications over one connection that all listeners share. It is opened for the first listener, opened again
 * when it is lost, and closed after the last.
 */
import type { Runtime } from '../runtime.js';
import { backoffMs } from './backoff.js';

/** Calls `wake` whenever there may be news, until the returned function is called. */
export type Listen = (wake: () => void) => () => void;

export interface ChangeNotifier {
  readonly listen: Listen;
  /** Resolves when the connection has ended. Listeners stay registered but are no longer called. */
  close(): Promise<void>;
}

/** Callbacks of one connection. */
export interface ConnectionEvents {
  /** The connection is established: if it is lost from now on, the next try comes soon. */
  readonly onUp: () => void;
  /** There may be news. */
  readonly wakeAll: () => void;
  /** Aborts when there are no listeners left. */
  readonly signal: AbortSignal;
}

/** Creates a notifier. `listenOnce` connects, and settles when the connection is lost or its signal aborts. */
export const createChangeNotifier = (
  runtime: Pick<Runtime, 'sleep' | 'random'>,
  listenOnce: (connection: ConnectionEvents) => Promise<void>,
): ChangeNotifier => {
  const listeners = new Set<() => void>();
  let stop: AbortController | null = null;
  let running: Promise<unknown> = Promise.resolve();
  const wakeAll = (): void => listeners.forEach((wake) => wake());

  const run = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    const onUp = (): void => {
      failures = 0;
    };
    while (!signal.aborted) {
      await listenOnce({ onUp, wakeAll, signal }).catch(() => undefined);
      await runtime.sleep(backoffMs(failures, runtime.random()), signal).catch(() => undefined);
      failures += 1;
    }
  };
  const disconnect = (): void => {
    stop?.abort();
    stop = null;
  };

  return {
    listen(wake) {
      listeners.add(wake);
      if (stop === null) {
        stop = new AbortController();
        running = Promise.all([running, run(stop.signal)]);
      }
      return () => {
        listeners.delete(wake);
        if (listeners.size === 0) disconnect();
      };
    },
    async close() {
      disconnect();
      await running;
    },
  };
};
