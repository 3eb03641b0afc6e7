/**
 * Measures the cache under a load like a web site's: Zipf-distributed cards, four kinds of reads, continuous price
 * changes; then a process that starts beside it. Last, the cost of invalidations for the projector.
 */
import { latestPrices } from '../projections/latest-prices/projection.js';
import { benchAccounts } from './accounts.js';
import { startApi } from '../src/api/server.js';
import { type LogPosition, type RecordedEvent, startPosition } from '../src/domain/envelope.js';
import { priceStream } from '../src/domain/streams.js';
import { type OpenCache, openReadCache } from '../src/app/open-read-cache.js';
import { startFolding } from '../src/projecting/fold-page.js';
import { createTables, dropTables } from '../src/projecting/tables.js';
import { processPage } from '../src/subscriptions/process-page.js';
import { silentLogger } from '../src/base/logger.js';
import { cardsASet, type MadeLedger, openMadeLedger } from './made-ledger.js';
import { madeObservation } from './made-observations.js';

export interface CacheResult {
  readonly redis: boolean;
  readonly reads: number;
  readonly changesPer1000: number;
  /** Share of reads without a database query, with a warm cache. */
  readonly hitRatio: number;
  /** The same, only for reads of cards, their prices and histories. */
  readonly cardHitRatio: number;
}

export interface StartResult {
  readonly redis: boolean;
  /** Share of a new process' first reads without a database query, after price changes. */
  readonly hitRatio: number;
  readonly readsPerSecond: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Creates a generator of numbers in [0, 1), the same in every run. */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Picks `at` of `count` with a probability proportional to 1 / (at + 1). */
const zipf = (count: number, random: () => number) => {
  const sums: number[] = [];
  for (let at = 0, sum = 0; at < count; at += 1) sums.push((sum += 1 / (at + 1)));
  return (): number => {
    const wanted = random() * (sums.at(-1) as number);
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

/** Generates reads: half are of a card, three tenths of its history or prices, a tenth search a word, a tenth list sets. */
const createReads = ({ cards }: MadeLedger, seed: number) => {
  const random = createRandom(seed);
  const [card, word] = [zipf(cards.length, random), zipf(500, random)];
  // Spreads the popular cards over the sets.
  const named = (at: number): string => cards[(at * 7_919) % cards.length] as string;
  return (): string => {
    const kind = random();
    if (kind < 0.5) return `/v1/cards/${named(card())}`;
    if (kind < 0.65) return `/v1/cards/${named(card())}/prices/history`;
    if (kind < 0.8) return `/v1/cards/${named(card())}/prices`;
    return kind < 0.9 ? `/v1/cards/search?q=${word()}` : '/v1/sets';
  };
};

interface Instance {
  readonly url: string;
  readonly cache: OpenCache;
  close(): Promise<void>;
}

type RedisUrls = readonly string[] | undefined;

/** Clock of the cache: one read takes a millisecond, so that no more answers expire on a slow machine. */
const clock = { ms: Date.parse('2025-02-01T00:00:00Z') };

const openInstance = async (made: MadeLedger, redisUrls: RedisUrls): Promise<Instance> => {
  const { database, queries, log } = made;
  const runtime = { ...made.runtime, now: () => new Date(clock.ms) };
  const cache = await openReadCache({ database, readsPrimary: true, redisUrls, runtime, logger: silentLogger });
  const deps = {
    database: queries,
    log,
    runtime,
    logger: silentLogger,
    accounts: await benchAccounts(made),
    cache,
    simulated: false,
    host: '127.0.0.1',
    port: 0,
  };
  const api = await startApi(deps);
  while (cache.versions(['catalog']) === undefined) await cache.change(10);
  const close = async (): Promise<void> => {
    await api.close();
    await cache.close();
  };
  return { url: api.url, cache, close };
};

const hitsOf = ({ hits, joined, misses, bypassed }: ReturnType<OpenCache['stats']>): { hits: number; all: number } => {
  const found = hits.local + hits.shared + joined;
  return { hits: found, all: found + misses + bypassed };
};

const ask = async (url: string): Promise<void> => {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  await response.arrayBuffer();
};

/** Sends `count` of `reads` over 16 connections, counted as 1,000 a second. */
const load = async (base: string, reads: () => string, count: number): Promise<void> => {
  let left = count;
  const reader = async (): Promise<void> => {
    while ((left -= 1) >= 0) {
      clock.ms += 1;
      await ask(base + reads());
    }
  };
  await Promise.all(Array.from({ length: 16 }, reader));
};

let day = 1_000;
/** Changes the prices of `count` cards: one append like the collector's, and its page folded. */
const movePrices = async (
  { append, projector, cards }: MadeLedger,
  count: number,
  random: () => number,
): Promise<void> => {
  day += 1;
  const keys = new Set(Array.from({ length: count }, () => Math.floor(random() * cards.length) * 3));
  await append(
    [...keys].map((key) => {
      const event = madeObservation(key, day);
      return { stream: priceStream(String(event.data['card_id'])), expectedRevision: 'any' as const, events: [event] };
    }),
  );
  await projector.catchUp();
};

const measureHits = async (
  made: MadeLedger,
  options: { reads: number; changesPer1000: number; redisUrls: RedisUrls },
): Promise<CacheResult> => {
  const instance = await openInstance(made, options.redisUrls);
  const reads = createReads(made, 7);
  const random = createRandom(11);
  const changesAPage = 10;
  let [asked, changes] = [0, 0];
  let changing = Promise.resolve();
  const ofCards = { asked: 0, hot: 0 };
  const next = (): string => {
    asked += 1;
    // Never ahead of the reads: a page starts after its number of reads.
    if ((asked * options.changesPer1000) / 1_000 >= changes + changesAPage) {
      changes += changesAPage;
      changing = changing.then(() => movePrices(made, changesAPage, random));
    }
    const path = reads();
    if (!/^\/v1\/cards\/pokemon/.test(path)) return path;
    ofCards.asked += 1;
    if (instance.cache.hot(path) !== undefined) ofCards.hot += 1;
    return path;
  };
  try {
    await load(instance.url, reads, options.reads);
    const before = hitsOf(instance.cache.stats());
    await load(instance.url, next, options.reads);
    await changing;
    const after = hitsOf(instance.cache.stats());
    // The check of the warm cache counted as a hit.
    const [hits, all] = [after.hits - before.hits - ofCards.hot, after.all - before.all - ofCards.hot];
    const cardHitRatio = ofCards.hot / ofCards.asked;
    const redis = options.redisUrls !== undefined;
    return { redis, reads: options.reads, changesPer1000: options.changesPer1000, hitRatio: hits / all, cardHitRatio };
  } finally {
    await instance.close();
  }
};

/** Measures a process that starts beside a warm one, after price changes of 500 cards. */
const measureStart = async (
  made: MadeLedger,
  options: { reads: number; redisUrls: RedisUrls },
): Promise<StartResult> => {
  const warm = await openInstance(made, options.redisUrls);
  try {
    await load(warm.url, createReads(made, 13), options.reads);
    const random = createRandom(17);
    for (let page = 0; page < 50; page += 1) await movePrices(made, 10, random);
    const cold = await openInstance(made, options.redisUrls);
    try {
      const reads = Math.floor(options.reads / 8);
      const started = performance.now();
      await load(cold.url, createReads(made, 13), reads);
      const seconds = (performance.now() - started) / 1_000;
      const { hits, all } = hitsOf(cold.cache.stats());
      return { redis: options.redisUrls !== undefined, hitRatio: hits / all, readsPerSecond: reads / seconds };
    } finally {
      await cold.close();
    }
  } finally {
    await warm.close();
  }
};

/** Measures the fold of a page into the latest prices in milliseconds, with and without invalidations; medians. */
const measurePages = async (
  { database }: MadeLedger,
  events: number,
  rounds: number,
): Promise<{ toldMs: number; silentMs: number }> => {
  const schema = 'bench_touches';
  const times: Record<'told' | 'silent', number[]> = { told: [], silent: [] };
  await createTables(database, latestPrices, { schema, state: 'live' });
  let from = startPosition;
  try {
    for (let round = 0; round < rounds * 2; round += 1) {
      const isLive = round % 2 === 0;
      const page = Array.from({ length: events }, (_, at): RecordedEvent => {
        const event = madeObservation(at * 3, round);
        const position = String(round * events + at + 1).padStart(16, '0') as LogPosition;
        const stream = priceStream(String(event.data['card_id']));
        return {
          ...event,
          stream,
          revision: round,
          position,
          recorded_at: '2025-01-01T00:00:00Z',
          metadata: { correlation_id: event.id, causation_id: null, actor: 'bench' },
        };
      });
      const folding = startFolding({ database, projection: latestPrices, schema, fence: 1, onPoison: 'stop', isLive });
      const position = page.at(-1)?.position as LogPosition;
      const started = performance.now();
      await processPage(folding, { events: page, position, atHead: true }, from);
      times[isLive ? 'told' : 'silent'].push(performance.now() - started);
      from = position;
    }
  } finally {
    await database.transaction((client) => dropTables(client, schema));
  }
  return { toldMs: median(times.told.slice(1)), silentMs: median(times.silent.slice(1)) };
};

export interface CacheBench {
  readonly hits: readonly CacheResult[];
  readonly starts: readonly StartResult[];
  readonly pages: readonly { readonly events: number; readonly toldMs: number; readonly silentMs: number }[];
}

/** Fills the migrated database at `url`, whose log must be empty, and measures, also with Redis if `redisUrls` are given. */
export const benchCache = async (
  url: string,
  options: { sets: number; reads: number; redisUrls?: readonly string[]; say: (line: string) => void },
): Promise<CacheBench> => {
  const made = await openMadeLedger(url, { sets: options.sets, days: 3 });
  options.say(`${options.sets * cardsASet} cards`);
  const variants = options.redisUrls === undefined ? [undefined] : [undefined, options.redisUrls];
  const hits: CacheResult[] = [];
  const starts: StartResult[] = [];
  const pages: CacheBench['pages'][number][] = [];
  try {
    for (const redisUrls of variants) {
      // 5: at 1,000 reads a second 432,000 changes a day, 20 times the real market's. 100: during a collection.
      for (const changesPer1000 of [5, 100]) {
        hits.push(await measureHits(made, { reads: options.reads, changesPer1000, redisUrls }));
        options.say(JSON.stringify(hits.at(-1)));
      }
      starts.push(await measureStart(made, { reads: options.reads, redisUrls }));
      options.say(JSON.stringify(starts.at(-1)));
    }
    for (const events of [100, 1_500, 5_000]) {
      pages.push({ events, ...(await measurePages(made, events, 8)) });
      options.say(JSON.stringify(pages.at(-1)));
    }
    return { hits, starts, pages };
  } finally {
    await made.close();
  }
};
