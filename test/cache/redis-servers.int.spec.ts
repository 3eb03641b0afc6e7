/**
 * Goal: the cache keeps its promises on real Redis servers: one, a cluster, over TLS; paused, killed and started again. Method:
 * the contract on each; the hunt (hunt.ts) on a server of the test's own. Runs with `npm run test:engines`.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import type { Cache } from '../../src/cache/cache.js';
import { createRedisCache } from '../../src/cache/redis/redis-cache.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { until } from '../support/fake-runtime.js';
import { makeCertificates, type RedisServer, startRedisCluster, startRedisServer } from '../support/redis-server.js';
import { Redis } from 'ioredis';
import { redisLimits } from '../../src/cache/redis/limits.js';
import { startRelay } from '../support/relay.js';
import { toldOutages } from '../support/told-outages.js';
import { describeCache } from './contract.js';
import { hunt } from '../api/cache/stale-answer-hunt.js';

const runtime = systemRuntime();
const url = process.env['TEST_REDIS_URL'];
const hasServer = process.env['TEST_REDIS_SERVER'] !== undefined;
const reachable = (cache: Cache) => until(async () => (await cache.describe()).reachable, 'Redis');
const pass = (ms: number) => {
  const endMs = Date.now() + ms;
  return until(() => Date.now() >= endMs, 'time to pass');
};
const opened = async (urls: readonly string[], ca?: string) => {
  const cache = createRedisCache(urls, { runtime, namespace: `test ${randomUUID()}`, ca });
  await reachable(cache);
  const close = async () => {
    await cache.clear();
    await cache.close();
  };
  return { cache, now: Date.now, pass, close };
};

if (url !== undefined) describeCache('Redis, the server', () => opened([url]));

if (hasServer) {
  describe('the cache on real Redis servers', function () {
    this.timeout(120_000);
    let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
    let secure: RedisServer;
    let server: RedisServer;
    let certificates: Awaited<ReturnType<typeof makeCertificates>>;
    before(async () => {
      cluster = await startRedisCluster();
      certificates = await makeCertificates();
      secure = await startRedisServer({ tls: certificates });
      server = await startRedisServer();
    });
    after(async () => {
      await Promise.all([cluster, secure, server].map((one) => one.stop()));
      await rm(certificates.folder, { recursive: true, force: true });
    });

    describeCache('Redis, a cluster', () => opened(cluster.urls));
    describeCache('Redis, over TLS', () => opened([secure.url], certificates.ca));

    it('spreads entries over a cluster and survives the loss of a node', async () => {
      const { cache, close } = await opened(cluster.urls);
      const entry = { bytes: Buffer.from('x'), version: '1', untilMs: Date.now() + 60_000 };
      for (let at = 0; at < 60; at += 1) await cache.set(`key ${at}`, entry);
      const report = await cache.describe();
      expect(report).to.include({ reachable: true, entries: 60 });
      const found = async () => {
        let count = 0;
        for (let at = 0; at < 60; at += 1) if ((await cache.get(`key ${at}`)) !== undefined) count += 1;
        return count;
      };
      expect(await found()).to.equal(60);
      cluster.nodes[2]!.pause();
      expect(await found()).to.be.below(60);
      cluster.nodes[2]!.resume();
      await until(async () => (await found()) === 60, 'the node to be back');
      await close();
    });

    it('is unavailable behind an unknown certificate', async () => {
      const cache = createRedisCache([secure.url], { runtime });
      const report = await cache.describe();
      expect(report)
        .to.include({ reachable: false })
        .and.property('remark')
        .match(/certificate/);
      expect(await cache.get('a')).to.equal(undefined);
      await cache.close();
    });

    it('says that a demoted server takes no writes, and uses the primary that its address leads to afterwards', async () => {
      const [first, second] = [await startRedisServer(), await startRedisServer()];
      const relay = await startRelay(first.url);
      const { outages, lines } = toldOutages();
      const cache = createRedisCache([relay.url], { runtime, outages, namespace: 'demoted' });
      const entry = { bytes: Buffer.from('x'), version: '1', untilMs: Date.now() + 60_000 };
      const written = async () => {
        await cache.set('a', entry);
        return (await cache.get('a')) !== undefined;
      };
      await until(written, 'a write');
      expect(await cache.describe()).to.include({ writable: true, remark: null });
      const admin = new Redis(first.port, '127.0.0.1');
      await admin.replicaof('127.0.0.1', second.port);
      for (let at = 0; at < 20; at += 1) await cache.set('b', entry);
      expect(lines.filter((line) => /^Writing to Redis at .* is unavailable: .*READONLY/.test(line))).to.have.length(1);
      await until(async () => (await cache.describe()).reachable, 'another connection');
      expect(await cache.describe()).to.include({ reachable: true, writable: false });
      expect((await cache.describe()).remark).to.match(
        new RegExp(`^a replica of 127\\.0\\.0\\.1:${second.port}.*set REDIS_URL to the primary$`),
      );
      // As when the name of the primary leads to another host.
      relay.redirect(second.url);
      await pass(redisLimits.reconnectMsMin);
      await until(async () => {
        await cache.set('c', entry);
        return (await cache.describe()).writable && (await written());
      }, 'the new primary');
      expect(lines.at(-1)).to.match(/^Writing to Redis at .* is available again/);
      admin.disconnect();
      await cache.close();
      await relay.close();
      await first.stop();
      await second.stop();
    });

    it('reports a full server that evicts nothing', async () => {
      const full = await startRedisServer({ args: ['--maxmemory', '50mb', '--maxmemory-policy', 'noeviction'] });
      const { cache, close } = await opened([full.url]);
      expect((await cache.describe()).remark).to.match(/noeviction/);
      await close();
      await full.stop();
    });

    it('answers like an uncached API while Redis is paused, killed and flushed under load', async () => {
      const { wrong, hits } = await hunt({
        redisUrls: [server.url],
        namespace: 'hunt',
        changes: 80,
        trouble: async (change) => {
          if (change === 10) await server.flush();
          if (change === 20) server.pause();
          if (change === 26) server.resume();
          if (change === 50) await server.kill();
          if (change === 56) await server.start();
        },
        healed: () => undefined,
      });
      expect(wrong).to.deep.equal([]);
      expect(hits.local).to.be.greaterThan(0);
      expect(hits.shared).to.be.greaterThan(0);
    });

    it('catches a broken twin that ignores invalidations', async () => {
      server.resume();
      await server.start();
      const { wrong } = await hunt({
        redisUrls: [server.url],
        namespace: 'twin',
        changes: 20,
        deaf: true,
        trouble: () => undefined,
      });
      expect(wrong.length).to.be.greaterThan(0);
    });
  });
}
