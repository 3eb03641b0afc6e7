/**
 * The sink on Kafka, by kafkajs: acks from all in-sync replicas, the key's partition as Java's producer chooses it.
 *
 * Rejected: retries by kafkajs. Its second try skips every broker that acknowledged its share of the first; if a partition
 * has moved to such a broker meanwhile, its messages are never sent and the call succeeds
 * (test/publishing/kafka/leader-moved.int.spec.ts). And a sender must check its lease before each try. A batch is therefore
 * sent once, a producer that failed is discarded, and the caller sends the whole batch again.
 *
 * Rejected: the idempotent mode, because it needs kafkajs's retries, is called experimental, and protects the life of one
 * connection only. Repetitions are exact (same id, same content) and carry their position.
 */
import kafkajs from 'kafkajs';
import type { KafkaConfig } from './config.js';
import { ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import type { Logger } from '../../base/logger.js';
import { type Outages, silentOutages, watched } from '../../base/outages.js';
import type { EventSink, OutgoingMessage, SinkDescription } from '../event-sink.js';
import { createPartitioner, type KafkaClient, openClient, type TheirPartitioner } from './client.js';
import { describeTopics, ensureTopics, topicTrouble } from './ensure-topics.js';
import { failureOf, kafkaAt, says } from './kafka-errors.js';
import { createLazyConnection } from './lazy-connection.js';
import { kafkaLimits } from './limits.js';

const { CompressionTypes } = kafkajs;

export interface KafkaSinkDeps {
  readonly logger: Logger;
  readonly runtime: Runtime;
  /** Where outages of the brokers are reported; default: nowhere. */
  readonly outages?: Outages;
  /** Milliseconds without work after which connections are closed. */
  readonly idleMs?: number;
  /** Creates the client; default: kafkajs. */
  readonly open?: (config: KafkaConfig, logger: Logger) => KafkaClient;
}

/**
 * gzip is the one codec that every client has. kafkajs computes CRCs in JavaScript, so fewer bytes also take less time:
 * batches of prices were sent 1.2 and 1.6 times as fast in two runs of bench/kafka.ts.
 */
const compression = CompressionTypes.GZIP;

interface TheirMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

interface Sent {
  readonly topicMessages: { readonly topic: string; readonly messages: TheirMessage[] }[];
  readonly topicOf: ReadonlyMap<TheirMessage, string>;
}

/**
 * Returns messages by topic, as kafkajs takes them, each topic in order. `beforeSend` is called whenever a value is read:
 * kafkajs reads it when it writes the request, after waits for metadata, connections and authentication that may be longer
 * than a lease. Only a request that waits behind another one of the connection is written later.
 */
const theirs = (messages: readonly OutgoingMessage[], beforeSend: () => void): Sent => {
  const byTopic = new Map<string, TheirMessage[]>();
  const topicOf = new Map<TheirMessage, string>();
  for (const { topic, key, headers, value } of messages) {
    const message = {
      key,
      get value() {
        beforeSend();
        return value;
      },
      headers: { ...headers },
    };
    const held = byTopic.get(topic);
    if (held === undefined) byTopic.set(topic, [message]);
    else held.push(message);
    topicOf.set(message, topic);
  }
  return { topicMessages: [...byTopic].map(([topic, of]) => ({ topic, messages: of })), topicOf };
};

/** Wraps the partitioner and records the partition of each message. */
const createWatchedPartitioner = (): { partitioner: TheirPartitioner; partitionOf: WeakMap<object, number> } => {
  const inner = createPartitioner();
  const partitionOf = new WeakMap<object, number>();
  return {
    partitionOf,
    partitioner: (args) => {
      const partition = inner(args);
      partitionOf.set(args.message, partition);
      return partition;
    },
  };
};

interface Ack {
  readonly topicName: string;
  readonly partition: number;
  readonly errorCode: number;
}

/** Throws unless every partition with a message has acknowledged. */
const assertAllAcknowledged = (sent: Sent, acks: readonly Ack[], partitionOf: WeakMap<object, number>): void => {
  const acknowledged = new Set(
    acks.flatMap(({ topicName, partition, errorCode }) => (errorCode === 0 ? [`${topicName} ${partition}`] : [])),
  );
  for (const [message, topic] of sent.topicOf) {
    const partition = partitionOf.get(message);
    if (partition === undefined || !acknowledged.has(`${topic} ${partition}`)) {
      throw ledgerError('BROKER_UNAVAILABLE', `${topic}, partition ${partition ?? 'unknown'}: not acknowledged`);
    }
  }
};

const describe = async (client: KafkaClient, config: KafkaConfig): Promise<SinkDescription> => {
  const { brokers, tls, sasl } = config;
  const how = [tls ? 'TLS' : 'no TLS', sasl === undefined ? 'no SASL' : `SASL ${sasl.mechanism}`].join(', ');
  const configured = `KAFKA_BROKERS=${brokers.join(',')} (${how})`;
  const none = { kind: 'kafka', configured, version: null, brokers: [], topics: [] } as const;
  const admin = client.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    const topics = await describeTopics(admin);
    const troubles = topics.flatMap((topic) => topicTrouble(topic, config) ?? []);
    return {
      ...none,
      reachable: true,
      trouble: troubles.length === 0 ? null : troubles.join('; '),
      brokers: cluster.brokers.map(({ host, port }) => `${host}:${port}`).sort(),
      topics,
    };
  } catch (error) {
    return { ...none, reachable: false, trouble: failureOf(error, config).message };
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};

/** Creates the sink. It connects and creates missing topics at the first `publish`. */
export const createKafkaSink = (config: KafkaConfig, deps: KafkaSinkDeps): EventSink => {
  const { logger, runtime, outages = silentOutages, idleMs = kafkaLimits.idleMs, open = openClient } = deps;
  const outage = outages.of(kafkaAt(config));
  const client = open(config, logger);
  const { partitioner, partitionOf } = createWatchedPartitioner();
  const connection = createLazyConnection({
    make: () => client.producer({ partitioner }),
    runtime,
    idleMs,
    closeMs: kafkaLimits.requestMs + kafkaLimits.connectMs,
  });
  let ensured: Promise<void> | null = null;
  let closed = false;

  const haveTopics = async (): Promise<void> => {
    ensured ??= ensureTopics(client, config, logger);
    const ours = ensured;
    try {
      await ours;
    } catch (error) {
      if (ensured === ours) ensured = null;
      throw error;
    }
  };

  const publish: EventSink['publish'] = async (messages, { beforeSend = () => undefined } = {}) => {
    if (closed) throw ledgerError('BROKER_UNAVAILABLE', 'the connection to Kafka is closed');
    if (messages.length === 0) return;
    let refused: { readonly error: unknown } | undefined;
    const sent = theirs(messages, () => {
      try {
        beforeSend();
      } catch (error) {
        refused = { error };
        throw error;
      }
    });
    try {
      await haveTopics();
      await connection.use(async (producer) => {
        const { topicMessages } = sent;
        try {
          const acks = await producer.sendBatch({
            acks: -1,
            timeout: kafkaLimits.requestMs,
            compression,
            topicMessages,
          });
          assertAllAcknowledged(sent, acks, partitionOf);
        } catch (error) {
          // Thrown by the sender: the connection is not broken.
          if (refused === undefined) throw error;
        }
      });
    } catch (error) {
      // The topic was deleted: it is created again before the next try. Its former messages are not sent again.
      if (says(error, 'UNKNOWN_TOPIC_OR_PARTITION')) {
        ensured = null;
        logger.warn('kafka topic is gone', { topics: sent.topicMessages.map(({ topic }) => topic) });
      }
      throw failureOf(error, config);
    }
    if (refused !== undefined) throw refused.error;
  };

  return {
    kind: 'kafka',
    wants: () => true,
    publish: (...call) => watched({ outage, runtime }, () => publish(...call)),
    describe: () => describe(client, config),
    async close() {
      closed = true;
      await connection.close();
    },
  };
};
