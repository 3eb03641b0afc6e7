/**
 * A copied log has the same events in the same order, however often the copy was interrupted, and a log with other events
 * is never changed. Method: logs whose streams interleave, copied between engines, to a target that fails at each call.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type EventMetadata, type NewEvent, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { errorCode, ledgerError } from '../../src/base/errors.js';
import { copyLog, type CopyReport } from '../../src/log/copy.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { canonicalEvent } from '../../src/log/hash-chain.js';
import { openDatabase } from '../../src/postgres/database.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { freshDatabase } from '../support/postgres.js';
import { event, events, metadata, readEverything, settableClock } from './support.js';

const clock = settableClock('2026-01-05T20:00:00.250Z');
const { runtime } = clock;

/** Calls of several streams, streams written to again and again, times of which some have no milliseconds. */
const fill = async (log: EventLog, calls: number): Promise<void> => {
  for (let call = 0; call < calls; call += 1) {
    clock.set(new Date(Date.UTC(2026, 0, 6, 20, call, 0, (call % 3) * 125)).toISOString());
    const meta: EventMetadata =
      call % 4 === 0 ? { ...metadata, correlation_id: randomUUID(), source: 'tcgcsv', parser_version: 1 } : metadata;
    await log.append(
      [0, 1, 2].map((n) => ({
        stream: `copied-${(call + n) % 5}`,
        expectedRevision: 'any' as const,
        events: [...events(1 + (call % 2)), event({ text: 'Pokémon \u0000', n: call }, 'OtherTested', 2)],
      })),
      meta,
    );
  }
};

const lines = async (log: EventLog): Promise<string[]> =>
  (await readEverything(log, { after: startPosition })).map((each) => canonicalEvent(each));

const copy = (from: EventLog, to: EventLog, signal = new AbortController().signal): Promise<CopyReport> =>
  copyLog({ from, to, runtime: systemRuntime(), signal });

/** A log whose calls fail from the nth on: before they are sent, or after they were done. */
const dying = (log: EventLog, nth: number, when: 'before' | 'after'): EventLog => {
  let calls = 0;
  return {
    ...log,
    async append(...call) {
      calls += 1;
      if (calls >= nth && when === 'before') throw new Error('died');
      const outcomes = await log.append(...call);
      if (calls >= nth) throw new Error('died');
      return outcomes;
    },
  };
};

describe('copyLog', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const postgresLog = async (): Promise<EventLog> => {
    const fresh = await freshDatabase();
    const database = openDatabase({ url: fresh.url, application: 'test copy' });
    const log = createPostgresLog({ database, runtime });
    closing.push(
      () => fresh.drop(),
      () => database.close(),
      () => log.close(),
    );
    return log;
  };
  const memoryLog = async (): Promise<EventLog> => createMemoryLog({ runtime });
  /** As EventStoreDB: the streams of a call come in any order. */
  const unordered = async (): Promise<EventLog> => {
    const log = createMemoryLog({ runtime });
    return {
      ...log,
      appendKeepsOrder: false,
      append: (appends, ...rest) => log.append([...appends].reverse(), ...rest),
    };
  };

  for (const [name, makeFrom, makeTo] of [
    ['memory to Postgres', memoryLog, postgresLog],
    ['Postgres to memory', postgresLog, memoryLog],
    ['to a log that keeps no order over streams', memoryLog, unordered],
  ] as const) {
    it(`${name}: keeps ids, order, times, metadata and data`, async () => {
      const [from, to] = [await makeFrom(), await makeTo()];
      await fill(from, 40);
      clock.set('2026-03-01T00:00:00Z');
      const report = await copy(from, to);
      const source = await lines(from);
      expect(await lines(to)).to.deep.equal(source);
      expect(report).to.include({ copied: source.length, events: source.length, source_moved: false });
      expect(report.hash).to.match(/^[0-9a-f]{64}$/);
      expect([report.from_head, report.to_head]).to.deep.equal([await from.head(), await to.head()]);
      expect(await copy(from, to)).to.deep.equal({ ...report, copied: 0 });
    });
  }

  for (const [name, makeTo] of [
    ['Postgres', postgresLog],
    ['memory', memoryLog],
  ] as const) {
    it(`to ${name}: raises times that go back in the source, and counts them`, async () => {
      const kept = await memoryLog();
      await fill(kept, 6);
      const times = ['00.001Z', '00Z', '00.500Z', '00.250Z', '00.250Z'];
      const from: EventLog = {
        ...kept,
        clockSkewMs: 60_000,
        async readAll(options) {
          const page = await kept.readAll(options);
          const at = ({ position }: RecordedEvent): string =>
            `2026-01-06T20:00:${times[Number(position) % 10] ?? '01Z'}`;
          return { ...page, events: page.events.map((each) => ({ ...each, recorded_at: at(each) })) };
        },
      };
      const to = await makeTo();
      for (const nth of [2, 4]) await copy(from, dying(to, nth, 'after')).catch(() => undefined);
      const report = await copy(from, to);
      const source = await readEverything(from, { after: startPosition });
      const target = await readEverything(to, { after: startPosition });
      expect(target.map(({ id }) => id)).to.deep.equal(source.map(({ id }) => id));
      let newest = '';
      const standing = source.map(({ recorded_at }) => {
        if (newest === '' || Date.parse(recorded_at) > Date.parse(newest)) newest = recorded_at;
        return newest;
      });
      expect(target.map(({ recorded_at }) => recorded_at)).to.deep.equal(standing);
      const raised = source.filter(({ recorded_at }, at) => recorded_at !== standing[at]).length;
      expect(report.times_raised).to.equal(raised).and.greaterThan(3);
      expect(await copy(from, to)).to.deep.equal({ ...report, copied: 0 });
    });
  }

  it('copies an empty log', async () => {
    const report = await copy(await memoryLog(), await memoryLog());
    expect(report).to.include({ copied: 0, events: 0, from_head: startPosition, to_head: startPosition });
  });

  it('continues where it was interrupted, at whatever call', async () => {
    const from = await memoryLog();
    await fill(from, 12);
    const source = await lines(from);
    for (const when of ['before', 'after'] as const) {
      const to = await memoryLog();
      let runs = 0;
      for (let nth = 1; ; nth += 1) {
        runs += 1;
        const done = await copy(from, dying(to, nth, when)).then(
          () => true,
          () => false,
        );
        expect(source.slice(0, (await lines(to)).length)).to.deep.equal(await lines(to));
        if (done) break;
      }
      expect(runs).to.be.greaterThan(3);
      expect(await lines(to)).to.deep.equal(source);
    }
  });

  it('retries an append with an unknown outcome', async () => {
    const [from, to] = [await memoryLog(), await memoryLog()];
    await fill(from, 5);
    let failed = 0;
    const losing: EventLog = {
      ...to,
      async append(...call) {
        const outcomes = await to.append(...call);
        failed += 1;
        if (failed % 2 === 1) throw ledgerError('LOG_BUSY', 'the answer was lost');
        return outcomes;
      },
    };
    await copy(from, losing);
    expect(await lines(to)).to.deep.equal(await lines(from));
  });

  it('copies events appended meanwhile, and reports when there are more', async () => {
    const [from, to] = [await memoryLog(), await memoryLog()];
    await fill(from, 3);
    // Asked for its head when all else is done.
    const growing: EventLog = {
      ...from,
      async head() {
        await from.append([{ stream: 'copied-late', expectedRevision: 'any', events: events(1) }], metadata);
        return from.head();
      },
    };
    expect((await copy(growing, to)).source_moved).to.equal(true);
    expect(await copy(from, to)).to.include({ copied: 1, source_moved: false });
    expect(await lines(to)).to.deep.equal(await lines(from));
  });

  it('rejects a target with other events, and leaves it unchanged', async () => {
    const from = await memoryLog();
    await fill(from, 3);
    const foreign: NewEvent[] = events(2);
    const others: ((log: EventLog) => Promise<unknown>)[] = [
      (log) => log.append([{ stream: 'other-1', expectedRevision: 'any', events: foreign }], metadata),
      async (log) => {
        await copy(from, log);
        await log.append([{ stream: 'other-1', expectedRevision: 'any', events: foreign }], metadata);
      },
    ];
    for (const write of others) {
      const to = await memoryLog();
      await write(to);
      const before = await lines(to);
      expect(await copy(from, to).then(() => 'copied', errorCode)).to.equal('LOG_COPY_DIVERGED');
      expect(await lines(to)).to.deep.equal(before);
    }
  });

  it('detects by hash that a target changed an event', async () => {
    const [from, to] = [await memoryLog(), await memoryLog()];
    await fill(from, 3);
    const forgetful: EventLog = { ...to, append: (appends, meta) => to.append(appends, meta) };
    // The times are the target's own.
    expect(await copy(from, forgetful).then(() => 'copied', errorCode)).to.equal('LOG_COPY_DIVERGED');
  });

  it('stops when another process writes to a stream of the target', async () => {
    const [from, to] = [await memoryLog(), await memoryLog()];
    await fill(from, 3);
    const contended: EventLog = {
      ...to,
      async append(...call) {
        await to.append([{ stream: 'copied-2', expectedRevision: 'any', events: events(1) }], metadata);
        return to.append(...call);
      },
    };
    expect(await copy(from, contended).then(() => 'copied', errorCode)).to.equal('LOG_COPY_DIVERGED');
  });

  it('stops when the signal aborts', async () => {
    const from = await memoryLog();
    await fill(from, 3);
    const reason = new Error('enough');
    const ended = await copy(from, await memoryLog(), AbortSignal.abort(reason)).then(
      () => null,
      (error: unknown) => error,
    );
    expect(ended).to.equal(reason);
  });
});
