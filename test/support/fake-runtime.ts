/**
 * A Runtime with a clock that only the test moves. Sleepers wake in the order of their times. Between two of
 * them all ready work runs, so one `advance` wakes a loop that sleeps repeatedly several times.
 */
import { createHash } from 'node:crypto';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  wake(): void;
}

export interface FakeRuntime extends Runtime {
  /** Moves the clock by `ms` and wakes sleepers on the way. */
  advance(ms: number): Promise<void>;
  /** Sets the clock back by `ms`, as an operator or a time server does; `monotonicMs` goes on. */
  setBack(ms: number): void;
  /** Resolves once at least `count` sleepers (and deadlines) wait: their preceding work is then done. */
  sleeping(count: number): Promise<void>;
  /** Number of waiting sleepers. */
  readonly sleepers: number;
}

/** Runs all ready work: promise jobs, and one turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits until `condition` is true, by turns of the event loop. Throws after 20 s of real time. */
export const until = async (condition: () => boolean | Promise<boolean>, what = 'the condition'): Promise<void> => {
  const endMs = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`waited 20 s for ${what}`);
    await turn();
  }
};

/** Creates a runtime that starts at `start`. Random numbers are 0.5; UUIDs and secrets count up. */
export const createFakeRuntime = (start = '2025-09-22T12:00:00Z'): FakeRuntime => {
  let startMs = Date.parse(start);
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
    setBack: (ms) => {
      startMs -= ms;
    },
    sleeping: (count) => until(() => sleepers.size >= count, `${count} sleepers`),
    get sleepers() {
      return sleepers.size;
    },
  };
};

/** Creates a runtime whose time runs `factor` times as fast, for tests with real servers and timers. */
export const createAcceleratedRuntime = (factor = 100): Runtime => {
  const real = systemRuntime();
  return {
    ...real,
    monotonicMs: () => real.monotonicMs() * factor,
    sleep: (ms, signal) => real.sleep(Math.max(1, ms / factor), signal),
    deadline: (ms) => real.deadline(ms / factor),
  };
};
