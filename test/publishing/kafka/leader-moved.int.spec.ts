/**
 * Two brokers; the leader of a partition moves to the other while a producer still thinks otherwise. Goal: nothing
 * acknowledged is lost. The broken twin is kafkajs with tries of its own: it reports success and has not sent the messages of
 * the partition that moved.
 */
import { expect } from 'chai';
import kafkajs from 'kafkajs';
import { errorCode } from '../../../src/base/errors.js';
import type { EventSink, OutgoingMessage } from '../../../src/publishing/event-sink.js';
import { createKafkaSink } from '../../../src/publishing/kafka/kafka-sink.js';
import { topics } from '../../../src/publishing/topic-definitions.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { clientOf, configOf, deleteTopics, describeKafka, readTopic, withAdmin } from '../../support/kafka/engine.js';
import { startKafka, type TestKafka } from '../../support/kafka/kafka.js';
import { message } from '../sink.contract.js';

describeKafka('a leader that moved', function () {
  this.timeout(180_000);
  let kafka: TestKafka;
  before(async () => {
    // A broker that is gone is noticed sooner than after 9 seconds.
    kafka = await startKafka({
      nodes: 2,
      properties: { 'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500' },
    });
  });
  beforeEach(() => deleteTopics(kafka.brokers));
  after(() => kafka.close());

  const leaders = async (topic: string): Promise<number[]> => {
    const found = await withAdmin(kafka.brokers, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    return (found.topics[0]?.partitions ?? [])
      .sort((a, b) => a.partitionId - b.partitionId)
      .map(({ leader }) => leader);
  };
  const leadersAre = async (topic: string, wanted: readonly number[]): Promise<void> => {
    while ((await leaders(topic)).join() !== wanted.join());
  };
  const create = (topic: string): Promise<unknown> =>
    withAdmin(kafka.brokers, (admin) =>
      admin.createTopics({
        topics: [
          {
            topic,
            replicaAssignment: [
              { partition: 0, replicas: [1, 2] },
              { partition: 1, replicas: [2, 1] },
            ],
          },
        ],
      }),
    );
  /** Partition 1 goes from node 2 to node 1. */
  const moveLeader = async (topic: string): Promise<void> => {
    await withAdmin(kafka.brokers, (admin) =>
      admin.alterPartitionReassignments({
        topics: [{ topic, partitionAssignment: [{ partition: 1, replicas: [1] }] }],
      }),
    );
    await leadersAre(topic, [1, 1]);
  };
  /** Ten keys, whose messages go to both partitions. */
  const batch = (round: number): OutgoingMessage[] =>
    Array.from({ length: 10 }, (_, n) => message(topics.prices, `pokemon-${n}`, round, `${n} in ${round}`));
  const publishUntilTaken = async (sink: EventSink, messages: readonly OutgoingMessage[]): Promise<number> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await sink.publish(messages);
        return tries;
      } catch (error) {
        if (errorCode(error) !== 'BROKER_UNAVAILABLE' || tries > 150) throw error;
        await systemRuntime().sleep(200);
      }
    }
  };

  it('loses nothing, and keeps the order of each key', async () => {
    await create(topics.prices);
    await leadersAre(topics.prices, [1, 2]);
    const sink = createKafkaSink(configOf(kafka.brokers, { partitions: 2 }), {
      logger: silentLogger,
      runtime: systemRuntime(),
    });
    await publishUntilTaken(sink, batch(0));
    await moveLeader(topics.prices);
    expect(await publishUntilTaken(sink, batch(1)), 'the move was met').to.be.greaterThan(1);
    await sink.publish(batch(2));
    await sink.close();
    const got = await readTopic(kafka.brokers, topics.prices);
    expect(new Set(got.map(({ partition }) => partition))).to.have.property('size', 2);
    for (let n = 0; n < 10; n += 1) {
      const rounds = got.filter(({ key }) => key === `pokemon-${n}`).map(({ value }) => Number(value));
      // A repetition stands beside what it repeats.
      expect(
        rounds.filter((round, at) => round !== rounds[at - 1]),
        `pokemon-${n}: ${rounds.join()}`,
      ).to.deep.equal([0, 1, 2]);
    }
  });

  it('loses messages in the broken twin, which reports success', async () => {
    await create('twin');
    await leadersAre('twin', [1, 2]);
    const producer = clientOf(kafka.brokers).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const send = (round: number) =>
      producer.sendBatch({
        acks: -1,
        topicMessages: [
          { topic: 'twin', messages: [0, 1].map((partition) => ({ partition, value: `${partition} in ${round}` })) },
        ],
      });
    await send(0);
    await moveLeader('twin');
    await send(1);
    await producer.disconnect();
    const values = (await readTopic(kafka.brokers, 'twin')).map(({ value }) => value);
    expect(values).to.have.members(['0 in 0', '1 in 0', '0 in 1']);
  });

  it('continues when the leading broker is killed', async () => {
    await withAdmin(kafka.brokers, (admin) =>
      admin.createTopics({
        topics: [
          {
            topic: topics.alerts,
            replicaAssignment: [
              { partition: 0, replicas: [2, 1] },
              { partition: 1, replicas: [1, 2] },
            ],
          },
        ],
      }),
    );
    await leadersAre(topics.alerts, [2, 1]);
    const sink = createKafkaSink(configOf(kafka.brokers, { partitions: 2 }), {
      logger: silentLogger,
      runtime: systemRuntime(),
    });
    const alerts = (round: number) => batch(round).map((each) => ({ ...each, topic: topics.alerts }));
    await publishUntilTaken(sink, alerts(0));
    await kafka.nodes[1]?.kill();
    expect(await publishUntilTaken(sink, alerts(1))).to.be.greaterThan(1);
    await sink.close();
    // The reader's consumer group may be kept by the broker that is gone.
    await kafka.nodes[1]?.start();
    const got = await readTopic(kafka.brokers, topics.alerts);
    expect(new Set(got.map(({ headers }) => headers['ce_id']))).to.have.property('size', 20);
  });
});
