/** Composes the response cache: its adapters and the invalidation listener. Part of the composition root. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOutages, type Outages } from '../base/outages.js';
import type { Cache } from '../cache/cache.js';
import { startInvalidationListener } from '../api/cache/invalidation-listener.js';
import { createMemoryCache } from '../cache/memory/memory-cache.js';
import { createReadCache, type ReadCache } from '../api/cache/read-cache.js';
import { limits } from '../base/limits.js';
import { packageRoot } from '../base/paths.js';
import { type Database, openDatabase } from '../postgres/database.js';
import { createNotifications } from '../postgres/notifications.js';
import { projectedChannel } from '../projecting/invalidations.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';

export interface OpenCache extends ReadCache {
  close(): Promise<void>;
}

/** Returns a hash of the answers' contract and the program's version. */
const format = (): string => {
  const hash = createHash('sha256');
  for (const file of ['docs/openapi.json', 'package.json']) hash.update(readFileSync(join(packageRoot, file)));
  return hash.digest('base64url').slice(0, 10);
};

/** Opens the cache that processes share; `undefined` if none is configured. Throws CONFIG_INVALID naming REDIS_URL. */
export const openSharedCache = async (options: {
  redisUrls: readonly string[] | undefined;
  runtime: Runtime;
  outages: Outages;
}): Promise<Cache | undefined> => {
  const { redisUrls, runtime, outages } = options;
  if (redisUrls === undefined) return undefined;
  // Imported only if Redis is configured; engines.ts gives the reason.
  const { createRedisCache } = await import('../cache/redis/redis-cache.js');
  return createRedisCache(redisUrls, { runtime, outages });
};

/** Opens the response cache; it follows the projector through the primary `database` until it is closed. */
export const openReadCache = async (options: {
  /** The primary. */
  database: Database;
  /** Reads query the primary too, not a replica. */
  readsPrimary: boolean;
  redisUrls: readonly string[] | undefined;
  runtime: Runtime;
  logger: Logger;
  /** Where outages of Redis and of the database are reported; default: the logger. */
  outages?: Outages;
}): Promise<OpenCache> => {
  const { database, redisUrls, runtime, logger, outages = createOutages({ runtime, logger }) } = options;
  const shared = await openSharedCache({ redisUrls, runtime, outages });
  const local = createMemoryCache({ runtime });
  // A pool of its own: neither a busy pool nor a silently cut connection keeps the listener from polling.
  const polling = openDatabase({
    url: database.url,
    application: 'tcg-ledger cache',
    connectionsMax: 1,
    statementTimeoutMs: limits.invalidationTrustMs,
    outages,
  });
  const invalidations = startInvalidationListener({
    database: polling,
    wakeUps: createNotifications(database.url, runtime, projectedChannel),
    runtime,
    logger,
    onHistoryReset: () => {
      local.clear();
      void shared?.clear();
    },
  });
  const cache = createReadCache({
    runtime,
    invalidations,
    local,
    shared,
    format: format(),
    readsPrimary: options.readsPrimary,
  });
  return {
    ...cache,
    async close() {
      await invalidations.close();
      await polling.close();
      await Promise.all([local.close(), shared?.close()]);
    },
  };
};
