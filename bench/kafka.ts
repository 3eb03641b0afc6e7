/**
 * Measures the publisher against plain kafkajs with the same messages in the same batches, interleaved, and the cost of an
 * idle connection.
 */
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { CompressionTypes } from 'kafkajs';
import type { KafkaConfig } from '../src/publishing/kafka/config.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { publishWithRetry } from '../src/publishing/publish-with-retry.js';
import type { EventSink, OutgoingMessage } from '../src/publishing/event-sink.js';
import { createKafkaSink } from '../src/publishing/kafka/kafka-sink.js';
import { topicSubscribers } from '../src/publishing/publisher.js';
import { topics } from '../src/publishing/topic-definitions.js';
import { openDatabase } from '../src/postgres/database.js';
import { readCheckpoint } from '../src/subscriptions/checkpoints.js';
import type { Provenance } from '../projections/coverage/provenance.js';
import { systemRuntime } from '../src/base/runtime.js';
import { silentLogger } from '../src/base/logger.js';
import { madeDay } from './made-observations.js';
import { runSubscribers } from '../src/subscriptions/subscriber.js';

const keys = 20_000;
const rounds = 5;
const idleSeconds = 5;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export interface KafkaBench {
  readonly events: number;
  readonly bytesPerEvent: number;
  /** From the log to the acknowledgement. */
  readonly eventsPerSecond: number;
  /** Ratio to plain kafkajs with the same batches and compression. */
  readonly ratio: number;
  /** Milliseconds of CPU per idle second: connected, and disconnected as after `kafkaIdleMs`. */
  readonly idleOpen: number;
  readonly idleClosed: number;
  /** Milliseconds of one message: connected, and with a new connection. */
  readonly warmMs: number;
  readonly coldMs: number;
}

const runtime = systemRuntime();
const snapshots = async (ids: readonly string[]): Promise<Map<string, Provenance>> =>
  Promise.resolve(
    new Map(
      ids.map((snapshot) => [
        snapshot,
        {
          snapshot,
          source_url: 'https://tcgcsv.com/tcgplayer/3/3170/prices',
          upstream_stamp: '2025-09-21T20:05:33Z',
          payload_sha256: 'ab'.repeat(32),
          parser_version: 1,
        },
      ]),
    ),
  );

const cpuMsPerSecond = async (): Promise<number> => {
  const from = process.cpuUsage();
  const fromMs = performance.now();
  await delay(idleSeconds * 1_000);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000 / ((performance.now() - fromMs) / 1_000);
};

/** Measures on an empty, migrated ledger. */
export const benchKafka = async (config: KafkaConfig, url: string): Promise<KafkaBench> => {
  const database = openDatabase({ url, application: 'bench', connectionsMax: 8 });
  const log = createPostgresLog({ database, runtime });
  const metadata = { correlation_id: runtime.uuid(), causation_id: null, actor: 'bench' };
  for (const appends of madeDay(keys * 2, 0, 1_000)) await log.append(appends, metadata);
  const head = await log.head();

  /** From the beginning of the log to its head. */
  const publish = async (sink: EventSink): Promise<number> => {
    await database.query('delete from subscriptions.checkpoints');
    const stop = new AbortController();
    const fromMs = performance.now();
    const deps = {
      database,
      log,
      sink,
      runtime,
      logger: silentLogger,
      holder: 'bench',
      signal: stop.signal,
      topics: [topics.prices],
      snapshots,
    };
    const running = runSubscribers(deps, topicSubscribers(deps), stop.signal);
    while (((await readCheckpoint(database, 'publisher_kafka_prices'))?.position ?? '') < head) await delay(5);
    const ms = performance.now() - fromMs;
    stop.abort();
    await running;
    return ms;
  };

  const taken: (readonly OutgoingMessage[])[] = [];
  const kept: EventSink = {
    kind: 'kafka',
    wants: () => true,
    publish: (messages) => Promise.resolve(void taken.push(messages)),
    describe: () => Promise.reject(new Error('not asked')),
    close: () => Promise.resolve(),
  };
  await publish(kept);
  const batches = [...taken];
  const events = batches.flat().length;
  const bytes = batches
    .flat()
    .reduce((sum, { value, headers }) => sum + value.length + Object.entries(headers).flat().join('').length, 0);

  const sink = createKafkaSink(config, { logger: silentLogger, runtime, idleMs: 3_600_000 });
  const kafka = new kafkajs.Kafka({ brokers: [...config.brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const bare = async (): Promise<number> => {
    const fromMs = performance.now();
    for (const batch of batches) {
      const messages = batch.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      const topicMessages = [{ topic: topics.prices, messages }];
      await producer.sendBatch({ acks: -1, compression: CompressionTypes.GZIP, topicMessages });
    }
    return performance.now() - fromMs;
  };
  // Creates topics and warms up before the measurement.
  const warm = { sink, runtime, mayStillSend: () => undefined, signal: new AbortController().signal };
  for (const batch of batches) await publishWithRetry(warm, batch);
  await bare();
  const found: Record<'publisher' | 'bare', number[]> = { publisher: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    found.publisher.push(await publish(sink));
    found.bare.push(await bare());
  }
  await producer.disconnect();
  const idleOpen = await cpuMsPerSecond();
  await sink.close();
  const idleClosed = await cpuMsPerSecond();
  const reconnecting = createKafkaSink(config, { logger: silentLogger, runtime, idleMs: 50 });
  const one = batches[0]?.slice(0, 1) ?? [];
  const times: Record<'cold' | 'warm', number[]> = { cold: [], warm: [] };
  await reconnecting.publish(one);
  for (let round = 0; round < 15; round += 1) {
    for (const [name, pauseMs] of [
      ['cold', 200],
      ['warm', 0],
    ] as const) {
      await delay(pauseMs);
      const fromMs = performance.now();
      await reconnecting.publish(one);
      times[name].push(performance.now() - fromMs);
    }
  }
  await reconnecting.close();
  await log.close();
  await database.close();
  return {
    events,
    bytesPerEvent: bytes / events,
    eventsPerSecond: events / (median(found.publisher) / 1_000),
    ratio: median(found.bare) / median(found.publisher),
    idleOpen,
    idleClosed,
    warmMs: median(times.warm),
    coldMs: median(times.cold),
  };
};
