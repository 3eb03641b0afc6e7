/** Exponential back-off: how long to wait before the next try. */
import { limits } from '../limits.js';

/** Bounds of a back-off, in milliseconds; `minMs` is above 0. */
export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
}

const standard: Backoff = { minMs: limits.retryDelayMsMin, maxMs: limits.retryDelayMsMax };

/**
 * Returns the milliseconds before the next try: `minMs` after the first failure, doubled with each further one up to
 * `maxMs`, then spread over its upper half. `failures` counts the failures before the last one: 0 at the first.
 * `random` is in [0, 1): the jitter keeps clients that failed together from coming back together; 1 means no jitter.
 *
 * Rejected: full jitter from 0, which may retry at once against a server that is down.
 */
export const backoffMs = (failures: number, random: number, { minMs, maxMs }: Backoff = standard): number =>
  Math.min(maxMs, minMs * 2 ** failures) * (0.5 + random / 2);
