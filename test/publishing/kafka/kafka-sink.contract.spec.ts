/** The Kafka sink with brokers in memory behind it (test/support/fake-kafka.ts). The engine run has it on real ones. */
import { expect } from 'chai';
import type { KafkaConfig } from '../../../src/publishing/kafka/config.js';
import { errorCode, ledgerError } from '../../../src/base/errors.js';
import { createKafkaSink } from '../../../src/publishing/kafka/kafka-sink.js';
import { topicDefinitions, topics } from '../../../src/publishing/topic-definitions.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { brokerSays, createFakeKafka, type FakeKafka } from '../../support/fake-kafka.js';
import { createFakeRuntime, turn, until } from '../../support/fake-runtime.js';
import { message, sinkContract } from '../sink.contract.js';
import { kafkaLimits } from '../../../src/publishing/kafka/limits.js';

const config: KafkaConfig = {
  brokers: ['127.0.0.1:9092'],
  tls: false,
  sasl: undefined,
  partitions: 3,
  replication: undefined,
};

sinkContract('Kafka, brokers in memory', async () => {
  const fake = createFakeKafka();
  const sink = createKafkaSink(config, { logger: silentLogger, runtime: systemRuntime(), open: fake.open });
  return {
    sink,
    received: async (topic) => fake.held(topic),
    goAway: async () => {
      fake.away = true;
    },
    comeBack: async () => {
      fake.away = false;
    },
    end: () => sink.close(),
  };
});

describe('the Kafka sink', () => {
  let fake: FakeKafka;
  const said: string[] = [];
  const logger = {
    ...silentLogger,
    debug: () => silentLogger,
    info: () => silentLogger,
    error: () => silentLogger,
    warn: (text: string, fields: { reason?: string }) => (said.push(`${text} ${fields.reason ?? ''}`), silentLogger),
  } as unknown as typeof silentLogger;
  const sinkOf = (runtime = systemRuntime(), over: Partial<KafkaConfig> = {}) =>
    createKafkaSink({ ...config, ...over }, { logger, runtime, open: fake.open });
  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => errorCode(error),
    );

  beforeEach(() => {
    fake = createFakeKafka();
    said.length = 0;
  });

  it('creates missing topics: partitions as configured, cards compacted', async () => {
    const sink = sinkOf(undefined, { partitions: 7 });
    await sink.publish([message(topics.prices, 'a', 1)]);
    expect([...fake.topics].map(([name, { partitions, policy }]) => [name, partitions.length, policy])).to.deep.equal(
      topicDefinitions.map(({ name, compacted }) => [name, 7, compacted ? 'compact' : 'delete']),
    );
    expect(said).to.deep.equal([]);
    await sink.close();
  });

  it('never changes existing topics, and logs what is unexpected', async () => {
    fake.makeTopic(topics.cards, { partitions: 3 });
    fake.makeTopic(topics.prices, { partitions: 2 });
    fake.makeTopic(topics.alerts, { partitions: 3, policy: 'compact,delete' });
    const sink = sinkOf();
    await sink.publish([message(topics.prices, 'a', 1)]);
    expect(said.map((line) => line.replace(/:.*/, ''))).to.have.members([
      `kafka topic not as expected ${topics.cards} is not compacted`,
      `kafka topic not as expected ${topics.alerts} is compacted`,
      `kafka topic not as expected ${topics.prices} has 2 partitions, KAFKA_PARTITIONS is 3`,
    ]);
    expect(fake.topics.get(topics.prices)?.partitions).to.have.length(2);
    expect((await sink.describe()).trouble)
      .to.contain('not compacted')
      .and.to.contain('2 partitions');
    await sink.close();
  });

  it('creates a deleted topic again', async () => {
    const sink = sinkOf();
    await sink.publish([message(topics.prices, 'a', 1)]);
    fake.topics.delete(topics.prices);
    expect(await codeOf(sink.publish([message(topics.prices, 'a', 2)]))).to.equal('BROKER_UNAVAILABLE');
    await sink.publish([message(topics.prices, 'a', 2)]);
    expect(fake.held(topics.prices).map(({ value }) => value)).to.deep.equal(['2']);
    await sink.close();
  });

  it('rejects a response without every partition', async () => {
    const sink = sinkOf();
    await sink.publish([message(topics.prices, 'a', 0)]);
    const batch = Array.from({ length: 20 }, (_, n) => message(topics.prices, `pokemon-${n}`, n));
    fake.script.push(async () => [{ topicName: topics.prices, partition: 0, errorCode: 0 }]);
    expect(await codeOf(sink.publish(batch))).to.equal('BROKER_UNAVAILABLE');
    fake.script.push(async () =>
      [0, 1, 2].map((partition) => ({ topicName: topics.prices, partition, errorCode: partition })),
    );
    expect(await codeOf(sink.publish(batch))).to.equal('BROKER_UNAVAILABLE');
    await sink.publish(batch);
    await sink.close();
  });

  it('distinguishes refused messages from an unavailable broker', async () => {
    const sink = sinkOf();
    const fails = (error: Error) => fake.script.push(() => Promise.reject(error));
    fails(brokerSays('MESSAGE_TOO_LARGE', 10));
    expect(await codeOf(sink.publish([message(topics.prices, 'a', 1)]))).to.equal('MESSAGE_REFUSED');
    fails(brokerSays('NOT_LEADER_FOR_PARTITION', 6));
    expect(await codeOf(sink.publish([message(topics.prices, 'a', 1)]))).to.equal('BROKER_UNAVAILABLE');
    fails(Object.assign(new Error('several'), { errors: [brokerSays('INVALID_RECORD', 87)] }));
    expect(await codeOf(sink.publish([message(topics.prices, 'a', 1)]))).to.equal('MESSAGE_REFUSED');
    await sink.close();
  });

  it('replaces a producer that failed', async () => {
    const sink = sinkOf();
    await sink.publish([message(topics.prices, 'a', 1)]);
    fake.script.push(() => Promise.reject(new Error('Closed connection')));
    expect(await codeOf(sink.publish([message(topics.prices, 'a', 2)]))).to.equal('BROKER_UNAVAILABLE');
    await sink.publish([message(topics.prices, 'a', 2)]);
    expect(fake.connections).to.deep.equal({ open: 1, opened: 2 });
    await sink.close();
    expect(fake.connections.open).to.equal(0);
  });

  it('sends nothing when the lease ran out during a metadata request, and keeps the connection', async () => {
    const sink = sinkOf();
    await sink.publish([message(topics.cards, 'a', 1)]);
    let isHeld = true;
    const beforeSend = (): void => {
      if (!isHeld) throw ledgerError('LEASE_LOST', 'ran out');
    };
    fake.script.push(async () => void (isHeld = false));
    expect(await codeOf(sink.publish([message(topics.cards, 'a', 'old')], { beforeSend }))).to.equal('LEASE_LOST');
    await sink.publish([message(topics.cards, 'a', 2)]);
    expect(fake.held(topics.cards).map(({ value }) => value)).to.deep.equal(['1', '2']);
    expect(fake.connections.opened).to.equal(1);
    await sink.close();
  });

  it('closes an idle connection and opens another when there is work', async () => {
    const runtime = createFakeRuntime();
    const sink = sinkOf(runtime);
    await sink.publish([message(topics.prices, 'a', 1)]);
    await runtime.advance(kafkaLimits.idleMs - 1);
    expect(fake.connections.open).to.equal(1);
    await sink.publish([message(topics.prices, 'a', 2)]);
    await runtime.advance(kafkaLimits.idleMs - 1);
    expect(fake.connections).to.deep.equal({ open: 1, opened: 1 });
    await runtime.advance(1);
    expect(fake.connections.open).to.equal(0);
    await Promise.all([3, 4].map((n) => sink.publish([message(topics.prices, 'a', n)])));
    expect(fake.connections).to.deep.equal({ open: 1, opened: 2 });
    await sink.close();
    expect(fake.held(topics.prices).map(({ value }) => value)).to.deep.equal(['1', '2', '3', '4']);
  });

  it('does not close during work that is longer than the idle time', async () => {
    const runtime = createFakeRuntime();
    const sink = sinkOf(runtime);
    await sink.publish([message(topics.prices, 'a', 1)]);
    let answer = (): void => undefined;
    fake.script.push(() => new Promise<undefined>((resolve) => (answer = () => resolve(undefined))));
    const publishing = sink.publish([message(topics.prices, 'a', 2)]);
    await turn();
    await runtime.advance(kafkaLimits.idleMs * 3);
    expect(fake.connections.open).to.equal(1);
    let closed = false;
    const closing = sink.close().then(() => (closed = true));
    await turn();
    expect(closed).to.equal(false);
    answer();
    await Promise.all([publishing, closing]);
    expect(fake.connections.open).to.equal(0);
  });

  it('waits for requests of a failed producer, but not forever', async () => {
    const runtime = createFakeRuntime();
    const inner = fake.open();
    let hang = true;
    const open = () => ({
      ...inner,
      producer: (options: Parameters<typeof inner.producer>[0]) => {
        const producer = inner.producer(options);
        return { ...producer, disconnect: () => (hang ? new Promise<void>(() => undefined) : producer.disconnect()) };
      },
    });
    const sink = createKafkaSink(config, { logger, runtime, open });
    fake.script.push(() => Promise.reject(new Error('Closed connection')));
    expect(await codeOf(sink.publish([message(topics.prices, 'a', 1)]))).to.equal('BROKER_UNAVAILABLE');
    let sent = false;
    const publishing = sink.publish([message(topics.prices, 'a', 1)]).then(() => (sent = true));
    await runtime.advance(kafkaLimits.requestMs);
    expect(sent).to.equal(false);
    await runtime.advance(kafkaLimits.connectMs);
    await until(() => sent);
    await publishing;
    hang = false;
    await sink.close();
  });

  it('describes unavailable brokers as unreachable', async () => {
    fake.away = true;
    const sink = sinkOf(undefined, { tls: true, sasl: { mechanism: 'plain', username: 'u', password: 'secret-word' } });
    const found = await sink.describe();
    expect(found).to.include({ reachable: false, kind: 'kafka' });
    expect(found.trouble).to.contain('ECONNREFUSED');
    expect(JSON.stringify(found)).to.contain('SASL plain').and.not.to.contain('secret-word');
  });
});
