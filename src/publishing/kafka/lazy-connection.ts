/**
 * A producer that is connected while there is work. An idle connection of kafkajs costs CPU (a timer with a negative
 * delay, about 900 times a second), and the first batch fails after a broker has closed it. Concurrent use is safe: a
 * producer that is being closed is not used again, the next use creates another.
 */
import { withDeadline } from '../../base/async/deadline.js';
import type { Runtime } from '../../base/runtime.js';

export interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

export interface LazyConnection<T> {
  /** Runs `work` on a connected producer. One on which work failed is not used again. */
  use<R>(work: (connected: T) => Promise<R>): Promise<R>;
  /** Waits for running work, then closes. */
  close(): Promise<void>;
  readonly isConnected: boolean;
}

interface Current<T> {
  readonly it: T;
  readonly connected: Promise<void>;
}

/** `make` creates an unconnected producer. It is closed after `idleMs` without work; closing takes `closeMs` at most. */
export const createLazyConnection = <T extends Connectable>(options: {
  make: () => T;
  runtime: Runtime;
  idleMs: number;
  closeMs: number;
}): LazyConnection<T> => {
  const { make, runtime, idleMs, closeMs } = options;
  let current: Current<T> | null = null;
  let users = 0;
  let closing: Promise<void> = Promise.resolve();
  let idle = new AbortController();
  const isIdle: (() => void)[] = [];

  /** `disconnect` waits for running requests, which time out; a broken producer may throw, or never return. */
  const drop = (gone: Current<T>): Promise<void> => {
    if (current === gone) current = null;
    const closed = gone.connected
      .catch(() => undefined)
      .then(() => withDeadline(gone.it.disconnect(), { runtime, ms: closeMs }, () => undefined))
      .catch(() => undefined);
    closing = Promise.all([closing, closed]).then(() => undefined);
    return closing;
  };

  const closeWhenIdle = (): void => {
    idle = new AbortController();
    const { signal } = idle;
    runtime
      .sleep(idleMs, signal)
      .then(() => (current !== null && !signal.aborted ? drop(current) : undefined))
      .catch(() => undefined);
  };

  const acquire = (): Current<T> => {
    if (current === null) {
      const it = make();
      current = { it, connected: it.connect() };
      current.connected.catch(() => undefined);
    }
    return current;
  };

  return {
    get isConnected() {
      return current !== null;
    },
    async use(work) {
      users += 1;
      idle.abort();
      let held: Current<T> | undefined;
      try {
        // Requests of a former producer are answered or timed out first. Otherwise an old one could be carried out after
        // newer ones.
        await closing;
        held = acquire();
        await held.connected;
        return await work(held.it);
      } catch (error) {
        if (held !== undefined) void drop(held);
        throw error;
      } finally {
        users -= 1;
        if (users === 0) {
          closeWhenIdle();
          for (const resolve of isIdle.splice(0)) resolve();
        }
      }
    },
    async close() {
      if (users > 0) await new Promise<void>((resolve) => isIdle.push(resolve));
      idle.abort();
      if (current !== null) await drop(current);
      await closing;
    },
  };
};
