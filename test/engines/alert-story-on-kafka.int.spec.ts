/**
 * Goal: the story of alerts holds with Kafka between the alerter and the notifier. Method: alert-story.ts, a real broker; the
 * topic is published again, and read again from its beginning.
 */
import { expect } from 'chai';
import { notifierGroup } from '../../src/delivery/kafka-feeder.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { describeAlertStory } from '../support/alert-story.js';
import { deleteTopics, describeKafka, sharedKafka, withAdmin } from '../support/kafka/engine.js';

describeKafka('alerts by Kafka', () => {
  let brokers: readonly string[];
  after(() => deleteTopics(brokers));

  const isReadToEnd = (): Promise<boolean> =>
    withAdmin(brokers, async (admin) => {
      const ends = await admin.fetchTopicOffsets(topics.alerts);
      const [read] = await admin.fetchOffsets({ groupId: notifierGroup, topics: [topics.alerts] });
      const offsets = new Map(read?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      return ends.every(({ partition, offset }) => Number(offset) === Math.max(0, offsets.get(partition) ?? 0));
    });
  const rewind = async (): Promise<void> => {
    await withAdmin(brokers, (admin) =>
      admin.resetOffsets({ groupId: notifierGroup, topic: topics.alerts, earliest: true }),
    );
    expect(await isReadToEnd()).to.equal(false);
  };

  describeAlertStory('a reader of three real days', {
    days: ['2025-09-21', '2025-09-27', '2025-09-30'],
    roles: ['api', 'projector', 'alerter', 'publisher', 'notifier'],
    topic: { rewind, isReadToEnd },
    env: async () => {
      ({ brokers } = await sharedKafka());
      await deleteTopics(brokers);
      return { KAFKA_BROKERS: brokers.join(','), KAFKA_PARTITIONS: '3' };
    },
  });
});
