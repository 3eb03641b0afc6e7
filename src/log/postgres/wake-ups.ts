/**
 * NOTIFY as a wake-up: one connection that LISTENs, shared by all subscriptions of a log, there while there are any. Not
 * one of the pool's, which subscriptions would otherwise use up. PgBouncer in transaction mode passes no notifications
 * on; subscriptions then go by their poll.
 */
import pg from 'pg';
import type { Runtime } from '../../runtime.js';
import { type Listen, retryDelayMs } from '../subscription.js';

export interface WakeUps {
  readonly listen: Listen;
  /** Resolves when the connection is closed; listeners stay registered but are called no more. */
  close(): Promise<void>;
}

/** Connects, LISTENs and waits until the connection is lost or `signal` aborts. */
const listenOnce = async (url: string, wakeAll: () => void, signal: AbortSignal, onUp: () => void): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tcg-ledger listen',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  client.on('notification', wakeAll);
  try {
    await client.connect();
    await client.query('listen ledger_appended');
    onUp();
    // What was appended while nobody listened.
    wakeAll();
    await lost;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Wake-ups of the log in the database at `url`. */
export const createWakeUps = (url: string, runtime: Runtime): WakeUps => {
  const listeners = new Set<() => void>();
  let stop: AbortController | null = null;
  let running: Promise<unknown> = Promise.resolve();
  const wakeAll = (): void => listeners.forEach((wake) => wake());

  const run = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const onUp = (): void => {
        failures = 0;
      };
      await listenOnce(url, wakeAll, signal, onUp).catch(() => undefined);
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
