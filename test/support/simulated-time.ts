/**
 * A clock that jumps from one moment at which something is to do to the next, as in a discrete-event simulation: a month of collections
 * that sleep most of the time takes as long as its work. The clock stands still while anybody works, so that what happens at one
 * simulated moment is over before the next one, however slow the machine is.
 */
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void;
}

export interface SimulatedTime {
  /** Its sleeps and deadlines are simulated. */
  readonly runtime: Runtime;
  now(): Date;
  /** Lets everything happen up to `at`. */
  advanceTo(at: Date): Promise<void>;
  /** Resolves when all who work at once sleep. Throws after a minute of real time. */
  quiet(): Promise<void>;
}

/** A deterministic sequence in [0, 1): mulberry32. */
const sequence = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/**
 * Creates the clock. `atWork`: so many loops work or sleep by it, each of which does one thing at a time. All of them asleep, the
 * clock moves on.
 */
export const createSimulatedTime = (options: { start: Date; atWork: number; seed: number }): SimulatedTime => {
  const { start, atWork, seed } = options;
  const real = systemRuntime();
  const random = sequence(seed);
  const sleepers = new Set<Timer>();
  const deadlines = new Set<Timer>();
  let nowMs = start.getTime();
  let order = 0;
  let onQuiet: (() => void) | null = null;

  const add = (to: Set<Timer>, ms: number, fire: () => void): Timer => {
    const timer = { atMs: nowMs + Math.max(0, ms), order: (order += 1), fire };
    to.add(timer);
    if (to === sleepers && sleepers.size >= atWork) onQuiet?.();
    return timer;
  };
  const quiet = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (sleepers.size >= atWork) {
        resolve();
        return;
      }
      const patience = setTimeout(() => {
        onQuiet = null;
        reject(
          new Error(`at ${new Date(nowMs).toISOString()} only ${sleepers.size} of ${atWork} sleep after a minute`),
        );
      }, 60_000);
      onQuiet = () => {
        onQuiet = null;
        clearTimeout(patience);
        // What follows the sleep in the same turn, such as another sleeper's end, comes first.
        setImmediate(() => void quiet().then(resolve, reject));
      };
    });
  const next = (untilMs: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timers of [deadlines, sleepers]) {
      for (const timer of timers) {
        if (timer.atMs > untilMs) continue;
        if (
          first === undefined ||
          timer.atMs < first.atMs ||
          (timer.atMs === first.atMs && timer.order < first.order)
        ) {
          first = timer;
        }
      }
    }
    return first;
  };

  const runtime: Runtime = {
    ...real,
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs - start.getTime(),
    random,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          sleepers.delete(timer);
          // The caller's reason as it is, as the real runtime does.
          reject(signal?.reason);
        };
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const timer = add(sleepers, ms, () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        });
        signal?.addEventListener('abort', stop, { once: true });
      }),
    deadline: (ms) => {
      const controller = new AbortController();
      add(deadlines, ms, () => controller.abort(new DOMException('the simulated time is over', 'TimeoutError')));
      return controller.signal;
    },
  };

  return {
    runtime,
    now: () => new Date(nowMs),
    quiet,
    async advanceTo(at) {
      for (;;) {
        await quiet();
        const timer = next(at.getTime());
        if (timer === undefined) break;
        nowMs = Math.max(nowMs, timer.atMs);
        sleepers.delete(timer);
        deadlines.delete(timer);
        timer.fire();
      }
      nowMs = Math.max(nowMs, at.getTime());
    },
  };
};
