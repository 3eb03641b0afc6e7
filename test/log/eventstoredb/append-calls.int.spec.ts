/**
 * How many calls an append costs, counted by the server: beside one read of the head a page, one for a stream that is new or
 * whose end is remembered, two for another.
 */
import { expect } from 'chai';
import type { AppendOutcome, EventLog, StreamAppend } from '../../../src/log/event-log.js';
import { createEventStoreLog } from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { eventStoreLimits } from '../../../src/log/eventstoredb/limits.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { type StandIn, startEventStoreStandIn } from '../../support/eventstore/server.js';
import { events, metadata } from '../support.js';

const streams = 300;

describe('calls of an append to EventStoreDB', () => {
  let server: StandIn;
  let opened: EventLog[];
  const open = (): EventLog => {
    const log = createEventStoreLog({ url: server.url, runtime: systemRuntime() });
    opened.push(log);
    return log;
  };
  const page = (
    category: string,
    expectedRevision: StreamAppend['expectedRevision'] = 'any',
    count = streams,
  ): StreamAppend[] =>
    Array.from({ length: count }, (_, n) => ({ stream: `${category}-${n}`, expectedRevision, events: events(2) }));
  /** Appends, and returns the outcomes and the calls. */
  const append = async (log: EventLog, appends: readonly StreamAppend[]) => {
    const { reads, appends: sent } = server.counts;
    const outcomes = await log.append(appends, metadata);
    return { outcomes, calls: { reads: server.counts.reads - reads, appends: server.counts.appends - sent } };
  };
  const allAre = (outcomes: readonly AppendOutcome[], outcome: string, revision: number): void => {
    for (const each of outcomes) expect(each).to.include({ outcome, revision });
  };

  beforeEach(async () => {
    server = await startEventStoreStandIn({ systemEvents: false });
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((log) => log.close()));
    await server.stop();
  });

  it('is one for a stream of a first day', async () => {
    const log = open();
    for (const category of ['card', 'price']) {
      const { outcomes, calls } = await append(log, page(category));
      expect(calls).to.deep.equal({ reads: 1, appends: streams });
      allAre(outcomes, 'appended', 1);
    }
  });

  it('is one for a stream that must not exist, in any log', async () => {
    await append(open(), page('card'));
    const { outcomes, calls } = await append(open(), page('price', -1));
    expect(calls).to.deep.equal({ reads: 1, appends: streams });
    allAre(outcomes, 'appended', 1);
  });

  it('is one for a stream whose end this process remembers, expected or not', async () => {
    const log = open();
    await append(log, page('price'));
    for (const [expected, revision] of [
      ['any', 3],
      [3, 5],
    ] as const) {
      const { outcomes, calls } = await append(log, page('price', expected));
      expect(calls).to.deep.equal({ reads: 1, appends: streams });
      allAre(outcomes, 'appended', revision);
    }
  });

  it('is two for a stream of another process, and one from then on', async () => {
    await append(open(), page('price'));
    const log = open();
    const first = await append(log, page('price'));
    expect(first.calls).to.deep.equal({ reads: 1 + streams, appends: streams });
    allAre(first.outcomes, 'appended', 3);
    expect((await append(log, page('price'))).calls).to.deep.equal({ reads: 1, appends: streams });
    const expecting = await append(open(), page('price', 5));
    expect(expecting.calls).to.deep.equal({ reads: 1 + streams, appends: streams });
    allAre(expecting.outcomes, 'appended', 7);
  });

  it('is one for new streams in a log of other processes, once the first of them were found new', async () => {
    await append(open(), page('price'));
    const { outcomes, calls } = await append(open(), page('card'));
    expect(calls.appends).to.equal(streams);
    expect(calls.reads).to.be.at.most(1 + eventStoreLimits.readsAtOnceMax);
    allAre(outcomes, 'appended', 1);
  });

  it('is a third one where a stream was taken for new and is not, with the same outcome', async () => {
    const log = open();
    await append(log, page('card', 'any', 1));
    const elsewhere = page('card').slice(1);
    await append(open(), elsewhere);
    const [repeated, fresh] = [elsewhere.slice(0, 100), page('card').slice(101)];
    const { outcomes, calls } = await append(log, [...repeated, ...fresh]);
    // A repeated batch at the beginning of its stream is found there by the server.
    expect(calls).to.deep.equal({ reads: 1 + fresh.length, appends: repeated.length + 2 * fresh.length });
    allAre(outcomes.slice(0, 100), 'already_appended', 1);
    allAre(outcomes.slice(100), 'appended', 3);
    const next = page('card').map((each) => ({ ...each, stream: each.stream.replace('card-', 'card-x') }));
    expect((await append(log, next)).calls.reads, 'streams count as there again').to.be.greaterThan(1);
  });

  it('finds events anywhere in a stream that was taken for new', async () => {
    const log = open();
    await append(log, page('card', 'any', 1));
    const other = open();
    const [a, b] = [page('card', 'any', 2).slice(1), page('card', 'any', 2).slice(1)] as [
      StreamAppend[],
      StreamAppend[],
    ];
    await append(other, a);
    await append(other, b);
    expect((await append(log, b)).outcomes[0]).to.include({ outcome: 'already_appended', revision: 3 });
    const overlapping = [{ ...(a[0] as StreamAppend), events: [...(a[0] as StreamAppend).events, ...events(1)] }];
    expect((await append(log, overlapping)).outcomes[0]).to.include({ outcome: 'corrupted_idempotency' });
  });

  it('is repeated without a read when the answer is lost, and writes once', async () => {
    const log = open();
    server.break({ appends: 'end', appendsBefore: 3, appendsLeft: 1 });
    const { outcomes, calls } = await append(log, page('card', 'any', 10));
    allAre(outcomes, 'appended', 1);
    expect(calls.reads).to.equal(1);
    expect(server.store.all.filter(({ stream }) => stream.startsWith('card-'))).to.have.lengthOf(20);
  });
});
