/**
 * Brokers in memory behind the boundary to kafkajs (src/publishing/kafka/client.ts), for tests of connections,
 * failures and topics without a server. The engine run proves that kafkajs and Kafka behave like this fake.
 */
import kafkajs from 'kafkajs';
import type { KafkaClient } from '../../src/publishing/kafka/client.js';

export interface HeldMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Topic {
  policy: string;
  readonly partitions: HeldMessage[][];
}

export interface FakeKafka {
  readonly topics: Map<string, Topic>;
  readonly open: () => KafkaClient;
  /** Open connections of producers, and the total. */
  readonly connections: { open: number; opened: number };
  /** Outcomes of the next batches, in order; later batches succeed. */
  readonly script: (() => Promise<unknown> | undefined)[];
  /** Whether the brokers are unreachable. */
  away: boolean;
  makeTopic(name: string, of: { partitions: number; policy?: string }): void;
  /** Returns all messages of the topic, by partition. */
  held(topic: string): HeldMessage[];
}

/** Creates the error of kafkajs after its retries, with the broker's error inside. */
export const brokerSays = (type: string, code: number): Error => {
  const said = new kafkajs.KafkaJSProtocolError({
    type,
    code,
    retriable: true,
    message: `the broker says ${type}`,
  } as never);
  return Object.assign(new kafkajs.KafkaJSNumberOfRetriesExceeded(said, { retryCount: 0, retryTime: 0 }), {
    cause: said,
  });
};

export const createFakeKafka = (): FakeKafka => {
  const topics = new Map<string, Topic>();
  const connections = { open: 0, opened: 0 };
  const fake: FakeKafka = {
    topics,
    connections,
    script: [],
    away: false,
    makeTopic(name, { partitions, policy = 'delete' }) {
      topics.set(name, { policy, partitions: Array.from({ length: partitions }, () => []) });
    },
    held: (topic) => topics.get(topic)?.partitions.flat() ?? [],
    open: () => ({ producer, admin }),
  };
  const reach = async (): Promise<void> => {
    if (fake.away) throw new kafkajs.KafkaJSConnectionError('Connection error: connect ECONNREFUSED 127.0.0.1:9092');
  };

  const producer: KafkaClient['producer'] = ({ partitioner }) => {
    let connected = false;
    return {
      async connect() {
        await reach();
        connected = true;
        connections.open += 1;
        connections.opened += 1;
      },
      async disconnect() {
        if (connected) connections.open -= 1;
        connected = false;
      },
      async sendBatch({ topicMessages = [] }) {
        if (!connected) throw new kafkajs.KafkaJSError('The producer is disconnected');
        if (topicMessages.some(({ messages }) => messages.some(({ value }) => value === undefined)))
          throw new Error('without value');
        await reach();
        const scripted = await fake.script.shift()?.();
        const acks = [];
        for (const { topic, messages } of topicMessages) {
          const found = topics.get(topic);
          if (found === undefined) throw brokerSays('UNKNOWN_TOPIC_OR_PARTITION', 3);
          const partitionMetadata = found.partitions.map((_, partitionId) => ({ partitionId, leader: 1 }));
          const touched = new Set<number>();
          for (const message of messages) {
            const partition = partitioner({ topic, message, partitionMetadata: partitionMetadata as never });
            // Reads the messages at the time of the write, like kafkajs.
            found.partitions[partition]!.push({ ...(message as unknown as HeldMessage) });
            touched.add(partition);
          }
          for (const partition of touched) acks.push({ topicName: topic, partition, errorCode: 0 });
        }
        return (scripted as typeof acks | undefined) ?? acks;
      },
    };
  };

  const admin: KafkaClient['admin'] = () => ({
    connect: reach,
    disconnect: async () => undefined,
    listTopics: async () => [...topics.keys()],
    async createTopics({ topics: wanted }) {
      for (const { topic, numPartitions = 1, configEntries = [] } of wanted) {
        const policy = configEntries.find(({ name }) => name === 'cleanup.policy')?.value;
        fake.makeTopic(topic, { partitions: numPartitions, ...(policy === undefined ? {} : { policy }) });
      }
      return true;
    },
    fetchTopicMetadata: async (options) => ({
      topics: (options?.topics ?? []).map((name) => ({
        name,
        partitions: (topics.get(name)?.partitions ?? []).map((_, partitionId) => ({ partitionId }) as never),
      })),
    }),
    describeConfigs: async ({ resources }) => ({
      throttleTime: 0,
      resources: resources.map(({ name, type }) => ({
        errorCode: 0,
        errorMessage: '',
        resourceName: name,
        resourceType: type,
        configEntries: [{ configName: 'cleanup.policy', configValue: topics.get(name)?.policy } as never],
      })),
    }),
    describeCluster: async () => ({
      brokers: [{ nodeId: 1, host: '127.0.0.1', port: 9092 }],
      controller: 1,
      clusterId: 'fake',
    }),
  });
  return fake;
};
