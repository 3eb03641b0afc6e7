/**
 * NOTIFY as a wake-up: one connection that LISTENs, shared by all who wait for the same channel, there while there are
 * any. Not one of the pool's, which they would otherwise use up. PgBouncer in transaction mode passes no notifications on;
 * who waits then goes by the poll.
 */
import pg from 'pg';
import { type Listen, retryDelayMs } from '../log/subscription.js';
import type { Runtime } from '../runtime.js';

export interface WakeUps {
  readonly listen: Listen;
  /** Which connection listens: a number that grows with every new one; 0 while there is none. */
  session(): number;
  /** Resolves when the connection is closed; listeners stay registered but are called no more. */
  close(): Promise<void>;
}

/** Connects, LISTENs and waits until the connection is lost or `signal` aborts. */
const listenOnce = async (
  options: { url: string; channel: string; signal: AbortSignal },
  wakeAll: () => void,
  told: { onUp: () => void; onDown: () => void },
): Promise<void> => {
  const { url, channel, signal } = options;
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
  // At once: a connection that broke may take its time to end.
  void lost.then(told.onDown);
  client.on('notification', wakeAll);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    told.onUp();
    // What was appended while nobody listened.
    wakeAll();
    await lost;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Wake-ups by notifications on `channel` of the database at `url`. */
export const createWakeUps = (url: string, runtime: Runtime, channel: string): WakeUps => {
  const listeners = new Set<() => void>();
  let stop: AbortController | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let sessions = 0;
  let session = 0;
  const wakeAll = (): void => listeners.forEach((wake) => wake());

  const run = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const onUp = (): void => {
        failures = 0;
        session = sessions += 1;
      };
      const onDown = (): void => {
        session = 0;
      };
      await listenOnce({ url, channel, signal }, wakeAll, { onUp, onDown }).catch(() => undefined);
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
    session: () => session,
    async close() {
      halt();
      await running;
    },
  };
};
