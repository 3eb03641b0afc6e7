/** The kafkajs client as we want it: its settings, its log lines, its partitioner. */
import kafkajs, { type Admin, type KafkaConfig as KafkaJsConfig, type logCreator, type Producer } from 'kafkajs';
import type { KafkaConfig } from './config.js';
import type { Logger } from '../../base/logger.js';
import { kafkaLimits } from './limits.js';

// CommonJS: its names are properties of the default export.
const { Kafka, logLevel, Partitioners } = kafkajs;

export type TheirPartitioner = ReturnType<typeof Partitioners.DefaultPartitioner>;

/** What we use of kafkajs: the boundary that tests without a broker stand in for. */
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

/**
 * Its lines go to our logger, at debug: every failure that it logs it also throws at us, and we say it once, with what
 * follows from it. Never to the console.
 */
const logLines =
  (logger: Logger): logCreator =>
  () =>
  ({ namespace, label, log: { message, timestamp: _timestamp, logger: _name, stack: _stack, ...fields } }) =>
    void logger.debug(`kafka: ${message}`, { ...fields, part: namespace, said: label.toLowerCase() });

/** kafkajs's options of a configuration. */
export const clientOptions = (config: KafkaConfig, logger: Logger): KafkaJsConfig => ({
  clientId: 'tcg-ledger',
  brokers: [...config.brokers],
  ssl: config.tls,
  ...(config.sasl === undefined ? {} : { sasl: config.sasl as NonNullable<KafkaJsConfig['sasl']> }),
  connectionTimeout: kafkaLimits.connectMs,
  authenticationTimeout: kafkaLimits.requestMs,
  requestTimeout: kafkaLimits.requestMs,
  // No tries of its own; see kafka-sink.ts.
  retry: { retries: 0 },
  logLevel: logLevel.WARN,
  logCreator: logLines(logger),
});

/** murmur2 of the key, as Java's producer does it: any other producer of these topics agrees on the partition. */
export const createPartitioner = (): TheirPartitioner => Partitioners.DefaultPartitioner();

/** Opens a client. Nothing is connected until it is used. */
export const openClient = (config: KafkaConfig, logger: Logger): KafkaClient => {
  const kafka = new Kafka(clientOptions(config, logger));
  return {
    producer: ({ partitioner }) =>
      kafka.producer({
        createPartitioner: () => partitioner,
        allowAutoTopicCreation: false,
        // Not idempotent: that mode needs kafkajs's own tries; see kafka-sink.ts.
        idempotent: false,
        maxInFlightRequests: 1,
        retry: { retries: 0 },
      }),
    // A broker that has just started says "not controller" for a moment: admin work is tried again, it repeats harmlessly.
    admin: () => kafka.admin({ retry: { retries: 3 } }),
  };
};
