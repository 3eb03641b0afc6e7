/**
 * Goal: work that exists once goes on wherever it can: by another when its holder is in trouble, by the same when its server was
 * away, however it was away. Method: real leases in Postgres; the server also behind a way that can be cut without a word.
 */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { type Leadership, runUnderLease, type RunUnderLeaseOptions } from '../../src/subscriptions/run-under-lease.js';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { until } from '../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { type Relay, startRelay } from '../support/relay.js';

describe('work under a lease', () => {
  let target: TestDatabase;
  let database: Database;
  const ends: (() => Promise<unknown>)[] = [];
  const bounds = limits as unknown as Record<string, number>;
  const usual = { ...bounds };

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test under lease', connectionsMax: 8 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    Object.assign(bounds, usual);
    await database.query('delete from subscriptions.leases');
  });

  const run = (
    holder: string,
    work: (holding: Leadership) => Promise<void>,
    over: Partial<RunUnderLeaseOptions> = {},
  ) => {
    const controller = new AbortController();
    const done = runUnderLease(
      {
        database,
        runtime: systemRuntime(),
        logger: silentLogger,
        name: 'x',
        holder,
        signal: controller.signal,
        ...over,
      },
      work,
    );
    const stop = async (): Promise<void> => {
      controller.abort(new Error('enough'));
      await done;
    };
    ends.push(stop);
    return { stop };
  };
  /** Works until it is stopped. */
  const working = ({ stop }: Leadership): Promise<void> =>
    new Promise((resolve) => {
      if (stop.aborted) resolve();
      else stop.addEventListener('abort', () => resolve(), { once: true });
    });
  const holder = async (): Promise<string | undefined> =>
    (await database.query<{ holder: string }>(`select holder from subscriptions.leases where expires_at >= now()`))[0]
      ?.holder;

  it('is passed to another instance while its holder waits after an error', async () => {
    let failures = 0;
    run('in trouble', async () => {
      failures += 1;
      throw new Error('cannot');
    });
    await until(() => failures > 1);
    const from = performance.now();
    let isWorking = false;
    // Asks often, so that it need not be lucky.
    const real = systemRuntime();
    const runtime: Runtime = {
      ...real,
      sleep: (ms, signal) => real.sleep(ms === limits.leasePollMs ? 20 : ms, signal),
    };
    run(
      'well',
      (holding) => {
        isWorking = true;
        return working(holding);
      },
      { runtime },
    );
    await until(() => isWorking, 'the other');
    expect(await holder()).to.equal('well');
    expect(performance.now() - from).to.be.lessThan(5_000);
  });

  it('reports no error when another instance took the lease', async () => {
    const troubles: string[] = [];
    let begun = 0;
    run(
      'a',
      async (holding) => {
        begun += 1;
        await working(holding);
        throw holding.stop.reason;
      },
      { onError: async ({ message }) => void troubles.push(message) },
    );
    await until(() => begun === 1);
    await database.query(
      `update subscriptions.leases set holder = 'b', token = token + 1, expires_at = now() + interval '200 ms'`,
    );
    await until(() => begun === 2, 'the next turn');
    expect(troubles).to.deep.equal([]);
  });

  describe('with a server that falls silent', () => {
    let way: Relay;
    let cut: Database;

    beforeEach(async () => {
      way = await startRelay(target.url);
      cut = openDatabase({ url: way.url, application: 'test silent', connectionsMax: 4 });
      Object.assign(bounds, { leaseTtlMs: 900, leaseRenewMs: 200, leasePollMs: 100, leaseDrainMs: 500 });
      // The way first: what hangs in the pool is then closed.
      ends.push(
        () => cut.close(),
        () => way.close(),
      );
    });

    it('is left alone if it hangs, and started again on new connections', async () => {
      let begun = 0;
      run(
        'a',
        async () => {
          begun += 1;
          // As a transaction does that never hears of its commit.
          for (;;) await cut.query('select 1');
        },
        { database: cut },
      );
      await until(() => begun === 1);
      way.cut();
      await until(async () => (await holder()) === undefined, 'the end of the lease');
      way.mend();
      await until(() => begun > 1, 'the next turn');
      expect(await holder()).to.equal('a');
    });

    for (const isHeld of [false, true]) {
      it(`ends in time while ${isHeld ? 'another works' : 'it works'}`, async () => {
        let begun = 0;
        const count = (holding: Leadership): Promise<void> => {
          begun += 1;
          return working(holding);
        };
        if (isHeld) {
          run('other', count);
          await until(() => begun === 1);
        }
        const waits = run('a', count, { database: cut });
        await until(() => begun === 1);
        way.cut();
        const from = performance.now();
        await waits.stop();
        expect(performance.now() - from).to.be.lessThan(5_000);
      });
    }
  });
});
