/**
 * Goal: connections that were cut without a word (a host that lost its power, a firewall that forgot them) are given up: the
 * feed is trusted again, reads are answered, closing ends. Method: a relay before the database that stops passing bytes on, in
 * both directions and without closing, for the connections there are; new ones go through.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { startApi } from '../../src/api/server.js';
import { startFeed } from '../../src/cache/feed.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { openReadCache } from '../../src/open-cache.js';
import { openDatabase } from '../../src/postgres/database.js';
import { createNotifications } from '../../src/postgres/notifications.js';
import { createTables } from '../../src/projecting/checkpoints.js';
import { projectedChannel } from '../../src/projecting/touches.js';
import { readModels } from '../../src/queries/freshness.js';
import { systemRuntime } from '../../src/runtime.js';
import { silentLogger as logger } from '../../src/telemetry/logger.js';
import { until } from '../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

interface Relay {
  readonly url: string;
  /** Connections there are pass nothing on any more. */
  freeze(): void;
  close(): Promise<void>;
}

const startRelay = async (to: string): Promise<Relay> => {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    pairs.add([near, far]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    freeze() {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
      pairs.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

describe('connections that were cut without a word', () => {
  let target: TestDatabase;
  let relay: Relay;
  const runtime = systemRuntime();

  before(async () => {
    target = await freshDatabase();
    const database = openDatabase({ url: target.url, application: 'test half-open', connectionsMax: 1 });
    for (const projection of projections) await createTables(database, projection, { schema: projection.schema, state: 'live' });
    await database.close();
  });
  after(() => target.drop());
  beforeEach(async () => {
    relay = await startRelay(target.url);
  });
  afterEach(() => relay.close());

  it('reads: the questions under way end, the next are answered', async () => {
    const database = openDatabase({ url: relay.url, application: 'test half-open', connectionsMax: 2, statementTimeoutMs: 500 });
    const log = createMemoryLog({ runtime });
    const api = await startApi({ database, log, runtime, logger, simulated: false, host: '127.0.0.1', port: 0 });
    const ask = async () => (await fetch(`${api.url}/v1/sets`, { signal: AbortSignal.timeout(10_000) })).status;
    expect(await Promise.all([ask(), ask()])).to.deep.equal([200, 200]);
    relay.freeze();
    expect(await Promise.all([ask(), ask()])).to.deep.equal([503, 503]);
    expect(await ask()).to.equal(200);
    await api.close();
    await database.close();
  });

  it('the feed: is not trusted, and then again', async () => {
    const database = openDatabase({ url: relay.url, application: 'test half-open', connectionsMax: 4 });
    const cache = await openReadCache({ database, readsPrimary: true, redisUrls: undefined, runtime, logger });
    await until(() => cache.standing(readModels) !== undefined, 'the feed');
    relay.freeze();
    await until(() => cache.standing(readModels) === undefined, 'the feed to notice');
    await until(() => cache.standing(readModels) !== undefined, 'the feed to come back');
    await cache.close();
    relay.freeze();
  });

  it('closing ends', async () => {
    const database = openDatabase({ url: target.url, application: 'test half-open', connectionsMax: 1 });
    const wakeUps = createNotifications(relay.url, runtime, projectedChannel);
    const feed = startFeed({ database, wakeUps, runtime, logger, onOtherPast: () => undefined });
    await until(() => feed.trusted(), 'the feed');
    relay.freeze();
    const started = performance.now();
    await feed.close();
    expect(performance.now() - started).to.be.below(5_000);
    await database.close();
  });
});
