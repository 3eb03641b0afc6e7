/** Composes the quotas of the API's clients: counted in this process, and with Redis over all processes. */
import { limits } from '../base/limits.js';
import { createQuotas, type QuotaPolicy, type Quotas } from '../api/rate-limit/quotas.js';
import type { Runtime } from '../base/runtime.js';

/** Opens the quotas. Throws CONFIG_INVALID naming REDIS_URL. */
export const openQuotas = async (options: {
  policies: readonly QuotaPolicy[];
  redisUrls: readonly string[] | undefined;
  runtime: Runtime;
}): Promise<Quotas> => {
  const { policies, redisUrls, runtime } = options;
  if (redisUrls === undefined) return createQuotas({ policies, runtime });
  // Imported only if Redis is configured; engines.ts gives the reason.
  const { createRedisCounters } = await import('../cache/redis/redis-counters.js');
  return createQuotas({ policies, runtime, shared: createRedisCounters(redisUrls, { runtime }) });
};

/** Reconciles the quotas with those of the other processes about once a second, until `signal` aborts. */
export const runQuotas = async (quotas: Quotas, runtime: Runtime, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await quotas.reconcile();
    await runtime.sleep(limits.quotaReconcileMs, signal).catch(() => undefined);
  }
};
