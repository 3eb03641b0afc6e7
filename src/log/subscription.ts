/**
 * Subscriptions of logs that are read page by page: read up to the head, wait for a wake-up or the poll, read on. The
 * reading finds the events; a wake-up only says when to look, so a lost one costs at most the poll.
 */
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { EventLog, EventPage, SubscribeOptions } from './event-log.js';

/** Calls `wake` whenever there may be new events; returns how to stop. */
export type Listen = (wake: () => void) => () => void;

export interface SubscriptionSource {
  readonly readAll: EventLog['readAll'];
  readonly listen: Listen;
  readonly runtime: Runtime;
  /** Whether reading again later can help. */
  readonly isPassing: (error: unknown) => boolean;
  /** Milliseconds after which a subscription at the head looks again, woken or not. */
  readonly pollMs: number;
}

/** Milliseconds before the next try: doubled each time up to the limit, then spread over its upper half. */
export const retryDelayMs = (failures: number, random: number): number => {
  const ceiling = Math.min(limits.retryDelayMsMax, limits.retryDelayMsMin * 2 ** Math.min(failures, 30));
  return ceiling * (0.5 + random / 2);
};

/** A bell that rings at once when it was rung since the last wait. */
export const createBell = (runtime: Runtime, signal: AbortSignal) => {
  let rung = false;
  let waiting: AbortController | null = null;
  const ring = (): void => {
    rung = true;
    waiting?.abort();
  };
  return {
    ring,
    /** Call before looking, so that what arrives while looking is not slept over. */
    silence: (): void => {
      rung = false;
    },
    async wait(ms: number): Promise<void> {
      if (rung || signal.aborted) return;
      waiting = new AbortController();
      signal.addEventListener('abort', ring, { once: true });
      try {
        // Rejects when rung, and so leaves no timer.
        await runtime.sleep(ms, waiting.signal).catch(() => undefined);
      } finally {
        signal.removeEventListener('abort', ring);
        waiting = null;
      }
    },
  };
};

/** Settles as `work` does, or with null as soon as `signal` aborts: a read of a server that is away may hang. */
export const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> => {
  if (signal.aborted) {
    work.catch(() => undefined);
    return null;
  }
  let stop = (): void => undefined;
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

/** Pages for `EventLog.subscribe`. */
export async function* subscribePages(
  source: SubscriptionSource,
  options: SubscribeOptions,
): AsyncGenerator<EventPage> {
  const { runtime } = source;
  const { signal, filter, pageEvents } = options;
  const bell = createBell(runtime, signal);
  const stopListening = source.listen(bell.ring);
  let { after } = options;
  let hasReachedHead = false;
  let failures = 0;
  try {
    while (!signal.aborted) {
      bell.silence();
      let page: EventPage | null;
      try {
        const reading = source.readAll({ after, limit: pageEvents, ...(filter === undefined ? {} : { filter }) });
        page = await unlessAborted(reading, signal);
        failures = 0;
      } catch (error) {
        if (!source.isPassing(error)) throw error;
        const delay = retryDelayMs(failures, runtime.random());
        failures += 1;
        // Not the bell: whatever rings it, a server that is away is asked no faster than this.
        await runtime.sleep(delay, signal).catch(() => undefined);
        continue;
      }
      if (page === null) return;
      const isNews = page.position !== after || (page.atHead && !hasReachedHead);
      hasReachedHead ||= page.atHead;
      after = page.position;
      if (isNews) yield page;
      if (page.atHead) await bell.wait(source.pollMs);
    }
  } finally {
    stopListening();
  }
}
