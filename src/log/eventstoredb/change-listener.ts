/**
 * Wakes the subscriptions of a log by one subscription to $all, which they share. It only shortens their wait: events and
 * positions come from reads that end. So nothing is lost when it ends silently, as the server's subscriptions do when a
 * node shuts down, or when a frozen server sends nothing more: subscriptions poll too, and a read has a deadline.
 */
import type { Runtime } from '../../base/runtime.js';
import { createChangeNotifier, type ConnectionEvents, type ChangeNotifier } from '../../base/async/change-notifier.js';
import type { Connection } from './connection.js';
import { allRequest, openRead, type ServerFilter } from './read-call.js';

interface Deps {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly serverFilter: ServerFilter;
}

/** Subscribes at the end of the log and calls `wakeAll` for each message, until the call ends or `signal` aborts. */
const listenOnce = async (
  { connection, runtime, serverFilter }: Deps,
  { onUp, wakeAll, signal }: ConnectionEvents,
): Promise<void> => {
  const request = allRequest({ from: 'end', filter: serverFilter, count: 'subscription' });
  const call = await openRead(connection, runtime, request);
  const cancel = (): void => call.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (signal.aborted) return;
    // The confirmation, which comes at once.
    let messages = await call.take(connection.silenceMsMax);
    onUp();
    // The first wake-up is for events appended while no connection listened.
    while (messages !== null) {
      wakeAll();
      messages = await call.take();
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    call.cancel();
  }
};

/** Creates the change notifier of the log. */
export const createChangeListener = (deps: Deps): ChangeNotifier =>
  createChangeNotifier(deps.runtime, (connection) => listenOnce(deps, connection));
