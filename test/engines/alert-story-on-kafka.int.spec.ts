/** Goal: the story of alerts holds with Kafka between the alerter and the notifier. Method: alert-story.ts, a real broker. */
import { describeAlertStory } from '../support/alert-story.js';
import { deleteTopics, describeKafka, sharedKafka } from '../support/kafka/engine.js';

describeKafka('alerts by Kafka', () => {
  let brokers: readonly string[];
  after(() => deleteTopics(brokers));

  describeAlertStory('a reader of three real days', {
    days: ['2025-09-21', '2025-09-27', '2025-09-30'],
    roles: ['api', 'projector', 'alerter', 'publisher', 'notifier'],
    env: async () => {
      ({ brokers } = await sharedKafka());
      await deleteTopics(brokers);
      return { KAFKA_BROKERS: brokers.join(','), KAFKA_PARTITIONS: '3' };
    },
  });
});
