/** Waiting for what other processes and servers do: looked at again and again, and given up by name. */
import { systemRuntime } from '../../src/base/runtime.js';

const { monotonicMs, sleep } = systemRuntime();

/** Waits until `look` finds something and answers with it. Throws after `withinMs`, naming what was waited for. */
export const waitFor = async <T>(
  what: string,
  look: () => Promise<T | null> | T | null,
  withinMs: number,
): Promise<T> => {
  const deadline = monotonicMs() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (monotonicMs() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
};

/** Waits until `holds`. Throws after 15 s, naming what was waited for. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  await waitFor(what, async () => ((await holds()) ? true : null), 15_000);
};
