/** One standing connection as the wake-up of all who wait, there while there are any. */
import type { Runtime } from '../runtime.js';
import { type Listen, retryDelayMs } from '../../log/subscription.js';

export interface ChangeNotifier {
  readonly listen: Listen;
  /** Resolves when the connection is ended; listeners stay registered but are called no more. */
  close(): Promise<void>;
}

/** What a connection tells while it stands. */
export interface ConnectionEvents {
  /** It stands: if it is lost now, the next try comes soon. */
  readonly onUp: () => void;
  /** There may be something new. */
  readonly wakeAll: () => void;
  /** When nobody waits any longer. */
  readonly signal: AbortSignal;
}

/** Wake-ups by `listenOnce`, which connects and settles when the connection is lost or its signal aborts. */
export const createChangeNotifier = (
  runtime: Runtime,
  listenOnce: (listening: ConnectionEvents) => Promise<void>,
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
      await runtime.sleep(retryDelayMs(failures, runtime.random()), signal).catch(() => undefined);
      failures += 1;
    }
  };
  const halt = (): void => {
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
        if (listeners.size === 0) halt();
      };
    },
    async close() {
      halt();
      await running;
    },
  };
};
