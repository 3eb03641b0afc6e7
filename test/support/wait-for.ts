/** Waits for other processes and servers by polling, with an error that names the condition. */
import { systemRuntime } from '../../src/base/runtime.js';

const { monotonicMs, sleep } = systemRuntime();

/** Polls `look` until it returns a value other than null, and returns that. Throws after `withinMs`, with `what`. */
export const waitFor = async <T>(
  what: string,
  look: () => Promise<T | null> | T | null,
  withinMs: number,
): Promise<T> => {
  const deadline = monotonicMs() + withinMs;
  for (;;) {
    const result = await look();
    if (result !== null) return result;
    if (monotonicMs() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
};

/** Waits until `condition` returns true. Throws after 15 s, with `what`. */
export const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
  await waitFor(what, async () => ((await condition()) ? true : null), 15_000);
};
