/** Goal: counters in Redis are the same for every process, on one server and on a cluster. Runs with `npm run test:engines`. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createRedisCounters } from '../../src/cache/redis/redis-counters.js';
import type { SharedCounters } from '../../src/cache/shared-counters.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { until } from '../support/fake-runtime.js';
import { startRedisCluster, startRedisServer } from '../support/redis-server.js';

const runtime = systemRuntime();

if (process.env['TEST_REDIS_SERVER'] !== undefined) {
  describe('counters in Redis', function () {
    this.timeout(60_000);
    const reachable = (counters: SharedCounters): Promise<void> =>
      until(
        () =>
          counters.add(randomUUID(), 1, 60).then(
            () => true,
            () => false,
          ),
        'Redis',
      );

    const pair = async (urls: readonly string[]): Promise<[SharedCounters, SharedCounters]> => {
      const namespace = `test ${randomUUID()}`;
      const counters = [0, 1].map(() => createRedisCounters(urls, { runtime, namespace }));
      await Promise.all(counters.map(reachable));
      return counters as [SharedCounters, SharedCounters];
    };

    const adds = async (urls: readonly string[]): Promise<void> => {
      const [one, other] = await pair(urls);
      await one.add('burst:192.0.2.1', 7, 60);
      const count = await other.add('burst:192.0.2.1', 5, 60);
      expect(count.total).to.equal(12);
      expect(count.endsInMs).to.be.within(1, 60_000);
      expect((await other.add('burst:192.0.2.2', 1, 60)).total).to.equal(1);
      expect((await other.add('burst:192.0.2.1', 1, 3_600)).total, 'another window').to.equal(1);
      await Promise.all([one.close(), other.close()]);
    };

    it('add up over processes, by key and window', async () => {
      const server = await startRedisServer();
      await adds([server.url]);
      await server.stop();
    });

    it('do so on a cluster', async () => {
      const cluster = await startRedisCluster();
      await adds(cluster.urls);
      await cluster.stop();
    });

    it('begin again when their window ends', async () => {
      const server = await startRedisServer();
      const [one, other] = await pair([server.url]);
      await one.add('a', 3, 1);
      await until(
        async () => (await other.add('b', 1, 60)).total >= 1 && (await one.add('a', 1, 1)).total === 1,
        'the end',
      );
      await Promise.all([one.close(), other.close()]);
      await server.stop();
    });

    it('reject while the server is away', async () => {
      const server = await startRedisServer();
      const [one, other] = await pair([server.url]);
      await server.stop();
      await until(
        () =>
          one.add('a', 1, 60).then(
            () => false,
            () => true,
          ),
        'a rejection',
      );
      await Promise.all([one.close(), other.close()]);
    });
  });
}
