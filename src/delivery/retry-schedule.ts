/** When a failed notification is tried again: the schedule of Standard Webhooks 1.0, some 75 hours in all. */
import { deliveryLimits } from './limits.js';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Delay before each try, counted from the one before; the first is at once. */
export const retryDelaysMs: readonly number[] = [
  0,
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** Share of a delay that is added at most, so that receivers are not asked for everything at one instant. */
const jitter = 0.1;

/**
 * Returns the milliseconds before the next try after `failures` failures; `null` when the schedule is over. `retryAfterMs`:
 * the receiver asked for at least that. `random` is in [0, 1).
 */
export const retryDelayMs = (failures: number, random: number, retryAfterMs: number | null): number | null => {
  const delayMs = retryDelaysMs[failures];
  if (delayMs === undefined) return null;
  const spreadMs = Math.round(delayMs * (1 + jitter * random));
  return Math.max(spreadMs, Math.min(retryAfterMs ?? 0, deliveryLimits.retryAfterMsMax));
};
