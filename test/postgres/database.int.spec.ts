/** Values, transactions and errors of the pool, on a real server with real errors. */
import { expect } from 'chai';
import { errorCode, isTransient } from '../../src/base/errors.js';
import { appRole, assertReachable, type Database, openDatabase } from '../../src/postgres/database.js';
import { until } from '../support/fake-runtime.js';
import { startRelay } from '../support/relay.js';
import { toldOutages } from '../support/told-outages.js';
import { useDatabase } from '../support/postgres.js';

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: unknown) => error as Error,
  );

describe('database', () => {
  const target = useDatabase();
  let database: Database;
  let owner: Database;

  before(async () => {
    database = target.open({ application: 'test database', connectionsMax: 4 });
    owner = target.open({ application: 'test owner', asApp: false });
    await owner.query(`create table t (id integer primary key); grant all on t to ${appRole}`);
  });
  afterEach(() => owner.query('truncate t'));

  const ids = async () => (await database.query<{ id: number }>('select id from t order by id')).map(({ id }) => id);
  /** Ends the connection of `client` from outside. */
  const terminate = async (pid: number): Promise<void> => {
    await owner.query('select pg_terminate_backend($1)', [pid]);
  };
  const cancel = async (pid: number): Promise<void> => {
    await owner.query('select pg_cancel_backend($1)', [pid]);
  };
  /** The statement has arrived: before, there would be nothing to cancel. */
  const asleep = (pid: number): Promise<void> =>
    until(async () => {
      const found = await owner.query(`select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'`, [pid]);
      return found.length === 1;
    }, 'the sleep');
  const pidOf = async (client: { query(text: string): Promise<{ rows: { pid: number }[] }> }): Promise<number> =>
    (await client.query('select pg_backend_pid() as pid')).rows[0]?.pid as number;

  it('returns values as the ledger uses them', async () => {
    const [row] = await database.query(
      `select 9007199254740991::int8 as big, date '1999-12-31' as day, 7::int4 as int, true as bool, null::int8 as none,
              timestamptz '2025-09-21 22:05:33+02' as whole, timestamptz '2025-09-21 20:05:33.25Z' as milli,
              timestamptz '1999-12-31 23:59:59.999Z' as old, count(*) as count, '{"a":1}'::jsonb as json
       from generate_series(1, 3)`,
    );
    expect(row).to.deep.equal({
      big: 9_007_199_254_740_991,
      day: '1999-12-31',
      int: 7,
      bool: true,
      none: null,
      whole: '2025-09-21T20:05:33Z',
      milli: '2025-09-21T20:05:33.250Z',
      old: '1999-12-31T23:59:59.999Z',
      count: 3,
      json: { a: 1 },
    });
  });

  it('throws for an int8 that a number cannot hold', async () => {
    expect(await failure(database.query('select 9007199254740993::int8 as big'))).to.be.instanceOf(RangeError);
    expect(await database.query('select 1 as one')).to.deep.equal([{ one: 1 }]);
  });

  it('uses the role of the service and UTC, also if the URL has options', async () => {
    const url = new URL(target.url);
    url.searchParams.set('options', '-c TimeZone=Asia/Tokyo -c work_mem=5MB');
    const other = openDatabase({ url: url.href, application: 'test options', statementTimeoutMs: 1_234 });
    const settings = `select current_user::text as role, current_setting('TimeZone') as zone, current_setting('work_mem') as memory,
      current_setting('statement_timeout') as timeout`;
    try {
      expect(await other.query(settings)).to.deep.equal([
        { role: appRole, zone: 'UTC', memory: '5MB', timeout: '1234ms' },
      ]);
      expect(await database.query(settings)).to.deep.include.members([
        { role: appRole, zone: 'UTC', memory: '4MB', timeout: '0' },
      ]);
      expect((await owner.query('select current_user::text as role'))[0]).not.to.deep.equal({ role: appRole });
    } finally {
      await other.close();
    }
  });

  it("commits the work's writes, and returns its result", async () => {
    const result = await database.transaction(async (client) => {
      await client.query('insert into t values (1)');
      return 'done';
    });
    expect(result).to.equal('done');
    expect(await ids()).to.deep.equal([1]);
  });

  it('rolls back when the work throws or a statement fails, and stays usable', async () => {
    const mine = new Error('mine');
    const thrown = await failure(
      database.transaction(async (client) => {
        await client.query('insert into t values (1)');
        throw mine;
      }),
    );
    expect(thrown).to.equal(mine);
    await failure(
      database.transaction(async (client) => {
        await client.query('insert into t values (2)');
        await client.query('insert into t values (2)');
      }),
    );
    expect(await ids()).to.deep.equal([]);
    await database.transaction((client) => client.query('insert into t values (3)'));
    expect(await ids()).to.deep.equal([3]);
  });

  it('survives a connection cut within a transaction, with and without a running statement', async () => {
    const idle = await failure(
      database.transaction(async (client) => {
        await client.query('insert into t values (1)');
        const ended = new Promise((resolve) => client.once('end', resolve));
        await terminate(await pidOf(client));
        await ended;
        await client.query('insert into t values (2)');
      }),
    );
    expect(isTransient(idle), idle.message).to.equal(true);
    const busy = await failure(
      database.transaction(async (client) => {
        const pid = await pidOf(client);
        await client.query('insert into t values (3)');
        await Promise.all([client.query('select pg_sleep(30)'), asleep(pid).then(() => terminate(pid))]);
      }),
    );
    expect(isTransient(busy), busy.message).to.equal(true);
    expect(await ids()).to.deep.equal([]);
  });

  it('survives a cut connection that is taken, and one that is idle', async () => {
    const client = await database.connect();
    const ended = new Promise((resolve) => client.once('end', resolve));
    await terminate(await pidOf(client));
    await ended;
    client.release(true);
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test database'`,
    );
    // A query may still meet the connection before its end has come through: then it fails in passing.
    for (;;) {
      try {
        expect(await database.query('select 1 as one')).to.deep.equal([{ one: 1 }]);
        break;
      } catch (error) {
        expect(isTransient(error)).to.equal(true);
      }
    }
  });

  it('reports one outage for all pools of a server, and its end', async () => {
    const relay = await startRelay(target.url);
    const { outages, lines } = toldOutages();
    const pools = ['one', 'two'].map((application) => openDatabase({ url: relay.url, application, outages }));
    await Promise.all(pools.map((pool) => pool.query('select 1')));
    await relay.close();
    const failed = await Promise.all(
      Array.from({ length: 20 }, (_, at) => failure((pools[at % 2] as Database).query('select 1'))),
    );
    const where = `${new URL(relay.url).host}${new URL(relay.url).pathname}`;
    expect(lines, lines.join()).to.have.length(1);
    for (const text of [...lines, ...failed.map(({ message }) => message)])
      expect(text).to.contain(`Postgres at ${where}`);
    for (const error of failed) expect(errorCode(error)).to.equal('DATABASE_UNAVAILABLE');
    outages.of(`Postgres at ${where}`).succeeded();
    expect(lines[1]).to.equal(`Postgres at ${where} is available again`);
    for (const pool of pools) await pool.close();
  });

  describe('isTransient', () => {
    it('holds for cancelled and timed-out statements, lock timeouts, deadlocks and read-only servers', async () => {
      const timed = openDatabase({ url: target.url, application: 'test timeout', statementTimeoutMs: 1 });
      const errors = [await failure(timed.query('select pg_sleep(30)'))];
      await timed.close();
      errors.push(
        await failure(
          database.transaction(async (client) => {
            const pid = await pidOf(client);
            await Promise.all([client.query('select pg_sleep(30)'), asleep(pid).then(() => cancel(pid))]);
          }),
        ),
      );
      errors.push(
        await failure(
          database.transaction(async (client) => {
            await client.query('lock table t');
            await database.transaction(async (other) => {
              await other.query(`set local lock_timeout = '1ms'`);
              await other.query('lock table t');
            });
          }),
        ),
      );
      errors.push(
        await failure(
          database.transaction(async (client) => {
            await client.query('set transaction read only');
            await client.query('insert into t values (1)');
          }),
        ),
      );
      await owner.query('insert into t values (1)');
      errors.push(
        await failure(
          database.transaction(async (client) => {
            await client.query('set transaction isolation level repeatable read');
            await client.query('select * from t');
            await owner.query('update t set id = 2');
            await client.query('update t set id = 3');
          }),
        ),
      );
      expect(errors.map((error) => [(error as { code?: string }).code, isTransient(error)])).to.deep.equal([
        ['57014', true],
        ['57014', true],
        ['55P03', true],
        ['25006', true],
        ['40001', true],
      ]);
    });

    it('holds for an unreachable server', async () => {
      const nowhere = openDatabase({ url: 'postgres://postgres@127.0.0.1:1/none', application: 'test' });
      const refused = await failure(nowhere.query('select 1'));
      expect(isTransient(refused), refused.message).to.equal(true);
      const told = await failure(assertReachable(nowhere));
      expect(errorCode(told)).to.equal('DATABASE_UNAVAILABLE');
      expect(told.message).to.match(/^Postgres at 127\.0\.0\.1:1\/none: connect ECONNREFUSED .*nothing listens there/);
      expect(told.cause).to.be.instanceOf(Error);
      await nowhere.close();
      await assertReachable(database);
    });

    it('does not hold for other errors', async () => {
      const statements = [
        'selec 1',
        'select * from nowhere',
        `insert into t values ('x')`,
        'insert into t values (null)',
        'select 1/0',
        `select '2025-02-30'::date`,
        `select '{'::jsonb`,
        'update ledger.events set revision = 0',
        `select E'\\x00'`,
      ];
      for (const statement of statements)
        expect(isTransient(await failure(database.query(statement))), statement).to.equal(false);
      for (const other of [new Error('x'), 'ECONNREFUSED', null, Object.assign(new Error('x'), { code: '5700' })]) {
        expect(isTransient(other)).to.equal(false);
      }
    });

    it("holds for pg's errors without a code, and for network errors", () => {
      for (const message of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect']) {
        expect(isTransient(new Error(message))).to.equal(true);
      }
      for (const code of ['EHOSTUNREACH', 'ECONNRESET', '08006', '53300', '57P01', '58030', '40P01']) {
        expect(isTransient(Object.assign(new Error('x'), { code })), code).to.equal(true);
      }
    });
  });
});
