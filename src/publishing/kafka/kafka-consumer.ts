/** A consumer group on Kafka, by kafkajs. */
import kafkajs, { type Admin, type EachBatchPayload, type IHeaders, type KafkaMessage } from 'kafkajs';
import { aborted } from '../../base/async/aborted.js';
import { withDeadline } from '../../base/async/deadline.js';
import type { Logger } from '../../base/logger.js';
import type { Runtime } from '../../base/runtime.js';
import type { EventConsumer, IncomingMessage } from '../event-consumer.js';
import type { TopicName } from '../topic-definitions.js';
import { clientOptions, openClient } from './client.js';
import type { KafkaConfig } from './config.js';
import { ensureTopics } from './ensure-topics.js';
import { failureOf } from './kafka-errors.js';
import { kafkaLimits } from './limits.js';

const { Kafka } = kafkajs;

const textsOf = (headers: IHeaders = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = [value].flat()[0];
      return first === undefined ? [] : [[name, first.toString()]];
    }),
  );

const incoming = ({ key, headers, value }: KafkaMessage): IncomingMessage => ({
  key: key?.toString() ?? '',
  headers: textsOf(headers),
  value: value?.toString() ?? '',
});

export interface KafkaConsumerOptions {
  readonly config: KafkaConfig;
  readonly topic: TopicName;
  readonly group: string;
  readonly runtime: Runtime;
  readonly logger: Logger;
}

/** Offsets behind the last message of each partition that has any. */
const endsOf = async (admin: Admin, topic: string): Promise<ReadonlyMap<number, bigint>> => {
  const ends = await admin.fetchTopicOffsets(topic);
  return new Map(
    ends.flatMap(({ partition, high, low }) => (high === low ? [] : [[partition, BigInt(high)] as const])),
  );
};

/** Whether the group has committed up to `ends`. A partition of which it has committed nothing has offset -1. */
const isBehind = async (
  admin: Admin,
  { topic, group }: KafkaConsumerOptions,
  ends: ReadonlyMap<number, bigint>,
): Promise<boolean> => {
  const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const offsets = new Map(committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return [...ends].some(([partition, end]) => (offsets.get(partition) ?? -1n) < end);
};

/**
 * Works on a batch while the group hears that the member lives: one that is silent for its session's length is put out, and
 * its batch is read again by the next.
 */
const whileBeating = async (
  { runtime }: KafkaConsumerOptions,
  { heartbeat }: Pick<EachBatchPayload, 'heartbeat'>,
  work: () => Promise<void>,
): Promise<void> => {
  const worked = new AbortController();
  const beating = (async () => {
    while (!worked.signal.aborted) {
      await runtime.sleep(kafkaLimits.heartbeatMs, worked.signal).catch(() => undefined);
      // A failure shows at the commit of the offset.
      if (!worked.signal.aborted) await heartbeat().catch(() => undefined);
    }
  })();
  try {
    await work();
  } finally {
    worked.abort();
    await beating;
  }
};

/** Creates the consumer. Each `read` joins the group anew and leaves it at its end. */
export const createKafkaConsumer = (options: KafkaConsumerOptions): EventConsumer => ({
  async read(handle, signal) {
    const { config, topic, group, runtime, logger } = options;
    // Before the publisher has sent its first message there may be none.
    await ensureTopics(openClient(config, logger), config, logger).catch((error: unknown) => {
      throw failureOf(error, config);
    });
    const consumer = new Kafka(clientOptions(config, logger)).consumer({
      groupId: group,
      sessionTimeout: kafkaLimits.sessionMs,
      // The topic's partitions are looked up this often.
      metadataMaxAge: kafkaLimits.sessionMs,
      maxWaitTimeInMs: kafkaLimits.fetchWaitMs,
      allowAutoTopicCreation: false,
      // Ends here with its error instead: the caller's loop starts over, and reports the outage once.
      retry: { retries: 3, restartOnFailure: () => Promise.resolve(false) },
    });
    const crashed = new AbortController();
    let failure: { readonly error: unknown } | undefined;
    const stop = AbortSignal.any([signal, crashed.signal]);
    consumer.on(consumer.events.CRASH, ({ payload }) => crashed.abort(payload.error));
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatch: async (payload) => {
          if (!payload.isRunning() || payload.isStale()) return;
          const { batch } = payload;
          await whileBeating(options, payload, () => handle(batch.messages.map(incoming))).catch((error: unknown) => {
            failure = { error };
            throw error;
          });
          const offset = (BigInt(batch.lastOffset()) + 1n).toString();
          await consumer.commitOffsets([{ topic, partition: batch.partition, offset }]);
          await payload.heartbeat();
        },
      });
      await aborted(stop);
    } catch (error) {
      crashed.abort(error);
    } finally {
      // Leaves the group, so that another member has its partitions at once.
      const leaving = consumer.disconnect().catch(() => undefined);
      await withDeadline(leaving, { runtime, ms: kafkaLimits.requestMs }, () => undefined);
    }
    if (signal.aborted) return;
    if (failure !== undefined) throw failure.error;
    if (crashed.signal.aborted) throw failureOf(crashed.signal.reason, config);
  },

  async hasReadToEnd(signal) {
    const { config, topic, runtime, logger } = options;
    const admin = new Kafka(clientOptions(config, logger)).admin();
    try {
      await admin.connect();
      const ends = await endsOf(admin, topic);
      while (await isBehind(admin, options, ends)) {
        await runtime.sleep(kafkaLimits.offsetsPollMs, signal).catch(() => undefined);
        if (signal.aborted) return false;
      }
      return !signal.aborted;
    } catch (error) {
      if (signal.aborted) return false;
      throw failureOf(error, config);
    } finally {
      const leaving = admin.disconnect().catch(() => undefined);
      await withDeadline(leaving, { runtime, ms: kafkaLimits.requestMs }, () => undefined);
    }
  },
});
