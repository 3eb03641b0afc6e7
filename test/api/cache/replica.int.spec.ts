/**
 * Goal: reads of a replica that lags are not kept in the place of newer ones, and min_position is kept. Method: two databases
 * fold the same log, the second when the test says so, as a replica that is behind; the cache follows the first. Broken twin:
 * a cache that admits everything keeps the old answer for good.
 */
import { expect } from 'chai';
import { type RunningApi } from '../../../src/api/server.js';
import { type InvalidationListener, startInvalidationListener } from '../../../src/api/cache/invalidation-listener.js';
import { createMemoryCache } from '../../../src/cache/memory/memory-cache.js';
import { createReadCache, type ReadCache } from '../../../src/api/cache/read-cache.js';
import { createRedisCache } from '../../../src/cache/redis/redis-cache.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { createNotifications } from '../../../src/postgres/notifications.js';
import { type Projector } from '../../../src/projecting/projector.js';
import { projectedChannel } from '../../../src/projecting/invalidations.js';
import { readModels } from '../../../projections/index.js';
import { currentVersions } from '../../../src/projecting/read-model-versions.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { deafened } from './stale-answer-hunt.js';
import { until } from '../../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../../support/postgres.js';
import { type RedisStandIn, startRedisStandIn } from '../../support/redis-stand-in.js';
import { type ApiFixture, ids, lugiaPrice, openMarket } from '../../support/api-fixture.js';
import { testProjector } from '../../support/projector.js';
import { serveApi } from '../../support/serve-api.js';

const path = `/v1/cards/${ids.lugia}/prices`;

interface Instance {
  readonly api: RunningApi;
  readonly cache: ReadCache;
  readonly feed: InvalidationListener;
}

describe('reads of a replica', () => {
  let world: ApiFixture;
  let target: TestDatabase;
  let replica: Database;
  let behind: Projector;
  let redis: RedisStandIn;
  const open: (() => Promise<void>)[] = [];

  before(async () => {
    world = await openMarket({ end: '2025-10-01T00:00:00Z' });
    target = await freshDatabase();
    replica = openDatabase({ url: target.url, application: 'test replica', connectionsMax: 4 });
    behind = testProjector({ database: replica, log: world.log });
    await behind.prepare();
    await behind.catchUp();
    redis = await startRedisStandIn();
    expect(await currentVersions(replica, readModels)).to.deep.equal(await currentVersions(world.database, readModels));
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
    redis.flush();
  });
  after(async () => {
    await redis.close();
    await replica.close();
    await target.drop();
    await world.close();
  });

  /** An instance that reads `database` and follows the primary. */
  const instance = async (database: Database, options: { admitsAll?: boolean } = {}): Promise<Instance> => {
    const runtime = { ...systemRuntime(), now: () => world.runtime.now() };
    const wakeUps = createNotifications(world.database.url, runtime, projectedChannel);
    const honest = startInvalidationListener({
      database: world.database,
      wakeUps,
      runtime,
      logger,
      onHistoryReset: () => undefined,
    });
    const feed = options.admitsAll === true ? deafened(honest) : honest;
    const shared = createRedisCache([redis.url], { runtime });
    const local = createMemoryCache({ runtime });
    const cache = createReadCache({
      runtime,
      invalidations: feed,
      local,
      shared,
      format: 'test',
      readsPrimary: database === world.database,
    });
    const api = await serveApi({ database, log: world.log, runtime, cache });
    open.push(async () => {
      await api.close();
      await honest.close();
      await shared.close();
    });
    const head = await world.log.head();
    await until(
      async () =>
        honest.isFresh() && honest.versions(readModels)?.position === head && (await shared.describe()).reachable,
      'the instance',
    );
    return { api, cache, feed: honest };
  };
  const ask = async ({ api }: { api: RunningApi }, query = '') => {
    const response = await fetch(`${api.url}${path}${query}`);
    const body = (await response.json()) as { market: { market_price: number; printing: string }[] };
    const holofoil = body.market?.find(({ printing }) => printing === 'Holofoil');
    return {
      status: response.status,
      position: response.headers.get('ledger-position') ?? '',
      cents: Math.round((holofoil?.market_price ?? NaN) * 100),
    };
  };
  let told = 0;
  /** A price, folded by the primary alone. */
  const change = async (cents: number): Promise<string> => {
    const position = await world.tell(
      'PriceObserved',
      lugiaPrice(cents, `2025-09-30T21:00:${String((told += 1)).padStart(2, '0')}Z`),
    );
    await world.fold();
    return position;
  };
  const sees = ({ feed }: Instance, position: string) =>
    until(() => (feed.versions(readModels)?.position ?? '') >= position, 'the invalidation listener');

  it('serve a lagging answer with its own position and do not keep it', async () => {
    const api = await instance(replica);
    const first = await ask(api);
    const position = await change(5_001);
    await sees(api, position);
    const { misses } = api.cache.stats();
    expect(api.cache.versions(readModels), 'a replica is asked where it stands').to.equal(undefined);
    const old = await ask(api);
    expect([old.cents, old.position]).to.deep.equal([first.cents, first.position]);
    expect(api.cache.stats().misses).to.be.greaterThan(misses);
    await behind.catchUp();
    const now = await ask(api);
    expect([now.cents, now.position >= position]).to.deep.equal([5_001, true]);
    const before = api.cache.stats().hits.local;
    expect((await ask(api)).cents).to.equal(5_001);
    expect(api.cache.stats().hits.local).to.equal(before + 1);
  });

  it('wait for the replica to reach min_position', async () => {
    const api = await instance(replica);
    await ask(api);
    const position = await change(5_002);
    let answered = false;
    const waiting = ask(api, `?min_position=${position}`).finally(() => (answered = true));
    for (let turn = 0; turn < 20; turn += 1) await ask(api);
    expect(answered).to.equal(false);
    await behind.catchUp();
    const { status, cents, position: reflects } = await waiting;
    expect([status, cents, reflects >= position]).to.deep.equal([200, 5_002, true]);
  });

  it('use the answer of an instance on the primary and never replace it by an older one', async () => {
    const [api, primary] = [await instance(replica), await instance(world.database)];
    const position = await change(5_003);
    for (const one of [api, primary]) await sees(one, position);
    expect((await ask(primary)).cents).to.equal(5_003);
    await until(async () => (await ask(api)).cents === 5_003, 'the answer that is shared');
    expect(api.cache.stats().hits.shared).to.be.greaterThan(0);
    for (let turn = 0; turn < 10; turn += 1) expect((await ask(api)).cents).to.equal(5_003);
    expect((await ask(primary)).cents).to.equal(5_003);
    await behind.catchUp();
  });

  it('show the old answer in a broken twin that ignores invalidations', async () => {
    const twin = await instance(replica, { admitsAll: true });
    await change(5_004);
    const { cents } = await ask(twin);
    await behind.catchUp();
    expect(cents).to.not.equal(5_004);
    expect((await ask(twin)).cents, 'the twin should have been wrong').to.equal(cents);
    expect((await ask(await instance(replica))).cents).to.equal(5_004);
  });
});
