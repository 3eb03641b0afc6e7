/**
 * Wakes listeners by NOTIFY. All listeners of a channel share one connection, which is not taken from the pool. A pooler in
 * transaction mode passes no notifications on, and would keep LISTEN on a session that other clients get: behind one,
 * nothing listens, and listeners depend on their poll.
 */
import { Socket } from 'node:net';
import pg from 'pg';
import { aborted } from '../base/async/aborted.js';
import { unlessAborted, withDeadline } from '../base/async/deadline.js';
import { createChangeNotifier, type ConnectionEvents, type ChangeNotifier } from '../base/async/change-notifier.js';
import type { Runtime } from '../base/runtime.js';
import { connectionOf } from './connection.js';
import { timeouts } from './timeouts.js';

export interface Notifications extends ChangeNotifier {
  /** Returns the number of the listening connection, which grows with every new one; 0 while there is none. */
  session(): number;
  /** Returns whether nothing listens, because a pooler passes no notifications on: then `session` says nothing. */
  isPolling(): boolean;
}

/** Connects, LISTENs and waits until the connection is lost or `signal` aborts. */
const listenOnce = async (
  { url, channel, runtime }: { url: string; channel: string; runtime: Runtime },
  { onUp, onDown, onPolling, wakeAll, signal }: ConnectionEvents & { onDown: () => void; onPolling: () => void },
): Promise<void> => {
  const connection = await unlessAborted(connectionOf(url, { asApp: true }), signal);
  // Aborted meanwhile: a listener added now would never be called.
  if (connection === null || signal.aborted) return;
  if (connection.pooling === 'transaction') {
    onPolling();
    await aborted(signal);
    return;
  }
  const socket = new Socket();
  const client = new pg.Client({
    stream: () => socket,
    ...connection.client,
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
  // At once: a broken connection may take long to end.
  void lost.then(onDown);
  client.on('notification', wakeAll);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    onUp();
    // For notifications sent while no connection listened.
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

/** Creates a change notifier for `channel` of the database at `url`. */
export const createNotifications = (url: string, runtime: Runtime, channel: string): Notifications => {
  let sessions = 0;
  let session = 0;
  let isPolling = false;
  const onPolling = (): void => {
    isPolling = true;
  };
  const onDown = (): void => {
    session = 0;
  };
  const notifier = createChangeNotifier(runtime, (connection) => {
    const onUp = (): void => {
      session = sessions += 1;
      connection.onUp();
    };
    return listenOnce({ url, channel, runtime }, { ...connection, onUp, onDown, onPolling });
  });
  return { ...notifier, session: () => session, isPolling: () => isPolling };
};
