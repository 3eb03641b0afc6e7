/**
 * One subscription to $all as a wake-up, shared by all subscriptions of a log and there while there are any. It only says
 * when to look; what there is, and how far it was looked, comes from reads that end. So nothing is lost when it ends
 * without a word, which the server's subscriptions do when a node shuts down, nor when a frozen server sends no more:
 * subscriptions look by their poll too, and a read has a deadline.
 */
import type { Runtime } from '../../base/runtime.js';
import { createChangeNotifier, type ConnectionEvents, type ChangeNotifier } from '../../base/async/change-notifier.js';
import type { Connection } from './connection.js';
import { allRequest, openRead, type ServerFilter } from './read-call.js';

/** Subscribes at the end of the log and wakes until the call ends, however it does, or `signal` aborts. */
const listenOnce = async (
  of: { readonly connection: Connection; readonly runtime: Runtime; readonly covering: ServerFilter },
  { onUp, wakeAll, signal }: ConnectionEvents,
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
export const createChangeListener = (of: {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly covering: ServerFilter;
}): ChangeNotifier => createChangeNotifier(of.runtime, (listening) => listenOnce(of, listening));
