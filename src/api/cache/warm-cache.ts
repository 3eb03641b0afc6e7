/** Computes the most popular answers again after a collection, so that the first reader of the new prices waits for none. */
import type { Logger } from '../../base/logger.js';
import type { Runtime } from '../../base/runtime.js';
import { readModels } from '../../../projections/index.js';
import type { ReadCache } from './read-cache.js';

/** Answers that are computed again. */
const warmedMax = 200;
/** The read models have come to rest when none of them moved for this long. */
const restMs = 1_000;
/** How often it is looked whether a collection is over, where no change wakes the loop. */
const lookMs = 60_000;

/** Pages that everybody opens first, whether or not this process was asked for them yet. */
const alwaysWarm: readonly string[] = [
  '/v1/sets',
  // Also for the values at the starts of windows, which are then remembered for every set (past-values.ts).
  ...[0, 100, 200].map((offset) => `/v1/sets?limit=100&offset=${offset}`),
  '/v1/games',
  '/v1/prices/trending',
  ...['24h', '7d', '30d'].flatMap((period) =>
    ['gainers', 'losers'].map((type) => `/v1/prices/trending?trend_type=${type}&period=${period}`),
  ),
  '/v1/prices/highs',
  '/v1/prices/lows',
];

export interface WarmingDeps {
  readonly cache: ReadCache;
  /** Asks the API for a path and query, as a client would, and reads the answer to its end. */
  readonly ask: (path: string) => Promise<void>;
  readonly runtime: Pick<Runtime, 'sleep'>;
  readonly logger: Pick<Logger, 'debug'>;
}

/** Returns the versions of the read models as a text; `undefined` while they are not known. */
const marksOf = (cache: ReadCache, models: Parameters<ReadCache['versions']>[0]): string | undefined => {
  const versions = cache.versions(models);
  return versions === undefined ? undefined : JSON.stringify(versions.marks);
};

/** Asks for the answers that are not kept any more, one after another: readers come first. */
const warm = async ({ cache, ask, logger }: Omit<WarmingDeps, 'runtime'>, signal: AbortSignal): Promise<number> => {
  let asked = 0;
  for (const path of new Set([...alwaysWarm, ...cache.popular(warmedMax)])) {
    if (signal.aborted) break;
    if (cache.isKept(path)) continue;
    asked += 1;
    await ask(path).catch((error: unknown) => logger.debug('not warmed', { path, reason: (error as Error).message }));
  }
  return asked;
};

/** Warms the cache whenever snapshots were recorded and the read models have come to rest, until `signal` aborts. */
export const runWarming = async (deps: WarmingDeps, signal: AbortSignal): Promise<void> => {
  const { cache, runtime, logger } = deps;
  let warmedAt = marksOf(cache, ['coverage']);
  while (!signal.aborted) {
    await Promise.race([cache.change(lookMs), runtime.sleep(lookMs, signal).catch(() => undefined)]);
    const coverage = marksOf(cache, ['coverage']);
    if (signal.aborted || coverage === undefined || coverage === warmedAt) continue;
    const before = marksOf(cache, readModels);
    await runtime.sleep(restMs, signal).catch(() => undefined);
    if (before !== marksOf(cache, readModels)) continue;
    warmedAt = coverage;
    const asked = await warm(deps, signal);
    logger.debug('answers computed again after a collection', { asked });
  }
};
