/** The cache of reads put together: which adapters stand behind its port, and what it follows. Part of the composition root. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Of the code that makes answers: its contract and its version. */
const format = (): string => {
  const hash = createHash('sha256');
  for (const file of ['docs/openapi.json', 'package.json']) hash.update(readFileSync(join(packageRoot, file)));
  return hash.digest('base64url').slice(0, 10);
};

/** The cache that processes share, or undefined where none is configured. Throws CONFIG_INVALID naming REDIS_URL. */
export const openSharedCache = async (options: {
  redisUrls: readonly string[] | undefined;
  runtime: Runtime;
  logger: Logger;
}): Promise<Cache | undefined> => {
  const { redisUrls, runtime, logger } = options;
  if (redisUrls === undefined) return undefined;
  // Not imported where no Redis is configured; engines.ts says why.
  const { createRedisCache } = await import('../cache/redis/redis-cache.js');
  return createRedisCache(redisUrls, {
    runtime,
    onCircuit: (state, reason) => {
      if (state === 'open') logger.warn('Redis is away: reads go to Postgres', { reason });
      else logger.info('Redis is back', {});
    },
  });
};

/** Opens the cache of reads; it follows the projector, by the primary `database`, until it is closed. */
export const openReadCache = async (options: {
  /** The primary. */
  database: Database;
  /** Reads are asked of the primary too, not of a replica. */
  readsPrimary: boolean;
  redisUrls: readonly string[] | undefined;
  runtime: Runtime;
  logger: Logger;
}): Promise<OpenCache> => {
  const { database, runtime, logger } = options;
  const shared = await openSharedCache(options);
  const local = createMemoryCache({ runtime });
  // Of its own: neither work that fills the pool nor a connection that was cut without a word keeps it from looking.
  const looks = openDatabase({
    url: database.url,
    application: 'tcg-ledger cache',
    connectionsMax: 1,
    statementTimeoutMs: limits.feedTrustMs,
  });
  const feed = startInvalidationListener({
    database: looks,
    wakeUps: createNotifications(database.url, runtime, projectedChannel),
    runtime,
    logger,
    onOtherPast: () => {
      local.clear();
      void shared?.clear();
    },
  });
  const cache = createReadCache({ runtime, invalidations: feed, local, shared, format: format(), readsPrimary: options.readsPrimary });
  return {
    ...cache,
    async close() {
      await feed.close();
      await looks.close();
      await Promise.all([local.close(), shared?.close()]);
    },
  };
};
