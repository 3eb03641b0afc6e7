/**
 * NOTIFY as a wake-up: one connection that LISTENs, shared by all who wait for the same channel, there while there are
 * any. Not one of the pool's, which they would otherwise use up. PgBouncer in transaction mode passes no notifications on;
 * who waits then goes by the poll.
 */
import { Socket } from 'node:net';
import pg from 'pg';
import { withDeadline } from '../base/async/deadline.js';
import { createChangeNotifier, type ConnectionEvents, type ChangeNotifier } from '../base/async/change-notifier.js';
import type { Runtime } from '../base/runtime.js';
import { timeouts } from './timeouts.js';

export interface Notifications extends ChangeNotifier {
  /** Which connection listens: a number that grows with every new one; 0 while there is none. */
  session(): number;
}

/** Connects, LISTENs and waits until the connection is lost or `signal` aborts. */
const listenOnce = async (
  { url, channel, runtime }: { url: string; channel: string; runtime: Runtime },
  { onUp, onDown, wakeAll, signal }: ConnectionEvents & { onDown: () => void },
): Promise<void> => {
  const socket = new Socket();
  const client = new pg.Client({
    stream: () => socket,
    connectionString: url,
    application_name: 'tcg-ledger listen',
    keepAlive: true,
    keepAliveInitialDelayMillis: timeouts.keepAliveMs,
    connectionTimeoutMillis: timeouts.connectMs,
  });
  let lose = (): void => undefined;
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  client.on('error', lose);
  client.on('end', lose);
  signal.addEventListener('abort', lose, { once: true });
  // At once: a connection that broke may take its time to end.
  void lost.then(onDown);
  client.on('notification', wakeAll);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    onUp();
    // What was appended while nobody listened.
    wakeAll();
    await lost;
  } finally {
    signal.removeEventListener('abort', lose);
    // Without a deadline, a server that has vanished would be waited for as long as TCP waits.
    const ending = client.end().catch(() => undefined);
    await withDeadline(ending, { runtime, ms: timeouts.endMs }, () => undefined);
    socket.destroy();
  }
};

/** Wake-ups by notifications on `channel` of the database at `url`. */
export const createNotifications = (url: string, runtime: Runtime, channel: string): Notifications => {
  let sessions = 0;
  let session = 0;
  const onDown = (): void => {
    session = 0;
  };
  const wakeUps = createChangeNotifier(runtime, (listening) => {
    const onUp = (): void => {
      session = sessions += 1;
      listening.onUp();
    };
    return listenOnce({ url, channel, runtime }, { ...listening, onUp, onDown });
  });
  return { ...wakeUps, session: () => session };
};
