/**
 * The publisher against bare kafkajs sending the very same messages in the very same batches, interleaved, and what an
 * open connection costs while nothing is sent. `npm run build && node dist/bench/kafka.js`; KAFKA_BROKERS names brokers,
 * else one is started from Maven's jars where Java and Maven are.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { CompressionTypes } from 'kafkajs';
import { readConfig } from '../src/config.js';
import { openEmbeddedPostgres } from '../src/embedded/postgres/cluster.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import { deliver } from '../src/notify/deliver.js';
import type { EventSink, OutgoingMessage } from '../src/notify/event-sink.js';
import { createKafkaSink } from '../src/notify/kafka/kafka-sink.js';
import { runPublisher } from '../src/notify/publisher.js';
import { topics } from '../src/notify/topics.js';
import { packageRoot } from '../src/paths.js';
import { openDatabase } from '../src/postgres/database.js';
import { migrate } from '../src/postgres/migrate.js';
import { readCheckpoint } from '../src/projecting/checkpoints.js';
import type { Provenance } from '../src/queries/provenance.js';
import { systemRuntime } from '../src/runtime.js';
import { silentLogger } from '../src/telemetry/logger.js';
import { madeDay } from './made-observations.js';

const keys = 20_000;
const rounds = 5;
const idleSeconds = 5;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Brokers given, or started by a process of its own (what is under test/ is not ours to import). */
const findBrokers = async (): Promise<{ brokers: string; child: ChildProcess | undefined } | undefined> => {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return { brokers: given, child: undefined };
  const script = join(packageRoot, 'test/support/kafka/serve.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { brokers: line, child };
  return undefined;
};

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

const bench = async (brokers: string, url: string): Promise<void> => {
  const { kafka: config } = readConfig({ KAFKA_BROKERS: brokers });
  if (config === undefined) throw new Error('no brokers');
  const database = openDatabase({ url, application: 'bench', connectionsMax: 8 });
  const log = createPostgresLog({ database, runtime });
  const metadata = { correlation_id: runtime.uuid(), causation_id: null, actor: 'bench' };
  for (const appends of madeDay(keys * 2, 0, 1_000)) await log.append(appends, metadata);
  const head = await log.head();

  /** From the beginning of the log to its head. */
  const publish = async (sink: EventSink): Promise<number> => {
    await database.query('delete from projecting.checkpoints');
    const stop = new AbortController();
    const fromMs = performance.now();
    const running = runPublisher({
      database, log, sink, runtime, logger: silentLogger, holder: 'bench', signal: stop.signal, topics: [topics.prices], snapshots,
    }); // prettier-ignore
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
  const bytes = batches.flat().reduce((sum, { value, headers }) => sum + value.length + Object.entries(headers).flat().join('').length, 0);

  const sink = createKafkaSink(config, { logger: silentLogger, runtime, idleMs: 3_600_000 });
  const kafka = new kafkajs.Kafka({ brokers: [...config.brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner, maxInFlightRequests: 1 });
  await producer.connect();
  const bare = async (compression: CompressionTypes): Promise<number> => {
    const fromMs = performance.now();
    for (const batch of batches) {
      const messages = batch.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      await producer.sendBatch({ acks: -1, compression, topicMessages: [{ topic: topics.prices, messages }] });
    }
    return performance.now() - fromMs;
  };
  // Topics are made and code is warm before anything counts.
  const warm = { sink, runtime, mayStillSend: () => undefined, signal: new AbortController().signal };
  for (const batch of batches) await deliver(warm, batch);
  await bare(CompressionTypes.None);
  const found: Record<'publisher' | 'bare' | 'gzip' | 'nothing', number[]> = { publisher: [], bare: [], gzip: [], nothing: [] };
  for (let round = 0; round < rounds; round += 1) {
    found.publisher.push(await publish(sink));
    found.bare.push(await bare(CompressionTypes.None));
    found.gzip.push(await bare(CompressionTypes.GZIP));
    found.nothing.push(await publish(kept));
  }
  await producer.disconnect();
  const speed = (ms: readonly number[]): string => `${Math.round(events / (median(ms) / 1_000)).toLocaleString('en')} events/s`;
  say(`${events} events, ${Math.round(bytes / events)} bytes each with headers, ${batches.length} batches, ${rounds} rounds`);
  say(`publisher, log to acknowledged by Kafka   ${speed(found.publisher)}`);
  say(`bare kafkajs, the same batches, gzip too  ${speed(found.gzip)}`);
  say(`ratio                                     ${(median(found.gzip) / median(found.publisher)).toFixed(2)}`);
  say(`bare kafkajs without compression          ${speed(found.bare)}`);
  say(`publisher without Kafka (reads, maps)     ${speed(found.nothing)}`);

  const open = await cpuMsPerSecond();
  await sink.close();
  const closed = await cpuMsPerSecond();
  say(`idle CPU, one connection open             ${open.toFixed(1)} ms/s`);
  say(`idle CPU, closed as after kafkaIdleMs     ${closed.toFixed(1)} ms/s`);
  const reconnecting = createKafkaSink(config, { logger: silentLogger, runtime, idleMs: 50 });
  const one = batches[0]?.slice(0, 1) ?? [];
  const times: Record<'cold' | 'warm', number[]> = { cold: [], warm: [] };
  await reconnecting.publish(one);
  for (let round = 0; round < 15; round += 1) {
    for (const [name, pauseMs] of [['cold', 200], ['warm', 0]] as const) {
      await delay(pauseMs);
      const fromMs = performance.now();
      await reconnecting.publish(one);
      times[name].push(performance.now() - fromMs);
    }
  }
  say(`one message, connection open / reconnecting  ${median(times.warm).toFixed(1)} / ${median(times.cold).toFixed(1)} ms`);
  await reconnecting.close();
  await log.close();
  await database.close();
};

const found = await findBrokers();
if (found === undefined) {
  say('skipped: no Kafka (set KAFKA_BROKERS, or install Java and Maven)');
} else {
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-bench-'));
  const cluster = await openEmbeddedPostgres({ dataDir: join(folder, 'postgres'), runtime });
  try {
    await migrate(cluster.url);
    await bench(found.brokers, cluster.url);
  } finally {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
    found.child?.stdin?.end();
    if (found.child !== undefined) await once(found.child, 'exit');
  }
}
