/**
 * Goal: read models follow the log, in one place at a time; others wait, take over, go on. Time runs a hundred times as
 * fast for the projectors; tests wait for conditions.
 */
import { expect } from 'chai';
import sinon from 'sinon';
import { errorCode } from '../../src/base/errors.js';
import type { LogPosition } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { acquireLease, type Lease } from '../../src/subscriptions/leases.js';
import { subscriberStatuses, readCheckpoint, markStopped } from '../../src/subscriptions/checkpoints.js';
import { createProjector, type Projector, type ProjectorDeps } from '../../src/projecting/projector.js';
import type { Projection } from '../../src/projecting/projection.js';
import { createTables } from '../../src/projecting/tables.js';
import { firstStatisticsEvents } from '../../src/projecting/statistics.js';
import { buildTables, nextSchema, switchTables } from '../../src/projecting/rebuild.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { createRecorder, type Recorder } from '../support/events.js';
import { createAcceleratedRuntime, until } from '../support/fake-runtime.js';
import { appendTo, onAnotherEngine } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { createTally, poison, recordMerges, type Tally, tallied } from '../support/tally.js';

describe('projector', () => {
  const runtime = createAcceleratedRuntime();
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let tally: Tally;
  let recorder: Recorder;
  let stop: AbortController;
  let appended = 0;
  const running: Promise<void>[] = [];

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test projector' });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(() => {
    log = createMemoryLog({ runtime });
    tally = createTally();
    recorder = createRecorder();
    appended = 0;
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort(new Error('the test is over'));
    await Promise.all(running.splice(0));
    await log.close();
    sinon.restore();
    await database.query('drop schema if exists tally, tally_next, other cascade');
    await database.query('delete from subscriptions.checkpoints');
    await database.query('delete from subscriptions.leases');
  });

  const projector = (holder: string, over: Partial<ProjectorDeps> = {}): Projector =>
    createProjector({ database, log, runtime, logger: silentLogger, holder, projections: [tally.projection], ...over });
  /** Appends `count` events more, as of cards 1, 2, 3 … */
  const append = async (count: number, reason?: (index: number) => string): Promise<void> => {
    recordMerges(recorder, count, reason);
    await appendTo(log, recorder.events.slice(appended));
    appended = recorder.events.length;
  };
  const start = (on: Projector): void => {
    running.push(on.run(stop.signal));
  };
  const has = (count: number) => until(async () => (await tallied(database)).length >= count, `${count} rows`);
  const holder = async () => (await subscriberStatuses(database))[0]?.holder ?? null;
  const held = async (name = 'other'): Promise<Lease> => {
    const lease = await acquireLease({ database, runtime, name: 'tally', holder: name });
    if (lease === null) throw new Error('the lease is not free');
    return lease;
  };
  const state = async () => (await readCheckpoint(database, 'tally'))?.state;

  it('creates missing tables, also while another process does', async () => {
    await Promise.all([projector('a').prepare(), projector('b').prepare()]);
    await projector('c').prepare();
    expect(await tallied(database)).to.deep.equal([]);
    expect(await readCheckpoint(database, 'tally')).to.include({
      version: 1,
      state: 'live',
      position: '0',
    });
  });

  describe('statistics of its tables', () => {
    const known = async (): Promise<number> => {
      const rows = await database.query(`select from pg_stats where schemaname = 'tally'`);
      return rows.length;
    };

    it('are gathered while the tables grow, long before autovacuum does', async () => {
      await append(firstStatisticsEvents - 1);
      const one = projector('a');
      await one.prepare();
      await one.catchUp();
      expect(await known()).to.equal(0);
      await append(firstStatisticsEvents);
      await one.catchUp();
      expect(await known()).to.equal(3);
    });

    it('are there when readers are switched to a rebuild', async () => {
      await append(3);
      const one = projector('a');
      await one.prepare();
      await one.rebuild('tally', stop.signal);
      expect(await known()).to.equal(3);
    });
  });

  describe('run', () => {
    it('follows the log and releases the lease at the end', async () => {
      await append(3);
      const one = projector('a');
      await one.prepare();
      start(one);
      await has(3);
      expect(await holder()).to.equal('a');
      await append(2);
      await has(5);
      stop.abort(new Error('enough'));
      await Promise.all(running);
      expect(await holder()).to.equal(null);
      expect(await tallied(database)).to.deep.equal([1, 2, 3, 1, 2]);
    });

    it('runs in one of several instances; another takes over when it ends', async () => {
      const first = projector('a');
      await first.prepare();
      const firstStop = new AbortController();
      const firstRun = first.run(firstStop.signal);
      await until(async () => (await holder()) === 'a');
      start(projector('b'));
      await append(2);
      await has(2);
      expect(await holder()).to.equal('a');
      firstStop.abort(new Error('enough'));
      await firstRun;
      await append(1);
      await has(3);
      expect(await holder()).to.equal('b');
      expect(await tallied(database)).to.deep.equal([1, 2, 1]);
    });

    it('retries after a transient error, without waiting for another event', async () => {
      const one = projector('a');
      await one.prepare();
      let troubles = 3;
      tally.onFold = () => {
        if (troubles > 0 && troubles-- > 0) throw Object.assign(new Error('away'), { code: 'ECONNRESET' });
      };
      start(one);
      await until(async () => (await holder()) === 'a');
      await append(1);
      await has(1);
      expect(troubles).to.equal(0);
      expect(await tallied(database)).to.deep.equal([1]);
      expect(await database.query('select * from subscriptions.dead_letters')).to.deep.equal([]);
    });

    it('continues after a lost lease where the other holder stopped', async () => {
      const one = projector('a');
      await one.prepare();
      start(one);
      await append(1);
      await has(1);
      const thief = await acquireLease({ database, runtime, name: 'tally', holder: 'thief', seize: true });
      expect(thief).not.to.equal(null);
      await database.query(`update subscriptions.checkpoints set fence = $1`, [thief?.token]);
      await append(2);
      await thief?.release();
      await has(3);
      expect(await tallied(database)).to.deep.equal([1, 1, 2]);
      expect(await holder()).to.equal('a');
    });

    it('parks poison, logs it, and goes on', async () => {
      const logger = { ...silentLogger, error: sinon.spy(), warn: sinon.spy(), info: sinon.spy(), debug: sinon.spy() };
      const one = projector('a', { logger: logger });
      await one.prepare();
      await append(5, (index) => (index === 3 ? poison.thrown : 'x'));
      start(one);
      await has(4);
      await append(1);
      await has(5);
      expect(await tallied(database)).to.deep.equal([1, 2, 4, 5, 1]);
      sinon.assert.calledOnceWithMatch(logger.error, 'event parked', {
        subscriber: 'tally',
        event: recorder.events[2]?.id,
      });
    });

    it('is shown as stopped when only a person can help, until one has', async () => {
      await append(2, (index) => (index === 2 ? poison.thrown : 'x'));
      await projector('old').prepare();
      await projector('old').catchUp();
      expect(await tallied(database)).to.deep.equal([1]);
      // The new version is built from the whole log, and the build stops at the poison.
      const old = tally;
      tally = createTally({ version: 2 });
      const next = projector('new');
      await next.prepare();
      start(next);
      await until(async () => (await state()) === 'stopped', 'the mark');
      const failed = await next.catchUp().then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(errorCode(failed)).to.equal('PROJECTION_STOPPED');
      expect(failed?.message).to.match(/cannot take poison/);
      // The old tables are there still, and the old version may go on with them.
      expect(await tallied(database)).to.deep.equal([1]);
      stop.abort(new Error('enough'));
      await Promise.all(running.splice(0));
      tally = old;
      await append(1);
      await projector('old').catchUp();
      expect(await tallied(database)).to.deep.equal([1, 1]);
      expect(await readCheckpoint(database, 'tally')).to.include({ state: 'live', error: null, version: 1 });
    });
  });

  describe('catchUp', () => {
    it('folds the named projections if no other instance does', async () => {
      const other = createTally({ name: 'other' });
      const one = projector('a', { projections: [tally.projection, other.projection] });
      await one.prepare();
      await append(3);
      await one.catchUp(['tally']);
      expect([await tallied(database), await tallied(database, 'other')]).to.deep.equal([[1, 2, 3], []]);
      await one.catchUp();
      expect(await tallied(database, 'other')).to.deep.equal([1, 2, 3]);
      const started = tally.started;
      await one.catchUp();
      expect(tally.started).to.equal(started);
      expect(await subscriberStatuses(database)).to.have.length(2);
    });

    it('rejects an unknown name and lists the known ones', async () => {
      for (const work of [projector('a').catchUp(['talli']), projector('a').rebuild('talli', stop.signal)]) {
        const error = await work.then(
          () => null,
          (reason: unknown) => reason as Error,
        );
        expect(errorCode(error)).to.equal('PROJECTION_UNKNOWN');
        expect(error?.message).to.contain('there are tally');
      }
    });

    it('waits for the holder of the lease, and no longer than until it is there', async () => {
      await projector('a').prepare();
      const lease = await held();
      await append(3);
      let ended = false;
      const waiting = projector('a')
        .catchUp()
        .then(() => (ended = true));
      const naps = sinon.spy(runtime, 'sleep');
      await until(() => naps.callCount >= 3, 'some looks');
      expect(ended).to.equal(false);
      expect(await tallied(database)).to.deep.equal([]);
      const head = await log.head();
      await database.query('update subscriptions.checkpoints set position = $1', [head]);
      await waiting;
      expect(await tallied(database)).to.deep.equal([]);
      await lease.release();
    });

    it('takes over when the holder releases the lease', async () => {
      await projector('a').prepare();
      const lease = await held();
      await append(3);
      const waiting = projector('a').catchUp();
      await lease.release();
      await waiting;
      expect(await tallied(database)).to.deep.equal([1, 2, 3]);
    });

    it('succeeds when another instance takes over in the middle', async () => {
      await projector('a').prepare();
      await append(3);
      let thief: Lease | null = null;
      tally.onFold = async () => {
        if (thief !== null) return;
        thief = await acquireLease({ database, runtime, name: 'tally', holder: 'thief', seize: true });
        await database.query('update subscriptions.checkpoints set fence = $1', [thief?.token]);
        void thief?.release();
      };
      await projector('a').catchUp();
      expect(await tallied(database)).to.deep.equal([1, 2, 3]);
    });

    it('works beside a running projector', async () => {
      const one = projector('a');
      await one.prepare();
      start(one);
      await until(async () => (await holder()) === 'a');
      for (let round = 0; round < 5; round += 1) {
        await append(2);
        await projector('b').catchUp();
        expect((await tallied(database)).length).to.equal(2 * (round + 1));
      }
    });

    it('rejects with the reason of its signal, and with an error of the server', async () => {
      await projector('a').prepare();
      const lease = await held();
      await append(1);
      const reason = new Error('enough');
      const controller = new AbortController();
      const waiting = projector('a')
        .catchUp(undefined, controller.signal)
        .then(
          () => null,
          (error: unknown) => error,
        );
      controller.abort(reason);
      expect(await waiting).to.equal(reason);
      await lease.release();
      tally.onFold = () => {
        throw Object.assign(new Error('away'), { code: 'ECONNRESET' });
      };
      const failed = await projector('a')
        .catchUp()
        .then(
          () => null,
          (error: unknown) => error as Error,
        );
      expect(failed?.message).to.match(/^Postgres at .*: away/);
      expect(await holder()).to.equal(null);
    });

    it('removes the mark of a stop that a former process left', async () => {
      await projector('a').prepare();
      await markStopped(database, 'tally', 'something odd');
      await append(1);
      await projector('a').catchUp();
      expect(await readCheckpoint(database, 'tally')).to.include({ state: 'live', error: null });
    });

    it('rejects when there are no tables', async () => {
      await append(1);
      const failed = await projector('a')
        .catchUp()
        .then(
          () => null,
          (error: unknown) => error as Error,
        );
      expect(errorCode(failed)).to.equal('PROJECTION_STOPPED');
      expect(failed?.message).to.match(/has no tables/);
    });
  });

  describe('a new version', () => {
    const doubled = (version: number): Projection => {
      const { projection } = createTally({ version });
      return {
        ...projection,
        startFold: (schema) => {
          const fold = projection.startFold(schema);
          return async (client, events) => {
            await fold(client, events);
            await fold(client, events);
          };
        },
      };
    };

    it('is built beside the live one and switched; readers see the old rows or the new ones, never none', async () => {
      await append(40);
      await projector('a').prepare();
      await projector('a').catchUp();
      const seen = new Set<number>();
      let done = false;
      const reader = async (): Promise<void> => {
        while (!done) seen.add((await tallied(database)).length);
      };
      const reading = [reader(), reader(), reader()];
      try {
        for (const [version, rows] of [
          [2, 80],
          [3, 80],
        ] as const) {
          const next = projector('b', { projections: [doubled(version)] });
          await next.prepare();
          start(next);
          await until(async () => (await readCheckpoint(database, 'tally'))?.version === version, 'the switch');
          expect(await tallied(database)).to.have.length(rows);
          stop.abort(new Error('next'));
          await Promise.all(running.splice(0));
          stop = new AbortController();
        }
      } finally {
        done = true;
        await Promise.all(reading);
      }
      expect([...seen].sort((a, b) => a - b)).to.deep.equal([40, 80]);
      expect(await readCheckpoint(database, 'tally')).to.include({
        position: await log.head(),
        events: 40,
        state: 'live',
      });
      expect(await readCheckpoint(database, 'tally_next')).to.equal(undefined);
    });

    it('shuts out a holder that still folds with the old version', async () => {
      await append(2);
      await projector('a').prepare();
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      let inside = (): void => undefined;
      const entered = new Promise<void>((resolve) => (inside = resolve));
      // The old holder sleeps within its fold, before it touches the tables; its lease runs out.
      tally.onFold = async () => {
        inside();
        await gate;
      };
      const told = new AbortController();
      const slow = projector('slow').catchUp(undefined, told.signal);
      await entered;
      await database.query(`update subscriptions.leases set expires_at = '-infinity'`);
      const next = projector('b', { projections: [doubled(2)] });
      await next.catchUp();
      told.abort(new Error('enough'));
      open();
      const failed = await slow.then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(failed?.message).to.equal('enough');
      expect(await tallied(database)).to.deep.equal([1, 1, 2, 2]);
    });
  });

  describe('a log copied to another engine', () => {
    for (const [name, go] of [
      ['followed', async (on: Projector) => start(on)],
      ['caught up with', (on: Projector) => on.catchUp()],
    ] as const) {
      it(`is ${name} in rebuilt tables, since the old positions mean nothing in it`, async () => {
        await append(7);
        await projector('a').prepare();
        await projector('a').catchUp();
        const other = onAnotherEngine(log);
        await go(projector('b', { log: other }));
        await until(
          async () => (await readCheckpoint(database, 'tally'))?.position.startsWith('x') === true,
          'the switch',
        );
        expect(await readCheckpoint(database, 'tally')).to.include({
          position: await other.head(),
          events: 7,
          state: 'live',
        });
        expect(await tallied(database)).to.have.length(7);
      });
    }
  });

  describe('rebuild', () => {
    it('makes the same rows again and repairs damaged ones', async () => {
      await append(10);
      const one = projector('a');
      await one.prepare();
      await one.catchUp();
      await database.query(`delete from tally.entries where card_id = 'pokemon-4'`);
      await one.rebuild('tally', stop.signal);
      expect(await tallied(database)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await readCheckpoint(database, 'tally')).to.include({ state: 'live', events: 10 });
      expect(await holder()).to.equal(null);
    });

    it('works beside a running service, which continues afterwards', async () => {
      await append(10);
      const service = projector('service');
      await service.prepare();
      start(service);
      await has(10);
      await database.query('delete from tally.entries');
      await projector('operator').rebuild('tally', stop.signal);
      expect(await tallied(database)).to.have.length(10);
      await append(1);
      await has(11);
      expect(await holder()).to.equal('service');
    });

    it('stops at poison and leaves the live tables as they are', async () => {
      await append(3, (index) => (index === 2 ? poison.refused : 'x'));
      const one = projector('a');
      await one.prepare();
      await one.catchUp();
      const failed = await one.rebuild('tally', stop.signal).then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(failed?.message).to.match(/division by zero/);
      expect(await tallied(database)).to.deep.equal([1, 3]);
      expect(await holder()).to.equal(null);
      await one.catchUp();
    });

    it('stops where a page failed once and its parts do not: a fold ahead of its tables goes no further', async () => {
      await append(6);
      const one = projector('a');
      await one.prepare();
      await one.catchUp();
      let failures = 1;
      tally.onFolded = () => {
        if (failures > 0 && failures-- > 0) throw new Error('once');
      };
      const failed = await one.rebuild('tally', stop.signal).then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect(failed?.message).to.equal('once');
      expect(await tallied(database)).to.have.length(6);
      await one.rebuild('tally', stop.signal);
      expect(await tallied(database)).to.have.length(6);
    });

    describe('of several read models', () => {
      let other: Tally;
      let both: Projector;
      let reads: sinon.SinonSpy;

      beforeEach(async () => {
        other = createTally({ name: 'other' });
        await append(10);
        both = projector('a', { projections: [tally.projection, other.projection] });
        await both.prepare();
        await both.catchUp();
        await database.query('delete from tally.entries');
        await database.query('delete from other.entries');
        reads = sinon.spy(log, 'readAll');
      });

      it('reads the log once and switches each', async () => {
        await both.rebuild(['tally', 'other', 'tally'], stop.signal);
        expect([(await tallied(database)).length, (await tallied(database, 'other')).length]).to.deep.equal([10, 10]);
        sinon.assert.calledOnce(reads);
        expect(
          (await subscriberStatuses(database)).map(({ subscriber, state, events, holder: by }) => [
            subscriber,
            state,
            events,
            by,
          ]),
        ).to.deep.equal([
          ['other', 'live', 10, null],
          ['tally', 'live', 10, null],
        ]);
      });

      it('ends for the one that meets poison, and for no other', async () => {
        other.onFold = (_client, events) => {
          if (events.some(({ id }) => id === recorder.events[6]?.id)) throw new Error('this one cannot');
        };
        const failed = await both.rebuild(['tally', 'other'], stop.signal).then(
          () => null,
          (error: unknown) => error as Error,
        );
        expect(failed?.message).to.equal(
          `this one cannot (event ${recorder.events[6]?.id} at ${recorder.events[6]?.position})`,
        );
        expect([(await tallied(database)).length, (await tallied(database, 'other')).length]).to.deep.equal([10, 0]);
      });

      it('tells of each that failed', async () => {
        tally.onFold = other.onFold = () => {
          throw new Error('none can');
        };
        const failed = await both.rebuild(['tally', 'other'], stop.signal).then(
          () => null,
          (error: unknown) => error as Error,
        );
        expect(failed?.message.match(/none can/g)).to.have.length(2);
      });

      it('goes on for the others when the lease of one is lost', async () => {
        other.onFolded = async () => {
          await database.query(`update subscriptions.checkpoints set fence = 99 where subscriber = 'other_next'`);
        };
        const failed = await both.rebuild(['tally', 'other'], stop.signal).then(
          () => null,
          (error: unknown) => error,
        );
        expect(errorCode(failed)).to.equal('LEASE_LOST');
        expect([(await tallied(database)).length, (await tallied(database, 'other')).length]).to.deep.equal([10, 0]);
      });

      it('reads the log once when several have a new version', async () => {
        const raised = [createTally({ version: 2 }), createTally({ name: 'other', version: 2 })];
        // With the real clock: both ask within the time that one waits for the other.
        const next = projector('b', {
          projections: raised.map(({ projection }) => projection),
          runtime: systemRuntime(),
        });
        await next.prepare();
        start(next);
        await until(
          async () =>
            (await subscriberStatuses(database)).filter(({ version, state: at }) => version === 2 && at === 'live')
              .length === 2,
          'both switches',
        );
        expect([(await tallied(database)).length, (await tallied(database, 'other')).length]).to.deep.equal([10, 10]);
        const fromTheStart = reads.getCalls().filter(({ args: [{ after }] }) => after === '0');
        expect(fromTheStart).to.have.length(1);
      });
    });

    it('switches nothing when another instance took over just before: its tables may be half built', async () => {
      await append(3);
      const one = projector('a');
      await one.prepare();
      await one.catchUp();
      const build = (fence: number, until?: LogPosition) => {
        const { projection } = tally;
        return buildTables({ database, log, plans: [{ projection, schema: nextSchema(projection), fence, until }] });
      };
      // Both have raised the fence of the live tables; the second is still building when the first comes to switch.
      await build(5);
      await build(6, recorder.events[0]?.position);
      const late = await switchTables(database, tally.projection, 5).then(
        () => null,
        (error: unknown) => error,
      );
      expect(errorCode(late)).to.equal('LEASE_LOST');
      expect(await tallied(database)).to.deep.equal([1, 2, 3]);
      await database.query(`update subscriptions.checkpoints set fence = 7 where subscriber = 'tally'`);
      const later = await switchTables(database, tally.projection, 6).then(
        () => null,
        (error: unknown) => error,
      );
      expect(errorCode(later)).to.equal('LEASE_LOST');
      await build(7);
      await switchTables(database, tally.projection, 7);
      expect(await tallied(database)).to.deep.equal([1, 2, 3]);
    });

    it('ends when its signal aborts, with nothing switched', async () => {
      await append(3);
      const one = projector('a');
      await one.prepare();
      const reason = new Error('enough');
      tally.onFold = () => stop.abort(reason);
      const failed = await one.rebuild('tally', stop.signal).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failed).to.equal(reason);
      expect(await tallied(database)).to.deep.equal([]);
    });
  });

  it('keeps the rows of existing tables', async () => {
    await createTables(database, tally.projection, { schema: 'tally', state: 'live' });
    await database.query(`insert into tally.entries values ('1', 'pokemon-1', 'x')`);
    await projector('a').prepare();
    expect(await tallied(database)).to.deep.equal([1]);
  });
});
