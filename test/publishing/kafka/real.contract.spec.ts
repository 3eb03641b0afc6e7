/** The Kafka sink on a real broker. */
import { createKafkaSink } from '../../../src/publishing/kafka/kafka-sink.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { configOf, deleteTopics, readTopic, sharedKafka } from '../../support/kafka/engine.js';
import { sinkContract } from '../sink.contract.js';

if (process.env['TEST_KAFKA'] === 'yes') {
  sinkContract('Kafka, a real broker', async () => {
    const kafka = await sharedKafka();
    await deleteTopics(kafka.brokers);
    const sink = createKafkaSink(configOf(kafka.brokers), { logger: silentLogger, runtime: systemRuntime() });
    const [node] = kafka.nodes;
    return {
      sink,
      received: (topic) => readTopic(kafka.brokers, topic),
      goAway: async () => node?.kill(),
      comeBack: async () => node?.start(),
      end: () => sink.close(),
    };
  });
}
