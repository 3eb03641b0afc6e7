/** Specific to this engine: events of other applications and of the server, ids, times, deleted streams, lost answers. */
import { expect } from 'chai';
import sinon from 'sinon';
import { randomUUID } from 'node:crypto';
import { type LogPosition, type NewEvent, startPosition } from '../../../src/domain/envelope.js';
import { errorCode } from '../../../src/base/errors.js';
import { limits } from '../../../src/base/limits.js';
import type { AppendOutcome, StreamAppend } from '../../../src/log/event-log.js';
import {
  createEventStoreLog,
  type EventStoreLog,
  type EventStoreLogOptions,
} from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { uuidText, UUID } from '../../../src/log/eventstoredb/grpc-messages.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { type StandIn, startEventStoreStandIn } from '../../support/eventstore/server.js';
import type { NewStored } from '../../support/eventstore/store.js';
import { until } from '../../support/wait-for.js';
import { event, events, follow, metadata, readEverything, settableClock } from '../support.js';
import { eventStoreLimits } from '../../../src/log/eventstoredb/limits.js';

const runtime = systemRuntime();
const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

const foreign = (of: Partial<NewStored> = {}): NewStored => ({
  id: randomUUID(),
  type: 'Ordered',
  isJson: true,
  data: Buffer.from('{"of":"somebody"}'),
  metadata: Buffer.alloc(0),
  ...of,
});

describe('EventStoreDB log', () => {
  let server: StandIn;
  let log: EventStoreLog;
  const logs: EventStoreLog[] = [];
  /** Another process, as far as memory goes: a log of its own. */
  const open = (options: Partial<EventStoreLogOptions> = {}): EventStoreLog => {
    const opened = createEventStoreLog({ url: server.url, runtime, ...options });
    logs.push(opened);
    return opened;
  };
  const one = async (
    stream: string,
    expectedRevision: StreamAppend['expectedRevision'],
    list: readonly NewEvent[],
    at = log,
  ): Promise<AppendOutcome> =>
    (await at.append([{ stream, expectedRevision, events: list }], metadata))[0] as AppendOutcome;

  beforeEach(async () => {
    server = await startEventStoreStandIn();
    log = open();
  });
  afterEach(async () => {
    sinon.restore();
    await Promise.all(logs.splice(0).map((each) => each.close()));
    await server.stop();
  });

  it('has one id over all processes and filters, which no reader of the log sees', async () => {
    const [first, second] = await Promise.all([log.id(), open().id()]);
    expect(second).to.equal(first);
    expect(await open({ streamPrefixes: ['price-'] }).id()).to.equal(first);
    await one('price-1', 'any', events(2));
    expect(await readEverything(log, { after: startPosition })).to.have.length(2);
    const other = await startEventStoreStandIn();
    try {
      const elsewhere = createEventStoreLog({ url: other.url, runtime });
      logs.push(elsewhere);
      expect(await elsewhere.id()).to.not.equal(first);
    } finally {
      await other.stop();
    }
  });

  it('finds times by the landmarks it is given', async () => {
    const at = (hour: number): string => new Date(Date.parse('2040-01-01T00:00:00Z') + hour * 3_600_000).toISOString();
    for (let hour = 0; hour < 8; hour += 1) {
      await log.append([{ stream: 'price-1', expectedRevision: 'any', events: events(2) }], metadata, at(hour));
    }
    const all = await readEverything(log, { after: startPosition });
    const landmarks = all.filter((_each, n) => n % 2 === 1).map(({ position }) => position);
    const found = open({ landmarks: () => Promise.resolve(landmarks) });
    // Clocks of writers may differ by the skew: what is as much earlier may lie behind.
    const place = await found.positionBefore(at(5));
    expect(landmarks.indexOf(place)).to.be.within(2, 4);
    const rest = await readEverything(found, { after: place });
    expect(ids(rest)).to.include.members(ids(all.filter(({ recorded_at }) => recorded_at >= at(5))));
    expect(await log.positionBefore(at(5))).to.equal(startPosition);
  });

  describe('events of other applications', () => {
    const strangers: NewStored[] = [
      foreign(),
      foreign({ isJson: false, data: Buffer.from([0, 1, 2]), metadata: Buffer.from([255]) }),
      foreign({ metadata: Buffer.from('null') }),
      foreign({ metadata: Buffer.from('{"recorded_at":"2026-01-01T00:00:00Z","schema_version":1}') }),
      foreign({ metadata: Buffer.from('{"recorded_at":"yesterday"}') }),
      foreign({ metadata: Buffer.from('{"recorded_at":"2026-01-01T00:00:00Z","schema_version":"1"}') }),
      foreign({ type: '$>', isJson: false, data: Buffer.from('0@test-a') }),
    ];

    it("are omitted, in their own streams and in the ledger's; the head is the ledger's last event", async () => {
      const ours = events(6);
      server.store.append('orders-1', 'any', strangers);
      await one('test-a', 'any', ours.slice(0, 3));
      server.store.append(
        'test-a',
        'any',
        strangers.map((each) => ({ ...each, id: randomUUID() })),
      );
      expect(await one('test-a', 'any', ours.slice(3))).to.include({
        outcome: 'appended',
        revision: 5 + strangers.length,
      });
      server.store.append('orders-1', 'any', [foreign(), foreign()]);
      server.store.writeSystem('$stats-1', '$statsCollected', {});

      const read = await readEverything(log, { after: startPosition, pageEvents: 2 });
      expect(ids(read)).to.deep.equal(ids(ours));
      const slice = await log.readStream('test-a', { direction: 'backwards', limit: 100 });
      expect(slice.outcome === 'read' && ids(slice.events)).to.deep.equal(ids(ours).reverse());
      const head = await log.head();
      expect(head).to.equal(read.at(-1)?.position);
      expect(await log.readAll({ after: head, limit: 10 })).to.deep.equal({ events: [], position: head, atHead: true });
      const subscriber = follow(log, { after: startPosition });
      await until('all', () => subscriber.ids().length === 6);
      await subscriber.stop();
      expect(subscriber.ids()).to.deep.equal(ids(ours));
    });

    it('advance the position in any number, and end a page', async () => {
      sinon.stub(limits, 'readWindowPositionsMax').value(5);
      await one('test-a', 'any', events(1));
      server.store.append(
        'orders-1',
        'any',
        Array.from({ length: 50 }, () => foreign()),
      );
      await one('test-a', 'any', events(1));
      let page = await log.readAll({ after: startPosition, limit: 5 });
      const positions: LogPosition[] = [];
      let found = page.events.length;
      while (!page.atHead) {
        positions.push(page.position);
        page = await log.readAll({ after: page.position, limit: 5 });
        found += page.events.length;
      }
      expect(found).to.equal(2);
      expect(positions).to.have.lengthOf.at.least(9);
      expect(new Set(positions).size).to.equal(positions.length);
    });

    it("before the ledger's first event are skipped in one page", async () => {
      server.store.append(
        'orders-1',
        'any',
        Array.from({ length: 100 }, () => foreign()),
      );
      const [first] = events(2);
      await one('test-a', 'any', [first as NewEvent]);
      const page = await log.readAll({ after: startPosition, limit: 1 });
      expect(ids(page.events)).to.deep.equal([first?.id]);
    });

    it('alone leave the head at the beginning', async () => {
      server.store.append(
        'orders-1',
        'any',
        Array.from({ length: 100 }, () => foreign()),
      );
      expect(await log.head()).to.equal(startPosition);
      const page = await log.readAll({ after: startPosition, limit: 1_000 });
      expect(page).to.deep.equal({ events: [], position: startPosition, atHead: true });
    });

    it("are not sent when the prefixes of the ledger's streams are given", async () => {
      const named = open({ streamPrefixes: ['test-', 'price-'] });
      server.store.append(
        'orders-1',
        'any',
        Array.from({ length: 5 }, () => foreign()),
      );
      const ours = events(2);
      await one('test-a', 'any', ours, named);
      expect(ids(await readEverything(named, { after: startPosition }))).to.deep.equal(ids(ours));
      const subscriber = follow(named, { after: await named.head() });
      const more = events(2);
      await one('price-b', 'any', more, named);
      await until('the events', () => subscriber.ids().length === 2);
      await subscriber.stop();
    });

    it("throw EVENT_NOT_UNDERSTOOD if their metadata is a ledger's but their data is not", async () => {
      await one('test-a', 'any', events(1));
      const [stored] = server.store.all.filter(({ stream }) => stream === 'test-a');
      for (const data of ['{', '[1]', 'null']) {
        server.store.append('test-b', 'any', [
          foreign({ metadata: stored?.metadata as Buffer, data: Buffer.from(data) }),
        ]);
      }
      expect(
        await log.readStream('test-b', { direction: 'forwards', limit: 9 }).then(() => 'none', errorCode),
      ).to.equal('EVENT_NOT_UNDERSTOOD');
      expect(await log.readAll({ after: startPosition, limit: 9 }).then(() => 'none', errorCode)).to.equal(
        'EVENT_NOT_UNDERSTOOD',
      );
    });
  });

  describe('deleted streams', () => {
    it('are not found after a soft delete; their events stay in the log and an append continues them', async () => {
      const old = events(2);
      await one('test-a', 'any', old);
      server.store.softDelete('test-a');
      expect(await log.readStream('test-a', { direction: 'forwards', limit: 9 })).to.deep.equal({
        outcome: 'stream_not_found',
      });
      expect(ids(await readEverything(log, { after: startPosition }))).to.deep.equal(ids(old));
      for (const fresh of [log, open()]) {
        server.store.softDelete('test-a');
        const outcome = await one('test-a', 'any', events(2), fresh);
        expect(outcome).to.include({ outcome: 'appended' });
        const slice = await fresh.readStream('test-a', { direction: 'forwards', limit: 9 });
        expect(slice.outcome === 'read' && slice.events).to.have.lengthOf(2);
        expect(slice.outcome === 'read' && slice.lastRevision).to.equal('revision' in outcome && outcome.revision);
      }
    });

    it('are not found after a permanent delete, and reject an append', async () => {
      await one('test-a', 'any', events(2));
      server.store.tombstone('test-a');
      const { reads } = server.counts;
      for (let n = 0; n < eventStoreLimits.failuresMax; n += 1) {
        expect(await log.readStream('test-a', { direction: 'forwards', limit: 9 })).to.deep.equal({
          outcome: 'stream_not_found',
        });
      }
      // An answer, not a failure: it is not asked for again, and the connection is kept.
      expect(server.counts.reads).to.equal(reads + eventStoreLimits.failuresMax);
      expect(server.peers.size).to.equal(1);
      for (const fresh of [log, open()]) {
        const error = await one('test-a', 'any', events(1), fresh).catch((thrown: unknown) => thrown);
        expect(String(error)).to.match(/test-a was deleted permanently/);
      }
      // Of a call with other streams those are written, whatever the order.
      const others = events(1);
      const call = log.append(
        [
          { stream: 'test-a', expectedRevision: 1, events: events(1) },
          { stream: 'test-b', expectedRevision: -1, events: others },
        ],
        metadata,
      );
      expect(await call.then(() => 'none', errorCode)).to.equal('INTERNAL');
      expect(await one('test-b', -1, others)).to.include({ outcome: 'already_appended' });
    });
  });

  describe('event ids', () => {
    it('are recognised by a new process, by a server with an empty cache, in a stream of many pages', async () => {
      const batches = Array.from({ length: 5 }, () => events(40));
      const first: AppendOutcome[] = [];
      for (const batch of batches) first.push(await one('test-a', 'any', batch));
      server.store.forgetCache();
      const later = open();
      for (const [n, batch] of batches.entries()) {
        expect(await one('test-a', 'any', batch, later)).to.deep.equal({ ...first[n], outcome: 'already_appended' });
        expect(await one('test-a', n * 40 - 1, batch, open())).to.deep.equal({
          ...first[n],
          outcome: 'already_appended',
        });
      }
      expect(server.store.all.filter(({ stream }) => stream === 'test-a')).to.have.lengthOf(200);
    });

    it('are written once each by several processes that append with any', async () => {
      const processes = [log, open(), open()];
      const batches = Array.from({ length: 30 }, () => events(2));
      await Promise.all(batches.map((batch, n) => one('test-a', 'any', batch, processes[n % 3])));
      const read = await readEverything(log, { after: startPosition });
      expect(read.map(({ revision }) => revision)).to.deep.equal(Array.from({ length: 60 }, (_, n) => n));
      for (const [n, batch] of batches.entries()) {
        expect(await one('test-a', 'any', batch, processes[(n + 1) % 3])).to.include({ outcome: 'already_appended' });
      }
    });

    it('throw LOG_BUSY for any when the stream keeps changing', async () => {
      sinon.stub(eventStoreLimits, 'raceTriesMax').value(1);
      const other = open();
      await one('test-a', 'any', events(1));
      await one('test-a', 'any', events(1), other);
      const batch = events(1);
      expect(await one('test-a', 'any', batch).then(() => 'none', errorCode)).to.equal('LOG_BUSY');
      expect(await one('test-a', 'any', batch)).to.include({ outcome: 'appended', revision: 2 });
    });

    it('are compared also at a revision that other processes appended', async () => {
      const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
      const other = open();
      await one('test-a', -1, [a]);
      await one('test-a', 0, [b, c], other);
      expect(await one('test-a', 2, [b])).to.deep.equal({
        outcome: 'corrupted_idempotency',
        stream: 'test-a',
        existing: [b.id],
      });
      // What an idempotent answer said of the beginning is not taken for the end.
      const later = open();
      expect(await one('test-a', -1, [a], later)).to.include({ outcome: 'already_appended', revision: 0 });
      expect(await one('test-a', 2, [c], later)).to.include({ outcome: 'corrupted_idempotency' });
    });

    it('far back in a long stream are compared at their expected revision, by server and adapter', async () => {
      sinon.stub(eventStoreLimits, 'idsComparedAtRevisionMax').value(3);
      const list = events(20);
      await one('test-a', 'any', list);
      const [, , a, b] = list as [NewEvent, NewEvent, NewEvent, NewEvent];
      for (const fresh of [log, open()]) {
        expect(await one('test-a', 1, [a, b], fresh)).to.include({ outcome: 'already_appended', revision: 3 });
        expect(await one('test-a', 1, [a, event()], fresh)).to.deep.equal({
          outcome: 'corrupted_idempotency',
          stream: 'test-a',
          existing: [a.id],
        });
        expect(await one('test-a', 1, [event(), b], fresh)).to.deep.equal({
          outcome: 'corrupted_idempotency',
          stream: 'test-a',
          existing: [b.id],
        });
        expect(await one('test-a', 1, events(2), fresh)).to.deep.equal({
          outcome: 'wrong_expected_revision',
          stream: 'test-a',
          expected: 1,
          actual: 19,
        });
      }
      // The bound: further back than is compared, and not where it is expected. `any` looks there.
      expect(await one('test-a', 'any', [a], open())).to.include({ outcome: 'already_appended', revision: 2 });
      expect(await one('test-a', 19, [a], open())).to.include({ outcome: 'appended', revision: 20 });
    });

    it('of a stream longer than is compared cause one warning, and the newest are still recognised', async () => {
      sinon.stub(eventStoreLimits, 'idsComparedMax').value(20);
      const warned: object[] = [];
      const logger = {
        warn: (line: string, fields: object) => warned.push({ line, ...fields }),
      } as unknown as NonNullable<EventStoreLogOptions['logger']>;
      const short = open({ logger });
      const list = events(60);
      for (let at = 0; at < 60; at += 5) await one('test-a', 'any', list.slice(at, at + 5), short);
      expect(await one('test-a', 'any', list.slice(50, 55), short)).to.include({
        outcome: 'already_appended',
        revision: 54,
      });
      await one('test-a', 'any', events(1), open({ logger }));
      expect(warned).to.have.lengthOf(2).and.to.deep.include({
        line: 'a stream is longer than the number of ids that are compared',
        stream: 'test-a',
        compared: 20,
      });
    });
  });

  describe('limits', () => {
    it('count the metadata of every event, which this engine stores with each', async () => {
      const text = 'x'.repeat(1_000);
      const many = Array.from({ length: 1_000 }, () => event({ text }));
      const before = server.store.all.length;
      expect(await one('test-a', -1, many).then(() => 'none', errorCode)).to.equal('APPEND_TOO_LARGE');
      expect(server.store.all).to.have.lengthOf(before);
      // The bound is the server's, for one stream; a call of several streams is several appends.
      const streams = many.map((each, n) => ({ stream: `test-${n}`, expectedRevision: -1, events: [each] }));
      expect((await log.append(streams, metadata)).every(({ outcome }) => outcome === 'appended')).to.equal(true);
    });

    it('of the server that are lower throw APPEND_TOO_LARGE', async () => {
      const small = await startEventStoreStandIn({ maxAppendBytes: 500 });
      const tiny = createEventStoreLog({ url: small.url, runtime });
      expect(await one('test-a', -1, events(5), tiny).then(() => 'none', errorCode)).to.equal('APPEND_TOO_LARGE');
      await tiny.close();
      await small.stop();
    });
  });

  describe('answers of the server', () => {
    it('"not ready", timeout and failure are retried, and the events written once', async () => {
      for (const appends of ['not_ready', 'timeout', 'internal', 'drop'] as const) {
        server.break({ appends, appendsLeft: 1 });
        expect(await one(`test-${appends}`.replace('_', ''), -1, events(2)), appends).to.include({
          outcome: 'appended',
          revision: 1,
        });
      }
      expect(await readEverything(log, { after: startPosition })).to.have.lengthOf(8);
    });

    it('to a retry sent too early, while the disk is slow, still leave the events written once', async () => {
      await server.stop();
      server = await startEventStoreStandIn({ flushMs: 300, commitTimeoutMs: 100 });
      log = open({ runtime: { ...runtime, random: () => 0 } });
      const batch = events(3);
      expect(await one('test-a', -1, batch)).to.include({ outcome: 'appended', revision: 2 });
      expect(ids(await readEverything(log, { after: startPosition }))).to.deep.equal(ids(batch));
      expect(server.counts.appends).to.be.within(2, 3);
    });

    it('that never come throw LOG_UNAVAILABLE, and a retry is right for every stream', async () => {
      const call = (list: readonly NewEvent[]) =>
        list.map((each, n) => ({
          stream: `test-${n}`,
          expectedRevision: n % 2 === 0 ? -1 : ('any' as const),
          events: [each],
        }));
      const list = events(8);
      server.break({ appends: 'internal', appendsBefore: 3 });
      expect(await log.append(call(list), metadata).then(() => 'none', errorCode)).to.equal('LOG_UNAVAILABLE');
      server.break();
      const outcomes = await log.append(call(list), metadata);
      expect(outcomes.map(({ outcome }) => outcome).slice(0, 4)).to.deep.equal(Array(4).fill('already_appended'));
      expect(outcomes.every((each) => 'revision' in each && each.revision === 0)).to.equal(true);
      expect(ids(await readEverything(log, { after: startPosition }))).to.deep.equal(ids(list));
    });

    it('keep the order of the call when its connection breaks in the middle', async () => {
      sinon.stub(eventStoreLimits, 'appendsAtOnceMax').value(7);
      const list = events(60);
      server.break({ appends: 'drop', appendsBefore: 20, appendsLeft: 1 });
      const outcomes = await log.append(
        list.map((each, n) => ({ stream: `test-${n}`, expectedRevision: -1, events: [each] })),
        metadata,
      );
      expect(outcomes.every(({ outcome }) => outcome === 'appended')).to.equal(true);
      expect(ids(await readEverything(log, { after: startPosition }))).to.deep.equal(ids(list));
      expect(log.appendKeepsOrder).to.equal(true);
    });

    it('without a position make the adapter read it', async () => {
      server.break({ forgetsPositions: true });
      const outcome = await one('test-a', -1, events(3));
      expect(outcome).to.deep.equal({ outcome: 'appended', stream: 'test-a', revision: 2, position: await log.head() });
    });

    it('of an old server without the last revision make the adapter read it', async () => {
      await one('test-a', -1, events(3));
      server.break({ tellsNoLastRevision: true });
      const slice = await log.readStream('test-a', { direction: 'forwards', limit: 1 });
      expect(slice).to.include({ outcome: 'read', lastRevision: 2 });
      expect(await log.readStream('test-b', { direction: 'forwards', limit: 1 })).to.deep.equal({
        outcome: 'stream_not_found',
      });
    });

    it('reject a position in the middle of a record as INVALID_POSITION', async () => {
      await one('test-a', -1, events(3));
      const [first] = await readEverything(log, { after: startPosition });
      const next = String(BigInt(first?.position.slice(0, 20) ?? '') + 1n).padStart(20, '0');
      const inside = `${next}-${next}` as LogPosition;
      expect(log.isPosition(inside)).to.equal(true);
      expect(await log.readAll({ after: inside, limit: 1 }).then(() => 'none', errorCode)).to.equal('INVALID_POSITION');
      // With the server looking, too: another call of the protocol, whose error is another.
      sinon.stub(eventStoreLimits, 'filteredReadBytesMin').value(0);
      const narrow = log.readAll({ after: inside, limit: 1, filter: { types: ['Never'] } });
      expect(await narrow.then(() => 'none', errorCode)).to.equal('INVALID_POSITION');
    });

    it('with an id in two halves of 64 bits give the same id', () => {
      const structured = new UUID.Structured();
      structured.setMostSignificantBits('-6066930261531658096');
      structured.setLeastSignificantBits('7133701809754865664');
      const uuid = new UUID();
      uuid.setStructured(structured);
      expect(uuidText(uuid)).to.equal(
        'abcdef12-3456-7890-6300-000000000000'.replace(
          '6300-000000000000',
          7133701809754865664n.toString(16).replace(/^(.{4})/, '$1-'),
        ),
      );
      expect(uuidText(undefined)).to.equal('');
    });
  });

  describe('reads far behind the head', () => {
    const types = ['Tested', 'OtherTested'];
    let bytesMin: sinon.SinonStub;
    beforeEach(() => {
      bytesMin = sinon.stub(eventStoreLimits, 'filteredReadBytesMin').value(5_000);
    });

    it('filtered by the server return the same as full reads', async () => {
      for (let n = 0; n < 15; n += 1) {
        await log.append(
          Array.from({ length: 20 }, (_, k) => ({
            stream: `test-${k}`,
            expectedRevision: 'any' as const,
            events: [event({ n, k }, types[(n * k) % 7 === 1 ? 1 : 0])],
          })),
          metadata,
        );
      }
      const all = await readEverything(log, { after: startPosition });
      expect(all).to.have.lengthOf(300);
      const filters = [
        { types: ['OtherTested'] },
        { streamPrefixes: ['test-3', 'test-7'] },
        { streamPrefixes: ['test-1'], types: ['OtherTested'] },
        { types: ['Other'] },
        { types: [] },
        { streamPrefixes: [] },
        { streamPrefixes: ['nothing-'] },
      ];
      const subscriptions = server.counts.subscriptions;
      for (const duplicates of [false, true]) {
        server.break({ duplicates });
        for (const filter of filters) {
          const expected = all.filter(
            ({ type, stream }) =>
              (filter.types?.includes(type) ?? true) &&
              (filter.streamPrefixes?.some((prefix) => stream.startsWith(prefix)) ?? true),
          );
          for (const pageEvents of [40, 1_000]) {
            const read = await readEverything(log, { after: startPosition, filter, pageEvents });
            expect(ids(read), JSON.stringify(filter)).to.deep.equal(ids(expected));
          }
        }
      }
      expect(server.counts.subscriptions).to.be.greaterThan(subscriptions);
      await until('nothing is left open', () => server.counts.subscribed === 0);
    });

    it('end a page after a number of checkpoints, and reach the head', async () => {
      sinon.stub(eventStoreLimits, 'checkpointPages').value(1);
      sinon.stub(eventStoreLimits, 'checkpointsMax').value(2);
      for (let n = 0; n < 10; n += 1) await one('test-a', 'any', events(50));
      const filter = { types: ['Never'] };
      const pages: LogPosition[] = [];
      let page = await open().readAll({ after: startPosition, limit: 10, filter });
      for (; !page.atHead; page = await log.readAll({ after: page.position, limit: 10, filter }))
        pages.push(page.position);
      expect(pages.length).to.be.greaterThan(3);
      expect(pages).to.deep.equal([...new Set(pages)].sort());
      expect(page.position >= (await log.head())).to.equal(true);
      expect(page.events).to.deep.equal([]);
    });

    it('omit the streams of another ledger, as full reads do', async () => {
      for (let n = 0; n < 10; n += 1) {
        await one('other-a', 'any', events(20));
        await one('test-a', 'any', events(5));
      }
      const narrow = open({ streamPrefixes: ['test-'] });
      const read = await readEverything(narrow, { after: startPosition, filter: { types: ['Tested'] } });
      expect(server.counts.subscriptions).to.be.greaterThan(0);
      expect(read.map(({ stream }) => stream)).to.deep.equal(Array.from({ length: 50 }, () => 'test-a'));
    });

    it('return what was received when the server interrupts them, as it does to slow readers before 24.2', async () => {
      sinon.stub(eventStoreLimits, 'checkpointPages').value(1);
      bytesMin.value(40_000);
      for (let n = 0; n < 10; n += 1) await one('test-a', 'any', [...events(50), event({ n }, 'OtherTested')]);
      const all = await readEverything(log, { after: startPosition });
      server.break({ subscriptionsTooSlow: true });
      const { subscriptions } = server.counts;
      for (const filter of [{ types: ['OtherTested'] }, { types: ['Tested'] }, { types: ['Never'] }]) {
        const read = await readEverything(log, { after: startPosition, filter });
        expect(ids(read)).to.deep.equal(ids(all.filter(({ type }) => filter.types.includes(type))));
      }
      expect(server.counts.subscriptions).to.equal(subscriptions + 3);
    });

    it('continue from a checkpoint with another filter without missing events, on servers before 24.2 too', async () => {
      sinon.stub(eventStoreLimits, 'checkpointPages').value(1);
      sinon.stub(eventStoreLimits, 'checkpointsMax').value(2);
      for (let n = 0; n < 10; n += 1) await one('test-a', 'any', events(50));
      const all = await readEverything(log, { after: startPosition });
      for (const subscriptionsSkipNext of [false, true]) {
        server.break({ subscriptionsSkipNext });
        const { position: after, atHead } = await log.readAll({
          after: startPosition,
          limit: 10,
          filter: { types: ['Never'] },
        });
        expect(atHead).to.equal(false);
        const rest = all.filter(({ position }) => position > after);
        const { events: first } = await log.readAll({ after, limit: 1, filter: { types: ['Tested'] } });
        expect(ids(first)).to.deep.equal(ids(rest.slice(0, 1)));
        for (const pageEvents of [7, 1_000]) {
          const read = await readEverything(log, { after, filter: { types: ['Tested'] }, pageEvents });
          expect(ids(read)).to.deep.equal(ids(rest));
        }
      }
    });
  });

  describe('recorded_at', () => {
    it('does not go back with the clock, nor in the next process', async () => {
      const clock = settableClock('2026-03-01T10:00:00.250Z');
      const first = open({ runtime: clock.runtime });
      for (const instant of ['10:00:00.250', '09:59:59', '10:00:00', '10:00:00.251', '10:00:01']) {
        clock.set(`2026-03-01T${instant}Z`);
        await one('test-a', 'any', [event(), event()], first);
      }
      clock.set('2026-03-01T09:00:00Z');
      await one('test-a', 'any', [event()], open({ runtime: clock.runtime }));
      const read = await readEverything(log, { after: startPosition });
      const expected = ['10:00:00.250', '10:00:00.250', '10:00:00.250', '10:00:00.251', '10:00:01'].flatMap((at) => [
        at,
        at,
      ]);
      expect(read.map((each) => each.recorded_at)).to.deep.equal(
        [...expected, '10:00:01'].map((at) => `2026-03-01T${at}Z`),
      );
    });

    it('is kept by a copy of another log', async () => {
      const [a, b] = events(2) as [NewEvent, NewEvent];
      await log.append([{ stream: 'test-a', expectedRevision: -1, events: [a] }], metadata, '2025-01-01T00:00:00Z');
      await log.append([{ stream: 'test-a', expectedRevision: 0, events: [b] }], metadata, '2025-01-01T00:00:00.500Z');
      const read = await readEverything(open(), { after: startPosition });
      expect(read.map((each) => each.recorded_at)).to.deep.equal(['2025-01-01T00:00:00Z', '2025-01-01T00:00:00.500Z']);
      expect(log.clockSkewMs).to.equal(eventStoreLimits.clockSkewMs);
    });
  });

  it('describes the server and its version', async () => {
    await one('test-a', 'any', events(1));
    expect(await log.describe()).to.deep.equal({
      where: `127.0.0.1:${server.port}`,
      server_version: '24.10.4',
      head: await log.head(),
    });
  });
});
