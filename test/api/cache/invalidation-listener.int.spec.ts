/**
 * Goal: the feed knows what was committed, soon and exactly; where it cannot know, it says so. Method: a real database whose
 * checkpoints the test moves; its listening connection cut; a clock that jumps as for a process that was paused; no
 * notifications at all, as behind a pooler; a ledger that goes back.
 */
import { expect } from 'chai';
import { projections } from '../../../projections/index.js';
import { type InvalidationListener, startInvalidationListener } from '../../../src/api/cache/invalidation-listener.js';
import { limits } from '../../../src/base/limits.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { createNotifications, type Notifications } from '../../../src/postgres/notifications.js';
import { createTables } from '../../../src/projecting/tables.js';
import { projectedChannel } from '../../../src/projecting/invalidations.js';
import { readModels } from '../../../projections/index.js';
import { type VersionVector } from '../../../src/projecting/read-model-versions.js';
import { type Runtime, systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { until } from '../../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../../support/postgres.js';

describe('the invalidation listener', () => {
  let target: TestDatabase;
  let database: Database;
  let feed: InvalidationListener;
  let pasts = 0;
  let skippedMs = 0;
  let position = 0;

  const runtime: Runtime = { ...systemRuntime(), monotonicMs: () => performance.now() + skippedMs };
  const open = (
    wakeUps: Notifications = createNotifications(target.url, runtime, projectedChannel),
    on = database,
  ): InvalidationListener =>
    startInvalidationListener({
      database: on,
      wakeUps,
      runtime,
      logger: silentLogger,
      onHistoryReset: () => (pasts += 1),
    });
  const text = (at: number): string => String(at).padStart(16, '0');
  /** A page folded into a read model, as the projector commits it. */
  const commit = async (
    model: string,
    tags: readonly string[],
    options: { notify?: boolean } = {},
  ): Promise<number> => {
    position += 1;
    await database.transaction(async (client) => {
      await client.query('update subscriptions.checkpoints set position = $2 where subscriber = $1', [
        model,
        text(position),
      ]);
      await client.query('insert into projecting.invalidations values ($1, $2, $3) on conflict do nothing', [
        model,
        text(position),
        tags,
      ]);
      if (options.notify !== false) await client.query(`select pg_notify('${projectedChannel}', '')`);
    });
    return position;
  };
  const marks = (): VersionVector => feed.versions(readModels)?.marks ?? {};
  const made = (tags: readonly string[]) => ({ marks: marks(), tags, anyOf: [] });
  const sees = (model: (typeof readModels)[number], at: number) =>
    until(() => feed.versions([model])?.position === text(at), `${model} at ${at}`);

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test feed', connectionsMax: 4 });
    for (const projection of projections)
      await createTables(database, projection, { schema: projection.schema, state: 'live' });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(async () => {
    skippedMs = 0;
    pasts = 0;
    feed = open();
    await until(() => feed.isFresh(), 'the invalidation listener');
  });
  afterEach(() => feed.close());

  it('learns of a commit at once, with its tags', async () => {
    const [lugia, mew] = [made(['card:lugia']), made(['card:mew'])];
    const started = performance.now();
    await sees('latest_prices', await commit('latest_prices', ['card:lugia']));
    expect(performance.now() - started).to.be.below(limits.invalidationPollMs * 0.8);
    expect([feed.isValid(lugia), feed.isValid(mew)]).to.deep.equal([false, true]);
    expect(feed.isValid(made(['card:lugia']))).to.equal(true);
  });

  it('wakes a waiter at a change or after its time', async () => {
    let woken = false;
    const waiting = feed.change(60_000).then(() => (woken = true));
    await feed.change(1);
    expect(woken).to.equal(false);
    await commit('catalog', ['set:1']);
    await waiting;
  });

  it('starts with the kept invalidations, so it judges older answers too', async () => {
    const before = made(['card:lugia', 'card:mew']);
    const other = made(['card:mew']);
    await sees('price_history', await commit('price_history', ['card:lugia']));
    const later = open();
    await until(() => later.isFresh(), 'the other feed');
    expect([later.isValid(before), later.isValid(other)]).to.deep.equal([false, true]);
    expect(later.databaseIdentity()).to.be.a('string').and.equal(feed.databaseIdentity());
    await later.close();
  });

  it('invalidates answers older than the pages it can read at once', async () => {
    const own = openDatabase({ url: target.url, application: 'test feed', connectionsMax: 1 });
    const oldest = made(['card:untouched']);
    for (let at = 0; at <= limits.touchesReadMax; at += 1) await commit('catalog', ['card:1']);
    const later = open(undefined, own);
    await until(() => later.isFresh(), 'the other feed');
    expect(later.isValid(oldest)).to.equal(false);
    await later.close();
    await own.close();
  });

  it('is not fresh while its connection is cut, recovers and misses nothing', async () => {
    const lugia = made(['card:lugia']);
    const admin = openDatabase({ url: target.adminUrl, application: 'test cut', connectionsMax: 1, asApp: false });
    const cut = admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tcg-ledger listen'`,
    );
    await until(() => !feed.isFresh(), 'the listener to notice');
    await cut;
    await admin.close();
    await commit('latest_prices', ['card:lugia']);
    await until(() => feed.isFresh(), 'the listener to recover');
    expect(feed.isValid(lugia)).to.equal(false);
    expect(pasts).to.equal(0);
  });

  it('is not fresh after a pause of the process until it has polled', async () => {
    skippedMs = limits.invalidationTrustMs + 1;
    expect(feed.isFresh()).to.equal(false);
    await until(() => feed.isFresh(), 'the next look');
  });

  it('finds a commit by polling without a notification', async () => {
    const lugia = made(['card:lugia']);
    await sees('latest_prices', await commit('latest_prices', ['card:lugia'], { notify: false }));
    expect(feed.isValid(lugia)).to.equal(false);
  });

  it('is not fresh while the database fails, and recovers', async () => {
    let failing = true;
    const flaky: Database = {
      ...database,
      query: (...asked) => (failing ? Promise.reject(new Error('away')) : database.query(...asked)),
    };
    const other = open(undefined, flaky);
    skippedMs = 10;
    expect(other.isFresh()).to.equal(false);
    failing = false;
    await until(() => other.isFresh(), 'the invalidation listener');
    await other.close();
  });

  it('is fresh without an identity if the database denies it', async () => {
    const shy: Database = {
      ...database,
      query: (sql, values) =>
        sql.includes('pg_control_system')
          ? Promise.reject(new Error('permission denied'))
          : database.query(sql, values),
    };
    const other = open(undefined, shy);
    await until(() => other.isFresh(), 'the invalidation listener');
    expect(other.databaseIdentity()).to.equal(null);
    await other.close();
  });

  it('asks again for the identity after a failed answer, and resets nothing', async () => {
    const troubles = [
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      Object.assign(new Error('recovery is in progress'), { code: '55000' }),
    ];
    let failing: Error[] = [];
    const flaky: Database = {
      ...database,
      query: (sql, values) => {
        const trouble = sql.includes('pg_control_system') ? failing.shift() : undefined;
        return trouble === undefined ? database.query(sql, values) : Promise.reject(trouble);
      },
    };
    let session = 1;
    const other = open(
      { listen: () => () => undefined, session: () => session, isPolling: () => false, close: () => Promise.resolve() },
      flaky,
    );
    await until(() => other.isFresh(), 'the invalidation listener');
    const ledger = other.databaseIdentity();
    [failing, session] = [troubles, 2];
    await until(() => other.isFresh(), 'the invalidation listener');
    expect([failing.length, pasts, other.databaseIdentity()]).to.deep.equal([0, 0, ledger]);
    await other.close();
  });

  it('resets after a fail-over to another timeline', async () => {
    let timeline = '';
    const promoted: Database = {
      ...database,
      query: async (sql, values) => {
        const rows = await database.query(sql, values);
        return (
          sql.includes('pg_control_system')
            ? rows.map((row) => ({ identity: `${String(row['identity'])}${timeline}` }))
            : rows
        ) as never;
      },
    };
    let session = 1;
    const other = open(
      { listen: () => () => undefined, session: () => session, isPolling: () => false, close: () => Promise.resolve() },
      promoted,
    );
    await until(() => other.isFresh(), 'the invalidation listener');
    const old = { marks: other.versions(readModels)?.marks ?? {}, tags: ['card:1'], anyOf: [] };
    expect(other.isValid(old)).to.equal(true);
    [timeline, session] = ['-2', 2];
    expect(other.isFresh()).to.equal(false);
    await until(() => other.isFresh(), 'the invalidation listener');
    expect([pasts, other.databaseIdentity()?.endsWith('-2')]).to.deep.equal([1, true]);
    await other.close();
  });

  it('resets if a checkpoint went back', async () => {
    const ahead = made(['card:untouched']);
    await database.query('delete from projecting.invalidations');
    await database.query(`update subscriptions.checkpoints set position = '0000000000000001'`);
    await until(() => pasts === 1, 'the listener to notice');
    expect(feed.versions(readModels)?.position).to.equal(text(1));
    expect(feed.isValid({ ...ahead, marks: { catalog: '0' } })).to.equal(false);
  });
});
