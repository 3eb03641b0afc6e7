/**
 * Goal: the composed cache is shared by processes, survives an outage of Redis, and logs it. Method: two caches as
 * in two API processes, over a stand-in for Redis; the metrics and log lines that an operator sees.
 */
import { expect } from 'chai';
import sinon from 'sinon';
import { openReadCache, openSharedCache, type OpenCache } from '../../src/app/open-read-cache.js';
import { readModels } from '../../projections/index.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { silentOutages } from '../../src/base/outages.js';
import { type ApiFixture, openMarket } from '../support/api-fixture.js';
import { until } from '../support/fake-runtime.js';
import { type RedisStandIn, startRedisStandIn } from '../support/redis-stand-in.js';
import { serveApi } from '../support/serve-api.js';

describe('the composed response cache', () => {
  let world: ApiFixture;
  let redis: RedisStandIn;
  const logger = { ...silentLogger, warn: sinon.spy(), info: sinon.spy() };
  const close: (() => Promise<void>)[] = [];

  before(async () => {
    world = await openMarket({ end: '2025-10-01T00:00:00Z' });
    redis = await startRedisStandIn();
  });
  after(async () => {
    for (const one of close.splice(0).reverse()) await one();
    await redis.close();
    await world.close();
  });

  const open = async (): Promise<{ url: string; cache: OpenCache }> => {
    const runtime = { ...systemRuntime(), now: () => world.runtime.now() };
    const { database, log } = world;
    const cache = await openReadCache({ database, readsPrimary: true, redisUrls: [redis.url], runtime, logger });
    const api = await serveApi({ database, log, runtime, cache });
    close.push(async () => {
      await api.close();
      await cache.close();
    });
    await until(() => cache.versions(readModels) !== undefined, 'the invalidation listener');
    return { url: api.url, cache };
  };
  const ask = async ({ url }: { url: string }, path = '/v1/sets'): Promise<string> => (await fetch(url + path)).text();

  it('serves answers of other processes, and invalidates those that changed since', async () => {
    const first = await open();
    const second = await open();
    const [text, cards] = [await ask(first), await ask(first, '/v1/cards/search?q=lugia')];
    await until(() => redis.keys().length === 2, 'the answers in Redis');
    // The client may not be connected yet at the first read.
    await until(
      async () =>
        (await ask(second)) === text && second.cache.stats().hits.shared + second.cache.stats().hits.local > 0,
      'the answer',
    );
    await world.tell('SetRevised', { set_id: 'pokemon-604', name: 'Base Set, shared' });
    await world.fold();
    const third = await open();
    expect(third.cache.stats().circuit).to.equal('closed');
    expect(await ask(third)).to.include('Base Set, shared');
    expect(JSON.parse(await ask(third, '/v1/cards/search?q=lugia'))).to.deep.equal(JSON.parse(cards));
    expect(await ask(third, '/metrics')).to.match(/ledger_cache_circuit_open 0/);
  });

  it('ignores foreign bytes under its key', async () => {
    const instance = await open();
    const key = redis.keys().find((name) => name.endsWith('/v1/sets'))!;
    redis.put(key, Buffer.from(`${world.runtime.now().getTime() + 60_000}\n0\n{"lengths":[["identity",9]]}\nshort`));
    expect(await ask(instance)).to.include('Base Set');
  });

  it('logs once that Redis is unavailable, answers as before, and logs its return', async () => {
    const instance = await open();
    const text = await ask(instance);
    redis.pause();
    const another = async (): Promise<string> => ask(instance, `/v1/sets?offset=${Math.floor(Math.random() * 90_000)}`);
    await until(async () => {
      await another();
      return instance.cache.stats().circuit === 'open';
    }, 'the circuit to open');
    expect(logger.warn.calledWithMatch(/^Redis at 127\.0\.0\.1:\d+ is unavailable/)).to.equal(true);
    expect(await ask(instance)).to.equal(text);
    redis.resume();
    await until(async () => {
      await another();
      return instance.cache.stats().circuit === 'closed';
    }, 'the circuit to close');
    expect(logger.warn.calledWithMatch(/^Redis at .* is available again/)).to.equal(true);
  });

  it('shares nothing without Redis', async () => {
    expect(await openSharedCache({ redisUrls: undefined, runtime: systemRuntime(), outages: silentOutages })).to.equal(
      undefined,
    );
  });
});
