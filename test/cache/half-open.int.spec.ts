/**
 * Goal: connections that were cut without a word (a host that lost its power, a firewall that forgot them) are given up: the
 * feed is trusted again, reads are answered, Redis is used again, closing ends. Method: a relay before the servers.
 */
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { startHealthServer } from '../../src/api/server.js';
import { startInvalidationListener } from '../../src/api/cache/invalidation-listener.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createRedisCache } from '../../src/cache/redis/redis-cache.js';
import { openReadCache } from '../../src/app/open-read-cache.js';
import { openDatabase } from '../../src/postgres/database.js';
import { createNotifications } from '../../src/postgres/notifications.js';
import { createTables } from '../../src/projecting/tables.js';
import { projectedChannel } from '../../src/projecting/invalidations.js';
import { readModels } from '../../projections/index.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger as logger } from '../../src/base/logger.js';
import { until } from '../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { startRedisStandIn } from '../support/redis-stand-in.js';
import { type Relay, startRelay } from '../support/relay.js';
import { serveApi } from '../support/serve-api.js';

describe('silently cut connections', () => {
  let target: TestDatabase;
  let relay: Relay;
  const runtime = systemRuntime();

  before(async () => {
    target = await freshDatabase();
    const database = openDatabase({ url: target.url, application: 'test half-open', connectionsMax: 1 });
    for (const projection of projections)
      await createTables(database, projection, { schema: projection.schema, state: 'live' });
    await database.close();
  });
  after(() => target.drop());
  beforeEach(async () => {
    relay = await startRelay(target.url);
  });
  afterEach(() => relay.close());

  it('end the queries in progress and answer the next reads', async () => {
    const database = openDatabase({
      url: relay.url,
      application: 'test half-open',
      connectionsMax: 2,
      statementTimeoutMs: 500,
    });
    const log = createMemoryLog({ runtime });
    const api = await serveApi({ database, log, runtime });
    const ask = async () => (await fetch(`${api.url}/v1/sets`, { signal: AbortSignal.timeout(10_000) })).status;
    expect(await Promise.all([ask(), ask()])).to.deep.equal([200, 200]);
    relay.freeze();
    expect(await Promise.all([ask(), ask()])).to.deep.equal([503, 503]);
    expect(await ask()).to.equal(200);
    await api.close();
    await database.close();
  });

  it('make the invalidation listener not fresh until it reconnects', async () => {
    const database = openDatabase({ url: relay.url, application: 'test half-open', connectionsMax: 4 });
    const cache = await openReadCache({ database, readsPrimary: true, redisUrls: undefined, runtime, logger });
    await until(() => cache.versions(readModels) !== undefined, 'the invalidation listener');
    relay.freeze();
    await until(() => cache.versions(readModels) === undefined, 'the listener to notice');
    await until(() => cache.versions(readModels) !== undefined, 'the listener to recover');
    await cache.close();
    relay.freeze();
  });

  it('leave the metrics of the process available in time', async () => {
    const database = openDatabase({ url: relay.url, application: 'test half-open', connectionsMax: 1 });
    const log = createMemoryLog({ runtime });
    const deps = { database, log, runtime, logger, simulated: false, works: () => true, host: '127.0.0.1', port: 0 };
    const operations = await startHealthServer(deps);
    const figures = async () =>
      (await fetch(`${operations.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
    expect(await figures()).to.include('ledger_database_up 1');
    relay.freeze();
    expect(await figures())
      .to.include('ledger_database_up 0')
      .and.include('process_cpu_seconds_total');
    await relay.close();
    await operations.close();
    await database.close();
  });

  it('let Redis be used again', async () => {
    const redis = await startRedisStandIn();
    const way = await startRelay(redis.url);
    const cache = createRedisCache([way.url], { runtime });
    const isUsed = async (): Promise<boolean> => {
      await cache.set('a', { bytes: Buffer.from('x'), version: '1', untilMs: Date.now() + 60_000 });
      return (await cache.get('a')) !== undefined;
    };
    await until(isUsed, 'Redis');
    way.freeze();
    expect(await isUsed()).to.equal(false);
    await until(isUsed, 'Redis to be used again');
    await cache.close();
    await way.close();
    await redis.close();
  });

  it('do not keep the listener from closing', async () => {
    const database = openDatabase({ url: target.url, application: 'test half-open', connectionsMax: 1 });
    const wakeUps = createNotifications(relay.url, runtime, projectedChannel);
    const feed = startInvalidationListener({ database, wakeUps, runtime, logger, onHistoryReset: () => undefined });
    await until(() => feed.isFresh(), 'the invalidation listener');
    relay.freeze();
    const started = performance.now();
    await feed.close();
    expect(performance.now() - started).to.be.below(5_000);
    await database.close();
  });
});
