/**
 * Subscriptions of logs that are read page by page: read up to the head, wait for a wake-up or the poll, continue. Events
 * are found by reading alone. A wake-up only shortens the wait, so a lost one costs at most the poll interval.
 */
import { backoffMs } from '../base/async/backoff.js';
import type { Listen } from '../base/async/change-notifier.js';
import { unlessAborted } from '../base/async/deadline.js';
import { createSignal } from '../base/async/signal.js';
import type { Runtime } from '../base/runtime.js';
import type { EventLog, EventPage, SubscribeOptions } from './event-log.js';

export interface SubscriptionSource {
  readonly readAll: EventLog['readAll'];
  readonly listen: Listen;
  readonly runtime: Runtime;
  /** Returns whether reading again later can help. */
  readonly isTransient: (error: unknown) => boolean;
  /** Milliseconds after which a subscription at the head reads again without a wake-up. */
  readonly pollMs: number;
}

/** Yields pages as `EventLog.subscribe` does. */
export async function* subscribePages(
  source: SubscriptionSource,
  options: SubscribeOptions,
): AsyncGenerator<EventPage> {
  const { runtime } = source;
  const { signal, filter, pageEvents } = options;
  const news = createSignal(runtime, signal);
  const stopListening = source.listen(news.set);
  let { after } = options;
  let hasReachedHead = false;
  let failures = 0;
  try {
    while (!signal.aborted) {
      news.reset();
      let page: EventPage | null;
      try {
        const reading = source.readAll({ after, limit: pageEvents, ...(filter === undefined ? {} : { filter }) });
        page = await unlessAborted(reading, signal);
        failures = 0;
      } catch (error) {
        if (!source.isTransient(error)) throw error;
        // No wake-up shortens this wait: a server that is away is asked no faster.
        await runtime.sleep(backoffMs(failures, runtime.random()), signal).catch(() => undefined);
        failures += 1;
        continue;
      }
      if (page === null) return;
      const isNews = page.position !== after || (page.atHead && !hasReachedHead);
      hasReachedHead ||= page.atHead;
      after = page.position;
      if (isNews) yield page;
      if (page.atHead) await news.wait(source.pollMs);
    }
  } finally {
    stopListening();
  }
}
