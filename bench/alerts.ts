/**
 * Alerts: the cost of an observation with and without 100,000 alerts on other cards, in turn; observations decided on per
 * second; the time from an observation to its firing in the log, to Kafka's acknowledgement, and to a webhook on this machine, at
 * 1,000 observations a second.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alerterSubscriber } from '../src/alerting/alerter.js';
import type { KafkaConfig } from '../src/publishing/kafka/config.js';
import { completeRule } from '../src/alerting/commands.js';
import { insertChannel } from '../src/delivery/channels.js';
import { feederSubscriber } from '../src/delivery/feeder.js';
import { createGuardedAgent } from '../src/delivery/guarded-agent.js';
import { notifierGroup, runKafkaFeeder } from '../src/delivery/kafka-feeder.js';
import { createNetworkGuard, parseNetworks } from '../src/delivery/network-guard.js';
import { queueFigures } from '../src/delivery/queue-figures.js';
import { runSenders } from '../src/delivery/senders.js';
import { rotateSecret } from '../src/delivery/webhook-secret.js';
import type { AlertRule } from '../src/domain/alerts/rule.js';
import type { LogPosition, NewEvent } from '../src/domain/envelope.js';
import { uuidFromName } from '../src/domain/ids.js';
import { instantOf } from '../src/domain/instant.js';
import { priceObserved } from '../src/domain/prices/price-events.js';
import { printingOf } from '../src/domain/prices/price-key.js';
import { alertStream, priceStream } from '../src/domain/streams.js';
import { newEvent } from '../src/domain/upcasting.js';
import type { EventLog, StreamAppend } from '../src/log/event-log.js';
import { createPostgresLog } from '../src/log/postgres/postgres-log.js';
import type { EventSink } from '../src/publishing/event-sink.js';
import { createKafkaConsumer } from '../src/publishing/kafka/kafka-consumer.js';
import { createKafkaSink } from '../src/publishing/kafka/kafka-sink.js';
import { topicSubscribers } from '../src/publishing/publisher.js';
import { projections } from '../projections/index.js';
import { createProjector } from '../src/projecting/projector.js';
import { processToHead, startSubscriber } from '../src/subscriptions/subscriber.js';
import { topics } from '../src/publishing/topic-definitions.js';
import { type Database, openDatabase } from '../src/postgres/database.js';
import { readCheckpoint } from '../src/subscriptions/checkpoints.js';
import { systemRuntime } from '../src/base/runtime.js';
import { silentLogger } from '../src/base/logger.js';
import { runSubscribers } from '../src/subscriptions/subscriber.js';

const metadata = { correlation_id: '00000000-0000-4000-8000-000000000000', causation_id: null, actor: 'bench' };
const firstDay = Date.parse('2025-01-01T20:05:33Z');
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

export interface AlertsBench {
  /** Number of armed alerts on cards that are not observed. */
  readonly others: number;
  /** Microseconds per observation of a card with alerts: without and with the others. */
  readonly aloneUs: number;
  readonly amongUs: number;
  /** Observations decided on per second, each with three alerts on its card. */
  readonly perSecond: number;
  /** From the append of an observation to its firing in the log, at 1,000 observations a second. */
  readonly toLog: Waits;
  /** From the append of an observation to Kafka's acknowledgement of its firing; `null` without Kafka. */
  readonly toKafka: Waits | null;
  /** To the arrival of its signed message at a web server of this process; by Kafka where there is one, else by the log. */
  readonly toWebhook: Waits;
  readonly firings: number;
  /** Messages that arrived: each firing is one. */
  readonly arrived: number;
}

export interface Waits {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface World {
  readonly database: Database;
  readonly log: EventLog;
}

const card = (n: number): string => `pokemon-${100_000 + n}`;

/** Returns an observation that is below 10.00 every tenth day, each card on another day: most cross nothing. */
const observed = (n: number, day: number): StreamAppend => {
  const market = (n + day) % 10 === 0 ? 900 : 1_500 + ((n + day) % 50);
  const event = priceObserved({
    card_id: card(n),
    source: 'tcgcsv',
    kind: 'market',
    printing: printingOf('Holofoil'),
    condition: null,
    grade: null,
    language: null,
    currency: 'USD',
    low: market - 50,
    mid: market + 50,
    high: market * 9,
    market,
    direct_low: null,
    sample_size: null,
    effective_at: instantOf(new Date(firstDay + day * 86_400_000)),
    collection: uuidFromName(`run ${day}`),
    provenance: uuidFromName(`snapshot ${day}`),
  });
  return { stream: priceStream(card(n)), expectedRevision: 'any', events: [event] };
};

/** Conditions of the three alerts of a card: a threshold that is crossed now and then, a drift, a high of 30 days. */
const whens: readonly AlertRule['when'][] = [
  { type: 'threshold', comparison: '<=', amount: 1_000 },
  { type: 'change', direction: 'down', basis_points: 5_000, amount: null, window_days: null },
  { type: 'new_high', window_days: 30 },
];

const owners = 500;
const ownerOf = (n: number): string => uuidFromName(`bench owner ${n % owners}`);

const alertCreated = (n: number, which: number): StreamAppend => {
  const alert_id = uuidFromName(`bench alert ${n} ${which}`);
  const when = whens[which] as AlertRule['when'];
  const rule = completeRule({ card_id: card(n), currency: 'USD', when, on_create: 'skip' });
  const event: NewEvent = newEvent('AlertCreated', uuidFromName(`created ${alert_id}`), {
    alert_id,
    rule_version: 1,
    rule,
    channels: [],
    expires_at: null,
    owner: ownerOf(n),
  });
  return { stream: alertStream(alert_id), expectedRevision: -1, events: [event] };
};

const appendAll = async (log: EventLog, appends: readonly StreamAppend[]): Promise<void> => {
  for (let at = 0; at < appends.length; at += 500) await log.append(appends.slice(at, at + 500), metadata);
};
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

/** Runs the alerter up to the head. Returns the seconds it took. */
const decideToHead = async ({ database, log }: World): Promise<number> => {
  const runtime = systemRuntime();
  const deps = { database, log, runtime, logger: silentLogger, holder: 'bench' };
  const alerter = alerterSubscriber(deps);
  const { signal: stop } = new AbortController();
  const started = performance.now();
  const holding = { token: 1, throwIfLost: () => undefined, stop };
  await processToHead(deps, alerter, await startSubscriber(deps, alerter, holding), stop);
  return (performance.now() - started) / 1_000;
};

/** Fills a ledger: 1,000 cards with three alerts each, observed on day 0, and `others` alerts on further cards. */
const fill = async (world: World, others: number, say: (line: string) => void): Promise<void> => {
  const cards = range(0, 1_000 + Math.ceil(others / 3));
  await appendAll(
    world.log,
    cards.map((n) => observed(n, 0)),
  );
  await appendAll(
    world.log,
    cards.flatMap((n) => [0, 1, 2].map((which) => alertCreated(n, which))),
  );
  const seconds = await decideToHead(world);
  say(`${cards.length * 3} alerts created and armed in ${seconds.toFixed(1)} s`);
  await world.database.query('vacuum analyze').catch(() => undefined);
};

const round = async (world: World, cards: readonly number[], day: number): Promise<number> => {
  await appendAll(
    world.log,
    cards.map((n) => observed(n, day)),
  );
  return (await decideToHead(world)) / cards.length;
};

/** Wraps `sink` to call `onAcknowledged` for every firing that is acknowledged. */
const withAcknowledgements = (sink: EventSink, onAcknowledged: (data: Record<string, unknown>) => void): EventSink => ({
  ...sink,
  async publish(messages, options) {
    await sink.publish(messages, options);
    for (const { value } of messages) onAcknowledged(JSON.parse(value) as Record<string, unknown>);
  },
});

interface Receiver {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a web server that calls `onMessage` with the data of each message that arrives. */
const startReceiver = async (onMessage: (data: Record<string, unknown>) => void): Promise<Receiver> => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      onMessage((JSON.parse(body) as { data: Record<string, unknown> }).data);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Gives every owner of alerts a webhook. */
const addWebhooks = async (database: Database, url: string): Promise<void> => {
  const runtime = systemRuntime();
  const createdAt = runtime.now().toISOString();
  for (const n of range(0, owners)) {
    const userId = ownerOf(n);
    await database.query(
      `insert into accounts.users (id, email, password_hash, created_at, password_changed_at) values ($1, $2, '', $3, $3)`,
      [userId, `owner-${n}@bench.example`, createdAt],
    );
    await insertChannel(database, {
      ...{ id: userId, userId, kind: 'webhook', name: 'bench', target: { url }, secrets: rotateSecret([], runtime) },
      ...{ quietHours: null, digest: null, enabled: true, disabledReason: null, failingSince: null, createdAt },
    });
  }
};

interface Latencies {
  readonly toLog: readonly number[];
  readonly toKafka: readonly number[] | null;
  readonly toWebhook: readonly number[];
}

const latencies = async (
  { database, log }: World,
  options: { cards: number; day: number; seconds: number; kafka: KafkaConfig | undefined },
): Promise<Latencies> => {
  const { cards, day, seconds, kafka } = options;
  const runtime = systemRuntime();
  const controller = new AbortController();
  const { signal } = controller;
  const deps = { database, queries: database, log, runtime, logger: silentLogger, holder: 'bench', signal };
  const appendedMs = new Map<string, number>();
  const toLog: number[] = [];
  const toKafka: number[] = [];
  const toWebhook: number[] = [];
  const recordIn =
    (waits: number[]) =>
    (data: Record<string, unknown>): void => {
      const ms = appendedMs.get((data['triggering'] as { event_id: string }).event_id);
      if (ms !== undefined) waits.push(performance.now() - ms);
    };
  const after = await log.head();
  const watching = (async () => {
    const filter = { types: ['AlertTriggered'] };
    for await (const page of log.subscribe({ after, filter, pageEvents: 1_000, signal })) {
      for (const { data } of page.events) recordIn(toLog)(data);
    }
  })();
  const isAt = async (checkpoint: string, position: LogPosition): Promise<void> => {
    while (((await readCheckpoint(database, checkpoint))?.position ?? '') < position) await runtime.sleep(50);
  };
  const running = [runSubscribers(deps, [alerterSubscriber(deps)], deps.signal), watching];
  const sink = kafka === undefined ? null : withAcknowledgements(createKafkaSink(kafka, deps), recordIn(toKafka));
  if (sink === null || kafka === undefined) running.push(runSubscribers(deps, [feederSubscriber(deps)], signal));
  else {
    running.push(runSubscribers(deps, topicSubscribers({ ...deps, sink, topics: [topics.alerts] }), deps.signal));
    const consumer = createKafkaConsumer({ ...deps, config: kafka, topic: topics.alerts, group: notifierGroup });
    running.push(runKafkaFeeder({ ...deps, consumer }, signal));
  }
  // Earlier firings are published, and queued for nobody, first.
  await isAt('notifier', after);
  const receiver = await startReceiver(recordIn(toWebhook));
  await addWebhooks(database, receiver.url);
  const parsed = parseNetworks(['127.0.0.0/8']);
  const dispatcher = createGuardedAgent({ guard: createNetworkGuard('networks' in parsed ? parsed.networks : []) });
  const sending = { ...deps, mailer: undefined, dispatcher, publicUrl: 'https://bench.example' };
  running.push(runSenders(sending, signal));
  const beganMs = performance.now();
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    await runtime.sleep(Math.max(0, beganMs + tick * 100 - performance.now()));
    const appends = range(0, 100).map((at) =>
      observed((tick * 100 + at) % cards, day + Math.floor((tick * 100 + at) / cards)),
    );
    const nowMs = performance.now();
    for (const { events } of appends) appendedMs.set((events[0] as NewEvent).id, nowMs);
    await log.append(appends, metadata);
  }
  const head = await log.head();
  await isAt('alerter', head);
  await isAt('notifier', await log.head());
  while ((await queueFigures(database, runtime.now())).waiting > 0) await runtime.sleep(50);
  await runtime.sleep(500);
  controller.abort();
  await Promise.all(running);
  await sink?.close();
  await dispatcher.destroy();
  await receiver.close();
  return { toLog, toKafka: sink === null ? null : toKafka, toWebhook };
};

const waitsOf = (ms: readonly number[]): Waits => ({ p50Ms: percentile(ms, 0.5), p99Ms: percentile(ms, 0.99) });

/** Measures on two empty, migrated ledgers. */
export const benchAlerts = async (
  urls: { alone: string; among: string },
  options: { others: number; rounds: number; kafka: KafkaConfig | undefined; say: (line: string) => void },
): Promise<AlertsBench> => {
  const open = (url: string): World => {
    const database = openDatabase({ url, application: 'bench', connectionsMax: 16 });
    return { database, log: createPostgresLog({ database, runtime: systemRuntime() }) };
  };
  const alone = open(urls.alone);
  const among = open(urls.among);
  try {
    // For the names of cards in notifications.
    const runtime = systemRuntime();
    await createProjector({ ...among, runtime, logger: silentLogger, holder: 'bench', projections }).prepare();
    await fill(alone, 0, options.say);
    await fill(among, options.others, options.say);
    const cards = range(0, 1_000);
    const times = { alone: [] as number[], among: [] as number[] };
    for (let day = 1; day <= options.rounds; day += 1) {
      times.alone.push(await round(alone, cards, day));
      times.among.push(await round(among, cards, day));
    }
    const wide = range(1_000, 1_000 + Math.min(10_000, Math.floor(options.others / 3)));
    const wideRounds = [await round(among, wide, 1), await round(among, wide, 2), await round(among, wide, 3)];
    const load = { cards: 1_000 + wide.length, day: options.rounds + 10, seconds: 10, kafka: options.kafka };
    const { toLog, toKafka, toWebhook } = await latencies(among, load);
    return {
      others: options.others,
      aloneUs: median(times.alone) * 1e6,
      amongUs: median(times.among) * 1e6,
      perSecond: 1 / median(wideRounds),
      toLog: waitsOf(toLog),
      toKafka: toKafka === null ? null : waitsOf(toKafka),
      toWebhook: waitsOf(toWebhook),
      firings: toLog.length,
      arrived: toWebhook.length,
    };
  } finally {
    for (const { log, database } of [alone, among]) {
      await log.close();
      await database.close();
    }
  }
};
