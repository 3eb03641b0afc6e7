/** Counters in Redis, shared by processes. */
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Runtime } from '../../base/runtime.js';
import type { SharedCounters } from '../shared-counters.js';
import { connectRedis } from './connect.js';

export interface RedisCountersOptions {
  /** Prefix of every key, so that several ledgers can share a server. Default: `tcg`. */
  readonly namespace?: string;
  readonly runtime: Pick<Runtime, 'now'>;
}

/** Creates the counters. Throws CONFIG_INVALID naming REDIS_URL; an unavailable server rejects each addition. */
export const createRedisCounters = (urls: readonly string[], options: RedisCountersOptions): SharedCounters => {
  const { namespace = 'tcg', runtime } = options;
  const client = connectRedis(urls, { now: runtime.now });
  // Windows of one length share a limiter, which sets the expiry.
  const limiters = new Map<number, RateLimiterRedis>();
  const limiterOf = (windowS: number): RateLimiterRedis => {
    const limiter =
      limiters.get(windowS) ??
      new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `${namespace}:count:${windowS}`,
        duration: windowS,
        // It only counts: the caller decides what is too much, and a limit of the library would be a second one.
        points: Number.MAX_SAFE_INTEGER,
        rejectIfRedisNotReady: true,
      });
    limiters.set(windowS, limiter);
    return limiter;
  };
  return {
    async add(key, amount, windowS) {
      const { consumedPoints, msBeforeNext } = await limiterOf(windowS).penalty(key, amount);
      return { total: consumedPoints, endsInMs: msBeforeNext };
    },
    close: () => {
      client.disconnect();
      return Promise.resolve();
    },
  };
};
