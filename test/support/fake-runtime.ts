/**
 * A Runtime whose clock stands still until the test moves it. Sleepers wake in the order of their time; between two of
 * them everything that is ready runs, so a loop that sleeps again is woken again within one `advance`.
 */
import { createHash } from 'node:crypto';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  wake(): void;
}

export interface FakeRuntime extends Runtime {
  /** Moves the clock by `ms`, waking sleepers on the way. */
  advance(ms: number): Promise<void>;
  /** Resolves as soon as at least `count` sleepers (and deadlines) wait: what they do before is then done. */
  sleeping(count: number): Promise<void>;
  /** How many wait now. */
  readonly sleepers: number;
}

/** Lets everything that is ready run: promise jobs, and one turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits, by turns of the event loop, until `condition` holds. */
export const until = async (condition: () => boolean | Promise<boolean>, what = 'the condition'): Promise<void> => {
  const endMs = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`waited 20 s for ${what}`);
    await turn();
  }
};

/** A runtime that starts at `start`; random numbers are 0.5, UUIDs and secrets count up. */
export const createFakeRuntime = (start = '2025-09-22T12:00:00Z'): FakeRuntime => {
  const startMs = Date.parse(start);
  let nowMs = 0;
  let order = 0;
  let made = 0;
  const sleepers = new Set<Sleeper>();

  const add = (ms: number, wake: () => void): Sleeper => {
    const sleeper = { atMs: nowMs + ms, order: (order += 1), wake };
    sleepers.add(sleeper);
    return sleeper;
  };
  const due = (endMs: number): Sleeper | undefined =>
    [...sleepers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
  const hex = (name: string): string =>
    createHash('sha256')
      .update(`${name} ${(made += 1)}`)
      .digest('hex');

  return {
    now: () => new Date(startMs + nowMs),
    monotonicMs: () => nowMs,
    random: () => 0.5,
    uuid: () => hex('uuid').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5'),
    secret: (bytes) =>
      hex('secret')
        .repeat(Math.ceil(bytes / 32))
        .slice(0, bytes * 2),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper = add(ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    deadline: (ms) => {
      const controller = new AbortController();
      add(ms, () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
      return controller.signal;
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await turn();
      for (let next = due(endMs); next !== undefined; next = due(endMs)) {
        nowMs = Math.max(nowMs, next.atMs);
        sleepers.delete(next);
        next.wake();
        await turn();
      }
      nowMs = endMs;
    },
    sleeping: (count) => until(() => sleepers.size >= count, `${count} sleepers`),
    get sleepers() {
      return sleepers.size;
    },
  };
};

/** The system's runtime with time running `factor` times as fast: for what waits on real servers and on timers. */
export const createHurriedRuntime = (factor = 100): Runtime => {
  const real = systemRuntime();
  return {
    ...real,
    monotonicMs: () => real.monotonicMs() * factor,
    sleep: (ms, signal) => real.sleep(Math.max(1, ms / factor), signal),
    deadline: (ms) => real.deadline(ms / factor),
  };
};
