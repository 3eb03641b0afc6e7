/**
 * The contract of the EventLog port, for every adapter. It assumes nothing that the port does not promise: positions may
 * have gaps, a call over several streams need not be atomic, and the log may hold events of other applications.
 */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type LogPosition, type NewEvent, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { errorCode } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { type AppendOutcome, type EventLog, noStream, type StreamAppend } from '../../src/log/event-log.js';
import { until } from '../support/wait-for.js';
import { event, events, follow, metadata, newCategory, readEverything } from './support.js';

export interface ContractLog {
  readonly log: EventLog;
  /** Called after the spec, with the log closed already. */
  close(): Promise<void>;
}

export interface ContractOptions {
  /** false: ids are unique within a stream only, so an id in another stream goes unnoticed. */
  readonly idsAreUniqueInLog?: boolean;
  /** false: a search by time may end well before the time. */
  readonly findsTimes?: boolean;
}

const ids = (list: readonly { readonly id: string }[]): string[] => list.map((each) => each.id);
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'none', errorCode);

export const eventLogContract = (
  name: string,
  makeLog: () => Promise<ContractLog>,
  { idsAreUniqueInLog = true, findsTimes = true }: ContractOptions = {},
): void => {
  describe(`event log contract: ${name}`, () => {
    let made: ContractLog;
    let log: EventLog;
    let category: string;
    let start: LogPosition;
    const append = (...appends: StreamAppend[]): Promise<readonly AppendOutcome[]> => log.append(appends, metadata);
    const one = async (
      stream: string,
      expectedRevision: StreamAppend['expectedRevision'],
      list: readonly NewEvent[],
    ): Promise<AppendOutcome> => {
      const [outcome] = await append({ stream, expectedRevision, events: list });
      return outcome as AppendOutcome;
    };
    const readAllOf = (stream: string): Promise<RecordedEvent[]> =>
      log
        .readStream(stream, { direction: 'forwards', limit: 1_000 })
        .then((slice) => (slice.outcome === 'read' ? [...slice.events] : []));
    const mine = () => ({ streamPrefixes: [`${category}-`] });

    before(async () => {
      made = await makeLog();
      ({ log } = made);
    });
    after(async () => {
      await log.close();
      await made.close();
    });
    beforeEach(async () => {
      category = newCategory();
      start = await log.head();
    });

    describe('append', () => {
      it('returns what was written, byte for byte', async () => {
        const written = [
          event(
            { text: 'Pokémon ピカチュウ \u0000 \ud800 "\\', nested: { b: [1, null, { c: false }], a: {} } },
            'Tested',
            3,
          ),
          event({}, 'OtherTested'),
          event({ z: 1, a: -0.5e-7, m: Number.MAX_SAFE_INTEGER, toString: 'own', 'a,b"c': null }),
          event(JSON.parse('{"__proto__":{"x":1},"z":1}') as Record<string, unknown>),
        ];
        const stream = `${category}-a`;
        const outcome = await one(stream, noStream, written);
        expect(outcome).to.include({ outcome: 'appended', stream, revision: 3 });
        const read = await readAllOf(stream);
        expect(read.map(({ id, type, schema_version, data }) => ({ id, type, schema_version, data }))).to.deep.equal(
          written,
        );
        expect(read.map((each) => JSON.stringify(each.data))).to.deep.equal(
          written.map((each) => JSON.stringify(each.data)),
        );
        expect(read.map((each) => each.revision)).to.deep.equal([0, 1, 2, 3]);
        expect(read.at(-1)?.position).to.equal(outcome.outcome === 'appended' && outcome.position);
        for (const each of read) {
          expect(each.metadata).to.deep.equal(metadata);
          expect(each.stream).to.equal(stream);
          expect(each.recorded_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
          expect(each.recorded_at).to.equal(read[0]?.recorded_at);
        }
      });

      it('returns events that share most of their values', async () => {
        const run = randomUUID();
        const written = Array.from({ length: 30 }, (_, n) => ({
          stream: `${category}-${n}`,
          expectedRevision: 'any' as const,
          events: [
            event({
              first: n,
              run,
              shared: { deep: [1, 2] },
              odd: n % 2 === 0 ? null : { n },
              left: undefined,
              last: 'x',
            }),
            event(n % 3 === 0 ? { run, n } : { n, run }, n % 2 === 0 ? 'Tested' : 'OtherTested', 1 + (n % 2)),
          ],
        }));
        await append(...written);
        const read = await readEverything(log, { after: start, filter: mine() });
        const flat = written.flatMap((each) => each.events);
        expect(ids(read)).to.deep.equal(ids(flat));
        expect(read.map((each) => JSON.stringify(each.data))).to.deep.equal(
          flat.map((each) => JSON.stringify(each.data)),
        );
      });

      it('stores the metadata of the call', async () => {
        const full = { ...metadata, causation_id: randomUUID(), source: 'tcgplayer', parser_version: 4 };
        await log.append([{ stream: `${category}-a`, expectedRevision: 'any', events: events(2) }], full);
        expect((await readAllOf(`${category}-a`)).map((each) => each.metadata)).to.deep.equal([full, full]);
      });

      it('continues at the end of the stream, for its revision and for any', async () => {
        const stream = `${category}-a`;
        expect(await one(stream, 'any', events(2))).to.include({ outcome: 'appended', revision: 1 });
        expect(await one(stream, 1, events(1))).to.include({ outcome: 'appended', revision: 2 });
        expect(await one(stream, 'any', events(1))).to.include({ outcome: 'appended', revision: 3 });
        const positions = (await readAllOf(stream)).map((each) => each.position);
        expect(positions)
          .to.deep.equal([...positions].sort())
          .and.to.have.lengthOf(4);
      });

      it('rejects a wrong expected revision with the actual one, and writes nothing', async () => {
        const stream = `${category}-a`;
        expect(await one(stream, 0, events(1))).to.deep.equal({
          outcome: 'wrong_expected_revision',
          stream,
          expected: 0,
          actual: -1,
        });
        await one(stream, noStream, events(3));
        for (const expected of [noStream, 0, 1, 3, Number.MAX_SAFE_INTEGER]) {
          const outcome = await one(stream, expected, events(2));
          expect(outcome).to.deep.equal({ outcome: 'wrong_expected_revision', stream, expected, actual: 2 });
        }
        expect(await readAllOf(stream)).to.have.lengthOf(3);
      });

      it('recognises repeated events, and returns where they are', async () => {
        const stream = `${category}-a`;
        const batch = events(3);
        const first = await one(stream, noStream, batch);
        const again = { ...first, outcome: 'already_appended' };
        expect(await one(stream, noStream, batch)).to.deep.equal(again);
        expect(await one(stream, 'any', batch)).to.deep.equal(again);
        await one(stream, 2, events(2));
        expect(await one(stream, noStream, batch)).to.deep.equal(again);
        expect(await one(stream, 'any', batch)).to.deep.equal(again);
        expect(await readAllOf(stream)).to.have.lengthOf(5);
      });

      it('rejects a batch of which some events exist', async () => {
        const stream = `${category}-a`;
        const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
        await one(stream, noStream, [a, b]);
        const corrupted = (existing: NewEvent[]) => ({
          outcome: 'corrupted_idempotency',
          stream,
          existing: ids(existing),
        });
        expect(await one(stream, noStream, [a, b, c])).to.deep.equal(corrupted([a, b]));
        expect(await one(stream, 'any', [a, b, c])).to.deep.equal(corrupted([a, b]));
        expect(await one(stream, 1, [c, a])).to.deep.equal(corrupted([a]));
        expect(await one(stream, 'any', [c, b])).to.deep.equal(corrupted([b]));
        expect(ids(await readAllOf(stream))).to.deep.equal(ids([a, b]));
      });

      it('rejects events that exist elsewhere in the stream', async () => {
        const stream = `${category}-a`;
        const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
        await one(stream, noStream, [a, b, c]);
        const corrupted = (existing: NewEvent[]) => ({
          outcome: 'corrupted_idempotency',
          stream,
          existing: ids(existing),
        });
        expect(await one(stream, 'any', [b, a])).to.deep.equal(corrupted([b, a]));
        expect(await one(stream, 'any', [a, c])).to.deep.equal(corrupted([a, c]));
        expect(await one(stream, 2, [b, c])).to.deep.equal(corrupted([b, c]));
      });

      if (idsAreUniqueInLog) {
        it('rejects events that exist in another stream', async () => {
          const [a, b] = events(2) as [NewEvent, NewEvent];
          await one(`${category}-a`, noStream, [a]);
          const corrupted = { outcome: 'corrupted_idempotency', stream: `${category}-b`, existing: [a.id] };
          expect(await one(`${category}-b`, noStream, [a])).to.deep.equal(corrupted);
          expect(await one(`${category}-b`, 'any', [b, a])).to.deep.equal(corrupted);
          expect(await log.readStream(`${category}-b`, { direction: 'forwards', limit: 1 })).to.deep.equal({
            outcome: 'stream_not_found',
          });
        });
      }

      it('judges each stream of a call by itself', async () => {
        const [known, half, stale] = [events(2), events(2), events(1)];
        const first = await one(`${category}-known`, noStream, known);
        await one(`${category}-half`, noStream, half);
        await one(`${category}-stale`, noStream, events(1));
        const fresh = events(3);
        const more = events(1);
        const outcomes = await append(
          { stream: `${category}-stale`, expectedRevision: noStream, events: stale },
          { stream: `${category}-new`, expectedRevision: noStream, events: fresh },
          { stream: `${category}-known`, expectedRevision: noStream, events: known },
          { stream: `${category}-missing`, expectedRevision: 7, events: events(1) },
          { stream: `${category}-half`, expectedRevision: 'any', events: [half[1] as NewEvent, event()] },
          { stream: `${category}-more`, expectedRevision: 'any', events: more },
        );
        expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal([
          'wrong_expected_revision',
          'appended',
          'already_appended',
          'wrong_expected_revision',
          'corrupted_idempotency',
          'appended',
        ]);
        expect(outcomes[0]).to.include({ expected: -1, actual: 0 });
        expect(outcomes[2]).to.deep.equal({ ...first, outcome: 'already_appended' });
        expect(outcomes[3]).to.include({ expected: 7, actual: -1 });
        expect(outcomes[4]).to.deep.include({ existing: [half[1]?.id] });
        for (const [index, list] of [
          [1, fresh],
          [5, more],
        ] as const) {
          const outcome = outcomes[index] as AppendOutcome & { outcome: 'appended' };
          const stored = await readAllOf(outcome.stream);
          expect(ids(stored)).to.deep.equal(ids(list));
          expect(stored.at(-1)).to.include({ revision: outcome.revision, position: outcome.position });
        }
        const all = await readEverything(log, { after: start, filter: mine() });
        expect(ids(all)).to.deep.equal(
          ids([...known, ...half, ...(await readAllOf(`${category}-stale`)), ...fresh, ...more]),
        );
      });

      it('appends a page with as many streams as events', async () => {
        const page = Array.from({ length: limits.appendEventsMax }, (_, n) => ({
          stream: `${category}-${n}`,
          expectedRevision: noStream,
          events: [event({ n, same: 'for all' })],
        }));
        const outcomes = await append(...page);
        expect(outcomes.every(({ outcome }) => outcome === 'appended')).to.equal(true);
        expect(outcomes.map(({ stream }) => stream)).to.deep.equal(page.map(({ stream }) => stream));
        const again = await append(...page);
        expect(again).to.deep.equal(outcomes.map((outcome) => ({ ...outcome, outcome: 'already_appended' })));
        const read = await readEverything(log, { after: start, filter: mine() });
        expect(ids(read)).to.deep.equal(page.map((each) => each.events[0]?.id));
      });

      it('lets exactly one of several writers with the same expected revision win', async () => {
        const stream = `${category}-a`;
        const outcomes = await Promise.all(Array.from({ length: 6 }, () => one(stream, noStream, events(2))));
        expect(outcomes.filter(({ outcome }) => outcome === 'appended')).to.have.lengthOf(1);
        expect(
          outcomes.filter((each) => each.outcome === 'wrong_expected_revision' && each.actual === 1),
        ).to.have.lengthOf(5);
      });

      it('writes a batch once that is sent several times at once', async () => {
        const batch = events(3);
        const outcomes = await Promise.all(Array.from({ length: 6 }, () => one(`${category}-a`, noStream, batch)));
        expect(outcomes.filter(({ outcome }) => outcome === 'appended')).to.have.lengthOf(1);
        expect(outcomes.filter(({ outcome }) => outcome === 'already_appended')).to.have.lengthOf(5);
        expect(ids(await readAllOf(`${category}-a`))).to.deep.equal(ids(batch));
      });

      it('rejects malformed appends before anything is written', async () => {
        const stream = `${category}-a`;
        const good = { stream, expectedRevision: 'any' as const, events: events(1) };
        const twice = event();
        const malformed: (readonly StreamAppend[])[] = [
          [],
          [{ ...good, events: [] }],
          [good, { ...good, events: events(1) }],
          [good, { ...good, stream: `${category}-b`, events: good.events }],
          [{ ...good, events: [twice, twice] }],
          [good, { ...good, stream: 'nodash', events: events(1) }],
          [good, { ...good, stream: `${category}-${'x'.repeat(limits.streamNameCharsMax)}`, events: events(1) }],
          [good, { ...good, stream: `${category}-b`, expectedRevision: -2, events: events(1) }],
          [{ ...good, expectedRevision: 0.5 }],
          [{ ...good, events: [{ ...twice, id: twice.id.toUpperCase() }] }],
          [{ ...good, events: [{ ...twice, type: '' }] }],
          [{ ...good, events: [{ ...twice, schema_version: 0 }] }],
        ];
        for (const appends of malformed) expect(await codeOf(append(...appends))).to.equal('VALIDATION_FAILED');
        expect(await codeOf(log.append([good], { ...metadata, actor: '' }))).to.equal('VALIDATION_FAILED');
        expect(await readAllOf(stream)).to.deep.equal([]);
      });

      it('rejects appends that are too large before anything is written', async () => {
        const stream = `${category}-a`;
        const tooLarge: NewEvent[][] = [
          events(limits.appendEventsMax + 1),
          [event(), event({ text: 'x'.repeat(limits.eventDataBytesMax) })],
          // The bound is on what is said, however little of it has to be stored.
          Array.from({ length: 6 }, () => event({ text: 'é'.repeat(limits.appendBytesMax / 12) })),
        ];
        for (const list of tooLarge) expect(await codeOf(one(stream, 'any', list))).to.equal('APPEND_TOO_LARGE');
        expect(await readAllOf(stream)).to.deep.equal([]);
        const fits = event({ text: 'x'.repeat(limits.eventDataBytesMax - 11) });
        expect(await one(stream, 'any', [fits])).to.include({ outcome: 'appended' });
      });
    });

    describe('readStream', () => {
      const stream = () => `${category}-a`;
      const revisions = async (options: Omit<Parameters<EventLog['readStream']>[1], 'limit'> & { limit?: number }) => {
        const slice = await log.readStream(stream(), { limit: 100, ...options });
        if (slice.outcome !== 'read') throw new Error(slice.outcome);
        expect(slice.lastRevision).to.equal(9);
        return slice.events.map((each) => each.revision);
      };
      beforeEach(() => one(stream(), noStream, events(10)));

      it('reads forwards', async () => {
        expect(await revisions({ direction: 'forwards' })).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect(await revisions({ direction: 'forwards', limit: 2 })).to.deep.equal([0, 1]);
        expect(await revisions({ direction: 'forwards', fromRevision: 7 })).to.deep.equal([7, 8, 9]);
        expect(await revisions({ direction: 'forwards', fromRevision: 9, limit: 1 })).to.deep.equal([9]);
      });

      it('reads backwards', async () => {
        expect(await revisions({ direction: 'backwards', limit: 3 })).to.deep.equal([9, 8, 7]);
        expect(await revisions({ direction: 'backwards', fromRevision: 2 })).to.deep.equal([2, 1, 0]);
        expect(await revisions({ direction: 'backwards', fromRevision: 0 })).to.deep.equal([0]);
      });

      it('returns no events beyond the end', async () => {
        expect(await revisions({ direction: 'forwards', fromRevision: 10 })).to.deep.equal([]);
        expect(await revisions({ direction: 'forwards', fromRevision: Number.MAX_SAFE_INTEGER })).to.deep.equal([]);
        expect(await revisions({ direction: 'backwards', fromRevision: 99, limit: 1 })).to.deep.equal([9]);
        const missing = await log.readStream(`${category}-none`, { direction: 'backwards', limit: 1 });
        expect(missing).to.deep.equal({ outcome: 'stream_not_found' });
      });

      it('rejects invalid limits and revisions', async () => {
        for (const wrong of [{ limit: 0 }, { limit: 1.5 }, { fromRevision: -1 }, { fromRevision: Number.NaN }]) {
          const read = log.readStream(stream(), { direction: 'forwards', limit: 1, ...wrong });
          expect(await codeOf(read)).to.equal('VALIDATION_FAILED');
        }
      });
    });

    describe('readAll', () => {
      let written: NewEvent[];
      beforeEach(async () => {
        written = [];
        for (let n = 0; n < 6; n += 1) {
          const list = [event({ n }, 'Tested'), event({ n }, n % 2 === 0 ? 'EvenTested' : 'OddTested')];
          await one(`${category}-${n % 3}x`, 'any', list);
          written.push(...list);
        }
      });

      it('misses no event', async () => {
        expect(await log.missingEvents()).to.deep.equal([]);
      });

      it('returns every event once, in one order, whatever the size of the pages', async () => {
        for (const pageEvents of [1, 5, 12, 1_000]) {
          const read = await readEverything(log, { after: start, filter: mine(), pageEvents });
          expect(ids(read), `pages of ${pageEvents}`).to.deep.equal(ids(written));
        }
        const read = await readEverything(log, { after: start, filter: mine() });
        expect(read.map((each) => each.position)).to.deep.equal(read.map((each) => each.position).sort());
        expect(read.every((each) => log.isPosition(each.position))).to.equal(true);
        const times = read.map((each) => Date.parse(each.recorded_at));
        expect(times).to.deep.equal([...times].sort((a, b) => a - b));
        const unfiltered = await readEverything(log, { after: start });
        expect(ids(unfiltered.filter((each) => each.stream.startsWith(category)))).to.deep.equal(ids(written));
      });

      it('continues after any event, exclusive', async () => {
        const read = await readEverything(log, { after: start, filter: mine() });
        for (const [index, { position }] of read.entries()) {
          const rest = await readEverything(log, { after: position, filter: mine() });
          expect(ids(rest)).to.deep.equal(ids(written.slice(index + 1)));
        }
      });

      it('starts before the first event at startPosition', async () => {
        const { events: first } = await log.readAll({ after: startPosition, limit: 1 });
        expect(first).to.have.lengthOf(1);
        expect((first[0] as RecordedEvent).position > startPosition).to.equal(true);
      });

      it('filters by type and by stream prefix', async () => {
        const read = async (filter: Parameters<EventLog['readAll']>[0]['filter'] & object) =>
          ids(await readEverything(log, { after: start, filter, pageEvents: 3 }));
        const wanted = (test: (index: number) => boolean) => ids(written.filter((_, index) => test(index)));
        const prefix = (n: number) => `${category}-${n}`;
        expect(await read({ streamPrefixes: [prefix(1)] })).to.deep.equal(wanted((i) => Math.floor(i / 2) % 3 === 1));
        expect(await read({ streamPrefixes: [prefix(0), prefix(2)] })).to.deep.equal(
          wanted((i) => Math.floor(i / 2) % 3 !== 1),
        );
        expect(await read({ ...mine(), types: ['Tested'] })).to.deep.equal(wanted((i) => i % 2 === 0));
        expect(await read({ ...mine(), types: ['OddTested', 'EvenTested'] })).to.deep.equal(wanted((i) => i % 2 === 1));
        expect(await read({ streamPrefixes: [prefix(0)], types: ['OddTested'] })).to.deep.equal(
          wanted((i) => i % 2 === 1 && Math.floor(i / 2) === 3),
        );
        expect(await read({ ...mine(), types: ['NeverTested'] })).to.deep.equal([]);
      });

      it('advances the position where nothing matches', async () => {
        let page = await log.readAll({ after: start, limit: 10, filter: { ...mine(), types: ['NeverTested'] } });
        while (!page.atHead) {
          expect(page.events).to.deep.equal([]);
          page = await log.readAll({ after: page.position, limit: 10, filter: { ...mine(), types: ['NeverTested'] } });
        }
        expect(page.position > start).to.equal(true);
        const rest = await log.readAll({ after: page.position, limit: 10, filter: mine() });
        expect(rest).to.deep.equal({ events: [], position: page.position, atHead: true });
      });

      it('reports the head', async () => {
        const head = await log.head();
        expect(log.isPosition(head)).to.equal(true);
        expect(await log.readAll({ after: head, limit: 10 })).to.deep.equal({
          events: [],
          position: head,
          atHead: true,
        });
        const first = await log.readAll({ after: start, limit: 1, filter: mine() });
        expect(first.atHead).to.equal(false);
        expect(first.position >= (first.events[0] as RecordedEvent).position).to.equal(true);
      });

      it('rejects invalid positions and limits', async () => {
        for (const text of ['', 'x', '-1', `${start}x`, '99999999999999999999999999999999999999999']) {
          expect(log.isPosition(text), text).to.equal(false);
          expect(await codeOf(log.readAll({ after: text as LogPosition, limit: 1 })), text).to.equal(
            'INVALID_POSITION',
          );
        }
        expect(log.isPosition(startPosition)).to.equal(true);
        expect(await codeOf(log.readAll({ after: start, limit: 0 }))).to.equal('VALIDATION_FAILED');
      });
    });

    describe('subscribe', () => {
      it('yields existing events, then new ones', async () => {
        const [early, late] = [events(5), events(4)];
        await one(`${category}-a`, 'any', early);
        const subscriber = follow(log, { after: start, filter: mine(), pageEvents: 2 });
        await until('the events that were there', () => subscriber.ids().length === 5);
        for (const each of late) await one(`${category}-b`, 'any', [each]);
        await until('the events that came', () => subscriber.ids().length === 9);
        await subscriber.stop();
        expect(subscriber.ids()).to.deep.equal(ids([...early, ...late]));
        const positions = subscriber.pages.map((page) => page.position);
        expect(positions).to.deep.equal([...positions].sort());
      });

      it('yields an empty page when it reaches the head of an empty log', async () => {
        const head = await log.head();
        const subscriber = follow(log, { after: head, filter: mine() });
        await until('a page', () => subscriber.pages.length > 0);
        expect(subscriber.pages[0]).to.deep.equal({ events: [], position: head, atHead: true });
        await subscriber.stop();
      });

      it('ends on its signal: before the start, while waiting, while a page is processed', async () => {
        const aborted = log.subscribe({ after: start, pageEvents: 1, signal: AbortSignal.abort() });
        expect(await aborted[Symbol.asyncIterator]().next()).to.deep.equal({ done: true, value: undefined });
        const waiting = follow(log, { after: start, filter: mine() });
        await until('the head', () => waiting.pages.some((page) => page.atHead));
        await waiting.stop();
        await one(`${category}-a`, 'any', events(5));
        const controller = new AbortController();
        const seen: string[] = [];
        const pages = log.subscribe({ after: start, filter: mine(), pageEvents: 1, signal: controller.signal });
        for await (const page of pages) {
          seen.push(...ids(page.events));
          if (seen.length === 2) controller.abort();
        }
        expect(seen).to.have.lengthOf(2);
      });

      it('ends when its loop is left, and continues from there', async () => {
        const list = events(6);
        await one(`${category}-a`, 'any', list);
        const seen: string[] = [];
        let after = start;
        for (let round = 0; round < 6; round += 1) {
          const { signal } = new AbortController();
          for await (const page of log.subscribe({ after, filter: mine(), pageEvents: 1, signal })) {
            seen.push(...ids(page.events));
            after = page.position;
            if (page.events.length > 0) break;
          }
        }
        expect(seen).to.deep.equal(ids(list));
      });

      it('loses no event for a slow reader, and does not slow down the writer', async () => {
        let release = (): void => undefined;
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        const subscriber = follow(log, { after: start, filter: mine(), pageEvents: 3, onPage: () => held });
        const list: NewEvent[] = [];
        for (let n = 0; n < 20; n += 1) {
          const some = events(2);
          list.push(...some);
          await one(`${category}-${n % 4}`, 'any', some);
        }
        expect(subscriber.pages.length).to.be.at.most(1);
        release();
        await until('all events', () => subscriber.ids().length === 40);
        await subscriber.stop();
        expect(subscriber.ids()).to.deep.equal(ids(list));
      });

      it('serves many subscribers while several writers append', async () => {
        const subscribers = [1, 7, 100].map((pageEvents) => follow(log, { after: start, filter: mine(), pageEvents }));
        const batches = Array.from({ length: 24 }, () => events(3));
        await Promise.all(
          [0, 1, 2, 3].map(async (writer) => {
            for (let n = writer; n < batches.length; n += 4) {
              await one(`${category}-${writer}`, 'any', batches[n] as NewEvent[]);
            }
          }),
        );
        const read = ids(await readEverything(log, { after: start, filter: mine() }));
        expect([...read].sort()).to.deep.equal(ids(batches.flat()).sort());
        for (const subscriber of subscribers) {
          await until('all events', () => subscriber.ids().length === 72);
          await subscriber.stop();
          expect(subscriber.ids()).to.deep.equal(read);
        }
      });

      it('throws errors that are not transient', async () => {
        const subscriber = follow(log, { after: 'nonsense' as LogPosition });
        expect(await codeOf(subscriber.done)).to.equal('INVALID_POSITION');
      });
    });

    it('has one id, which is no event', async () => {
      const [id, again] = await Promise.all([log.id(), log.id()]);
      expect(id).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(again).to.equal(id);
      const unfiltered = await readEverything(log, { after: startPosition });
      expect(ids(unfiltered)).to.not.include(id);
    });

    it('finds where a time begins', async () => {
      // Ahead of all that was recorded so far: a log takes no time before its newest.
      const hourMs = 3_600_000;
      const beginMs = Math.ceil(Date.now() / hourMs) * hourMs + hourMs;
      const at = (hours: number): string => new Date(beginMs + hours * hourMs).toISOString();
      for (const [n, hours] of [0, 1, 1, 2, 5, 5, 5, 9].entries()) {
        const list = Array.from({ length: 1 + (n % 3) }, (_, of) => event({ n, of }));
        await log.append(
          [{ stream: `${category}-${n % 2}`, expectedRevision: 'any', events: list }],
          metadata,
          at(hours),
        );
      }
      const all = await readEverything(log, { after: start, filter: mine() });
      for (const hours of [-1, 0, 0.5, 1, 2, 3, 5, 8.999, 9, 10]) {
        const place = await log.positionBefore(at(hours));
        expect(log.isPosition(place)).to.equal(true);
        const rest = ids(await readEverything(log, { after: place, filter: mine() }));
        const since = ids(all.filter(({ recorded_at }) => recorded_at >= at(hours)));
        expect(rest.slice(-since.length || rest.length), at(hours)).to.deep.equal(since);
        if (findsTimes) expect(rest, at(hours)).to.deep.equal(since);
      }
    });

    it('ends its subscriptions when it is closed', async () => {
      const other = await makeLog();
      const subscriber = follow(other.log, { after: await other.log.head() });
      await until('the head', () => subscriber.pages.length > 0);
      await other.log.close();
      await subscriber.done;
      await other.close();
    });
  });
};
