/**
 * Measures the API's reads. Cached: against node:http with the same body from memory. Uncached: against node:http with
 * one primary-key SELECT of one row. Both sides take turns in one process, with the load from another; medians of rounds.
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import { benchAccounts } from './accounts.js';
import { startApi } from '../src/api/server.js';
import { openReadCache } from '../src/app/open-read-cache.js';
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
  readonly read: 'card' | 'prices' | 'history';
  readonly bodyBytes: number;
  readonly rate: number;
  /** Ratio to the rate of a bare node:http handler that does one primary-key SELECT of one row through pg. */
  readonly ratio: number;
  /** Ratio to the same handler sending a body of the same size. */
  readonly ratioSameBytes: number;
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

/** Code is compiled while it runs: a server that has answered for a second only is measured together with its compiler. */
const warmUpSeconds = 4;

/** Returns the rates of each round, of the URLs in their order. */
const rates = async (urls: readonly string[], rounds: number, seconds: number): Promise<number[][]> => {
  for (const url of urls) await shoot(url, { seconds: warmUpSeconds });
  const found: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const shots: number[] = [];
    for (const url of urls) shots.push((await shoot(url, { seconds })).rate);
    found.push(shots);
  }
  return found;
};

/** Returns the median rate of the URL at a place. */
const rateOf = (found: readonly (readonly number[])[], at: number): number =>
  median(found.map((shots) => shots[at] ?? NaN));

/** Returns the median of the ratios of two URLs in each round, which a busy machine slows together. */
const ratioOf = (found: readonly (readonly number[])[], at: number, to: number): number =>
  median(found.map((shots) => (shots[at] ?? NaN) / (shots[to] ?? NaN)));

export const benchCached = async (
  made: MadeLedger,
  options: { rounds: number; seconds: number; redisUrls?: readonly string[] },
): Promise<CachedResult> => {
  const { database, queries, log, runtime } = made;
  const { redisUrls } = options;
  const cache = await openReadCache({ database, readsPrimary: true, redisUrls, runtime, logger: silentLogger });
  const accounts = await benchAccounts(made);
  const common = { database: queries, log, runtime, accounts, logger: silentLogger };
  const deps = { ...common, simulated: false, host: '127.0.0.1', port: 0 };
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
    const found = await rates(urls, options.rounds, options.seconds);
    const [rate, bareRate] = [rateOf(found, 0), rateOf(found, 1)];
    const [loaded, bareLoaded]: [Shot[], Shot[]] = [[], []];
    for (let round = 0; round < options.rounds; round += 1) {
      loaded.push(await shoot(api.url + path, { seconds: options.seconds, rate: rate * 0.7 }));
      bareLoaded.push(await shoot(bare.url + path, { seconds: options.seconds, rate: bareRate * 0.7 }));
    }
    return {
      redis: options.redisUrls !== undefined,
      bodyBytes: body.length,
      rate,
      ratio: ratioOf(found, 0, 1),
      ratioSameHeaders: ratioOf(found, 0, 2),
      expressRatio: ratioOf(found, 3, 1),
      p99Ms: median(loaded.map(({ p99Ms }) => p99Ms)),
      bareP99Ms: median(bareLoaded.map(({ p99Ms }) => p99Ms)),
    };
  } finally {
    await Promise.all([api.close(), bare.close(), same.close(), withExpress.close()]);
    await cache.close();
  }
};

/** Creates a bare handler: one primary-key SELECT of one row, then that row, or `body`. */
const bareSelect =
  (pool: pg.Pool, cardId: string, body?: Buffer): RequestListener =>
  (_request, response) => {
    pool
      .query('select card_id, name, set_id from catalog.cards where card_id = $1', [cardId])
      .then(({ rows }) => {
        const sent = body ?? Buffer.from(JSON.stringify(rows[0]));
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': sent.length });
        response.end(sent);
      })
      .catch((error: unknown) => response.destroy(error as Error));
  };

/** Measures reads that miss the cache: every request computes its answer. */
export const benchUncached = async (
  made: MadeLedger,
  options: { rounds: number; seconds: number },
): Promise<UncachedResult[]> => {
  const { database, queries, log, runtime } = made;
  const accounts = await benchAccounts(made);
  const common = { database: queries, log, runtime, accounts, logger: silentLogger };
  const deps = { ...common, simulated: false, host: '127.0.0.1', port: 0 };
  const cache = await openReadCache({
    database,
    readsPrimary: true,
    redisUrls: undefined,
    runtime,
    logger: silentLogger,
  });
  const through: typeof cache.through = (key, make) => cache.through(`${key}#${runtime.secret(8)}`, make);
  const api = await startApi({ ...deps, cache: { ...cache, hot: () => undefined, through } });
  const pool = new pg.Pool({ connectionString: queries.url, max: 10 });
  const card = made.cards[7] ?? '';
  const paths = {
    card: `/v1/cards/${card}`,
    prices: `/v1/cards/${card}/prices`,
    history: `/v1/cards/${card}/prices/history?period=1y&interval=1d`,
  } as const;
  const bare = await serve(bareSelect(pool, card));
  const results: UncachedResult[] = [];
  try {
    for (const read of ['card', 'prices', 'history'] as const) {
      const url = api.url + paths[read];
      const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
      const body = Buffer.from(await answer.arrayBuffer());
      const same = await serve(bareSelect(pool, card, body));
      const urls = [url, bare.url, same.url];
      const found = await rates(urls, options.rounds, options.seconds);
      const [ratio, ratioSameBytes] = [ratioOf(found, 0, 1), ratioOf(found, 0, 2)];
      results.push({ read, bodyBytes: body.length, rate: rateOf(found, 0), ratio, ratioSameBytes });
      await same.close();
    }
    return results;
  } finally {
    await Promise.all([api.close(), bare.close()]);
    await pool.end();
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
  const made = await openMadeLedger(url, { sets: 2, days: 370 });
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
