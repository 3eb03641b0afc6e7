/** Metrics for Prometheus; each app has its own registry. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { totalsOfSources, type SourceTotals } from '../../projections/coverage/queries.js';
import type { ReadCache } from './cache/read-cache.js';
import { createOutages } from '../base/outages.js';
import { reasonOf } from '../base/reason.js';
import { startPosition } from '../domain/envelope.js';
import { type QueueFigures, queueFigures } from '../delivery/queue-figures.js';
import { lastingTroubles } from '../delivery/troubles/store.js';
import { type SubscriberLag, subscriberLag } from '../subscriptions/subscriber-lag.js';
import { headInTime, inTime } from './health.js';
import type { ApiDeps } from './services.js';
import { addSourceMetrics } from './source-metrics.js';

export interface Metrics {
  /** Times requests by route template: paths with ids would create a time series for every card. */
  readonly time: (request: IncomingMessage, response: ServerResponse) => void;
  /** Sends the exposition text. */
  readonly serve: RequestHandler;
}

/** Returns the template of the path. Below a router `route.path` is relative; static files have only their folder. */
const routeOf = (request: Partial<Request>): string => {
  const route = request.route as { readonly path: string } | undefined;
  return `${request.baseUrl ?? ''}${route?.path ?? ''}`.replace(/(.)\/$/, '$1') || '(none)';
};

/** Adds the response cache's own counts, read at scrape time. */
const addCacheMetrics = (cache: ReadCache, registers: Registry[]): void => {
  new Counter({
    name: 'ledger_cache_reads_total',
    help: 'Reads by the origin of the answer; bypass: the invalidation listener was not fresh',
    labelNames: ['from'],
    registers,
    collect() {
      const { hits, joined, misses, bypassed } = cache.stats();
      this.reset();
      const counts = { local: hits.local, shared: hits.shared, joined, miss: misses, bypass: bypassed };
      for (const [from, count] of Object.entries(counts)) {
        this.inc({ from }, count);
      }
    },
  });
  const figure = (name: string, help: string, value: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  figure('ledger_cache_entries', 'Answers cached in this process', () => cache.stats().entries);
  figure('ledger_cache_bytes', 'Bytes of the answers cached in this process', () => cache.stats().bytes);
  if (cache.stats().circuit === null) return;
  const states = { closed: 0, half_open: 0.5, open: 1 } as const;
  figure(
    'ledger_cache_circuit_open',
    '1: the shared cache is unavailable and not used; 0.5: it is being tried',
    () => states[cache.stats().circuit ?? 'closed'],
  );
};

/** Adds the number of open streams, read at scrape time. */
const addStreamMetrics = (open: () => number, registers: Registry[]): void => {
  new Gauge({
    name: 'ledger_price_streams',
    help: 'Open streams of price changes',
    registers,
    collect() {
      this.set(open());
    },
  });
};

/** Adds the state of the queue of notifications. Returns the function that sets it. */
const addQueueMetrics = (registers: Registry[]): ((queue: QueueFigures) => void) => {
  const waiting = new Gauge({
    name: 'ledger_notifications_waiting',
    help: 'Notifications that are to be sent, now or later',
    registers,
  });
  const overdue = new Gauge({
    name: 'ledger_notifications_overdue_seconds',
    help: 'How long the notification that waits longest is past its time; 0: none is',
    registers,
  });
  const failed = new Gauge({
    name: 'ledger_notifications_failed',
    help: 'Notifications that were given up within the last day',
    registers,
  });
  return (queue) => {
    waiting.set(queue.waiting);
    overdue.set(queue.overdueS);
    failed.set(queue.failed);
  };
};

/** Adds what is wrong with sources. Returns the function that sets it. */
const addTroubleMetrics = (
  registers: Registry[],
): ((troubles: Awaited<ReturnType<typeof lastingTroubles>>) => void) => {
  const gauge = new Gauge({
    name: 'ledger_source_trouble',
    help: '1: the operator was told of this trouble of the source, and it lasts; absent: there is none',
    labelNames: ['source', 'trouble'],
    registers,
  });
  return (troubles) => {
    gauge.reset();
    for (const { source, kind } of troubles) gauge.set({ source, trouble: kind }, 1);
  };
};

/** Adds what delivery holds. Returns the function that reads and sets it. */
const addDeliveryMetrics = (
  { database, runtime }: Pick<ApiDeps, 'database' | 'runtime'>,
  registers: Registry[],
): (() => Promise<void>) => {
  const setQueue = addQueueMetrics(registers);
  const setTroubles = addTroubleMetrics(registers);
  return async () => {
    const queue = await inTime(runtime, queueFigures(database, runtime.now()));
    if (queue !== null) setQueue(queue);
    const troubles = await inTime(runtime, lastingTroubles(database));
    if (troubles !== null) setTroubles(troubles);
  };
};

/** What collections took and left out: metric, figure, help. */
const collectionFigures: readonly (readonly [string, Exclude<keyof SourceTotals, 'source'>, string])[] = [
  ['rows_total', 'rows', 'Price rows read'],
  ['prices_changed_total', 'changed', 'Prices that changed'],
  ['prices_withdrawn_total', 'withdrawn', 'Prices that the source no longer showed'],
  ['prices_withheld_total', 'withheld', 'Prices that vanished at once and were held back for the next stamp to decide'],
  ['rows_quarantined_total', 'quarantined', 'Rows set aside: prices, sets and cards'],
  ['fields_dropped_total', 'dropped_fields', 'Fields of sets and cards that could not be read'],
  ['files_missing_total', 'missing_files', 'Files that a collection could not have'],
  ['unmatched_total', 'unmatched', 'Products or listings of the source that no card is known for'],
];

/** Adds the totals of the collections. Returns the function that sets them. */
const addCollectionMetrics = (registers: Registry[]): ((totals: readonly SourceTotals[]) => void) => {
  const gauges = collectionFigures.map(([name, figure, help]) => ({
    figure,
    gauge: new Gauge({ name: `ledger_collection_${name}`, help, labelNames: ['source'], registers }),
  }));
  return (totals) => {
    for (const { figure, gauge } of gauges) for (const of of totals) gauge.set({ source: of.source }, of[figure]);
  };
};

/** Adds how far the subscribers of the log are. Returns the function that sets it. */
const addSubscriberMetrics = (
  registers: Registry[],
): ((lags: readonly SubscriberLag[], isHeadKnown: boolean) => void) => {
  const labelNames = ['subscriber'];
  const events = new Gauge({
    name: 'ledger_subscriber_events_total',
    help: 'Events that a subscriber of the log processed since it began at the start of the log',
    labelNames,
    registers,
  });
  const behind = new Gauge({
    name: 'ledger_subscriber_behind',
    help: '1: the subscriber is not at the head of the log',
    labelNames,
    registers,
  });
  const parked = new Gauge({
    name: 'ledger_subscriber_dead_letters',
    help: 'Dead letters of a subscriber',
    labelNames,
    registers,
  });
  return (lags, isHeadKnown) => {
    for (const { subscriber, ...lag } of lags) {
      events.set({ subscriber }, lag.events);
      if (isHeadKnown) behind.set({ subscriber }, lag.up_to_date ? 0 : 1);
      parked.set({ subscriber }, lag.dead_letters);
    }
  };
};

/** Creates the metrics of one app; `template` names the paths of the OpenAPI document, also for rejected requests. */
export const createMetrics = (
  {
    database,
    log,
    logger,
    runtime,
    cache,
    sources = [],
    openStreams,
  }: Pick<ApiDeps, 'database' | 'log' | 'logger' | 'runtime' | 'cache' | 'sources'> & {
    /** Returns the number of open streams, in an app that has any. */
    readonly openStreams?: () => number;
  },
  template: (request: IncomingMessage) => string | undefined,
): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const up = new Gauge({ name: 'ledger_database_up', help: '1: the database answers', registers: [registry] });
  const logUp = new Gauge({ name: 'ledger_log_up', help: '1: the event log answers', registers: [registry] });
  if (cache !== undefined) addCacheMetrics(cache, [registry]);
  if (openStreams !== undefined) addStreamMetrics(openStreams, [registry]);
  const setSubscribers = addSubscriberMetrics([registry]);
  const setCollections = addCollectionMetrics([registry]);
  const refreshSources = addSourceMetrics({ database, runtime, log, sources }, [registry]);
  const refreshDelivery = addDeliveryMetrics({ database, runtime }, [registry]);
  const refresh = async (): Promise<void> => {
    const head = await headInTime(log, runtime);
    logUp.set(head === null ? 0 : 1);
    const lags = await inTime(runtime, subscriberLag(database, head ?? startPosition));
    if (lags === null) throw new Error('the database does not answer');
    // The head is unknown while the log is unavailable.
    setSubscribers(lags, head !== null);
    // `null` too where the read model does not exist yet, or is that of an earlier version.
    const totals = await inTime(runtime, totalsOfSources(database));
    if (totals !== null) setCollections(totals);
    await refreshSources();
    await refreshDelivery();
  };
  const missing = createOutages({ runtime, logger }).of('/metrics', {
    begins: 'lacks the figures of the database',
    lasts: 'still lacks the figures of the database',
    ends: 'is complete again',
  });
  return {
    time(request, response) {
      const started = runtime.monotonicMs();
      response.once('finish', () => {
        // A stream ends when its client has had enough of it.
        if (String(response.getHeader('Content-Type')).startsWith('text/event-stream')) return;
        const route = template(request) ?? routeOf(request as Partial<Request>);
        const labels = { method: request.method ?? '', route, status: String(response.statusCode) };
        durations.observe(labels, (runtime.monotonicMs() - started) / 1_000);
      });
    },
    async serve(_request, response) {
      try {
        await refresh();
        missing.succeeded();
        up.set(1);
      } catch (error) {
        // The process's own metrics matter most while the database is unavailable.
        missing.failed(reasonOf(error));
        up.set(0);
      }
      response.type(registry.contentType).send(await registry.metrics());
    },
  };
};
