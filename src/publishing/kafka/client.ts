/** The kafkajs client: its settings, its log lines, its partitioner. */
import kafkajs, { type Admin, type KafkaConfig as KafkaJsConfig, type logCreator, type Producer } from 'kafkajs';
import type { KafkaConfig } from './config.js';
import type { Logger } from '../../base/logger.js';
import { kafkaLimits } from './limits.js';

// CommonJS: its names are properties of the default export.
const { Kafka, logLevel, Partitioners } = kafkajs;

export type TheirPartitioner = ReturnType<typeof Partitioners.DefaultPartitioner>;

/** The part of kafkajs that is used; tests without a broker replace it. */
export interface KafkaClient {
  producer(options: ProducerOptions): Pick<Producer, 'connect' | 'disconnect' | 'sendBatch'>;
  admin(): Pick<
    Admin,
    | 'connect'
    | 'disconnect'
    | 'createTopics'
    | 'listTopics'
    | 'fetchTopicMetadata'
    | 'describeConfigs'
    | 'describeCluster'
  >;
}

export interface ProducerOptions {
  /** Partition of each message. */
  readonly partitioner: TheirPartitioner;
}

/** Writes kafkajs's lines to the logger at debug level: it also throws every failure that it logs. */
const logLines =
  (logger: Logger): logCreator =>
  () =>
  ({ namespace, label, log: { message, timestamp: _timestamp, logger: _name, stack: _stack, ...fields } }) =>
    void logger.debug(`kafka: ${message}`, { ...fields, part: namespace, said: label.toLowerCase() });

/** Returns kafkajs's options for a configuration. */
export const clientOptions = (config: KafkaConfig, logger: Logger): KafkaJsConfig => ({
  clientId: 'tcg-ledger',
  brokers: [...config.brokers],
  ssl: config.tls,
  ...(config.sasl === undefined ? {} : { sasl: config.sasl as NonNullable<KafkaJsConfig['sasl']> }),
  connectionTimeout: kafkaLimits.connectMs,
  authenticationTimeout: kafkaLimits.requestMs,
  requestTimeout: kafkaLimits.requestMs,
  // No retries by kafkajs; see kafka-sink.ts.
  retry: { retries: 0 },
  logLevel: logLevel.WARN,
  logCreator: logLines(logger),
});

/** Partitions by murmur2 of the key, as Java's producer does: every producer of these topics agrees on the partition. */
export const createPartitioner = (): TheirPartitioner => Partitioners.DefaultPartitioner();

/** Creates a client. It connects at its first use. */
export const openClient = (config: KafkaConfig, logger: Logger): KafkaClient => {
  const kafka = new Kafka(clientOptions(config, logger));
  return {
    producer: ({ partitioner }) =>
      kafka.producer({
        createPartitioner: () => partitioner,
        allowAutoTopicCreation: false,
        // Not idempotent: that mode needs kafkajs's own retries; see kafka-sink.ts.
        idempotent: false,
        maxInFlightRequests: 1,
        retry: { retries: 0 },
      }),
    // A broker that has just started answers "not controller" for a moment. Admin requests can be repeated.
    admin: () => kafka.admin({ retry: { retries: 3 } }),
  };
};
