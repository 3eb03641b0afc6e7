/**
 * Measures the API's reads. Cached: against node:http with the same body from memory. Uncached: against an Express handler
 * with the same SQL. Both sides take turns in one process, with the load from another; medians of rounds.
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { startApi } from '../src/api/server.js';
import { dayMs, instantOf } from '../src/domain/instant.js';
import { openReadCache } from '../src/app/open-read-cache.js';
import { findCards, findCardSet } from '../projections/catalog/queries.js';
import { newestSnapshot, windowStart } from '../projections/coverage/checks.js';
import { readModels } from '../projections/index.js';
import { currentVersions } from '../src/projecting/read-model-versions.js';
import { findSeries } from '../projections/price-history/find-series.js';
import { readHistory } from '../projections/price-history/queries.js';
import { cardPrices } from '../projections/price-history/price-stats.js';
import { silentLogger } from '../src/base/logger.js';
import { shoot, type Shot } from './load-generator.js';
import { type MadeLedger, openMadeLedger } from './made-ledger.js';

export interface CachedResult {
  readonly redis: boolean;
  readonly bodyBytes: number;
  readonly rate: number;
  /** Ratio to the rate of node:http with the same body, and only its type and length as headers. */
  readonly ratio: number;
  /** The same with all headers of the API's answer. */
  readonly ratioSameHeaders: number;
  /** Ratio of Express with the same body to node:http. */
  readonly expressRatio: number;
  /** At 70 % of the maximum rate; and node:http's at 70 % of its own, on the same machine in the same minute. */
  readonly p99Ms: number;
  readonly bareP99Ms: number;
}

export interface UncachedResult {
  readonly read: 'card' | 'history';
  readonly rate: number;
  readonly ratio: number;
  readonly cache: 'none' | 'missed';
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const serve = async (listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const plainExpress = (): express.Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  return app;
};

const rates = async (urls: readonly string[], rounds: number, seconds: number): Promise<number[]> => {
  for (const url of urls) await shoot(url, { seconds: 1 });
  const found: Shot[][] = urls.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, url] of urls.entries()) found[at]?.push(await shoot(url, { seconds }));
  }
  return found.map((shots) => median(shots.map(({ rate }) => rate)));
};

export const benchCached = async (
  made: MadeLedger,
  options: { rounds: number; seconds: number; redisUrls?: readonly string[] },
): Promise<CachedResult> => {
  const { database, queries, log, runtime } = made;
  const { redisUrls } = options;
  const cache = await openReadCache({ database, readsPrimary: true, redisUrls, runtime, logger: silentLogger });
  const deps = { database: queries, log, runtime, logger: silentLogger, simulated: false, host: '127.0.0.1', port: 0 };
  const api = await startApi({ ...deps, cache });
  const path = `/v1/cards/${made.cards[7] ?? ''}`;
  while (cache.stats().entries === 0) await (await fetch(api.url + path)).text();
  const answer = await fetch(api.url + path, { headers: { 'accept-encoding': 'identity' } });
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = Object.fromEntries(
    [...answer.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)),
  );
  const few = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
  const bare = await serve((_request, response) => void response.writeHead(200, few).end(body));
  const same = await serve((_request, response) => void response.writeHead(200, headers).end(body));
  const app = plainExpress();
  const text = body.toString();
  app.get('/v1/cards/:card', (_request, response) => void response.type('json').send(text));
  const withExpress = await serve(app);
  try {
    const urls = [api, bare, same, withExpress].map(({ url }) => url + path);
    const [rate = NaN, bareRate = NaN, sameRate = NaN, expressRate = NaN] = await rates(
      urls,
      options.rounds,
      options.seconds,
    );
    const [loaded, bareLoaded]: [Shot[], Shot[]] = [[], []];
    for (let round = 0; round < options.rounds; round += 1) {
      loaded.push(await shoot(api.url + path, { seconds: options.seconds, rate: rate * 0.7 }));
      bareLoaded.push(await shoot(bare.url + path, { seconds: options.seconds, rate: bareRate * 0.7 }));
    }
    return {
      redis: options.redisUrls !== undefined,
      bodyBytes: body.length,
      rate,
      ratio: rate / bareRate,
      ratioSameHeaders: rate / sameRate,
      expressRatio: expressRate / bareRate,
      p99Ms: median(loaded.map(({ p99Ms }) => p99Ms)),
      bareP99Ms: median(bareLoaded.map(({ p99Ms }) => p99Ms)),
    };
  } finally {
    await Promise.all([api.close(), bare.close(), same.close(), withExpress.close()]);
    await cache.close();
  }
};

/** Starts a plain Express handler: the same queries, the same computation, `json`. */
const bareHandlers = ({ queries: database, runtime }: MadeLedger): express.Express => {
  const app = plainExpress();
  app.get('/v1/cards/:card', async (request, response) => {
    const { card: id } = request.params;
    const { position } = await currentVersions(database, readModels);
    const [card] = await findCards(database, [id]);
    const as_of = await newestSnapshot(database, {});
    const prices = (await cardPrices(database, [id], { asOf: undefined, now: runtime.now() })).get(id);
    response.setHeader('Ledger-Position', position);
    response.json({ card, as_of, current_price: prices?.current, price_stats: prices?.stats });
  });
  app.get('/v1/cards/:card/prices/history', async (request, response) => {
    const { card: id } = request.params;
    const { position } = await currentVersions(database, readModels);
    await findCardSet(database, id);
    const [series, ...available] = await findSeries(database, id);
    if (series === undefined) throw new Error('no series');
    const to = (await newestSnapshot(database, {})) as string;
    const toMs = Date.parse(to);
    const wanted = instantOf(new Date(toMs - 30 * dayMs));
    const fromMs = Date.parse((await windowStart(database, series.source, wanted)) ?? wanted);
    const window = { fromMs, toMs, checkedUntilMs: toMs, interval: 'raw' as const };
    const { points: data_points, ...rest } = await readHistory(database, id, series, window);
    response.setHeader('Ledger-Position', position);
    const { seriesId: _id, printingSlug: _slug, ...key } = series;
    response.json({
      card_id: id,
      key,
      available,
      from: instantOf(new Date(window.fromMs)),
      to,
      interval: 'raw',
      known_at: null,
      data_points,
      ...rest,
    });
  });
  return app;
};

/** Measures uncached reads. `cache`: `none` is the API without a cache, `missed` one in which every request misses. */
export const benchUncached = async (
  made: MadeLedger,
  options: { rounds: number; seconds: number },
): Promise<UncachedResult[]> => {
  const { database, queries, log, runtime } = made;
  const deps = { database: queries, log, runtime, logger: silentLogger, simulated: false, host: '127.0.0.1', port: 0 };
  const cache = await openReadCache({
    database,
    readsPrimary: true,
    redisUrls: undefined,
    runtime,
    logger: silentLogger,
  });
  const through: typeof cache.through = (key, make) => cache.through(`${key}#${runtime.secret(8)}`, make);
  const forgetful = { ...cache, hot: () => undefined, through };
  const apis = { none: await startApi(deps), missed: await startApi({ ...deps, cache: forgetful }) };
  const bare = await serve(bareHandlers(made));
  const results: UncachedResult[] = [];
  try {
    for (const read of ['card', 'history'] as const) {
      const path = `/v1/cards/${made.cards[7] ?? ''}${read === 'history' ? '/prices/history' : ''}`;
      const urls = [apis.none, apis.missed, bare].map(({ url }) => url + path);
      const [none = NaN, missed = NaN, bareRate = NaN] = await rates(urls, options.rounds, options.seconds);
      results.push({ read, cache: 'none', rate: none, ratio: none / bareRate });
      results.push({ read, cache: 'missed', rate: missed, ratio: missed / bareRate });
    }
    return results;
  } finally {
    await Promise.all([apis.none.close(), apis.missed.close(), bare.close()]);
    await cache.close();
  }
};

export interface ApiBench {
  readonly cached: readonly CachedResult[];
  readonly uncached: readonly UncachedResult[];
}

/** Fills the migrated database at `url`, whose log must be empty, and measures, also with Redis if `redisUrls` are given. */
export const benchApi = async (
  url: string,
  options: { rounds: number; seconds: number; redisUrls?: readonly string[]; say: (line: string) => void },
): Promise<ApiBench> => {
  const made = await openMadeLedger(url, { sets: 10, days: 20 });
  try {
    const { redisUrls, ...rest } = options;
    const cached = [await benchCached(made, rest)];
    if (redisUrls !== undefined) cached.push(await benchCached(made, { ...rest, redisUrls }));
    for (const one of cached) options.say(JSON.stringify(one));
    const uncached = await benchUncached(made, rest);
    for (const one of uncached) options.say(JSON.stringify(one));
    return { cached, uncached };
  } finally {
    await made.close();
  }
};
