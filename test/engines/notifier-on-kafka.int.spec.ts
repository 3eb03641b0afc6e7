/**
 * Goal: with Kafka, every firing on tcg.alerts.v1 is queued once, however often it is read, and what is given up is
 * on the dead-letter topic. Method: a real broker; the feeder is ended between its transaction and its commit of the offset.
 */
import { expect } from 'chai';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { publishDeadLetters } from '../../src/delivery/dead-letters.js';
import { replayGivenUp } from '../../src/delivery/given-up.js';
import { feederSubscriber } from '../../src/delivery/feeder.js';
import { notifierGroup, runKafkaFeeder } from '../../src/delivery/kafka-feeder.js';
import { verifyDeliveries } from '../../src/delivery/verify-deliveries.js';
import type { EventConsumer } from '../../src/publishing/event-consumer.js';
import type { EventSink } from '../../src/publishing/event-sink.js';
import { createKafkaConsumer } from '../../src/publishing/kafka/kafka-consumer.js';
import { createKafkaSink } from '../../src/publishing/kafka/kafka-sink.js';
import { kafkaLimits } from '../../src/publishing/kafka/limits.js';
import { topicSubscribers } from '../../src/publishing/publisher.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { readDeadLetters } from '../../src/subscriptions/dead-letters.js';
import { retryDeadLetters } from '../../src/subscriptions/retry-dead-letters.js';
import { runSubscribers } from '../../src/subscriptions/subscriber.js';
import { openWorld, type World } from '../delivery/support/world.js';
import { configOf, deleteTopics, describeKafka, readTopic, sharedKafka } from '../support/kafka/engine.js';
import type { TestKafka } from '../support/kafka/kafka.js';
import { allEvents } from '../support/alerter.js';
import { assertDocumented } from '../support/messages.js';
import { useDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

describeKafka('the notifier on a real broker', function () {
  this.timeout(120_000);
  const used = useDatabase();
  const runtime = systemRuntime();
  let kafka: TestKafka;
  let world: World;
  const ending: (() => Promise<unknown>)[] = [];

  before(async () => {
    kafka = await sharedKafka();
    await deleteTopics(kafka.brokers);
    world = await openWorld(used);
  });
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });
  after(() => deleteTopics(kafka.brokers));

  /** Runs until the end of the spec; returns a function that ends it at once. */
  const run = (work: (signal: AbortSignal) => Promise<unknown>): (() => Promise<unknown>) => {
    const controller = new AbortController();
    const running = work(controller.signal);
    const end = (): Promise<unknown> => {
      controller.abort();
      return running;
    };
    ending.push(end);
    return end;
  };
  const publish = (
    sink: EventSink = createKafkaSink(configOf(kafka.brokers), { logger: silentLogger, runtime }),
  ): void => {
    run(async (signal) => {
      const { database, log } = world;
      const deps = { database, log, sink, runtime, logger: silentLogger, holder: 'publisher', signal };
      await runSubscribers(deps, topicSubscribers({ ...deps, topics: [topics.alerts] }), signal);
      await sink.close();
    });
  };
  const position = async (): Promise<string | undefined> =>
    (await readCheckpoint(world.database, 'notifier'))?.position;
  const verified = () =>
    verifyDeliveries({ ...world, runtime, throughKafka: true, signal: new AbortController().signal });
  const consumer = (): EventConsumer =>
    createKafkaConsumer({
      ...{ config: configOf(kafka.brokers), topic: topics.alerts, group: notifierGroup, runtime, logger: silentLogger },
    });
  const feed = (holder: string, reading: EventConsumer = consumer()): (() => Promise<unknown>) =>
    run((signal) =>
      runKafkaFeeder(
        { ...world.deps, log: world.log, runtime, logger: silentLogger, holder, consumer: reading },
        signal,
      ),
    );
  const queued = (ids: readonly string[]): Promise<true> =>
    waitFor(
      'the firings are queued',
      async () => {
        const found = new Set((await world.notifications()).map(({ event_id }) => event_id));
        return ids.every((id) => found.has(id)) ? true : null;
      },
      60_000,
    );

  it('queues each firing once, through a death before the offset was committed', async () => {
    const user = await world.user();
    const channel = await world.channel(user, { target: { url: 'https://hooks.example/' } });
    const alert = await world.alert(user);
    publish();
    const first = [await world.fire(alert), await world.fire(alert)];
    let died = 0;
    const dying: EventConsumer = {
      read: (handle, signal) =>
        consumer().read(async (messages) => {
          await handle(messages);
          died += 1;
          throw new Error('died after the transaction');
        }, signal),
      hasReadToEnd: (signal) => consumer().hasReadToEnd(signal),
    };
    const end = feed('first', dying);
    await queued(first);
    await waitFor('a death', () => (died > 1 ? true : null), 60_000);
    await end();
    feed('second');
    const second = [await world.fire(alert)];
    await queued([...first, ...second]);
    const head = await world.log.head();
    expect(await world.notifications(channel.id)).to.have.length(3);
    const rows = await world.database.query('select event_id from delivery.firings');
    expect(rows).to.have.length(3);
    await waitFor('the checkpoint at the last firing', async () => ((await position()) === head ? true : null), 30_000);
    expect(await verified()).to.deep.equal({ firings: 3, unqueued: [], overdue: 0 });
  });

  it('keeps its place in the group while a batch takes longer than a silent member has', async () => {
    const reading = createKafkaConsumer({
      ...{ config: configOf(kafka.brokers), topic: topics.alerts, group: 'slow', runtime, logger: silentLogger },
    });
    let handled = 0;
    const controller = new AbortController();
    const done = reading.read(async () => {
      handled += 1;
      if (handled === 1) await runtime.sleep(kafkaLimits.sessionMs + 3_000);
    }, controller.signal);
    expect(await reading.hasReadToEnd(AbortSignal.timeout(60_000))).to.equal(true);
    controller.abort();
    await done;
    // One partition has the one alert's messages.
    expect(handled).to.equal(1);
  });

  it('parks a message that cannot be read, and says where it is by the positions of the log', async () => {
    const user = await world.user();
    const channel = await world.channel(user, { target: { url: 'https://hooks.example/' } });
    const alert = await world.alert(user);
    const spoilt = await world.fire(alert);
    const [event] = (await allEvents(world.log)).slice(-1);
    const sink = createKafkaSink(configOf(kafka.brokers), { logger: silentLogger, runtime });
    ending.push(() => sink.close());
    // The publisher's message, cut off on its way.
    publish({
      ...sink,
      publish: (messages) =>
        sink.publish(
          messages.map((message) =>
            message.headers['ce_id'] === spoilt ? { ...message, value: message.value.slice(0, -9) } : message,
          ),
        ),
    });
    feed('third');
    const parked = await waitFor(
      'the dead letter',
      async () => (await readDeadLetters(world.database, { subscriber: 'notifier' }))[0] ?? null,
      60_000,
    );
    expect(parked).to.include({ event_id: spoilt, position: event!.position, stream: event!.stream });
    const sound = await world.fire(alert);
    await queued([sound]);
    const head = await world.log.head();
    await waitFor('the checkpoint at the end', async () => ((await position()) === head ? true : null), 30_000);
    expect((await verified())?.unqueued).to.deep.equal([]);
    // A loss on the way is found by its position, at once.
    await world.database.query('delete from delivery.firings where event_id = $1', [sound]);
    expect((await verified())?.unqueued).to.deep.equal([sound]);
    // The log has the event that the message lost.
    const deps = { ...world.deps, log: world.log, runtime, logger: silentLogger, holder: 'operator' };
    const results = await retryDeadLetters(deps, feederSubscriber(deps), [parked], new AbortController().signal);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(['processed']);
    expect((await world.notifications(channel.id)).map(({ event_id }) => event_id)).to.include(spoilt);
  });

  it('tells the dead-letter topic what was given up, by alert, in a documented message', async () => {
    const user = await world.user();
    const channel = await world.channel(user, { target: { url: 'https://hooks.example/' } });
    const alert = await world.alert(user);
    const event = await world.fire(alert);
    await world.feed();
    const [row] = await world.notifications(channel.id);
    await world.database.query(
      `update delivery.notifications set state = 'failed', tries = 10, reason = 'answered 500', finished_at = now() where id = $1`,
      [row!.id],
    );
    const sink = createKafkaSink(configOf(kafka.brokers), { logger: silentLogger, runtime });
    ending.push(() => sink.close());
    const holding = { throwIfLost: () => undefined, stop: new AbortController().signal };
    const deps = { database: world.database, log: world.log, sink, runtime };
    expect(await publishDeadLetters(deps, holding)).to.equal(1);
    expect(await publishDeadLetters(deps, holding)).to.equal(0);
    const letters = await readTopic(kafka.brokers, topics.notificationsDlq);
    expect(letters).to.have.length(1);
    expect(letters[0]!.key).to.equal(alert);
    assertDocumented(letters[0]!);
    expect(JSON.parse(letters[0]!.value)).to.deep.include({ event_id: event, tries: 10, reason: 'answered 500' });

    // What an operator reads on the topic is what the replay takes.
    const ids = letters.map(({ value }) => JSON.parse(value).notification_id as string);
    const replayed = await replayGivenUp({ database: world.database, runtime }, { notificationIds: ids });
    expect(replayed).to.deep.equal({ queued: 1, channel_off: 0, not_given_up: 0 });
    expect((await world.notifications(channel.id)).map(({ state }) => state)).to.deep.equal(['waiting']);
  });
});
