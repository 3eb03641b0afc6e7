/**
 * Random histories against a model of a list and a map: the log answers and reads as the model does, for valid and invalid
 * appends. fast-check prints seed and path of a failure, and the shortest history that shows it.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { LogPosition, NewEvent } from '../../src/domain/envelope.js';
import type { EventFilter, EventLog, StreamAppend } from '../../src/log/event-log.js';
import { createEventStoreLog } from '../../src/log/eventstoredb/eventstoredb-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { openDatabase } from '../../src/postgres/database.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { checkProperty } from '../support/check-property.js';
import { startEventStoreStandIn } from '../support/eventstore/server.js';
import { freshDatabase } from '../support/postgres.js';
import { until } from '../support/wait-for.js';
import { event, follow, metadata, newCategory, readEverything, type Subscriber } from './support.js';

interface Model {
  /** Events by stream, and all in the order of the log. */
  readonly streams: Map<string, NewEvent[]>;
  readonly all: { readonly stream: string; readonly event: NewEvent }[];
  /** Batches sent so far, refused ones too. */
  readonly sent: { readonly stream: string; readonly events: readonly NewEvent[] }[];
  /** Whether an id stands once in the log, or once in a stream. */
  readonly idsAreUniqueInLog: boolean;
}
interface Real {
  readonly log: EventLog;
  readonly category: string;
  readonly start: LogPosition;
  subscriber: Subscriber | null;
  /** How much of the log there was when the subscriber came. */
  from: number;
}
type Command = fc.AsyncCommand<Model, Real>;

const types = ['Tested', 'OtherTested'];
const ids = (list: readonly { readonly id: string }[]): string[] => list.map((each) => each.id);

type Expectation = 'right' | 'stale' | 'ahead' | 'any' | 'none';
type Source = 'fresh' | 'again' | 'overlapping' | 'shuffled' | 'elsewhere';
interface Part {
  readonly stream: number;
  readonly expectation: Expectation;
  readonly source: Source;
  readonly count: number;
  readonly pick: number;
}

const revisionOf = (expectation: Expectation, head: number): StreamAppend['expectedRevision'] => {
  if (expectation === 'any') return 'any';
  if (expectation === 'none') return -1;
  if (expectation === 'ahead') return head + 1;
  return expectation === 'right' ? head : Math.max(-1, head - 2);
};

/** Makes the append that `part` describes, in the state of the model. */
const makeAppend = (model: Model, category: string, part: Part): StreamAppend => {
  const { pick, source, count } = part;
  const fresh = Array.from({ length: count }, (_, n) => event({ n, same: 1 }, types[(pick + n) % 2]));
  const batch = model.sent.length === 0 ? undefined : model.sent[pick % model.sent.length];
  const name = `${category}-${part.stream}`;
  const stream = batch === undefined || source === 'fresh' || source === 'elsewhere' ? name : batch.stream;
  const known = batch?.events ?? [];
  const events = {
    fresh,
    again: known,
    overlapping: [...known.slice(-1), ...fresh],
    shuffled: [...known].reverse(),
    elsewhere: known,
  }[source];
  // The retry of a batch has the expectation it was first sent with.
  const first = model.streams.get(stream)?.findIndex((each) => each.id === events[0]?.id) ?? -1;
  const head = (model.streams.get(stream)?.length ?? 0) - 1;
  const isRetry = source === 'again' && part.expectation === 'right' && first >= 0;
  return {
    stream,
    expectedRevision: isRetry ? first - 1 : revisionOf(part.expectation, head),
    events: events.length > 0 ? events : fresh,
  };
};

/** What the model says of an append; appends to the model when it is accepted. */
const applyToModel = (model: Model, { stream, expectedRevision, events }: StreamAppend): object => {
  const list = model.streams.get(stream) ?? [];
  const compared = model.idsAreUniqueInLog ? model.all.map((each) => each.event) : list;
  const existing = events.filter((each) => compared.some((known) => known.id === each.id));
  if (existing.length === 0) {
    const actual = list.length - 1;
    if (expectedRevision !== 'any' && expectedRevision !== actual) {
      return { outcome: 'wrong_expected_revision', stream, expected: expectedRevision, actual };
    }
    model.streams.set(stream, [...list, ...events]);
    model.all.push(...events.map((each) => ({ stream, event: each })));
    return { outcome: 'appended', stream, revision: actual + events.length };
  }
  const at = list.findIndex((each) => each.id === events[0]?.id);
  const same = ids(list.slice(at, at + events.length)).join() === ids(events).join();
  if (at >= 0 && same && (expectedRevision === 'any' || expectedRevision === at - 1)) {
    return { outcome: 'already_appended', stream, revision: at + events.length - 1 };
  }
  return { outcome: 'corrupted_idempotency', stream, existing: ids(existing) };
};

const appendCommand = (parts: readonly Part[]): Command => ({
  check: () => true,
  async run(model, real) {
    const appends: StreamAppend[] = [];
    for (const part of parts) {
      const made = makeAppend(model, real.category, part);
      const taken = new Set(appends.flatMap((each) => ids(each.events)));
      if (appends.some((each) => each.stream === made.stream) || made.events.some((each) => taken.has(each.id)))
        continue;
      appends.push(made);
    }
    // Ids are looked up before the call: an event that the same call appends to another stream is not there yet.
    const expected = appends.map((append) => applyToModel(model, append));
    model.sent.push(...appends.map(({ stream, events }) => ({ stream, events })));
    const found = await real.log.append(appends, metadata);
    for (const [index, outcome] of found.entries()) {
      expect(outcome).to.deep.include(expected[index]);
      if (!('position' in outcome)) continue;
      const slice = await real.log.readStream(outcome.stream, {
        direction: 'forwards',
        fromRevision: outcome.revision,
        limit: 1,
      });
      expect(slice.outcome === 'read' && slice.events[0]?.position).to.equal(outcome.position);
    }
  },
  toString: () => `append(${parts.map((part) => JSON.stringify(part)).join(', ')})`,
});

const readAllCommand = (options: { pageEvents: number; type: number | null; stream: number | null }): Command => ({
  check: () => true,
  async run(model, real) {
    const { type, stream, pageEvents } = options;
    const prefix = stream === null ? `${real.category}-` : `${real.category}-${stream}`;
    const filter: EventFilter = {
      streamPrefixes: [prefix],
      ...(type === null ? {} : { types: [types[type] as string] }),
    };
    const read = await readEverything(real.log, { after: real.start, filter, pageEvents });
    const wanted = model.all.filter(
      (each) => each.stream.startsWith(prefix) && (type === null || each.event.type === types[type]),
    );
    expect(ids(read)).to.deep.equal(wanted.map((each) => each.event.id));
  },
  toString: () => `readAll(${JSON.stringify(options)})`,
});

const readStreamCommand = (options: { stream: number; from: number; limit: number; backwards: boolean }): Command => ({
  check: () => true,
  async run(model, real) {
    const { from, limit, backwards } = options;
    const name = `${real.category}-${options.stream}`;
    const list = model.streams.get(name);
    const slice = await real.log.readStream(name, {
      direction: backwards ? 'backwards' : 'forwards',
      fromRevision: from,
      limit,
    });
    if (list === undefined) {
      expect(slice).to.deep.equal({ outcome: 'stream_not_found' });
      return;
    }
    const wanted = backwards ? list.slice(0, from + 1).reverse() : list.slice(from);
    if (slice.outcome !== 'read') throw new Error('the stream exists');
    expect(slice.lastRevision).to.equal(list.length - 1);
    expect(slice.events.map(({ id, data }) => ({ id, data }))).to.deep.equal(
      wanted.slice(0, limit).map(({ id, data }) => ({ id, data })),
    );
  },
  toString: () => `readStream(${JSON.stringify(options)})`,
});

const stopSubscriber = async (model: Model, real: Real): Promise<void> => {
  const { subscriber } = real;
  if (subscriber === null) return;
  real.subscriber = null;
  const wanted = model.all.slice(real.from).map((each) => each.event.id);
  await until('all events since the subscription', () => subscriber.ids().length >= wanted.length);
  await subscriber.stop();
  expect(subscriber.ids()).to.deep.equal(wanted);
};

const subscribeCommand = (pageEvents: number): Command => ({
  check: () => true,
  async run(model, real) {
    await stopSubscriber(model, real);
    real.from = model.all.length;
    const filter = { streamPrefixes: [`${real.category}-`] };
    real.subscriber = follow(real.log, { after: await real.log.head(), filter, pageEvents });
  },
  toString: () => `subscribe(${pageEvents})`,
});

const stopCommand: Command = { check: () => true, run: stopSubscriber, toString: () => 'stop' };

const part = fc.record<Part>({
  stream: fc.nat(3),
  expectation: fc.constantFrom('right', 'right', 'stale', 'ahead', 'any', 'none'),
  source: fc.constantFrom('fresh', 'fresh', 'again', 'overlapping', 'shuffled', 'elsewhere'),
  count: fc.integer({ min: 1, max: 4 }),
  pick: fc.nat(50),
});
const commands = fc.commands(
  [
    fc.array(part, { minLength: 1, maxLength: 3 }).map(appendCommand),
    fc
      .record({
        pageEvents: fc.constantFrom(1, 3, 1_000),
        type: fc.option(fc.nat(1)),
        stream: fc.option(fc.nat(3)),
      })
      .map(readAllCommand),
    fc
      .record({ stream: fc.nat(3), from: fc.nat(12), limit: fc.integer({ min: 1, max: 9 }), backwards: fc.boolean() })
      .map(readStreamCommand),
    fc.constantFrom(1, 2, 50).map(subscribeCommand),
    fc.constant(stopCommand),
  ],
  { maxCommands: 25 },
);

const runModel = async (log: EventLog, numRuns: number, idsAreUniqueInLog = true): Promise<void> => {
  await checkProperty(
    fc.asyncProperty(commands, async (history) => {
      const model: Model = { streams: new Map(), all: [], sent: [], idsAreUniqueInLog };
      const real: Real = { log, category: newCategory(), start: await log.head(), subscriber: null, from: 0 };
      try {
        await fc.asyncModelRun(() => ({ model, real }), history);
        await stopSubscriber(model, real);
      } finally {
        await real.subscriber?.stop();
      }
    }),
    numRuns,
  );
};

describe('event log: random histories against a model', () => {
  it('in memory', async () => {
    const log = createMemoryLog({ runtime: systemRuntime() });
    await runModel(log, 150);
    await log.close();
  });

  it('on Postgres', async () => {
    const fresh = await freshDatabase();
    const database = openDatabase({ url: fresh.url, application: 'model' });
    const log = createPostgresLog({ database, runtime: systemRuntime() });
    try {
      await runModel(log, 25);
    } finally {
      await log.close();
      await database.close();
      await fresh.drop();
    }
  });

  it('on Postgres, by two processes in turn', async () => {
    const fresh = await freshDatabase();
    const database = openDatabase({ url: fresh.url, application: 'model' });
    const [log, other] = [0, 1].map(() => createPostgresLog({ database, runtime: systemRuntime() })) as [
      EventLog,
      EventLog,
    ];
    let appends = 0;
    const taken: EventLog = { ...log, append: (...call) => ((appends += 1) % 3 === 0 ? other : log).append(...call) };
    try {
      await runModel(taken, 25);
    } finally {
      await Promise.all([log.close(), other.close()]);
      await database.close();
      await fresh.drop();
    }
  });

  it('on the EventStoreDB stand-in', async () => {
    const server = await startEventStoreStandIn();
    const log = createEventStoreLog({ url: server.url, runtime: systemRuntime() });
    try {
      await runModel(log, 25, false);
    } finally {
      await log.close();
      await server.stop();
    }
  });

  it('on the EventStoreDB stand-in, each append by a new process', async () => {
    const server = await startEventStoreStandIn();
    const open = () => createEventStoreLog({ url: server.url, runtime: systemRuntime() });
    const log = open();
    const forgetful: EventLog = {
      ...log,
      append: async (appends, shared) => {
        server.store.forgetCache();
        const fresh = open();
        return fresh.append(appends, shared).finally(() => fresh.close());
      },
    };
    try {
      await runModel(forgetful, 25, false);
    } finally {
      await log.close();
      await server.stop();
    }
  });
});
