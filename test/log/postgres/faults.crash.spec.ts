/** Appends and subscriptions when connections break, answers are lost, or the clock goes back. */
import { expect } from 'chai';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { type LogPosition, startPosition } from '../../../src/domain/envelope.js';
import { errorCode, isTransient } from '../../../src/base/errors.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { createMemoryLog } from '../../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { useDatabase } from '../../support/postgres.js';
import { until } from '../../support/wait-for.js';
import { event, events, follow, metadata, readEverything, settableClock } from '../support.js';
import { appendBySql } from '../sql-append.js';

/** A TCP proxy whose answers can be held back, and whose connections can be cut. */
const openProxy = async (target: URL) => {
  const sockets = new Set<Socket>();
  let holds = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far);
    far.on('data', (chunk) => holds || near.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    holdAnswers: () => {
      holds = true;
    },
    cut: () => {
      sockets.forEach((socket) => socket.destroy());
      holds = false;
    },
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
};

const runtime = systemRuntime();

describe('faults of the Postgres log', () => {
  const target = useDatabase();
  let database: Database;
  let owner: Database;
  let log: EventLog;
  let start: LogPosition;
  const append = (stream: string, count = 1) =>
    log.append([{ stream, expectedRevision: 'any', events: events(count) }], metadata);
  const listeners = () =>
    owner.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'tcg-ledger listen' and datname = current_database()`,
    );
  const kill = (application: string) =>
    owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()`,
      [application],
    );

  before(() => {
    database = target.open({ application: 'faulty' });
    owner = target.open({ application: 'owner', asApp: false });
  });
  beforeEach(async () => {
    // Nobody waits for this poll: what arrives came by wake-up.
    log = createPostgresLog({ database, runtime, pollMs: 600_000 });
    start = await log.head();
  });
  afterEach(async () => {
    await log.close();
    await until('no listening connection', async () => (await listeners()).length === 0);
  });

  it('returns already_appended for a retry after a lost reply', async () => {
    const proxy = await openProxy(new URL(target.url));
    const far = openDatabase({ url: proxy.url, application: 'far', connectionsMax: 1 });
    const farLog = createPostgresLog({ database: far, runtime });
    try {
      const batch = { stream: 'test-lost', expectedRevision: -1, events: events(3) };
      await far.query('select 1');
      proxy.holdAnswers();
      const lost = farLog.append([batch], metadata).then(
        () => null,
        (error: unknown) => error,
      );
      await until('the commit', async () => (await log.head()) > start);
      proxy.cut();
      const error = await lost;
      expect(isTransient(error), String(error)).to.equal(true);
      const [outcome] = await farLog.append([batch], metadata);
      expect(outcome).to.deep.include({ outcome: 'already_appended', revision: 2, position: await log.head() });
      expect(await readEverything(log, { after: start })).to.have.lengthOf(3);
    } finally {
      await farLog.close();
      await far.close();
      await proxy.close();
    }
  });

  it('throws LOG_BUSY with nothing written when the lock is taken, and succeeds afterwards', async () => {
    const holder = new pg.Client({ connectionString: target.url });
    await holder.connect();
    const impatient = createPostgresLog({ database, runtime, lockTimeoutMs: 20 });
    const batch = [{ stream: 'test-busy', expectedRevision: -1, events: events(1) }];
    try {
      await holder.query('begin');
      await appendBySql(holder, 'test-holder', 1);
      expect(await impatient.append(batch, metadata).then(() => 'none', errorCode)).to.equal('LOG_BUSY');
      await holder.query('rollback');
      expect((await impatient.append(batch, metadata))[0]).to.include({ outcome: 'appended', revision: 0 });
      const settings = await owner.query<{ lock_timeout: string }>('show lock_timeout');
      expect(settings).to.deep.equal([{ lock_timeout: '0' }]);
    } finally {
      await impatient.close();
      await holder.end();
    }
  });

  it('throws other errors of the server unchanged', async () => {
    const refusing: Database = {
      ...database,
      query: () => Promise.reject(Object.assign(new Error('full'), { code: '53100' })),
    };
    const full = createPostgresLog({ database: refusing, runtime });
    const error = await full
      .append([{ stream: 'test-x', expectedRevision: 'any', events: events(1) }], metadata)
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({ message: 'full' });
    await full.close();
  });

  it('wakes a subscription before its poll', async () => {
    const subscriber = follow(log, { after: start });
    await until('the head', () => subscriber.pages.length > 0);
    await until('the listening connection', async () => (await listeners()).length === 1);
    await append('test-woken', 2);
    await until('the events', () => subscriber.ids().length === 2);
    await subscriber.stop();
  });

  it('continues a subscription after its listening connection is terminated, without losing events', async () => {
    const subscriber = follow(log, { after: start });
    await until('the head', () => subscriber.pages.length > 0);
    for (let round = 1; round <= 3; round += 1) {
      await until('the listening connection', async () => (await listeners()).length === 1);
      const [old] = await listeners();
      await kill('tcg-ledger listen');
      await append('test-killed', 2);
      await until('the events', () => subscriber.ids().length === round * 2);
      await until('a new connection', async () => (await listeners()).some(({ pid }) => pid !== old?.pid));
    }
    await subscriber.stop();
    expect(subscriber.ids()).to.deep.equal((await readEverything(log, { after: start })).map((each) => each.id));
  });

  it('continues a subscription after every connection is terminated', async () => {
    const subscriber = follow(log, { after: start });
    await until('the head', () => subscriber.pages.length > 0);
    await Promise.all([kill('faulty'), kill('tcg-ledger listen')]);
    await until('an append that succeeds', () =>
      append('test-all-killed').then(
        () => true,
        () => false,
      ),
    );
    await until('the event', () => subscriber.ids().length >= 1);
    await subscriber.stop();
  });

  it('retries reads that fail for a while', async () => {
    let failing = 3;
    const flaky: Database = {
      ...database,
      query: (text, values) => {
        if (!text.includes('ledger.events')) return database.query(text, values);
        failing -= 1;
        if (failing < 0) return database.query(text, values);
        return Promise.reject(Object.assign(new Error('gone'), { code: '57P01' }));
      },
    };
    const waited: number[] = [];
    const quick = {
      ...runtime,
      sleep: async (ms: number, signal?: AbortSignal) => {
        waited.push(ms);
        return ms > 60_000 ? runtime.sleep(ms, signal) : undefined;
      },
    };
    const flakyLog = createPostgresLog({ database: flaky, runtime: quick, pollMs: 600_000 });
    const subscriber = follow(flakyLog, { after: start });
    await until('the head', () => subscriber.pages.length > 0);
    await subscriber.stop();
    await flakyLog.close();
    expect(waited.length).to.be.at.least(3);
  });

  it('finds events by polling when no wake-up arrives', async () => {
    const deaf = createPostgresLog({
      database: { ...database, url: 'postgres://127.0.0.1:1/none' },
      runtime,
      pollMs: 10,
    });
    const subscriber = follow(deaf, { after: start });
    await until('the head', () => subscriber.pages.length > 0);
    await append('test-deaf');
    await until('the event', () => subscriber.ids().length === 1);
    await subscriber.stop();
    await deaf.close();
  });

  it('ends a subscription on its signal while the server is silent', async () => {
    const silent: Database = { ...database, query: () => new Promise(() => undefined) };
    const silentLog = createPostgresLog({ database: silent, runtime });
    const subscriber = follow(silentLog, { after: start });
    await subscriber.stop();
    await silentLog.close();
    expect(subscriber.pages).to.deep.equal([]);
  });

  it('shares one listening connection among all subscriptions, and closes it with the last', async () => {
    const subscribers = [1, 2, 3].map(() => follow(log, { after: start }));
    await until('the head', () => subscribers.every((each) => each.pages.length > 0));
    await until('a connection', async () => (await listeners()).length === 1);
    await Promise.all(subscribers.slice(1).map((each) => each.stop()));
    await append('test-shared');
    await until('the event', () => subscribers[0]?.ids().length === 1);
    await subscribers[0]?.stop();
    await until('none', async () => (await listeners()).length === 0);
    const again = follow(log, { after: start });
    await until('the event', () => again.ids().length === 1);
    await again.stop();
  });

  it('ends its subscriptions when it is closed', async () => {
    const subscriber = follow(log, { after: startPosition });
    await until('the head', () => subscriber.pages.some((page) => page.atHead));
    await log.close();
    await subscriber.done;
  });
});

describe('recorded_at', () => {
  const target = useDatabase();
  const clock = settableClock('2026-03-01T10:00:00.250Z');
  const check = async (log: EventLog): Promise<void> => {
    expect(await log.head()).to.equal(startPosition);
    const instants = ['10:00:00.250', '09:59:59', '10:00:00', '10:00:00.251', '10:00:01'];
    for (const instant of instants) {
      clock.set(`2026-03-01T${instant}Z`);
      await log.append([{ stream: 'test-clock', expectedRevision: 'any', events: [event(), event()] }], metadata);
    }
    const read = await readEverything(log, { after: startPosition });
    const expected = ['10:00:00.250', '10:00:00.250', '10:00:00.250', '10:00:00.251', '10:00:01'];
    expect(read.map((each) => each.recorded_at)).to.deep.equal(
      expected.flatMap((at) => Array(2).fill(`2026-03-01T${at}Z`)),
    );
    await log.close();
  };

  it('never decreases when the clock goes back: memory', () => check(createMemoryLog(clock)));

  it('never decreases when the clock goes back: Postgres', async () => {
    clock.set('2026-03-01T10:00:00.250Z');
    await check(createPostgresLog({ database: target.open(), runtime: clock.runtime }));
  });
});
