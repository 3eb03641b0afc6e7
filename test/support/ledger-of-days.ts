/**
 * A whole ledger that collects a hand-made market day by day, with every read model, alerts and messages, for tests that compare
 * two ledgers.
 */
import type { AlertRule } from '../../src/domain/alerts/rule.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import type { EventType } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import type { SourceName } from '../../src/domain/source.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { openLedger } from '../../src/app/ledger.js';
import { readConfig } from '../../src/app/config.js';
import type { RunningApi } from '../../src/api/server.js';
import { silentLogger } from '../../src/base/logger.js';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import type { OutgoingMessage } from '../../src/publishing/event-sink.js';
import { topicPublishers, subscriberOf, topicSubscribers } from '../../src/publishing/publisher.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { runSubscribers } from '../../src/subscriptions/subscriber.js';
import { allEvents, runAlerterOnce } from './alerter.js';
import { alertRule, metadata } from './events.js';
import { until } from './fake-runtime.js';
import { createRecordingSink } from './messages.js';
import { unlimited } from './open-ledger.js';
import { freshDatabase } from './postgres.js';
import { serveApi } from './serve-api.js';

export interface LedgerOfDays {
  collect(source: SourceName): Promise<CollectResult>;
  /** Appends an event to a stream, as a command does. */
  tell(stream: string, type: EventType, data: Record<string, unknown>): Promise<void>;
  /** Creates an alert on a card. Returns its id. */
  alert(name: string, rule: Partial<AlertRule>): Promise<string>;
  /** Runs the alerter and every read model to the head of the log. */
  settle(): Promise<void>;
  get(path: string): Promise<{ readonly status: number; readonly text: string; readonly body: any }>;
  events(type: EventType): Promise<RecordedEvent[]>;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Publishes the whole log. Returns the messages in order. */
  messages(): Promise<readonly OutgoingMessage[]>;
  close(): Promise<void>;
}

/** Opens a ledger whose clock shows what `now` returns, with the variables of its sources. */
export const openLedgerOfDays = async (now: () => Date, env: Record<string, string>): Promise<LedgerOfDays> => {
  const target = await freshDatabase();
  const runtime: Runtime = { ...systemRuntime(), now };
  const config = readConfig({ DATABASE_URL: target.url, ...unlimited, ...env });
  const ledger = await openLedger({ config, runtime, logger: silentLogger });
  const { database, log, projector } = ledger;
  const deps = { database, log, runtime, logger: silentLogger, holder: 'test' };
  let api: RunningApi | undefined;
  const tell: LedgerOfDays['tell'] = async (stream, type, data) => {
    const event = newEvent(type, uuidFromName(`${stream} ${type} ${JSON.stringify(data)}`), data as never);
    await log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
  };
  return {
    tell,
    async collect(source) {
      const collector = ledger.collector(source);
      try {
        return await collector.collect({ trigger: 'command', signal: new AbortController().signal });
      } finally {
        await collector.close();
      }
    },
    async alert(name, rule) {
      const alert_id = uuidFromName(name);
      const terms = { alert_id, rule_version: 1, rule: alertRule(rule), channels: [], expires_at: null };
      await tell(`alert-${alert_id}`, 'AlertCreated', { ...terms, owner: 'someone' });
      return alert_id;
    },
    async settle() {
      await runAlerterOnce(deps);
      await projector.catchUp();
    },
    async get(path) {
      api ??= await serveApi({ ...ledger, database });
      const response = await fetch(`${api.url}${path}`);
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, text, body: isJson ? JSON.parse(text) : null };
    },
    query: (sql) => database.query(sql),
    events: async (type) => (await allEvents(log)).filter((event) => event.type === type),
    async messages() {
      const sink = createRecordingSink();
      const controller = new AbortController();
      const publishing = { ...deps, sink, signal: controller.signal };
      const running = runSubscribers(publishing, topicSubscribers(publishing), controller.signal);
      const head = await log.head();
      for (const publisher of topicPublishers) {
        const name = subscriberOf({ kind: 'in_process' }, publisher);
        await until(async () => ((await readCheckpoint(database, name))?.position ?? '') >= head, name);
      }
      controller.abort();
      await running;
      return sink.messages;
    },
    async close() {
      await api?.close();
      await ledger.close();
      await target.drop();
    },
  };
};
