/** Follows a log, reading one page ahead of the work. */
import type { EventLog, EventPage, SubscribeOptions } from './event-log.js';

/**
 * Runs `work` for every page of the subscription, one after another, until `options.signal` aborts. The next page is read
 * while `work` runs, and no more than one, so slow work holds the reading back. Throws the errors of `work` and of the log.
 */
export const prefetchPages = async (
  log: Pick<EventLog, 'subscribe'>,
  options: SubscribeOptions,
  work: (page: EventPage) => Promise<void>,
): Promise<void> => {
  const finished = new AbortController();
  const signal = AbortSignal.any([options.signal, finished.signal]);
  const subscription = log.subscribe({ ...options, signal })[Symbol.asyncIterator]();
  try {
    let pending = subscription.next();
    for (;;) {
      const next = await pending;
      if (next.done === true || options.signal.aborted) return;
      pending = subscription.next();
      pending.catch(() => undefined);
      await work(next.value);
    }
  } finally {
    // The signal comes first: `return` waits for the prefetched page, which may be as far away as the next event.
    finished.abort();
    await subscription.return?.();
  }
};
