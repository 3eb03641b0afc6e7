/** The hash chain: its segments, that they are equal on every engine, and that they detect changes. */
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { type LogPosition, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { createPostgresHashChainStore } from '../../src/log/postgres/hash-chain-store.js';
import { canonicalEvent, sealSegments, type Segment, type SegmentStore } from '../../src/log/hash-chain.js';
import type { Database } from '../../src/postgres/database.js';
import { useDatabase } from '../support/postgres.js';
import { event, metadata, readEverything, settableClock, verifySegments } from './support.js';

const size = { segmentEvents: 4 };
const clock = settableClock('2026-03-01T10:00:00Z');

const memoryStore = (): SegmentStore & { readonly list_: Segment[] } => {
  const list: Segment[] = [];
  return {
    list_: list,
    last: async () => list.at(-1) ?? null,
    list: async (after) => list.filter(({ segment }) => segment > after).slice(0, 2),
    seal: async (segment) => {
      if (list.length === segment.segment - 1) list.push(segment);
      return list[segment.segment - 1] as Segment;
    },
  };
};

const batches = Array.from({ length: 7 }, (_, n) =>
  [1, 2].map((stream) => ({
    stream: `test-${stream}`,
    expectedRevision: 'any' as const,
    events: [event({ b: n, a: { d: 1, c: null }, same: 'x', own: stream })],
  })),
);
const fill = async (log: EventLog, from = 0, to = batches.length): Promise<void> => {
  for (const batch of batches.slice(from, to)) await log.append(batch, metadata);
};

describe('the hash chain', () => {
  it('hashes the canonical form of events, chained from segment to segment', async () => {
    const log = createMemoryLog(clock);
    const store = memoryStore();
    await fill(log);
    expect(await sealSegments(log, store, size)).to.equal(3);
    const all = await readEverything(log, { after: startPosition });
    const [first] = all as [RecordedEvent];
    expect(canonicalEvent(first)).to.equal(
      `{"data":{"a":{"c":null,"d":1},"b":0,"own":1,"same":"x"},"id":"${first.id}","metadata":{"actor":"test","causation_id":null,` +
        `"correlation_id":"${metadata.correlation_id}"},"recorded_at":"2026-03-01T10:00:00Z","revision":0,` +
        `"schema_version":1,"stream":"test-1","type":"Tested"}\n`,
    );
    let hash = '0'.repeat(64);
    for (const [index, segment] of store.list_.entries()) {
      const slice = all.slice(index * 4, index * 4 + 4);
      hash = createHash('sha256')
        .update(`${hash}\n${slice.map(canonicalEvent).join('')}`)
        .digest('hex');
      expect(segment).to.deep.equal({ segment: index + 1, last_position: slice[3]?.position, hash });
    }
    expect(await verifySegments(log, store, size)).to.deep.equal({
      outcome: 'intact',
      segments: 3,
      position: '0000000000000012',
    });
  });

  it('seals the same segments in steps as at once', async () => {
    const [steps, once] = [memoryStore(), memoryStore()];
    const log = createMemoryLog(clock);
    expect(await sealSegments(log, steps, size)).to.equal(0);
    for (let n = 0; n < batches.length; n += 1) {
      await fill(log, n, n + 1);
      await sealSegments(log, steps, size);
    }
    await sealSegments(log, once, size);
    expect(steps.list_).to.deep.equal(once.list_);
    expect(await sealSegments(log, once)).to.equal(3);
  });

  it('detects a log that is shorter than its sealed part, and a changed position', async () => {
    const store = memoryStore();
    const log = createMemoryLog(clock);
    await fill(log);
    await sealSegments(log, store, size);
    const restoredToEarlier = createMemoryLog(clock);
    await fill(restoredToEarlier, 0, 5);
    expect(await verifySegments(restoredToEarlier, store, size)).to.include({ segment: 3, reason: 'events_missing' });
    store.list_[1] = { ...(store.list_[1] as Segment), last_position: '0000000000000009' as LogPosition };
    expect(await verifySegments(log, store, size)).to.include({ segment: 2, reason: 'position_differs' });
  });

  it('throws when a sealed segment differs from the computed one', async () => {
    const log = createMemoryLog(clock);
    await fill(log);
    const store = memoryStore();
    const other = { ...store, seal: async (segment: Segment) => ({ ...segment, hash: 'f'.repeat(64) }) };
    const error = await sealSegments(log, other, size).catch((thrown: unknown) => thrown);
    expect(error)
      .to.be.instanceOf(Error)
      .and.to.have.property('message')
      .that.matches(/segment 1 was sealed with another/);
  });

  it('throws errors of the log', async () => {
    const log = createMemoryLog(clock);
    const store = memoryStore();
    await fill(log);
    await sealSegments(log, store, size);
    const away = { readAll: () => Promise.reject(new Error('away')) };
    const error = await verifySegments(away, store, size).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'away');
  });

  describe('on Postgres', () => {
    const target = useDatabase({ each: true });
    let database: Database;
    let superuser: Database;
    let log: EventLog;
    let store: SegmentStore;
    beforeEach(async () => {
      database = target.open();
      superuser = target.open({ asSuperuser: true, connectionsMax: 1 });
      log = createPostgresLog({ database, runtime: clock.runtime });
      target.defer(() => log.close());
      store = createPostgresHashChainStore(database);
      await fill(log);
    });
    const verdict = () => verifySegments(createPostgresLog({ database, runtime: clock.runtime }), store, size);
    /** What a superuser can do who means to. */
    const tamper = async (sql: string): Promise<void> => {
      await superuser.query('set session_replication_role = replica');
      await superuser.query(sql);
    };

    it('seals the same chain as in memory, even by several processes at once', async () => {
      const memory = createMemoryLog(clock);
      const kept = memoryStore();
      await fill(memory);
      await sealSegments(memory, kept, size);
      await Promise.all([
        sealSegments(log, store, size),
        sealSegments(log, store, size),
        sealSegments(log, store, size),
      ]);
      expect(await store.list(0)).to.deep.equal(kept.list_);
      expect(await store.last()).to.deep.equal(kept.list_[2]);
      expect(await verdict()).to.deep.include({ outcome: 'intact', segments: 3 });
      const early = { segment: 9, last_position: '1' as LogPosition, hash: 'a'.repeat(64) };
      const error = await store.seal(early).catch((thrown: unknown) => thrown);
      expect(error)
        .to.have.property('message')
        .that.matches(/cannot be sealed before segment 8/);
    });

    const changes: Record<string, { sql: string; segment: number; reason: string }> = {
      data: {
        sql: `update ledger.events set data = replace(data, '1', '9') where position = 7`,
        segment: 2,
        reason: 'hash_differs',
      },
      'what the events of an append share': {
        sql: `update ledger.appends set shapes = replace(shapes::text, '"x"', '"y"')::json where append_id = 9`,
        segment: 3,
        reason: 'hash_differs',
      },
      metadata: {
        sql: `update ledger.appends set metadata = replace(metadata::text, 'test', 'fake')::json where append_id = 5`,
        segment: 2,
        reason: 'hash_differs',
      },
      'the time': {
        sql: `update ledger.appends set recorded_at = recorded_at - interval '1 ms' where append_id = 1`,
        segment: 1,
        reason: 'hash_differs',
      },
      'the stream': {
        sql: `update ledger.streams set name = 'test-9' where name = 'test-2'`,
        segment: 1,
        reason: 'hash_differs',
      },
      'the type': { sql: `update ledger.types set name = 'Toasted'`, segment: 1, reason: 'hash_differs' },
      'an event, removed': { sql: `delete from ledger.events where position = 6`, segment: 2, reason: 'hash_differs' },
      'the end of the log, removed': {
        sql: `delete from ledger.events where position > 10`,
        segment: 3,
        reason: 'events_missing',
      },
      'data that is no JSON': {
        sql: `update ledger.events set data = '[' where position = 6`,
        segment: 2,
        reason: 'event_damaged',
      },
      'data that is more than one value': {
        sql: `update ledger.events set data = '[],1' where position = 2`,
        segment: 1,
        reason: 'event_damaged',
      },
      'data of another shape': {
        sql: `update ledger.events set data = '{}' where position = 2`,
        segment: 1,
        reason: 'event_damaged',
      },
      'a shape that is not there': {
        sql: `update ledger.events set shape = 7 where position = 2`,
        segment: 1,
        reason: 'event_damaged',
      },
      'an append, removed': {
        sql: `delete from ledger.appends where append_id = 3`,
        segment: 1,
        reason: 'event_damaged',
      },
      'the first sealed segment, removed': {
        sql: `delete from ledger.segments where segment = 1`,
        segment: 1,
        reason: 'segment_missing',
      },
      'a sealed hash': {
        sql: `update ledger.segments set hash = repeat('b', 64) where segment = 2`,
        segment: 2,
        reason: 'hash_differs',
      },
    };
    for (const [what, { sql, segment, reason }] of Object.entries(changes)) {
      it(`detects a change made outside the log: ${what}`, async () => {
        await sealSegments(log, store, size);
        await tamper(sql);
        expect(await verdict()).to.deep.include({ outcome: 'broken', segment, reason });
      });
    }
  });
});
