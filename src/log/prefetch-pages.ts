/** Following a log with the reading one page ahead of the work. */
import type { EventLog, EventPage, SubscribeOptions } from './event-log.js';

/**
 * Does `work` for every page of the subscription, one after another, until `wanted.signal` aborts: the log is read while
 * the last page is worked on, one page ahead and no more, so slow work holds the reading back. Throws what `work` and the
 * log throw.
 */
export const prefetchPages = async (
  log: Pick<EventLog, 'subscribe'>,
  wanted: SubscribeOptions,
  work: (page: EventPage) => Promise<void>,
): Promise<void> => {
  const left = new AbortController();
  const signal = AbortSignal.any([wanted.signal, left.signal]);
  const subscription = log.subscribe({ ...wanted, signal })[Symbol.asyncIterator]();
  try {
    let pending = subscription.next();
    for (;;) {
      const next = await pending;
      if (next.done === true || wanted.signal.aborted) return;
      pending = subscription.next();
      pending.catch(() => undefined);
      await work(next.value);
    }
  } finally {
    // First the signal: `return` waits for the page asked for ahead, which may be as far away as the next event.
    left.abort();
    await subscription.return?.();
  }
};
