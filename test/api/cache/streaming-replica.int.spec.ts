/**
 * Goal: an API that reads a streaming replica never answers with less than min_position, and keeps no answer in the place of a
 * newer one. Method: a real primary and its replica, whose replay the test holds. Runs with `npm run test:engines`.
 */
import { expect } from 'chai';
import { type RunningApi } from '../../../src/api/server.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { priceObserved } from '../../../src/domain/prices/price-events.js';
import { priceStream } from '../../../src/domain/streams.js';
import { limits } from '../../../src/base/limits.js';
import { openReadCache, type OpenCache } from '../../../src/app/open-read-cache.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { migrate } from '../../../src/postgres/migrate.js';
import { type Projector } from '../../../src/projecting/projector.js';
import { readModels } from '../../../projections/index.js';
import { currentVersions } from '../../../src/projecting/read-model-versions.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { metadata, numbers, observation } from '../../support/events.js';
import { until } from '../../support/fake-runtime.js';
import { startStreaming, type Streaming } from '../../support/streaming.js';
import { testProjector } from '../../support/projector.js';
import { serveApi } from '../../support/serve-api.js';

const card = 'pokemon-517045';

if (process.env['TEST_POSTGRES_BIN'] !== undefined) {
  describe('reads of a streaming replica', function () {
    this.timeout(120_000);
    const runtime = systemRuntime();
    let servers: Streaming;
    let primary: Database;
    let replica: Database;
    let log: EventLog;
    let projector: Projector;
    let cache: OpenCache;
    let api: RunningApi;
    let cents = 100;

    before(async () => {
      servers = await startStreaming();
      await migrate(servers.primaryUrl);
      primary = openDatabase({ url: servers.primaryUrl, application: 'test primary', connectionsMax: 8 });
      replica = openDatabase({ url: servers.replicaUrl, application: 'test replica', connectionsMax: 4 });
      log = createPostgresLog({ database: primary, runtime });
      projector = testProjector({ database: primary, log });
      await projector.prepare();
      await change();
      cache = await openReadCache({ database: primary, readsPrimary: false, redisUrls: undefined, runtime, logger });
      api = await serveApi({ database: replica, log, runtime, cache });
      await caughtUp();
    });
    after(async () => {
      await api.close();
      await cache.close();
      await log.close();
      await primary.close();
      await replica.close();
      await servers.stop();
    });

    /** A price, folded by the primary; returns the position of its event. */
    const change = async (): Promise<string> => {
      cents += 1;
      const effective_at = new Date(Date.parse('2025-09-21T20:05:33Z') + cents * 1_000)
        .toISOString()
        .replace('.000Z', 'Z');
      const events = [priceObserved(observation({ card_id: card, ...numbers(cents), effective_at }))];
      await log.append([{ stream: priceStream(card), expectedRevision: 'any', events }], metadata);
      await projector.catchUp();
      return log.head();
    };
    const caughtUp = async (): Promise<void> => {
      const { position } = await currentVersions(primary, readModels);
      await until(
        async () => (await currentVersions(replica, readModels)).position >= position,
        'the replica to catch up',
      );
    };
    const ask = async (query = '') => {
      const response = await fetch(`${api.url}/v1/cards/${card}/prices${query}`);
      const body = (await response.json()) as { code?: string; market?: { market_price: number }[] };
      const price = Math.round((body.market?.[0]?.market_price ?? NaN) * 100);
      return { status: response.status, price, position: response.headers.get('ledger-position') ?? '' };
    };

    it('have the same versions on both servers', async () => {
      await caughtUp();
      expect((await currentVersions(replica, readModels)).marks).to.deep.equal(
        (await currentVersions(primary, readModels)).marks,
      );
    });

    it('are kept until the primary invalidates them, though the replica lags', async () => {
      await until(async () => {
        await ask();
        return cache.stats().hits.local > 0;
      }, 'a hit');
      const before = await ask();
      await servers.hold();
      const position = await change();
      const { hits } = cache.stats();
      // The feed is told by the primary within milliseconds; from then on the kept answer is not given.
      await until(async () => {
        const { local } = cache.stats().hits;
        await ask();
        return cache.stats().hits.local === local;
      }, 'the answer to fall');
      const lagging = await ask();
      expect([lagging.price, lagging.position < position]).to.deep.equal([before.price, true]);
      expect(hits.local).to.be.greaterThan(0);
      await servers.release();
      await until(async () => (await ask()).price === cents, 'the new price');
      for (let again = 0; again < 20; again += 1) expect((await ask()).price).to.equal(cents);
    });

    it('wait for min_position while the replica is held', async () => {
      await servers.hold();
      const position = await change();
      let answered = false;
      const waiting = ask(`?min_position=${position}`).finally(() => (answered = true));
      for (let turn = 0; turn < 10; turn += 1) expect((await ask()).price).to.equal(cents - 1);
      expect(answered).to.equal(false);
      await servers.release();
      const { status, price, position: reflects } = await waiting;
      expect([status, price, reflects >= position]).to.deep.equal([200, cents, true]);
    });

    it('answer a retryable problem if the replica does not reach min_position', async () => {
      await servers.hold();
      const position = await change();
      const started = performance.now();
      expect((await ask(`?min_position=${position}`)).status).to.equal(503);
      expect(performance.now() - started).to.be.greaterThan(limits.minPositionWaitMs - 100);
      await servers.release();
      expect((await ask(`?min_position=${position}`)).price).to.equal(cents);
    });
  });
}
