/**
 * Goal: what comes from Kafka is queued once, what cannot be read or queued is parked and holds up nothing, and the checkpoint
 * says by a position of the log how far the queue is. Method: the feeder on a consumer of the test; a real broker is in
 * test/engines/notifier-on-kafka.int.spec.ts.
 */
import { expect } from 'chai';
import { aborted } from '../../src/base/async/aborted.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { Channel } from '../../src/delivery/channel.js';
import { feederSubscriber } from '../../src/delivery/feeder.js';
import { runKafkaFeeder } from '../../src/delivery/kafka-feeder.js';
import { verifyDeliveries } from '../../src/delivery/verify-deliveries.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { alertStream } from '../../src/domain/streams.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import type { EventLog } from '../../src/log/event-log.js';
import { messageOf } from '../../src/publishing/cloud-event.js';
import type { EventConsumer, IncomingMessage } from '../../src/publishing/event-consumer.js';
import { alertsTopic } from '../../src/publishing/topics/alerts.js';
import { createCheckpoint, readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { readDeadLetters } from '../../src/subscriptions/dead-letters.js';
import { retryDeadLetters } from '../../src/subscriptions/retry-dead-letters.js';
import { allEvents } from '../support/alerter.js';
import { useDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';
import { openWorld, type World } from './support/world.js';

const publisher = 'publisher_kafka_alerts';

describe('the feeder that reads Kafka', () => {
  const used = useDatabase();
  let world: World;
  let channel: Channel;
  let alert: string;
  let ledger: string;

  before(async () => {
    world = await openWorld(used);
    ledger = await world.log.id();
  });
  beforeEach(async () => {
    const user = await world.user();
    channel = await world.channel(user, { target: { url: 'https://hooks.example/' } });
    alert = await world.alert(user);
  });
  afterEach(async () => {
    await world.database.query('delete from accounts.users');
    await world.database.query('delete from delivery.firings');
    await world.database.query('delete from subscriptions.checkpoints');
  });

  const fired = async (): Promise<RecordedEvent> => {
    const id = await world.fire(alert);
    return (await allEvents(world.log)).find((event) => event.id === id)!;
  };
  const incoming = async (of: RecordedEvent, origin = ledger): Promise<IncomingMessage> => {
    const toMessage = await alertsTopic.start({ log: world.log } as never)(
      { events: [], position: of.position },
      new AbortController().signal,
    );
    return messageOf({ source: '/test', ledger: origin }, of, toMessage(decodeEvent(of))!);
  };
  const published = async (position: string): Promise<void> => {
    await createCheckpoint(world.database, { subscriber: publisher, version: 1 });
    await world.database.query('update subscriptions.checkpoints set position = $2 where subscriber = $1', [
      publisher,
      position,
    ]);
  };
  /** Runs the feeder on batches of messages until `until` says so. `isAtEnd`: whether the group has read all that there is. */
  const feed = async (
    batches: readonly (readonly IncomingMessage[])[],
    until: () => Promise<boolean>,
    { isAtEnd = () => true, log = world.log }: { isAtEnd?: () => boolean; log?: EventLog } = {},
  ): Promise<void> => {
    const controller = new AbortController();
    const consumer: EventConsumer = {
      async read(handle, signal) {
        for (const messages of batches) await handle(messages);
        await aborted(signal);
      },
      hasReadToEnd: () => Promise.resolve(isAtEnd()),
    };
    const deps = { ...world.deps, log, runtime: systemRuntime(), logger: silentLogger, consumer, holder: 'kafka' };
    const running = runKafkaFeeder(deps, controller.signal);
    try {
      await waitFor('the feeder', async () => ((await until()) ? true : null), 20_000);
    } finally {
      controller.abort();
      await running;
    }
  };
  const queued = async (): Promise<string[]> => (await world.notifications(channel.id)).map(({ event_id }) => event_id);
  const has = (count: number) => async () => (await queued()).length >= count;
  const letters = () => readDeadLetters(world.database, { subscriber: 'notifier' });
  const position = async (): Promise<string | undefined> =>
    (await readCheckpoint(world.database, 'notifier'))?.position;
  const verified = () =>
    verifyDeliveries({ ...world, throughKafka: true, signal: new AbortController().signal }).then(
      (check) => check?.unqueued,
    );

  it('queues each firing once with one from the log, and passes over messages that are none', async () => {
    const [first, second] = [await fired(), await fired()];
    await world.feed();
    const third = await fired();
    const message = await incoming(third);
    const foreign = await incoming({ ...third, id: world.runtime.uuid() }, world.runtime.uuid());
    const nameless = { ...message, headers: { ...message.headers, ce_id: 'the third' } };
    const again = [await incoming(first), foreign, nameless, message];
    await feed([again, again], has(3));
    expect((await queued()).sort()).to.deep.equal([first.id, second.id, third.id].sort());
    expect(await letters()).to.deep.equal([]);
  });

  it('parks a message that cannot be read, whose event is retried from the log', async () => {
    const [broken, empty, sound] = [await fired(), await fired(), await fired()];
    const batch = [
      { ...(await incoming(broken)), value: '{"alert_id":' },
      { ...(await incoming(empty)), value: '{}' },
      await incoming(sound),
    ];
    await published(sound.position);
    await feed([batch], async () => (await position()) === sound.position);
    expect(await queued()).to.deep.equal([sound.id]);
    const parked = await letters();
    expect(parked.map((letter) => [letter.event_id, letter.position, letter.type, letter.stream])).to.deep.equal(
      [broken, empty].map(({ id, position: at }) => [id, at, 'AlertTriggered', alertStream(alert)]),
    );
    expect(parked[0]!.reason).to.match(/JSON/);
    expect(await verified(), 'it is a dead letter').to.deep.equal([]);
    const deps = { ...world.deps, log: world.log, runtime: systemRuntime(), logger: silentLogger, holder: 'operator' };
    const results = await retryDeadLetters(deps, feederSubscriber(deps), parked, new AbortController().signal);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(['processed', 'processed']);
    expect((await queued()).sort()).to.deep.equal([broken.id, empty.id, sound.id].sort());
    expect(await letters()).to.deep.equal([]);
  });

  it('does not park a spoilt copy of a firing that it has, and forgets a dead letter whose firing comes well', async () => {
    const [first, second] = [await fired(), await fired()];
    const spoilt = async (of: RecordedEvent) => ({ ...(await incoming(of)), value: '{' });
    await feed(
      [[await incoming(first), await spoilt(second)], [await spoilt(first)], [await incoming(second)]],
      has(2),
    );
    expect(await letters()).to.deep.equal([]);
  });

  it('parks a firing that cannot be queued, and queues those around it', async () => {
    const user = await world.user();
    const other = await world.alert(user);
    const before = await fired();
    const id = await world.fire(other);
    const poison = (await allEvents(world.log)).find((event) => event.id === id)!;
    const behind = await fired();
    const log: EventLog = {
      ...world.log,
      readStream: (stream, options) =>
        stream === alertStream(other)
          ? Promise.reject(new Error('its alert makes no sense'))
          : world.log.readStream(stream, options),
    };
    await feed([await Promise.all([before, poison, behind].map((event) => incoming(event)))], has(2), { log });
    expect((await queued()).sort()).to.deep.equal([before.id, behind.id].sort());
    expect((await letters()).map(({ event_id, reason }) => [event_id, reason])).to.deep.equal([
      [id, 'its alert makes no sense'],
    ]);
  });

  it('is where the publisher was when all was read that the topic had, and not before', async () => {
    const event = await fired();
    await published(event.position);
    let asked = 0;
    const isAtEnd = (): boolean => {
      asked += 1;
      return false;
    };
    await feed([[await incoming(event)]], async () => asked > 0 && (await has(1)()), { isAtEnd });
    expect(await position()).to.equal('0');
    await feed([], async () => (await position()) === event.position);
    // A publisher that was taken back takes nobody else back.
    await published('0');
    await feed([[await incoming(event)]], () => Promise.resolve(true));
    expect(await position()).to.equal(event.position);
  });

  it('is verified by that position: a firing that Kafka did not bring is found, one behind it is on its way', async () => {
    expect(await verified(), 'no feeder has worked here').to.equal(undefined);
    // Gone from the topic before the notifier first read it.
    await fired();
    const first = await fired();
    const lost = await fired();
    await published(lost.position);
    await feed([[await incoming(first)]], async () => (await position()) === lost.position);
    const late = await fired();
    await world.runtime.advance(3_600_000);
    expect(await verified()).to.deep.equal([lost.id]);
    await published(late.position);
    await feed([[await incoming(lost), await incoming(late)]], async () => (await position()) === late.position);
    expect(await verified()).to.deep.equal([]);
  });
});
