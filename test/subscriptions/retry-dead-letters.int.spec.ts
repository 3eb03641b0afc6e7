/**
 * Goal: a dead letter is retried through the subscriber that parked it, with the result of an event that was never
 * parked; one that fails again is kept. Method: a read model, two topics and the alerter on logs in memory, each with an
 * event that cannot be processed at first, and with later events that were.
 */
import { expect } from 'chai';
import { alerterSubscriber } from '../../src/alerting/alerter.js';
import { createAlert } from '../../src/alerting/commands.js';
import { verifyFirings } from '../../src/alerting/verify-firings.js';
import { errorCode, ledgerError } from '../../src/base/errors.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import type { EventData } from '../../src/domain/events.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { createProjector } from '../../src/projecting/projector.js';
import type { Provenance } from '../../projections/coverage/provenance.js';
import { topicSubscribers } from '../../src/publishing/publisher.js';
import { type TopicName, topics } from '../../src/publishing/topic-definitions.js';
import { catchUpTo } from '../../src/subscriptions/catch-up.js';
import { raiseFence, readCheckpoint, subscriberStatuses } from '../../src/subscriptions/checkpoints.js';
import { readDeadLetters } from '../../src/subscriptions/dead-letters.js';
import { acquireLease } from '../../src/subscriptions/leases.js';
import { retryDeadLetters, type RetryResult } from '../../src/subscriptions/retry-dead-letters.js';
import type { Subscriber, SubscriberDeps } from '../../src/subscriptions/subscriber.js';
import { allEvents } from '../support/alerter.js';
import { noon } from '../support/alerts.js';
import { createRecorder, numbers, observation, type Recorder } from '../support/events.js';
import { createAcceleratedRuntime, until } from '../support/fake-runtime.js';
import { appendTo } from '../support/logs.js';
import { createRecordingSink, type RecordingSink } from '../support/messages.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { createTally, recordMerges, tallied } from '../support/tally.js';

/** The log as code reads it to which the event with `id` is too new. */
const withNewerEvent = (log: EventLog, id: string): EventLog => {
  const newer = (event: RecordedEvent): RecordedEvent => (event.id === id ? { ...event, schema_version: 99 } : event);
  return {
    ...log,
    async readAll(options) {
      const page = await log.readAll(options);
      return { ...page, events: page.events.map(newer) };
    },
    async readStream(stream, options) {
      const slice = await log.readStream(stream, options);
      return slice.outcome === 'read' ? { ...slice, events: slice.events.map(newer) } : slice;
    },
  };
};

describe('a retried dead letter', () => {
  const { signal } = new AbortController();
  const runtime = createAcceleratedRuntime(20);
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let recorder: Recorder;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test retry', connectionsMax: 8 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(async () => {
    await database.query('drop schema if exists tally, tally_next cascade');
    await database.query('delete from subscriptions.checkpoints');
    await database.query('delete from subscriptions.leases');
    log = createMemoryLog({ runtime: systemRuntime() });
    recorder = createRecorder();
  });
  afterEach(() => log.close());

  const deps = (over: Partial<SubscriberDeps> = {}): SubscriberDeps => ({
    database,
    log,
    runtime,
    logger: silentLogger,
    holder: 'operator',
    ...over,
  });
  const process = async (subscriber: Subscriber, on: SubscriberDeps = deps()): Promise<void> =>
    catchUpTo(on, subscriber, await log.head(), signal);
  const retry = async (subscriber: Subscriber, on: SubscriberDeps = deps()): Promise<RetryResult[]> =>
    retryDeadLetters(on, subscriber, await readDeadLetters(database, { subscriber: subscriber.name }), signal);
  const outcomes = (results: readonly RetryResult[]) => results.map(({ outcome }) => outcome);
  const append = (): Promise<void> => appendTo(log, recorder.events);
  const letters = () => readDeadLetters(database);

  describe('of a read model', () => {
    const poisonedCard = 'pokemon-3';
    let mended: boolean;
    let reason: string;

    const setUp = async () => {
      mended = false;
      reason = 'cannot fold it';
      const tally = createTally();
      tally.onFold = (_client, events) => {
        const isPoison = events.some(({ type, data }) => type === 'CardMerged' && data.card_id === poisonedCard);
        if (isPoison && !mended) throw new Error(reason);
      };
      recordMerges(recorder, 5);
      await append();
      const projector = createProjector({ ...deps(), projections: [tally.projection] });
      await projector.prepare();
      await projector.catchUp();
      expect(await tallied(database)).to.deep.equal([1, 2, 4, 5]);
      expect(await letters()).to.have.length(1);
      return { projector, subscriber: projector.subscriber('tally') };
    };

    it('is folded in its place', async () => {
      const { subscriber } = await setUp();
      mended = true;
      expect(outcomes(await retry(subscriber))).to.deep.equal(['processed']);
      const rows = await database.query<{ card_id: string }>('select card_id from tally.entries');
      expect(rows.map(({ card_id }) => card_id)).to.deep.equal([1, 2, 3, 4, 5].map((n) => `pokemon-${n}`));
      expect(await letters()).to.deep.equal([]);
      expect(await readCheckpoint(database, 'tally')).to.include({ state: 'live', events: 5 });
    });

    it('is kept with the new reason if it still cannot be folded; the live rows stand', async () => {
      const { subscriber } = await setUp();
      const [before] = await letters();
      reason = 'still cannot fold it';
      const [result] = await retry(subscriber);
      expect(result).to.include({ outcome: 'failed', event_id: recorder.events[2]?.id });
      const [after] = await letters();
      for (const text of [result?.reason, after?.reason]) expect(text).to.contain('still cannot fold it');
      expect(after).to.include({ attempts: 2, parked_at: before?.parked_at });
      expect(await tallied(database)).to.deep.equal([1, 2, 4, 5]);
      expect((await subscriberStatuses(database)).find(({ subscriber: name }) => name === 'tally')).to.include({
        state: 'live',
        dead_letters: 1,
        holder: null,
      });
    });

    it('is retried beside a running service, which goes on afterwards', async () => {
      const { projector, subscriber } = await setUp();
      const stop = new AbortController();
      const running = projector.run(stop.signal);
      await until(
        async () => (await subscriberStatuses(database)).some(({ holder }) => holder !== null),
        'the service',
      );
      mended = true;
      expect(outcomes(await retry(subscriber, deps({ holder: 'another' })))).to.deep.equal(['processed']);
      const more = createRecorder();
      recordMerges(more, 6);
      await appendTo(
        log,
        more.events.slice(5).map((event) => ({ ...event, id: systemRuntime().uuid() })),
      );
      await until(async () => (await tallied(database)).length === 6, 'the service');
      stop.abort();
      await running;
      expect(await tallied(database)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    });
  });

  describe('of a topic', () => {
    let sink: RecordingSink;
    let refused: string | null;

    beforeEach(() => {
      sink = createRecordingSink();
      refused = null;
      sink.onPublish = async (messages, take) => {
        const isRefused = messages.some(({ headers }) => headers['ce_id'] === refused);
        if (isRefused) throw ledgerError('MESSAGE_REFUSED', 'too large');
        take();
      };
    });
    const topic = (name: TopicName, on: SubscriberDeps = deps()): Subscriber => {
      const known = (snapshot: string): Provenance => ({
        snapshot,
        source_url: 'https://example.test/prices',
        upstream_stamp: '2025-09-21T20:05:33Z',
        payload_sha256: 'ab'.repeat(32),
        parser_version: 1,
      });
      const snapshots = async (ids: readonly string[]) => new Map(ids.map((id) => [id, known(id)]));
      const [subscriber] = topicSubscribers({ ...on, sink, signal, topics: [name], snapshots });
      return subscriber as Subscriber;
    };
    const ids = () => sink.messages.map(({ headers }) => headers['ce_id']);

    /** Prices of two cards in turn; the second of the first card is refused. */
    const setUp = async () => {
      for (let day = 1; day <= 6; day += 1) recorder.record('PriceObserved', { card_id: `pokemon-${(day % 2) + 1}` });
      await append();
      refused = recorder.events[2]?.id ?? '';
      await process(topic(topics.prices));
      expect(ids()).to.deep.equal([0, 1, 3, 4, 5].map((at) => recorder.events[at]?.id));
      sink.messages.length = 0;
      return { position: (await readCheckpoint(database, topic(topics.prices).name))?.position };
    };

    it('is sent with those after it in its stream, in order; the checkpoint stays', async () => {
      const { position } = await setUp();
      refused = null;
      expect(outcomes(await retry(topic(topics.prices)))).to.deep.equal(['processed']);
      expect(ids()).to.deep.equal([2, 4].map((at) => recorder.events[at]?.id));
      expect(await letters()).to.deep.equal([]);
      expect(await readCheckpoint(database, topic(topics.prices).name)).to.include({ position, events: 6 });
    });

    it('is kept if it is refused again', async () => {
      const { position } = await setUp();
      const [result] = await retry(topic(topics.prices));
      expect(result).to.include({ outcome: 'failed', reason: 'too large' });
      expect((await letters()).map(({ attempts, event_id }) => [attempts, event_id])).to.deep.equal([[2, refused]]);
      expect(await readCheckpoint(database, topic(topics.prices).name)).to.include({ position });
    });

    it('is not sent by a holder that lost its lease', async () => {
      await setUp();
      refused = null;
      const subscriber = topic(topics.prices);
      const failed = await retryDeadLetters(
        deps(),
        {
          ...subscriber,
          start: async (holding) => {
            const started = await subscriber.start(holding);
            const thief = await acquireLease({
              database,
              runtime,
              name: subscriber.name,
              holder: 'thief',
              seize: true,
            });
            await raiseFence(database, subscriber.name, thief?.token ?? 0);
            await thief?.release();
            return started;
          },
        },
        await letters(),
        signal,
      ).then(
        () => null,
        (error: unknown) => error,
      );
      expect(errorCode(failed)).to.equal('LEASE_LOST');
      expect(await letters()).to.have.length(1);
    });

    it('of a compacted topic ends with the newest state of its card, the event included', async () => {
      const card_id = 'pokemon-1';
      recorder.record('CardListed', { card_id, name: 'Old' });
      recorder.record('ExternalIdMapped', { card_id, system: 'cardmarket', external_id: '684533' });
      recorder.record('CardRevised', { card_id, name: 'New' });
      recorder.record('CardListed', { card_id: 'pokemon-2', name: 'Another' });
      await append();
      const old = deps({ log: withNewerEvent(log, recorder.events[1]?.id ?? '') });
      await process(topic(topics.cards, old), old);
      const newest = () => {
        const { value = '{}' } = sink.messages.findLast(({ key }) => key === card_id) ?? {};
        const { name, external_ids } = JSON.parse(value) as { name: string; external_ids: object };
        return { name, external_ids };
      };
      expect(newest()).to.deep.equal({ name: 'New', external_ids: {} });
      expect(outcomes(await retry(topic(topics.cards)))).to.deep.equal(['processed']);
      expect(newest()).to.deep.equal({ name: 'New', external_ids: { cardmarket: '684533' } });
      expect(sink.messages.filter(({ key }) => key === 'pokemon-2')).to.have.length(1);
    });
  });

  describe('of the alerter', () => {
    beforeEach(async () => {
      await database.query(`update alerting.progress set decided_up_to = '0', silent_up_to = '0'`);
      for (const table of ['cards', 'keys', 'points', 'alerts', 'watches', 'merges']) {
        await database.query(`truncate alerting.${table}`);
      }
    });
    const see = async (market: number, on: number): Promise<RecordedEvent> => {
      const price = { card_id: 'pokemon-1', ...numbers(market), effective_at: noon(on) };
      const event = { ...recorder.record('PriceObserved', observation(price)), id: systemRuntime().uuid() };
      await appendTo(log, [event]);
      return event;
    };
    const firings = async (): Promise<RecordedEvent[]> =>
      (await allEvents(log)).filter(({ type }) => type === 'AlertTriggered');
    const prices = async (): Promise<(number | null)[]> =>
      (await firings()).map(({ data }) => (data as EventData<'AlertTriggered'>).price);

    /** Armed at 120; the fall to 90, which would fire, is parked. It stays below at 80: for the alerter, the crossing. */
    const setUp = async (): Promise<SubscriberDeps> => {
      const rule = { card_id: 'pokemon-1', when: { type: 'threshold', comparison: '<=', amount: 100 } } as const;
      await createAlert({ log, runtime }, { owner: 'owner-1', channels: [], rule, actor: 'owner-1' });
      await see(120, 1);
      const fall = await see(90, 2);
      const old = deps({ log: withNewerEvent(log, fall.id) });
      await process(alerterSubscriber(old), old);
      expect(await letters()).to.have.length(1);
      return old;
    };

    it('counts in its place from then on; what it would have fired is not told late', async () => {
      await setUp();
      const alerter = alerterSubscriber(deps());
      expect(outcomes(await retry(alerter))).to.deep.equal(['processed']);
      expect(await letters()).to.deep.equal([]);
      expect(await prices()).to.deep.equal([]);
      // It fired at 90 for the alerter by now: 80 is no crossing, and the next one is.
      await see(80, 3);
      await see(120, 4);
      await see(70, 5);
      await process(alerter);
      expect(await prices()).to.deep.equal([70]);
      expect(await verifyFirings({ database, log, signal })).to.deep.equal({
        expected: 1,
        missing: [],
        unexpected: [],
      });
    });

    it('is parked again if it still cannot be decoded; the decisions are those without it', async () => {
      const old = await setUp();
      const [result] = await retry(alerterSubscriber(old), old);
      expect(result?.outcome).to.equal('failed');
      expect(result?.reason).to.contain('version 99 is newer');
      expect(await letters()).to.have.length(1);
      await see(80, 3);
      await process(alerterSubscriber(old), old);
      expect(await prices()).to.deep.equal([80]);
    });
  });

  it('is nothing where there is none', async () => {
    const tally = createTally();
    const projector = createProjector({ ...deps(), projections: [tally.projection] });
    await projector.prepare();
    expect(await retryDeadLetters(deps(), projector.subscriber('tally'), [], signal)).to.deep.equal([]);
    expect(await database.query('select from subscriptions.leases')).to.have.length(0);
  });
});
