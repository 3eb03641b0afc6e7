/**
 * The publisher on a real broker: read by kcat (librdkafka), which shares no code with us; the broker killed and started
 * again under load; a topic deleted; the publisher itself killed between acknowledgement and checkpoint.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import kafkajs from 'kafkajs';
import { type LogPosition, startPosition } from '../../../src/domain/envelope.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import { createKafkaSink } from '../../../src/publishing/kafka/kafka-sink.js';
import { publishAgain } from '../../../src/publishing/publish-again.js';
import { topicSubscribers } from '../../../src/publishing/publisher.js';
import { topicDefinitions, topics } from '../../../src/publishing/topic-definitions.js';
import { type Database, openDatabase } from '../../../src/postgres/database.js';
import { readCheckpoint } from '../../../src/subscriptions/checkpoints.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { createRecorder, type Recorder } from '../../support/events.js';
import {
  configOf,
  deleteTopics,
  describeKafka,
  kcat,
  needKcat,
  readTopic,
  type ReadMessage,
  sharedKafka,
  withAdmin,
} from '../../support/kafka/engine.js';
import type { TestKafka } from '../../support/kafka/kafka.js';
import { appendTo, recordMarket } from '../../support/logs.js';
import { assertDocumented } from '../../support/messages.js';
import { ownScript } from '../../support/own-script.js';
import { freshDatabase, type TestDatabase } from '../../support/postgres.js';
import { waitFor } from '../../support/wait-for.js';
import { runSubscribers } from '../../../src/subscriptions/subscriber.js';

const checkpoint = 'publisher_kafka_prices';

interface KcatMessage {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly payload: string;
  /** Name, value, name, value … */
  readonly headers: readonly string[];
}

const headersOf = ({ headers }: KcatMessage): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : [])),
  );

describeKafka('the publisher on a real broker', function () {
  this.timeout(180_000);
  let kafka: TestKafka;
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let recorder: Recorder;
  let appended = 0;
  const started: AbortController[] = [];

  before(async () => {
    kafka = await sharedKafka();
  });
  beforeEach(async () => {
    await deleteTopics(kafka.brokers);
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test publisher', connectionsMax: 8 });
    // Old enough that no snapshot is waited for.
    log = createPostgresLog({ database, runtime: { ...systemRuntime(), now: () => new Date('2025-09-22T00:00:00Z') } });
    recorder = createRecorder();
    appended = 0;
  });
  afterEach(async () => {
    for (const controller of started.splice(0)) controller.abort();
    await log.close();
    await database.close();
    await target.drop();
  });

  const append = async (): Promise<void> => {
    const from = appended;
    appended = recorder.events.length;
    await appendTo(log, recorder.events.slice(from, appended));
  };
  const start = () => {
    const controller = new AbortController();
    started.push(controller);
    const sink = createKafkaSink(configOf(kafka.brokers), { logger: silentLogger, runtime: systemRuntime() });
    const deps = {
      database,
      log,
      sink,
      runtime: systemRuntime(),
      logger: silentLogger,
      holder: 'test',
      signal: controller.signal,
      snapshots: async () => new Map(),
    };
    const running = runSubscribers(deps, topicSubscribers(deps), controller.signal);
    return async (): Promise<void> => {
      controller.abort();
      await running;
      await sink.close();
    };
  };
  const caughtUp = async (names: readonly string[] = [checkpoint]): Promise<void> => {
    const head = await log.head();
    for (const name of names) {
      for (let at = '' as LogPosition; at < head;) at = (await readCheckpoint(database, name))?.position ?? at;
    }
  };
  /** `prices` observations over some cards, each with its number as the market price. */
  const observe = (prices: number): void => {
    for (let n = 0; n < prices; n += 1)
      recorder.record('PriceObserved', { card_id: `pokemon-${(n % 7) + 1}`, market: recorder.events.length });
  };
  /** What is wrong: lost, out of order within a key, or repeated as something else. */
  const wrongs = (messages: readonly ReadMessage[]): string[] => {
    const wrong: string[] = [];
    const seen = new Map<string, string>();
    const newest = new Map<string, number>();
    for (const { key, value, headers } of messages) {
      const id = headers['ce_id'] ?? '';
      const whole = JSON.stringify([key, value, headers]);
      if (seen.has(id)) {
        if (seen.get(id) !== whole) wrong.push(`${id} came again and was another`);
        continue;
      }
      seen.set(id, whole);
      const market = (JSON.parse(value) as { market: number }).market;
      if (market < (newest.get(key) ?? -1)) wrong.push(`${key}: ${market} after ${newest.get(key)}`);
      newest.set(key, market);
    }
    for (const { id } of recorder.events) if (!seen.has(id)) wrong.push(`${id} is missing`);
    return wrong;
  };

  it('is read by kcat: headers, keys, order, JSON', async function () {
    await needKcat(this);
    recordMarket(recorder);
    await append();
    const stop = start();
    await caughtUp([checkpoint, 'publisher_kafka_cards']);
    await stop();
    let seen = 0;
    for (const topic of [topics.prices, topics.cards]) {
      const lines = (await kcat(kafka.brokers, ['-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-J']))
        .trim()
        .split('\n');
      const all = lines.map((line) => JSON.parse(line) as KcatMessage);
      // A topic just made may take a part of the first batch and not the rest, which is then sent again.
      const ids = new Set<string>();
      const messages = all.filter((each) => {
        const id = headersOf(each)['ce_id'] ?? '';
        return !ids.has(id) && ids.add(id);
      });
      const last = new Map<string, string>();
      for (const each of messages) {
        const headers = headersOf(each);
        assertDocumented({ topic, key: each.key, value: each.payload, headers });
        expect(headers['content-type']).to.equal('application/json');
        const position = headers['ce_ledgerposition'] ?? '';
        expect(position > (last.get(each.key) ?? ''), `${each.key} at ${position}`).to.equal(true);
        last.set(each.key, position);
      }
      seen += messages.length;
    }
    const published = /^(Card|External|Price|ObservationVoided|QuarantineReleased)/;
    expect(seen).to.equal(recorder.events.filter(({ type }) => published.test(type)).length);
  });

  it('gives every current price to one that reads the compacted topic once, also after it is published again', async () => {
    recordMarket(recorder);
    await append();
    const stop = start();
    const all = ['prices', 'current_prices', 'collections'].map((name) => `publisher_kafka_${name}`);
    await caughtUp(all);
    const read = async (): Promise<Map<string, string>> => {
      const messages = await readTopic(kafka.brokers, topics.currentPrices);
      for (const each of messages) assertDocumented(each);
      return new Map(messages.map(({ key, value }) => [key, value]));
    };
    const once = await read();
    const key = (card: number) => `pokemon-${card}|sandbox-tcgcsv|market|holofoil||||USD`;
    expect(JSON.parse(once.get(key(6)) ?? '{}')).to.include({ market: 602, status: 'standing' });
    expect(JSON.parse(once.get(key(4)) ?? '{}')).to.include({ market: null, status: 'withdrawn' });
    const collected = await readTopic(kafka.brokers, topics.collections);
    for (const each of collected) assertDocumented(each);
    expect(new Set(collected.map(({ headers }) => headers['ce_type']))).to.have.property('size', 3);
    const sink = { kind: 'kafka' } as const;
    const before = (await readTopic(kafka.brokers, topics.currentPrices)).length;
    await publishAgain({ database, log, sink }, topics.currentPrices, startPosition);
    await waitFor(
      'the messages again',
      async () => ((await readTopic(kafka.brokers, topics.currentPrices)).length >= before + once.size ? true : null),
      30_000,
    );
    await caughtUp(all);
    await stop();
    expect(await read()).to.deep.equal(once);
  });

  it('sends a key to the same partition as another producer', async function () {
    await needKcat(this);
    observe(7);
    await append();
    const stop = start();
    await caughtUp();
    await stop();
    const ours = new Map((await readTopic(kafka.brokers, topics.prices)).map(({ key, partition }) => [key, partition]));
    // murmur2, as Java's producer.
    const theirs = [...ours.keys()].map((key) => `${key}|{}`).join('\n');
    await kcat(
      kafka.brokers,
      ['-P', '-t', topics.prices, '-X', 'topic.partitioner=murmur2_random', '-K', '|'],
      `${theirs}\n`,
    );
    const all = await readTopic(kafka.brokers, topics.prices);
    expect(all.filter(({ headers }) => headers['ce_id'] === undefined)).to.have.length(7);
    for (const { key, partition } of all) expect(partition, key).to.equal(ours.get(key));
    expect(new Set(ours.values())).to.have.property('size').greaterThan(1);
  });

  it('creates the topics as configured', async () => {
    observe(1);
    await append();
    const stop = start();
    await caughtUp();
    await stop();
    const policies = await withAdmin(kafka.brokers, (admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: topicDefinitions.map(({ name }) => ({
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name,
          configNames: ['cleanup.policy'],
        })),
      }),
    );
    const found = policies.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      configEntries[0]?.configValue,
    ]);
    expect(found).to.have.deep.members(
      topicDefinitions.map(({ name, compacted }) => [name, compacted ? 'compact' : 'delete']),
    );
  });

  it('loses nothing when the broker is killed and started again under load', async () => {
    const stop = start();
    observe(50);
    await append();
    await caughtUp();
    for (const how of ['kill', 'stop'] as const) {
      observe(100);
      const appending = append();
      await kafka.nodes[0]?.[how]();
      observe(100);
      await appending;
      await append();
      await kafka.nodes[0]?.start();
      observe(50);
      await append();
    }
    await caughtUp();
    await stop();
    expect(wrongs(await readTopic(kafka.brokers, topics.prices))).to.deep.equal([]);
  });

  it('creates a topic again that was deleted while it ran', async () => {
    const stop = start();
    observe(20);
    await append();
    await caughtUp();
    await withAdmin(kafka.brokers, (admin) => admin.deleteTopics({ topics: [topics.prices] }));
    const before = recorder.events.length;
    observe(20);
    await append();
    await caughtUp();
    await stop();
    const got = await readTopic(kafka.brokers, topics.prices);
    recorder.events.splice(0, before);
    expect(wrongs(got.filter(({ value }) => (JSON.parse(value) as { market: number }).market >= before))).to.deep.equal(
      [],
    );
  });

  it('repeats, and never leaves out, the batch that was acknowledged when it was killed', async () => {
    observe(12);
    await append();
    const child = async (...args: string[]): Promise<string> => {
      const script = ownScript('../support/publisher-child', import.meta.url);
      const running = spawn(process.execPath, [...script, target.url, kafka.brokers.join(','), ...args], {
        stdio: 'inherit',
      });
      const [code, signal] = (await once(running, 'exit')) as [number | null, string | null];
      return signal ?? String(code);
    };
    for (const nth of ['1', '2']) expect(await child('kafka', 'after', nth)).to.equal('SIGKILL');
    expect(await child('kafka', 'after', '0')).to.equal('0');
    const got = await readTopic(kafka.brokers, topics.prices);
    expect(wrongs(got)).to.deep.equal([]);
    // The first two batches, of three each, came again.
    expect(got).to.have.length.at.least(12 + 3 + 3);
  });
});
