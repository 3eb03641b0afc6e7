/** The publisher on a log in memory, with its checkpoints in Postgres and a sink that the test controls. */
import { expect } from 'chai';
import type { LogPosition } from '../../src/domain/envelope.js';
import { startPosition } from '../../src/domain/envelope.js';
import { errorCode, ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type EventLog, pages } from '../../src/log/event-log.js';
import { messageBytes, type OutgoingMessage } from '../../src/publishing/event-sink.js';
import { createInProcessSink } from '../../src/publishing/in-process/in-process-sink.js';
import { subscriberOf, topicPublishers, type PublisherDeps, topicSubscribers } from '../../src/publishing/publisher.js';
import { publishAgain } from '../../src/publishing/publish-again.js';
import { type TopicName, topics } from '../../src/publishing/topic-definitions.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { acquireLease } from '../../src/subscriptions/leases.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import type { Provenance } from '../../projections/coverage/provenance.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { createRecorder, numbers, type Recorder } from '../support/events.js';
import { createAcceleratedRuntime, until } from '../support/fake-runtime.js';
import { appendTo, onAnotherEngine, recordMarket } from '../support/logs.js';
import { assertDocumented, createRecordingSink, type RecordingSink } from '../support/messages.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { runSubscribers } from '../../src/subscriptions/subscriber.js';

const pricesCheckpoint = 'publisher_in_process_prices';
const cardsCheckpoint = 'publisher_in_process_cards';
const allTopics = topicPublishers.map(({ topic }) => topic);
const checkpointsOf = (of: readonly TopicName[]): string[] =>
  topicPublishers
    .filter(({ topic }) => of.includes(topic))
    .map((publisher) => subscriberOf({ kind: 'in_process' }, publisher));

/** Whatever is asked for, so that nothing is waited for. */
const known = async (ids: readonly string[]): Promise<Map<string, Provenance>> =>
  new Map(
    ids.map((snapshot) => [
      snapshot,
      {
        snapshot,
        source_url: 'https://example.test/prices',
        upstream_stamp: '2025-09-21T20:05:33Z',
        payload_sha256: 'ab'.repeat(32),
        parser_version: 1,
      },
    ]),
  );

describe('the publisher', () => {
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let recorder: Recorder;
  let sink: RecordingSink;
  let appended = 0;
  const started: AbortController[] = [];

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test publisher', connectionsMax: 8 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(async () => {
    await database.query('delete from subscriptions.checkpoints');
    await database.query('delete from subscriptions.leases');
    log = createMemoryLog({ runtime: systemRuntime() });
    recorder = createRecorder();
    sink = createRecordingSink();
    appended = 0;
  });
  afterEach(async () => {
    for (const controller of started.splice(0)) controller.abort();
    await log.close();
  });

  /** Appends what was recorded since the last time. */
  const append = async (): Promise<void> => {
    await appendTo(log, recorder.events.slice(appended));
    appended = recorder.events.length;
  };
  const withPages = (pageEvents: number): EventLog => ({
    ...log,
    subscribe: (options) => log.subscribe({ ...options, pageEvents }),
  });
  const start = (over: Partial<PublisherDeps> = {}) => {
    const controller = new AbortController();
    started.push(controller);
    const deps = {
      database,
      log,
      sink,
      runtime: systemRuntime(),
      logger: silentLogger,
      holder: 'test',
      signal: controller.signal,
      snapshots: known,
      ...over,
    };
    const done = runSubscribers(deps, topicSubscribers(deps), controller.signal);
    return {
      done,
      stop: async () => {
        controller.abort();
        await done;
      },
    };
  };
  const positionOf = async (checkpoint: string): Promise<LogPosition> =>
    (await readCheckpoint(database, checkpoint))?.position ?? startPosition;
  const caughtUp = async (...checkpoints: string[]): Promise<void> => {
    const head = await log.head();
    for (const each of checkpoints) await until(async () => (await positionOf(each)) >= head, `${each} at the head`);
  };
  const idsOf = (messages: readonly OutgoingMessage[], topic: TopicName): string[] =>
    messages.flatMap((each) => (each.topic === topic ? [each.headers['ce_id'] ?? ''] : []));
  const parked = () =>
    database.query<{ event_id: string; reason: string }>(
      'select event_id, reason from subscriptions.dead_letters order by position',
    );

  const publishAll = async (over: Partial<PublisherDeps> = {}): Promise<OutgoingMessage[]> => {
    const only = over.topics ?? [topics.prices, topics.cards];
    const running = start({ ...over, topics: only });
    await caughtUp(...checkpointsOf(only));
    await running.stop();
    return sink.messages;
  };

  it('publishes every price, card and collection of a market, in log order, as documented', async () => {
    recordMarket(recorder);
    await append();
    const messages = await publishAll({ topics: allTopics });
    const events = [];
    for await (const page of pages(log, { after: startPosition, pageEvents: 1_000 })) events.push(...page.events);
    const priced = ['PriceObserved', 'PriceCorrected', 'ObservationVoided', 'PriceWithdrawn', 'QuarantineReleased'];
    expect(idsOf(messages, topics.prices)).to.deep.equal(
      events.filter(({ type }) => priced.includes(type)).map(({ id }) => id),
    );
    expect(idsOf(messages, topics.cards)).to.deep.equal(
      // CardRevised and others of the market are about cards that were listed before.
      events.filter(({ stream }) => stream.startsWith('card-')).map(({ id }) => id),
    );
    expect(idsOf(messages, topics.collections)).to.deep.equal(
      events.filter(({ type }) => /^(SnapshotTaken|CollectionF.*)$/.test(type)).map(({ id }) => id),
    );
    const snapshot = messages.find(({ headers }) => headers['ce_type'] === 'tcg.SnapshotTaken.v1');
    expect(snapshot?.key).to.equal('sandbox-tcgcsv|pokemon-3170');
    // A price a key and stamp: the market's cards have three, of which the last stands.
    const current = new Map(
      messages.flatMap((each) => (each.topic === topics.currentPrices ? [[each.key, each]] : [])),
    );
    expect(current.get('pokemon-6|sandbox-tcgcsv|market|holofoil||||USD')?.value).to.contain('"market":602');
    const byId = new Map(events.map((event) => [event.id, event]));
    for (const each of messages) {
      const event = assertDocumented(each);
      const recorded = byId.get(event.id);
      expect(event).to.include({ source: '/tcg-price-ledger', time: recorded?.recorded_at });
      expect(each.headers).to.include({
        ce_ledgerposition: recorded?.position,
        ce_ledgerid: await log.id(),
        ce_simulated: 'true',
      });
    }
    expect(new Set(messages.map(({ headers }) => headers['ce_type']))).to.have.property('size', 10);
    expect(await parked()).to.deep.equal([]);
  });

  it('sends the same messages with any page size', async () => {
    recordMarket(recorder);
    await append();
    const first = [...(await publishAll())];
    for (const size of [1, 3, 7]) {
      await database.query('delete from subscriptions.checkpoints');
      sink.messages.length = 0;
      await publishAll({ log: withPages(size) });
      const sorted = (all: readonly OutgoingMessage[]) =>
        [topics.prices, topics.cards].map((topic) => all.filter((each) => each.topic === topic));
      expect(sorted(sink.messages), `pages of ${size}`).to.deep.equal(sorted(first));
    }
  });

  it('sends the card that all its events make, also those of a former process', async () => {
    const card_id = 'pokemon-1';
    recorder.record('ExternalIdMapped', { card_id, external_id: 'too early' });
    recorder.record('CardListed', { card_id, name: 'Listed' });
    recorder.record('ExternalIdMapped', { card_id, external_id: '684533' });
    recorder.record('CardWithdrawn', { card_id });
    await append();
    await publishAll();
    // Another process, which has nothing in memory.
    recorder.record('CardRevised', { card_id, name: 'Revised' });
    recorder.record('CardMerged', { card_id, merged_into: 'pokemon-2' });
    await append();
    await publishAll();
    const states = sink.messages.map(({ value, headers }) => {
      const { name, external_ids, withdrawn, withdrawn_at, merged_into } = JSON.parse(value);
      return [headers['ce_eventtype'], name, external_ids.cardmarket ?? null, withdrawn, withdrawn_at, merged_into];
    });
    const stamp = '2025-09-21T20:05:33Z';
    expect(states).to.deep.equal([
      ['CardListed', 'Listed', null, false, null, null],
      ['ExternalIdMapped', 'Listed', '684533', false, null, null],
      ['CardWithdrawn', 'Listed', '684533', true, stamp, null],
      ['CardRevised', 'Revised', '684533', false, null, null],
      ['CardMerged', 'Revised', '684533', false, null, 'pokemon-2'],
    ]);
  });

  it('starts again on a log copied to another engine, since the old positions mean nothing in it', async () => {
    recordMarket(recorder);
    await append();
    const bad = '5e8e1b0c-4a3f-4a6e-9a0e-000000000001';
    await log.append(
      [
        {
          stream: 'price-pokemon-1',
          expectedRevision: 'any',
          events: [{ id: bad, type: 'PriceObserved', schema_version: 99, data: {} }],
        },
      ],
      recorder.events[0]!.metadata,
    );
    const before = [...(await publishAll())];
    sink.messages.length = 0;
    const other = onAnotherEngine(log);
    const head = await other.head();
    const running = start({ log: other, topics: [topics.prices, topics.cards] });
    for (const each of [pricesCheckpoint, cardsCheckpoint])
      await until(async () => (await positionOf(each)) === head, each);
    await running.stop();
    for (const topic of [topics.prices, topics.cards]) {
      expect(idsOf(sink.messages, topic)).to.deep.equal(idsOf(before, topic));
    }
    expect(await readCheckpoint(database, cardsCheckpoint)).to.include({ state: 'live', error: null });
    const [found] = await database.query<{ position: string; n: number }>(
      'select min(position) as position, count(*) as n from subscriptions.dead_letters',
    );
    expect(found).to.deep.equal({ position: head, n: 1 });
  });

  it('moves its checkpoint after the acknowledgement', async () => {
    recorder.record('PriceObserved');
    await append();
    let acknowledge = (): void => undefined;
    let asked = false;
    sink.onPublish = async (_messages, take) => {
      asked = true;
      await new Promise<void>((resolve) => (acknowledge = resolve));
      take();
    };
    const running = start({ topics: [topics.prices] });
    await until(() => asked);
    expect(await positionOf(pricesCheckpoint)).to.equal(startPosition);
    acknowledge();
    await caughtUp(pricesCheckpoint);
    await running.stop();
  });

  it('parks events that cannot be decoded, with the reason, and goes on', async () => {
    recorder.record('CardListed');
    await append();
    const [bad, newer] = ['5e8e1b0c-4a3f-4a6e-9a0e-000000000001', '5e8e1b0c-4a3f-4a6e-9a0e-000000000002'];
    const metadata = recorder.events[0]!.metadata;
    const raw = (id: string, type: string, stream: string, data: Record<string, unknown>, schema_version = 1) =>
      log.append([{ stream, expectedRevision: 'any', events: [{ id, type, schema_version, data }] }], metadata);
    await raw(bad, 'CardRevised', 'card-pokemon-517045', { card_id: 'pokemon-517045' }, 98);
    await raw(newer, 'PriceObserved', 'price-pokemon-517045', {}, 99);
    recorder.record('PriceObserved');
    recorder.record('CardWithdrawn');
    await append();
    await publishAll();
    expect(sink.messages.map(({ headers }) => headers['ce_eventtype'] ?? headers['ce_type'])).to.have.members([
      'CardListed',
      'CardWithdrawn',
      'tcg.PriceObserved.v1',
    ]);
    const found = await parked();
    expect(found.map(({ event_id }) => event_id)).to.have.members([bad, newer]);
    expect(found.map(({ reason }) => reason).join())
      .to.contain('CardRevised version 98 is newer')
      .and.to.contain('PriceObserved version 99 is newer');
  });

  it('parks only the event whose message the sink refuses', async () => {
    for (let card = 1; card <= 9; card += 1) recorder.record('PriceObserved', { card_id: `pokemon-${card}` });
    await append();
    sink.onPublish = async (messages, take) => {
      if (messages.some(({ key }) => key === 'pokemon-4')) throw ledgerError('MESSAGE_REFUSED', 'too large for us');
      take();
    };
    await publishAll();
    expect(sink.messages.map(({ key }) => key)).to.deep.equal([1, 2, 3, 5, 6, 7, 8, 9].map((n) => `pokemon-${n}`));
    const found = await parked();
    expect(found.map(({ reason }) => reason)).to.deep.equal(['too large for us']);
    expect((await readCheckpoint(database, pricesCheckpoint))?.events).to.equal(8);
  });

  it('cuts a page into batches that brokers accept', async () => {
    const attributes = { CardText: 'x'.repeat(60_000) };
    for (let card = 1; card <= 40; card += 1) recorder.record('CardListed', { card_id: `pokemon-${card}`, attributes });
    await append();
    const sizes: number[] = [];
    sink.onPublish = async (messages, take) => {
      sizes.push(messages.reduce((sum, each) => sum + messageBytes(each), 0));
      take();
    };
    await publishAll();
    expect(Math.max(...sizes))
      .to.be.at.most(limits.publishBatchBytesMax)
      .and.greaterThan(limits.publishBatchBytesMax / 2);
    expect(sink.messages).to.have.length(40);
  });

  it('waits out an unavailable broker, is shown as stopped, and loses nothing', async () => {
    for (let card = 1; card <= 5; card += 1) recorder.record('PriceObserved', { card_id: `pokemon-${card}` });
    await append();
    let away = true;
    sink.onPublish = async (_messages, take) => {
      if (away) throw ledgerError('BROKER_UNAVAILABLE', 'connect ECONNREFUSED');
      take();
    };
    // Leases live in real time: only what this waits for is hurried.
    const hurried = createAcceleratedRuntime(50);
    const real = systemRuntime();
    const sleep = (ms: number, signal?: AbortSignal) => (ms < limits.leaseRenewMs ? hurried : real).sleep(ms, signal);
    const runtime = { ...real, sleep };
    const running = start({ topics: [topics.prices], runtime: { ...runtime, random: () => 0 } });
    await until(
      async () => (await readCheckpoint(database, pricesCheckpoint))?.state === 'stopped',
      'the mark of a stop',
    );
    expect((await readCheckpoint(database, pricesCheckpoint))?.error).to.contain('ECONNREFUSED');
    away = false;
    await caughtUp(pricesCheckpoint);
    expect(await readCheckpoint(database, pricesCheckpoint)).to.include({ state: 'live', error: null });
    await running.stop();
    expect(sink.messages.map(({ key }) => key)).to.deep.equal([1, 2, 3, 4, 5].map((n) => `pokemon-${n}`));
  });

  it('sends and moves nothing once another instance holds the lease, and is not shown as stopped', async () => {
    recorder.record('PriceObserved');
    await append();
    let asked = 0;
    let goOn = (): void => undefined;
    sink.onPublish = async (_messages, take) => {
      asked += 1;
      if (asked === 1) await new Promise<void>((resolve) => (goOn = resolve));
      take();
    };
    const warned: string[] = [];
    const logger = { ...silentLogger, warn: (_text: string, { reason }: { reason: string }) => warned.push(reason) };
    const running = start({ topics: [topics.prices], logger: logger as unknown as typeof silentLogger });
    await until(() => asked === 1);
    const other = await acquireLease({
      database,
      runtime: systemRuntime(),
      name: pricesCheckpoint,
      holder: 'other',
      seize: true,
    });
    expect(other?.token).to.equal(2);
    await database.query('update subscriptions.checkpoints set fence = 2 where subscriber = $1', [pricesCheckpoint]);
    goOn();
    // The batch comes back acknowledged, and the fence refuses what should follow.
    await until(() => warned.some((reason) => /by another instance|taken over|released/.test(reason)), 'the refusal');
    expect(await readCheckpoint(database, pricesCheckpoint)).to.include({ position: startPosition, state: 'live' });
    expect(asked).to.equal(1);
    await other?.release();
    await caughtUp(pricesCheckpoint);
    await running.stop();
    // Once by the new holding; what was asked before it may have come too.
    expect(new Set(idsOf(sink.messages, topics.prices))).to.have.property('size', 1);
  });

  for (const more of [true, false]) {
    it(`ends with the newest state of a card when a former holder's page arrives late${more ? '' : ' and no event follows'}`, async () => {
      const bounds = limits as { rewindCheckMs: number };
      const usual = bounds.rewindCheckMs;
      bounds.rewindCheckMs = 50;
      try {
        const card_id = 'pokemon-1';
        recorder.record('CardListed', { card_id, name: 'Old' });
        await append();
        let arrive = (): void => undefined;
        let look = (): void => undefined;
        let asked = 0;
        sink.onPublish = async (messages, take, options) => {
          asked += 1;
          if (asked > 1) {
            take();
            return;
          }
          // It has looked at its lease, and is paused before it writes.
          look = () => options?.beforeSend?.();
          look();
          await new Promise<void>((resolve) => (arrive = resolve));
          sink.messages.push(...messages);
        };
        const both = ['one', 'other'].map((holder) => start({ topics: [topics.cards], holder }));
        await until(() => asked === 1);
        await database.query(`update subscriptions.leases set expires_at = '-infinity'`);
        await until(() => sink.messages.length === 1, 'the other');
        recorder.record('CardRevised', { card_id, name: 'New' });
        await append();
        await caughtUp(cardsCheckpoint);
        const names = (): string[] => sink.messages.map(({ value }) => (JSON.parse(value) as { name: string }).name);
        expect(names()).to.deep.equal(['Old', 'New']);
        const isLost = (): boolean => {
          try {
            look();
            return false;
          } catch {
            return true;
          }
        };
        // With more to come it wakes before it knows of its loss, else after.
        if (!more) await until(isLost);
        arrive();
        await until(() => names().length === 3);
        if (more) {
          recorder.record('CardListed', { card_id: 'pokemon-2', name: 'Another' });
          await append();
        }
        const newest = (key: string) => sink.messages.findLast((each) => each.key === key)?.value ?? '{}';
        await until(() => names().length > 4 && JSON.parse(newest(card_id)).name === 'New', 'the card as it is');
        await caughtUp(cardsCheckpoint);
        await Promise.all(both.map((each) => each.stop()));
        expect(JSON.parse(newest(card_id)).name).to.equal('New');
      } finally {
        bounds.rewindCheckMs = usual;
      }
    });
  }

  it('ends in time while the sink hangs', async () => {
    recorder.record('PriceObserved');
    await append();
    let asked = false;
    sink.onPublish = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    const running = start({ topics: [topics.prices] });
    await until(() => asked);
    const from = performance.now();
    await running.stop();
    expect(performance.now() - from).to.be.within(limits.publishDrainMs - 50, limits.publishDrainMs + 4_000);
    expect(await positionOf(pricesCheckpoint)).to.equal(startPosition);
  });

  it('publishes a topic again from a position while it runs, and goes on', async () => {
    const bounds = limits as { rewindCheckMs: number };
    const usual = bounds.rewindCheckMs;
    bounds.rewindCheckMs = 50;
    try {
      for (let n = 1; n <= 6; n += 1) recorder.record('PriceObserved', { card_id: `pokemon-${n}`, ...numbers(n) });
      await append();
      const only = [topics.prices, topics.currentPrices];
      const running = start({ topics: only });
      await caughtUp(...checkpointsOf(only));
      const before = [...sink.messages];
      const { events } = await log.readAll({ after: startPosition, limit: 10 });
      const from = String(events[3]?.position);
      for (const topic of only) {
        sink.messages.length = 0;
        const was = await log.head();
        expect(await publishAgain({ database, log, sink }, topic, from)).to.deep.include({ topic, from, was });
        const expected = before.filter((each) => each.topic === topic).slice(4);
        await until(() => sink.messages.length >= expected.length, 'what is sent again');
        expect(sink.messages).to.deep.equal(expected);
        await caughtUp(...checkpointsOf([topic]));
      }
      sink.messages.length = 0;
      recorder.record('PriceObserved', { card_id: 'pokemon-7', ...numbers(7) });
      await append();
      await caughtUp(...checkpointsOf(only));
      await running.stop();
      expect(sink.messages).to.have.length(2);
    } finally {
      bounds.rewindCheckMs = usual;
    }
  });

  it('skips nothing when it dies while it publishes again', async () => {
    for (let card = 1; card <= 5; card += 1) recorder.record('PriceObserved', { card_id: `pokemon-${card}` });
    await append();
    const only = [topics.prices];
    const log = withPages(2);
    await publishAll({ topics: only, log });
    const before = [...sink.messages];
    await publishAgain({ database, log, sink }, topics.prices, startPosition);
    let batches = 0;
    // The second page of what is sent again is never acknowledged.
    sink.onPublish = (_messages, take) => {
      batches += 1;
      if (batches === 1) take();
      return batches === 1 ? Promise.resolve() : new Promise(() => undefined);
    };
    sink.messages.length = 0;
    const dying = start({ topics: only, log });
    await until(() => batches === 2);
    await dying.stop();
    expect(sink.messages).to.deep.equal(before.slice(0, 2));
    sink.onPublish = async (_messages, take) => take();
    sink.messages.length = 0;
    await publishAll({ topics: only, log });
    expect(sink.messages).to.deep.equal(before.slice(2));
  });

  it('publishes everything again, what was parked too, by one that starts later', async () => {
    for (let card = 1; card <= 3; card += 1) recorder.record('PriceObserved', { card_id: `pokemon-${card}` });
    await append();
    sink.onPublish = async (messages, take) => {
      if (messages.some(({ key }) => key === 'pokemon-2')) throw ledgerError('MESSAGE_REFUSED', 'too large for us');
      take();
    };
    await publishAll({ topics: [topics.prices] });
    expect(await parked()).to.have.length(1);
    sink.messages.length = 0;
    sink.onPublish = async (_messages, take) => take();
    await publishAgain({ database, log, sink }, topics.prices, startPosition);
    expect(await positionOf(pricesCheckpoint)).to.equal(startPosition);
    await publishAll({ topics: [topics.prices] });
    expect(sink.messages.map(({ key }) => key)).to.deep.equal(['pokemon-1', 'pokemon-2', 'pokemon-3']);
    expect(await parked()).to.deep.equal([]);
    // Nothing to repeat: the checkpoint is not moved forward.
    await publishAgain({ database, log, sink }, topics.prices, '0000000000000001');
    await publishAgain({ database, log, sink }, topics.prices, '0000000000000002');
    expect(await positionOf(pricesCheckpoint)).to.equal('0000000000000001');
  });

  it('does not publish again what it does not publish, nor from what is no position', async () => {
    recorder.record('PriceObserved');
    await append();
    await publishAll();
    const refused = (topic: string, from: string) =>
      publishAgain({ database, log, sink }, topic, from).then(
        () => null,
        (error: unknown) => [errorCode(error), (error as Error).message],
      );
    expect(await refused('tcg.price.v1', '0')).to.deep.equal([
      'VALIDATION_FAILED',
      `topic: expected one of ${allTopics.join(', ')}, got "tcg.price.v1"`,
    ]);
    expect((await refused(topics.prices, 'x'))?.[0]).to.equal('INVALID_POSITION');
    expect((await refused(topics.prices, `0@${uuidFromName('other')}`))?.[0]).to.equal('OTHER_LEDGER');
    expect((await refused(topics.prices, '0000000000000099'))?.[1]).to.contain(
      'beyond the head of the log, 0000000000000001',
    );
    expect((await refused(topics.collections, '0'))?.[0]).to.equal('SUBSCRIBER_UNKNOWN');
  });

  it('follows only topics that the sink wants, with a checkpoint for each kind of sink', async () => {
    recordMarket(recorder);
    await append();
    const bus = createInProcessSink();
    const got: string[] = [];
    bus.subscribe(topics.cards, ({ key }) => void got.push(key));
    const running = start({ sink: bus });
    await caughtUp(cardsCheckpoint);
    await running.stop();
    await bus.close();
    expect(got).to.not.be.empty;
    expect(await readCheckpoint(database, pricesCheckpoint)).to.equal(undefined);
    expect(topicPublishers.map((publisher) => subscriberOf({ kind: 'kafka' }, publisher))).to.deep.equal([
      'publisher_kafka_alerts',
      'publisher_kafka_cards',
      'publisher_kafka_prices',
      'publisher_kafka_current_prices',
      'publisher_kafka_collections',
    ]);
  });

  it('sends the configured ce_source', async () => {
    recorder.record('PriceObserved');
    await append();
    await publishAll({ source: 'https://ledger.example/' });
    expect(sink.messages[0]?.headers['ce_source']).to.equal('https://ledger.example/');
  });
});
