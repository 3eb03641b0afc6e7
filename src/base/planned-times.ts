/** Times that are planned by a cron expression, and the wait for one. */
import { Cron } from 'croner';
import type { Runtime } from './runtime.js';

/** Timers stand still while a laptop sleeps: the clock is read again this often. */
const napMsMax = 15 * 60_000;

/** Returns the first time of a cron expression, in UTC, after an instant; `null` if there is none. */
export const plannedAfter = ({ cron }: { readonly cron: string }, after: Date): Date | null =>
  // Paused, it only computes times: its own timers would be another clock beside the runtime's.
  new Cron(cron, { timezone: 'UTC', paused: true }).nextRun(after);

/**
 * Sleeps until `at` by the clock, but no longer than that is away at the call: a clock that is set back does not lengthen
 * it. Rejects with the signal's reason when it aborts.
 */
export const sleepUntil = async (
  runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'sleep'>,
  at: number,
  signal: AbortSignal,
): Promise<void> => {
  const endMs = runtime.monotonicMs() + at - runtime.now().getTime();
  for (;;) {
    const leftMs = Math.min(at - runtime.now().getTime(), endMs - runtime.monotonicMs());
    if (leftMs <= 0) return;
    await runtime.sleep(Math.min(leftMs, napMsMax), signal);
  }
};
