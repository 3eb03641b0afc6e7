/**
 * For specs that need a real Kafka, which only `npm run test:engines` has (test/support/need-engines.ts).
 * One broker serves all of them that do not break it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import kafkajs, { type Admin } from 'kafkajs';
import type { KafkaConfig } from '../../../src/publishing/kafka/config.js';
import { topicDefinitions } from '../../../src/publishing/topic-definitions.js';
import { startKafka, type TestKafka } from './kafka.js';
import { waitFor } from '../wait-for.js';

const { Kafka, logLevel } = kafkajs;

/** `describe` where a Kafka can be started. */
export const describeKafka = (name: string, suite: (this: Mocha.Suite) => void): void => {
  if (process.env['TEST_KAFKA'] === 'yes') describe(name, suite);
};

let shared: Promise<TestKafka> | undefined;

/** Broker of this run, started at first use; it ends with the process. A spec that stops it must start it again. */
export const sharedKafka = (): Promise<TestKafka> => (shared ??= startKafka());

export const configOf = (brokers: readonly string[], over: Partial<KafkaConfig> = {}): KafkaConfig => ({
  brokers,
  tls: false,
  sasl: undefined,
  partitions: 3,
  replication: undefined,
  ...over,
});

export const clientOf = (brokers: readonly string[]): InstanceType<typeof Kafka> =>
  new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, clientId: 'test' });

export const withAdmin = async <T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = clientOf(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

/** Deletes our topics and waits until they are gone. */
export const deleteTopics = (brokers: readonly string[]): Promise<void> =>
  withAdmin(brokers, async (admin) => {
    const ours: string[] = topicDefinitions.map(({ name }) => name);
    const there = async (): Promise<string[]> => (await admin.listTopics()).filter((name) => ours.includes(name));
    // Again and again: of several brokers one may not have heard of a topic yet, or not of its end.
    for (let found = await there(); found.length > 0; found = await there()) {
      await admin.deleteTopics({ topics: found }).catch((error: unknown) => {
        if (!String(error).includes('does not host')) throw error;
      });
    }
  });

export interface ReadMessage {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/** Everything in a topic now, partition by partition in the order of its offsets. */
export const readTopic = async (brokers: readonly string[], topic: string): Promise<ReadMessage[]> => {
  // A topic that was just created may not have its leaders yet.
  const ends = await waitFor(
    `leaders of ${topic}`,
    () =>
      withAdmin(brokers, (admin) => admin.fetchTopicOffsets(topic)).catch((error: unknown) => {
        if (String(error).includes('not the leader')) return null;
        throw error;
      }),
    15_000,
  );
  const left = new Set(ends.flatMap(({ partition, offset }) => (offset === '0' ? [] : [partition])));
  if (left.size === 0) return [];
  const messages: ReadMessage[] = [];
  const consumer = clientOf(brokers).consumer({
    groupId: `read-${topic}-${performance.now()}`,
    sessionTimeout: 10_000,
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // The client retries by itself: a broker that has just started loads its groups first.
      consumer.on('consumer.crash', ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      void consumer.run({
        eachMessage: async ({ partition, message: { key, value, headers = {}, offset } }) => {
          messages.push({
            topic,
            partition,
            key: String(key),
            value: String(value),
            headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
          });
          const end = ends.find((each) => each.partition === partition)?.offset ?? '0';
          if (BigInt(offset) + 1n >= BigInt(end)) left.delete(partition);
          if (left.size === 0) resolve();
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
  return messages.sort((a, b) => a.partition - b.partition);
};

const run = promisify(execFile);

/** Runs kcat, an independent client (librdkafka); stdout. `input` goes to its stdin. */
export const kcat = async (brokers: readonly string[], args: readonly string[], input?: string): Promise<string> => {
  const running = run('kcat', ['-b', brokers.join(','), ...args], { maxBuffer: 64 * 1_048_576, timeout: 60_000 });
  running.child.stdin?.end(input ?? '');
  return (await running).stdout;
};

/** Skips the test, loudly, where there is no kcat; in CI that is a failure. */
export const needKcat = async (context: Mocha.Context): Promise<void> => {
  try {
    await run('kcat', ['-V']);
  } catch (error) {
    if (process.env['CI'] === 'true') throw new Error('kcat is not installed (apt-get install kcat)', { cause: error });
    process.stderr.write('SKIPPED: kcat is not installed (apt-get install kcat)\n');
    context.skip();
  }
};
