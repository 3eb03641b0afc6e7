/**
 * One subscription to $all as a wake-up, shared by all subscriptions of a log and there while there are any. It only says
 * when to look; what there is, and how far it was looked, comes from reads that end. So nothing is lost when it ends
 * without a word, which the server's subscriptions do when a node shuts down, nor when a frozen server sends no more:
 * subscriptions look by their poll too, and a read has a deadline.
 */
import type { Runtime } from '../../runtime.js';
import { type Listen, retryDelayMs } from '../subscription.js';
import type { Connection } from './connection.js';
import { allRequest, openRead, type ServerFilter } from './read-call.js';

export interface WakeUps {
  readonly listen: Listen;
  /** Resolves when the subscription is ended; listeners stay registered but are called no more. */
  close(): Promise<void>;
}

/** Subscribes at the end of the log and wakes until the call ends, however it does, or `signal` aborts. */
const listenOnce = async (
  of: { readonly connection: Connection; readonly runtime: Runtime; readonly covering: ServerFilter },
  wakeAll: () => void,
  signal: AbortSignal,
  onUp: () => void,
): Promise<void> => {
  const request = allRequest({ from: 'end', filter: of.covering, count: 'subscription' });
  const call = await openRead(of.connection, of.runtime, request);
  const cancel = (): void => call.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (signal.aborted) return;
    // The confirmation, which comes at once.
    let messages = await call.take(of.connection.silenceMsMax);
    onUp();
    // What was appended while nobody listened.
    while (messages !== null) {
      wakeAll();
      messages = await call.take();
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    call.cancel();
  }
};

/** Wake-ups of the log. */
export const createWakeUps = (of: {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly covering: ServerFilter;
}): WakeUps => {
  const { runtime } = of;
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
      await listenOnce(of, wakeAll, signal, onUp).catch(() => undefined);
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
