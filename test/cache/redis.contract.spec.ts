/**
 * Goal: the cache in Redis keeps the port's promises, and whatever happens to Redis costs time and nothing else. Method: a
 * stand-in that speaks RESP; real servers are in redis-servers.int.spec.ts.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Cache } from '../../src/cache/cache.js';
import { connectRedis } from '../../src/cache/redis/connect.js';
import { createRedisCache } from '../../src/cache/redis/redis-cache.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { until } from '../support/fake-runtime.js';
import { type RedisStandIn, startRedisStandIn } from '../support/redis-stand-in.js';
import { toldOutages } from '../support/told-outages.js';
import { describeCache } from './contract.js';
import { redisLimits } from '../../src/cache/redis/limits.js';

const runtime = systemRuntime();
const reachable = (cache: Cache) => until(async () => (await cache.describe()).reachable, 'Redis');
const passing = (ms: number) => {
  const endMs = Date.now() + ms;
  return until(() => Date.now() >= endMs, 'time to pass');
};

describeCache('Redis, a stand-in', async () => {
  const redis = await startRedisStandIn();
  const cache = createRedisCache([redis.url], { runtime, namespace: `test ${randomUUID()}` });
  await reachable(cache);
  return {
    cache,
    now: Date.now,
    pass: passing,
    close: () => Promise.all([cache.close(), redis.close()]).then(() => undefined),
  };
});

describe('the cache in Redis under faults', () => {
  let redis: RedisStandIn;
  let cache: Cache;
  let told: string[];
  const entry = () => ({ bytes: Buffer.from('x'), version: '1', untilMs: Date.now() + 60_000 });
  const isThere = async () => (await cache.get('a')) !== undefined;

  beforeEach(async () => {
    redis = await startRedisStandIn();
    const { outages, lines } = toldOutages();
    told = lines;
    cache = createRedisCache([redis.url], { runtime, outages });
    await reachable(cache);
    await cache.set('a', entry());
    expect(await isThere()).to.equal(true);
  });
  afterEach(async () => {
    await cache.close();
    await redis.close();
  });

  it('opens the circuit on a paused server and recovers', async () => {
    redis.pause();
    await until(async () => {
      await cache.get('a');
      return cache.circuit() === 'open';
    }, 'the breaker to open');
    const asked = redis.commands.length;
    const started = performance.now();
    for (let at = 0; at < 1_000 && cache.circuit() === 'open'; at += 1)
      expect(await cache.get('a')).to.equal(undefined);
    expect(performance.now() - started).to.be.below(redisLimits.breakerOpenMs);
    expect(redis.commands.length - asked).to.be.below(5);
    expect((await cache.describe()).reachable).to.equal(false);
    redis.resume();
    await until(isThere, 'the entry');
    expect(cache.circuit()).to.equal('closed');
    expect(told[0]).to.match(/^Redis at 127\.0\.0\.1:\d+ is unavailable: .*timed out/i);
    expect(told.at(-1)).to.match(/is available again/);
    expect(told).to.have.length(2);
  });

  it('is empty at once after a kill, and used again after a restart', async () => {
    await redis.kill();
    await until(async () => !(await isThere()), 'the cache to be empty');
    const started = performance.now();
    for (let at = 0; at < 100; at += 1) {
      expect(await cache.get('a')).to.equal(undefined);
      await cache.set('a', entry());
      await cache.clear();
    }
    expect(performance.now() - started).to.be.below(1_000);
    expect(await cache.describe()).to.include({ reachable: false, version: null });
    await redis.restart();
    await until(async () => {
      await cache.set('a', entry());
      return isThere();
    }, 'the new server');
  });

  it('keeps the circuit closed if the server rejects commands', async () => {
    redis.refuse("OOM command not allowed when used memory > 'maxmemory'.");
    for (let at = 0; at < 20; at += 1) {
      await cache.set('b', entry());
      expect(await cache.get('a')).to.equal(undefined);
    }
    expect(cache.circuit()).to.equal('closed');
    redis.refuse(null);
    expect(await isThere()).to.equal(true);
  });

  it('says once that a server rejects commands, and when it takes them again', async () => {
    for (const message of [
      "READONLY You can't write against a read only replica.",
      "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
      'LOADING Redis is loading the dataset in memory',
      'CLUSTERDOWN Hash slot not served',
      'MISCONF Errors writing to the AOF file: No space left on device',
      'NOREPLICAS Not enough good replicas to write.',
      'ERR Error running script (call to f_1): @user_script:5: @user_script: 5: -READONLY',
    ]) {
      const { outages, lines } = toldOutages();
      const other = createRedisCache([redis.url], { runtime, outages });
      await reachable(other);
      redis.refuse(message);
      for (let at = 0; at < 20; at += 1) await other.set('b', entry());
      expect(lines, message).to.deep.equal([
        `Writing to Redis at ${new URL(redis.url).host} is unavailable: ${message}`,
      ]);
      redis.refuse(null);
      await until(async () => {
        await other.set('b', entry());
        return lines.length > 1;
      }, 'the server to take writes again');
      expect(lines[1]).to.match(/^Writing to Redis at .* is available again/);
      await other.close();
    }
  });

  it('connects anew to a server that was demoted, but not at every write', async () => {
    const connections = (): number => redis.connections();
    const before = connections();
    redis.refuse("READONLY You can't write against a read only replica.");
    await cache.set('b', entry());
    await until(() => connections() === before + 1, 'another connection');
    await until(async () => (await cache.describe()).reachable, 'Redis');
    for (let at = 0; at < 20; at += 1) await cache.set('b', entry());
    expect(connections()).to.equal(before + 1);
    redis.refuse(null);
    await until(async () => {
      await cache.set('b', entry());
      return (await cache.get('b')) !== undefined;
    }, 'a write');
  });

  it('ignores values it did not write', async () => {
    for (const bytes of ['', 'no lines', '17', '99999999999999\nv', 'x\ny\nz']) {
      redis.put('tcg:v1:b', Buffer.from(bytes));
      expect(await cache.get('b'), bytes).to.equal(undefined);
    }
  });

  it('clears its own namespace only', async () => {
    const other = createRedisCache([redis.url], { runtime, namespace: 'tc' });
    await reachable(other);
    await other.set('a', entry());
    await cache.clear();
    expect(redis.keys()).to.deep.equal(['tc:v1:a']);
    await other.close();
  });
});

describe('Redis URLs', () => {
  const now = { now: () => new Date() };
  const failure = (...urls: string[]): unknown => {
    try {
      connectRedis(urls, now).disconnect();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it('configure one node with user, password, database and TLS', () => {
    const client = connectRedis(['rediss://reader:p%40ss@[::1]:7000/3'], { ...now, ca: 'pem' });
    expect(client.options).to.include({
      host: '::1',
      port: 7_000,
      username: 'reader',
      password: 'p@ss',
      db: 3,
      enableOfflineQueue: false,
    });
    expect((client.options as { tls?: object }).tls).to.deep.equal({ ca: 'pem' });
    client.disconnect();
    const plain = connectRedis(['redis://127.0.0.1'], now);
    expect(plain.options).to.include({ host: '127.0.0.1', port: 6_379, db: 0 });
    expect((plain.options as { tls?: object }).tls).to.equal(undefined);
    plain.disconnect();
  });

  it('configure a cluster if there are several', async () => {
    const cluster = connectRedis(['rediss://:secret@127.0.0.1:1', 'rediss://:secret@127.0.0.1:2'], now);
    expect(cluster.isCluster).to.equal(true);
    expect((cluster.options as { redisOptions?: object }).redisOptions).to.include({ password: 'secret', protocol: 2 });
    cluster.disconnect();
    const cache = createRedisCache(['redis://127.0.0.1:1', 'redis://127.0.0.1:2'], { runtime });
    expect(await cache.get('a')).to.equal(undefined);
    expect(await cache.describe()).to.include({ reachable: false });
    await cache.close();
  });

  it('are rejected if they contradict each other', () => {
    const shown = (...urls: string[]) => String(failure(...urls));
    expect(failure('redis://h/x')).to.include({ code: 'CONFIG_INVALID' });
    expect(shown('redis://u:secret@h/x'))
      .to.match(/REDIS_URL=redis:\/\/u:\*\*\*@h\/x: expected the number/)
      .and.not.include('secret');
    expect(shown('redis://a', 'rediss://b')).to.match(/b: expected the same scheme/);
    expect(shown('redis://a', 'redis://:other@b')).to.match(/the same scheme, user and password/);
    expect(shown('redis://a/1', 'redis://b/1')).to.match(/no database number/);
    expect(failure()).to.include({ code: 'CONFIG_INVALID' });
  });
});
