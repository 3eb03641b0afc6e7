/**
 * The hunt for an old answer: prices of a few cards change one after another, every price its own number; readers ask two
 * instances that share a Redis, while something happens to it. What an instance's feed has seen must be in every answer that
 * is asked for afterwards; when all is quiet, each answer must be the uncached one, byte by byte.
 */
import type { RunningApi } from '../../../src/api/server.js';
import { type InvalidationListener, startInvalidationListener } from '../../../src/api/cache/invalidation-listener.js';
import { createMemoryCache } from '../../../src/cache/memory/memory-cache.js';
import { createReadCache, type ReadCache } from '../../../src/api/cache/read-cache.js';
import { createRedisCache } from '../../../src/cache/redis/redis-cache.js';
import { createMemoryLog } from '../../../src/log/memory/memory-log.js';
import { openDatabase } from '../../../src/postgres/database.js';
import { createNotifications } from '../../../src/postgres/notifications.js';
import { projectedChannel } from '../../../src/projecting/invalidations.js';
import { readModels } from '../../../projections/index.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { goodData, metadata, numbers, observation } from '../../support/events.js';
import { until } from '../../support/fake-runtime.js';
import { freshDatabase } from '../../support/postgres.js';
import { serveApi } from '../../support/serve-api.js';
import { priceObserved } from '../../../src/domain/prices/price-events.js';
import { cardStream, priceStream } from '../../../src/domain/streams.js';
import { newEvent } from '../../../src/domain/upcasting.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { testProjector } from '../../support/projector.js';

export interface Hunt {
  /** What was wrong; empty: nothing. */
  readonly wrong: readonly string[];
  readonly answers: number;
  readonly hits: { readonly local: number; readonly shared: number };
}

/** The broken twin: it ignores invalidations, so every answer is valid. */
export const deafened = (listener: InvalidationListener): InvalidationListener => {
  const deaf: Partial<InvalidationListener> = { isValid: () => true };
  return Object.assign(Object.create(listener) as InvalidationListener, deaf);
};

const cards = Array.from({ length: 6 }, (_, at) => `pokemon-${at + 1}`);

/**
 * Hunts through `changes` changes. `trouble` is called before each of them. `deaf`: the broken twin, which takes every answer
 * for right.
 */
export const hunt = async (options: {
  redisUrls: readonly string[];
  namespace: string;
  changes: number;
  deaf?: boolean;
  trouble: (change: number) => Promise<void> | void;
  /**
   * Ends all trouble. An instance that starts afterwards must come upon what another one made: Redis is used again. How often
   * readers do so before is a matter of luck on a busy machine.
   */
  healed?: () => Promise<void> | void;
}): Promise<Hunt> => {
  const target = await freshDatabase();
  const runtime = systemRuntime();
  const database = openDatabase({ url: target.url, application: 'test hunt', connectionsMax: 12 });
  const log = createMemoryLog({ runtime });
  const projector = testProjector({ database, log });
  const serve = (cache?: ReadCache): Promise<RunningApi> =>
    serveApi({ database, log, runtime, logger, ...(cache === undefined ? {} : { cache }) });
  const instance = async () => {
    const local = createMemoryCache({ runtime, bytesMax: 12_000 });
    const shared = createRedisCache(options.redisUrls, { runtime, namespace: options.namespace });
    const wakeUps = createNotifications(target.url, runtime, projectedChannel);
    const honest = startInvalidationListener({ database, wakeUps, runtime, logger, onHistoryReset: () => undefined });
    const feed = options.deaf === true ? deafened(honest) : honest;
    const cache = createReadCache({ runtime, invalidations: feed, local, shared, format: 'test', readsPrimary: true });
    const api = await serve(cache);
    const close = async () => {
      await api.close();
      await honest.close();
      await shared.close();
    };
    return { api, cache, close };
  };

  const wrong: string[] = [];
  let answers = 0;
  let told = 0;
  /** By card: the last number appended, and the last that every feed has seen. */
  const [appended, seen] = [new Map<string, number>(), new Map<string, number>()];
  const observe = async (card: string, number: number): Promise<void> => {
    const at = new Date(Date.parse('2025-09-21T20:05:33Z') + number * 1_000).toISOString().replace('.000Z', 'Z');
    const event = priceObserved(observation({ card_id: card, ...numbers(number), effective_at: at }));
    appended.set(card, number);
    await log.append([{ stream: priceStream(card), expectedRevision: 'any', events: [event] }], metadata);
  };
  const textOf = async (api: RunningApi, card: string): Promise<string> =>
    (await fetch(`${api.url}/v1/cards/${card}/prices`)).text();
  const priceIn = (text: string): number => {
    const { market } = JSON.parse(text) as { market: { market_price: number }[] };
    return Math.round(market[0]!.market_price * 100);
  };

  await projector.prepare();
  for (const card_id of cards) {
    const listed = newEvent('CardListed', uuidFromName(`hunt ${(told += 1)}`), { ...goodData.CardListed, card_id });
    await log.append([{ stream: cardStream(card_id), expectedRevision: 'any', events: [listed] }], metadata);
    await observe(card_id, 1);
    seen.set(card_id, 1);
  }
  await projector.catchUp();
  const plain = await serve();
  const instances = [await instance(), await instance()];
  const caughtUp = async (): Promise<void> => {
    const head = await log.head();
    await until(() => instances.every(({ cache }) => cache.versions(readModels)?.position === head), 'the feeds');
  };
  await caughtUp();

  let over = false;
  const read = async (reader: number): Promise<void> => {
    for (let at = reader; !over; at += 7) {
      const card = cards[(at * at) % cards.length] as string;
      const { api } = instances[at % 2] as (typeof instances)[number];
      const least = seen.get(card) as number;
      const found = priceIn(await textOf(api, card));
      answers += 1;
      const most = appended.get(card) as number;
      if (found < least || found > most)
        wrong.push(`${card} said ${found}, seen before was ${least}, appended ${most}`);
    }
  };
  const compare = async (when: string): Promise<void> => {
    await caughtUp();
    for (const card of cards) {
      const expected = await textOf(plain, card);
      for (const { api } of instances) {
        // Twice: the second is from a cache, where there is one.
        for (const _again of [1, 2])
          if ((await textOf(api, card)) !== expected) wrong.push(`${card} is not the uncached answer ${when}`);
      }
    }
  };

  const total = (layer: 'local' | 'shared'): number =>
    instances.reduce((sum, { cache }) => sum + cache.stats().hits[layer], 0);
  const result = (): Hunt => ({ wrong, answers, hits: { local: total('local'), shared: total('shared') } });

  const comeUponShared = async (from: RunningApi): Promise<void> => {
    const late = await instance();
    instances.push(late);
    const [card] = cards as [string];
    let number = options.changes + 2;
    await until(async () => {
      // A new price each time: no instance has the answer, one makes it, the late one must find that.
      await observe(card, (number += 1));
      await projector.catchUp();
      await caughtUp();
      const expected = await textOf(from, card);
      if ((await textOf(late.api, card)) !== expected)
        wrong.push(`${card} of a late instance is not what another one said`);
      return late.cache.stats().hits.shared > 0;
    }, 'an answer found in Redis');
  };

  const readers = [0, 1, 2, 3].map(read);
  try {
    for (let change = 2; change < options.changes + 2; change += 1) {
      await options.trouble(change);
      const card = cards[change % cards.length] as string;
      await observe(card, change);
      await projector.catchUp(['latest-prices']);
      const head =
        (
          await database.query<{ position: string }>(
            `select position from subscriptions.checkpoints where subscriber = 'latest_prices'`,
          )
        )[0]?.position ?? '';
      await until(
        () => instances.every(({ cache }) => (cache.versions(['latest_prices'])?.position ?? '') >= head),
        'the feeds',
      );
      seen.set(card, change);
      if (change % 25 === 0) {
        await projector.catchUp();
        await compare(`after change ${change}`);
      }
    }
    await projector.catchUp();
    await compare('at the end');
    if (options.healed === undefined) return result();
    await options.healed();
    over = true;
    await Promise.all(readers);
    await comeUponShared((instances[0] as (typeof instances)[number]).api);
    return result();
  } finally {
    over = true;
    await Promise.all(readers);
    for (const one of instances) await one.close();
    await plain.close();
    await log.close();
    await database.close();
    await target.drop();
  }
};
