/**
 * Goal: one holder at a time, a higher token at each take-over, and a holder that knows in time that it is none any
 * more. Method: real leases in Postgres; the holder's own clock is the test's, the server's is met by editing expires_at.
 */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import {
  acquireLease,
  deleteFreeLeases,
  forgetLeases,
  type Lease,
  waitForLease,
} from '../../src/subscriptions/leases.js';
import { createFakeRuntime, type FakeRuntime, until } from '../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

describe('leases', () => {
  let target: TestDatabase;
  let database: Database;
  let runtime: FakeRuntime;
  const held: Lease[] = [];

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test leases' });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(() => {
    runtime = createFakeRuntime();
  });
  afterEach(async () => {
    await Promise.all(held.splice(0).map((lease) => lease.release()));
    await database.query('delete from subscriptions.leases');
  });

  const acquire = async (
    holder: string,
    over: Partial<Parameters<typeof acquireLease>[0]> = {},
  ): Promise<Lease | null> => {
    const lease = await acquireLease({ database, runtime, name: 'x', holder, ...over });
    if (lease !== null) held.push(lease);
    return lease;
  };
  const taken = async (holder: string, over: Partial<Parameters<typeof acquireLease>[0]> = {}): Promise<Lease> => {
    const lease = await acquire(holder, over);
    if (lease === null) throw new Error(`${holder} did not get the lease`);
    return lease;
  };
  /** The server's clock passes the end of the lease. */
  const expire = () => database.query(`update subscriptions.leases set expires_at = now() - interval '1 millisecond'`);
  const expireSoon = () => database.query(`update subscriptions.leases set expires_at = now() + interval '2 seconds'`);
  const leftMs = async (): Promise<number> => {
    const [row] = await database.query<{ ms: number }>(
      `select (extract(epoch from expires_at - now()) * 1000)::float8 as ms from subscriptions.leases where name = 'x'`,
    );
    return row?.ms ?? NaN;
  };

  /** A database whose answers can be held back, or replaced by an error. */
  const faulty = () => {
    const state: { mode: 'well' | 'refuses' | 'hangs' } = { mode: 'well' };
    const asked = { count: 0 };
    const query: Database['query'] = (text, values) => {
      asked.count += 1;
      if (state.mode === 'refuses') return Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
      return state.mode === 'hangs' ? new Promise(() => undefined) : database.query(text, values);
    };
    return { database: { ...database, query }, state, asked };
  };

  it('have one holder, of many that acquire at once', async () => {
    const leases = await Promise.all(Array.from({ length: 8 }, (_, at) => acquire(`holder ${at}`)));
    expect(leases.filter((lease) => lease !== null)).to.have.length(1);
    expect(await acquire('late')).to.equal(null);
    expect(await acquire('elsewhere', { name: 'y' })).not.to.equal(null);
  });

  it('that expired are taken over with a higher token; the old holder is signalled', async () => {
    const first = await taken('a');
    await expire();
    const second = await taken('b');
    expect(second.token).to.be.greaterThan(first.token);
    expect(first.signal.aborted).to.equal(false);
    await runtime.advance(limits.leaseRenewMs);
    await until(() => first.signal.aborted, 'the loss of the lease');
    expect((first.signal.reason as Error).message).to.match(/taken over/);
    expect(second.signal.aborted).to.equal(false);
    // The old one gives back what is not its own any more: nothing happens.
    await first.release();
    expect(await acquire('c')).to.equal(null);
  });

  it('are kept as long as they are renewed', async () => {
    const lease = await taken('a');
    for (let round = 0; round < 5; round += 1) {
      await expireSoon();
      await runtime.sleeping(1);
      await runtime.advance(limits.leaseRenewMs);
      await until(async () => (await leftMs()) > limits.leaseTtlMs / 2, 'the renewal');
    }
    expect(lease.signal.aborted).to.equal(false);
  });

  it('that expired are not renewed, even without a new holder', async () => {
    const lease = await taken('a');
    await expire();
    await runtime.advance(limits.leaseRenewMs);
    await until(() => lease.signal.aborted);
  });

  it('released are free at once, and the holder stops renewing', async () => {
    const first = await taken('a');
    await first.release();
    expect(first.signal.aborted).to.equal(true);
    expect(runtime.sleepers).to.equal(0);
    const second = await taken('b');
    expect(second.token).to.be.greaterThan(first.token);
    await first.release();
    expect(await acquire('c')).to.equal(null);
  });

  for (const mode of ['refuses', 'hangs'] as const) {
    it(`are lost when the server ${mode} until they must have run out, and not before`, async () => {
      const server = faulty();
      const lease = await taken('a', { database: server.database });
      server.state.mode = mode;
      await runtime.sleeping(1);
      for (let passed = 0; passed < limits.leaseTtlMs - 1000; passed += 1000) await runtime.advance(1000);
      expect(server.asked.count).to.be.greaterThan(1);
      expect(lease.signal.aborted).to.equal(false);
      await runtime.advance(1000);
      await until(() => lease.signal.aborted, 'the loss of the lease');
      expect((lease.signal.reason as Error).message).to.match(/ran out/);
      server.state.mode = 'well';
    });

    it(`outlive a server that ${mode} for a moment`, async () => {
      const server = faulty();
      const lease = await taken('a', { database: server.database });
      server.state.mode = mode;
      await runtime.sleeping(1);
      await runtime.advance(limits.leaseRenewMs);
      server.state.mode = 'well';
      await runtime.sleeping(1);
      await runtime.advance(limits.leaseRenewMs - 1);
      // The next renewals are answered, which takes real time: the test's stands still meanwhile.
      for (let round = 0; round < 3; round += 1) {
        await expireSoon();
        await runtime.advance(limits.leaseRenewMs);
        await until(async () => (await leftMs()) > limits.leaseTtlMs / 2, 'the renewal');
        await runtime.sleeping(1);
      }
      expect(lease.signal.aborted).to.equal(false);
    });
  }

  it('can be released while the server hangs in a renewal', async () => {
    const server = faulty();
    const lease = await taken('a', { database: server.database });
    await runtime.sleeping(1);
    server.state.mode = 'hangs';
    const before = server.asked.count;
    await runtime.advance(limits.leaseRenewMs);
    await until(() => server.asked.count > before);
    server.state.mode = 'refuses';
    await lease.release();
    expect(lease.signal.aborted).to.equal(true);
  });

  it('are counted from before the query: a slow answer does not lengthen them', async () => {
    const slow: Database['query'] = async (text, values) => {
      const answer = await database.query(text, values);
      await runtime.advance(limits.leaseTtlMs - 100);
      return answer as never;
    };
    let query = slow;
    const lease = await taken('a', { database: { ...database, query: (...of) => query(...of) } });
    query = () => Promise.reject(new Error('away'));
    await runtime.advance(150);
    await until(() => lease.signal.aborted);
  });

  it('can be waited for', async () => {
    const first = await taken('a');
    const waiting = waitForLease({ database, runtime, name: 'x', holder: 'b', signal: new AbortController().signal });
    await runtime.sleeping(2);
    await first.release();
    await runtime.sleeping(1);
    await runtime.advance(limits.leaseRenewMs);
    const second = await waiting;
    held.push(second);
    expect(second.token).to.be.greaterThan(first.token);
  });

  it('are waited for while the server is unavailable, but not after a permanent error', async () => {
    const server = faulty();
    server.state.mode = 'refuses';
    const waiting = waitForLease({
      database: server.database,
      runtime,
      name: 'x',
      holder: 'b',
      signal: new AbortController().signal,
    });
    await runtime.sleeping(1);
    server.state.mode = 'well';
    await runtime.advance(limits.leaseRenewMs);
    held.push(await waiting);
    const broken = {
      ...database,
      query: (() => database.query('select * from projecting.nowhere')) as Database['query'],
    };
    const refused = await waitForLease({
      database: broken,
      runtime,
      name: 'x',
      holder: 'c',
      signal: new AbortController().signal,
    }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(refused?.message).to.match(/does not exist/);
  });

  it('are waited for until the signal aborts', async () => {
    await taken('a');
    const stop = new AbortController();
    const reason = new Error('enough');
    const waiting = waitForLease({ database, runtime, name: 'x', holder: 'b', signal: stop.signal }).then(
      () => null,
      (error: unknown) => error,
    );
    await runtime.sleeping(2);
    stop.abort(reason);
    expect(await waiting).to.equal(reason);
    const late = await waitForLease({ database, runtime, name: 'z', holder: 'b', signal: stop.signal }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(late).to.equal(reason);
  });

  it('can be seized from a holder that does not release them', async () => {
    const first = await taken('service');
    const second = await taken('operator', { seize: true });
    expect(second.token).to.be.greaterThan(first.token);
    await runtime.advance(limits.leaseRenewMs);
    await until(() => first.signal.aborted);
    expect(second.signal.aborted).to.equal(false);
  });

  it('do not last longer if the clock of the server is set back: the living renew them, those of the dead run out', async () => {
    const setBack = () => database.query(`update subscriptions.leases set expires_at = expires_at + interval '1 day'`);
    const living = await taken('a');
    await setBack();
    expect(await acquire('b'), 'not taken from a living holder').to.equal(null);
    expect(await leftMs()).to.be.within(0, limits.leaseTtlMs);
    await runtime.advance(limits.leaseRenewMs);
    await until(async () => (await leftMs()) > limits.leaseTtlMs - 1_000);
    living.throwIfLost();
    // A dead holder renews nothing.
    await setBack();
    await database.query(`update subscriptions.leases set holder = 'dead', token = token + 1`);
    expect(await acquire('b')).to.equal(null);
    expect(await leftMs()).to.be.within(0, limits.leaseTtlMs);
    await expire();
    expect((await taken('b')).token).to.equal(3);
  });

  it('are ended by a process that has just started the server', async () => {
    const first = await taken('a');
    await taken('a', { name: 'y' });
    await forgetLeases(database);
    expect((await taken('b')).token).to.be.greaterThan(first.token);
    expect(await acquire('b', { name: 'y' })).not.to.equal(null);
  });

  it('of processes that are gone are deleted, but not those whose token is a fence', async () => {
    await taken('a');
    for (const name of ['released', 'old', 'just over', 'sender-b', 'catalog']) await taken('b', { name });
    const expired = (interval: string, names: readonly string[]) =>
      database.query(
        `update subscriptions.leases set expires_at = now() - interval '${interval}' where name = any($1)`,
        [names],
      );
    await expired('2 days', ['old', 'sender-b', 'catalog']);
    await expired('1 hour', ['just over']);
    await database.query(`update subscriptions.leases set expires_at = '-infinity' where name = 'released'`);
    await database.query(
      `insert into subscriptions.checkpoints (subscriber, lease, version, position, state)
       values ('catalog', 'catalog', 1, '0', 'live')`,
    );
    expect(await deleteFreeLeases(database)).to.equal(2);
    const left = await database.query<{ name: string }>('select name from subscriptions.leases order by name');
    expect(left.map(({ name }) => name)).to.deep.equal(['catalog', 'just over', 'sender-b', 'x']);
    await database.query('delete from subscriptions.checkpoints');
  });
});
