/** Starts all four engines on loopback: real servers, and a stand-in for EventStoreDB. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/embedded/postgres/postmaster.js';
import { type StandInProcess, startEventStoreProcess } from '../support/eventstore/process.js';
import { needKcat } from '../support/kafka/engine.js';
import { type KafkaNode, startKafka, type TestKafka } from '../support/kafka/kafka.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { replayEnv } from '../support/open-ledger.js';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.js';
import { type RedisServer, startRedisServer } from '../support/redis-server.js';

export interface World {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly kafka: KafkaNode;
  /** Kills it, or restarts it on its port with its events. */
  readonly eventStore: { kill(): Promise<void>; start(): Promise<void> };
  /** Serves recorded days like tcgcsv. */
  readonly replay: Replay;
  /** Configuration of a ledger on all engines. */
  readonly env: Readonly<Record<string, string>>;
  /** URL of the stand-in. */
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  close(): Promise<void>;
}

const startEventStore = async (folder: string): Promise<World['eventStore'] & { url: string }> => {
  const options = { port: await freePort(), file: join(folder, 'eventstore.ndjson'), systemEvents: true };
  let running: StandInProcess = await startEventStoreProcess(options);
  return {
    url: running.url,
    kill: () => running.kill(),
    start: async () => {
      running = await startEventStoreProcess(options);
    },
  };
};

/** Skips if an engine cannot be started; test/support/need-*.ts has reported that, and fails in CI. */
export const needWorld = async (context: Mocha.Context): Promise<void> => {
  const given = ['TEST_KAFKA', 'TEST_REDIS_SERVER', 'TEST_POSTGRES_BIN'];
  if (given.some((name) => process.env[name] === undefined)) context.skip();
  await needKcat(context);
};

/** Starts all engines. */
export const startWorld = async (): Promise<World> => {
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-world-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  const kept = async <T>(starting: Promise<T>, end: (of: T) => Promise<unknown>): Promise<T> => {
    const started = await starting;
    closing.push(() => end(started));
    return started;
  };
  try {
    const replay = await kept(startReplay(), (of) => of.close());
    const postgres = await kept(startPostgresServer(), (of) => of.remove());
    const redis = await kept(startRedisServer(), (of) => of.stop());
    const kafka = await kept<TestKafka>(startKafka(), (of) => of.close());
    const eventStore = await kept(startEventStore(folder), (of) => of.kill());
    const env = {
      ...replayEnv(replay.url),
      EVENTSTORE_URL: eventStore.url,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      KAFKA_BROKERS: kafka.brokers.join(','),
    };
    const [node] = kafka.nodes;
    if (node === undefined) throw new Error('Kafka has no node');
    const servers = { postgres, redis, kafka: node, eventStore, replay };
    return { ...servers, env, eventStoreUrl: eventStore.url, databaseUrl: postgres.url, brokers: kafka.brokers, close };
  } catch (error) {
    await close();
    throw error;
  }
};
