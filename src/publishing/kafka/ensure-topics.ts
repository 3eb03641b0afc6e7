/** The topics on the brokers: missing ones are created, existing ones are checked and never changed. */
import kafkajs from 'kafkajs';
import type { KafkaConfig } from './config.js';
import type { Logger } from '../../base/logger.js';
import type { TopicDescription } from '../event-sink.js';
import { type TopicDefinition, topicDefinitions } from '../topic-definitions.js';
import type { KafkaClient } from './client.js';
import { failureOf } from './kafka-errors.js';

type Admin = ReturnType<KafkaClient['admin']>;
const { ConfigResourceTypes } = kafkajs;

const compactionOf = async (admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, boolean>> => {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: ['cleanup.policy'] })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => {
      const policy = configEntries.find(({ configName }) => configName === 'cleanup.policy')?.configValue ?? '';
      return [resourceName, policy.split(',').includes('compact')];
    }),
  );
};

/** Returns the ledger's topics as the brokers have them; `existing`: only of these. */
export const describeTopics = async (admin: Admin, existing?: ReadonlySet<string>): Promise<TopicDescription[]> => {
  const there = existing ?? new Set(await admin.listTopics());
  const names: string[] = topicDefinitions.map(({ name }) => name).filter((name) => there.has(name));
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const compaction = await compactionOf(admin, names);
  return topics
    .map(({ name, partitions }) => ({ name, partitions: partitions.length, compacted: compaction.get(name) ?? false }))
    .sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
};

const createMissing = async (admin: Admin, config: KafkaConfig, missing: readonly TopicDefinition[]): Promise<void> => {
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, compacted }) => ({
      topic: name,
      numPartitions: config.partitions,
      // -1: the brokers' default.
      replicationFactor: config.replication ?? -1,
      configEntries: compacted ? [{ name: 'cleanup.policy', value: 'compact' }] : [],
    })),
  });
};

/** Returns what is unexpected about an existing topic, for the operator; `null` if nothing is. */
export const topicTrouble = (found: TopicDescription, config: Pick<KafkaConfig, 'partitions'>): string | null => {
  const wanted = topicDefinitions.find(({ name }) => name === found.name);
  if (wanted === undefined) return null;
  if (wanted.compacted && !found.compacted) {
    return `${found.name} is not compacted: what does not change will be deleted from it; set cleanup.policy=compact`;
  }
  if (!wanted.compacted && found.compacted)
    return `${found.name} is compacted: all but the newest message of each key will be deleted`;
  if (found.partitions !== config.partitions) {
    return `${found.name} has ${found.partitions} partitions, KAFKA_PARTITIONS is ${config.partitions}: left as it is`;
  }
  return null;
};

/**
 * Creates missing topics. An existing one is never changed: more partitions would move keys and break their order, and
 * another policy may be intended. Logs what is unexpected.
 */
export const ensureTopics = async (client: KafkaClient, config: KafkaConfig, logger: Logger): Promise<void> => {
  const admin = client.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topicDefinitions.filter(({ name }) => !existing.has(name));
    if (missing.length > 0) {
      await createMissing(admin, config, missing);
      logger.info('kafka topics created', { topics: missing.map(({ name }) => name), partitions: config.partitions });
    }
    // New topics are as requested, and another broker may not list them yet.
    const found = await describeTopics(admin, existing).catch((error: unknown): TopicDescription[] => {
      logger.warn('kafka topics not looked at', { reason: failureOf(error, config).message });
      return [];
    });
    for (const topic of found) {
      const trouble = topicTrouble(topic, config);
      if (trouble !== null) logger.warn('kafka topic not as expected', { topic: topic.name, reason: trouble });
    }
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
