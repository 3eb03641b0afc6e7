/**
 * A publisher as a process of its own, which kills itself with SIGKILL at a moment of its own choosing:
 * `DATABASE TARGET SINK MOMENT NTH`, the sink being `honest` or `hasty` (TARGET is a file) or `kafka` (its brokers), the
 * moment `before` or `after` the batch is there. NTH 0: it lives, and ends when it is at the head.
 */
import { appendFileSync } from 'node:fs';
import type { EventLog } from '../../../src/log/event-log.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import type { OutgoingMessage } from '../../../src/publishing/event-sink.js';
import { createKafkaSink } from '../../../src/publishing/kafka/kafka-sink.js';
import { subscriberOf, topicSubscribers } from '../../../src/publishing/publisher.js';
import { topics } from '../../../src/publishing/topic-definitions.js';
import { openDatabase } from '../../../src/postgres/database.js';
import { forgetLeases } from '../../../src/subscriptions/leases.js';
import { readCheckpoint } from '../../../src/subscriptions/checkpoints.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger } from '../../../src/base/logger.js';
import { until } from '../../support/fake-runtime.js';
import { configOf } from '../../support/kafka/engine.js';
import { createRecordingSink } from '../../support/messages.js';
import { runSubscribers } from '../../../src/subscriptions/subscriber.js';

const [url = '', file = '', kind = 'honest', moment = 'after', nth = '0'] = process.argv.slice(2);
const runtime = systemRuntime();
const database = openDatabase({ url, application: 'test publisher child', connectionsMax: 4 });
await forgetLeases(database);
const log = createPostgresLog({ database, runtime });
const small: EventLog = { ...log, subscribe: (options) => log.subscribe({ ...options, pageEvents: 3 }) };

const write = (messages: readonly OutgoingMessage[]): void =>
  appendFileSync(
    file,
    messages.map(({ key, value, headers }) => `${JSON.stringify({ id: headers['ce_id'], key, value })}\n`).join(''),
  );
let batches = 0;
let held: readonly OutgoingMessage[] = [];
const kafka =
  kind === 'kafka' ? createKafkaSink(configOf(file.split(',')), { logger: silentLogger, runtime }) : undefined;
const sink = { ...createRecordingSink(), kind: kafka === undefined ? ('in_process' as const) : ('kafka' as const) };
sink.publish = async (messages, options) => {
  batches += 1;
  const die = (when: string): void => {
    if (when === moment && batches === Number(nth)) process.kill(process.pid, 'SIGKILL');
  };
  die('before');
  if (kafka !== undefined) await kafka.publish(messages, options);
  else if (kind === 'honest') write(messages);
  else {
    // Acknowledges what it has not sent yet.
    write(held);
    held = messages;
  }
  die('after');
};

const controller = new AbortController();
const deps = {
  database,
  log: small,
  sink,
  runtime,
  logger: silentLogger,
  holder: `child ${process.pid}`,
  signal: controller.signal,
  topics: [topics.prices],
  snapshots: async () => new Map(),
};
const running = runSubscribers(deps, topicSubscribers(deps), controller.signal);
const head = await log.head();
await until(
  async () => ((await readCheckpoint(database, subscriberOf(sink, { name: 'prices' })))?.position ?? '') >= head,
  'the head',
);
if (held.length > 0) write(held);
controller.abort();
await running;
await kafka?.close();
await log.close();
await database.close();
