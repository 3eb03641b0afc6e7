/** Everything that a collector needs, with a clock of the tests: sleeping moves the clock and takes no time. */
import { catalog } from '../../projections/catalog/projection.js';
import { coverage } from '../../projections/coverage/projection.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import type { CollectorDeps, CollectResult } from '../../src/collecting/collection.js';
import { type Collector, createCollector } from '../../src/collecting/collector.js';
import type { RequestTiming } from '../../src/collecting/http/send.js';
import { type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import type { EventType } from '../../src/domain/events.js';
import type { SourceName } from '../../src/domain/source.js';
import type { Source } from '../../src/collecting/source.js';
import type { Projection } from '../../src/projecting/projection.js';
import { type EventLog, pages } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { createTcgcsvSource, type TcgcsvSettings } from '../../src/sources/tcgcsv/tcgcsv.js';
import { freshDatabase } from '../support/postgres.js';
import { type Market, startMarket } from './market.js';
import { testProjector } from '../support/projector.js';

export interface TestRuntime extends Runtime {
  /** Moves the clock. */
  advance(ms: number): void;
  /** The milliseconds of every sleep, in order. */
  readonly slept: number[];
}

/** Creates a runtime whose sleeps are over at once and move its clock. */
export const testRuntime = (start = '2025-03-01T20:30:00Z'): TestRuntime => {
  let nowMs = Date.parse(start);
  let passedMs = 0;
  const slept: number[] = [];
  const pass = (ms: number): void => {
    nowMs += ms;
    // A clock that is set back takes no time back.
    passedMs += Math.max(0, ms);
  };
  return {
    ...systemRuntime(),
    slept,
    now: () => new Date(nowMs),
    monotonicMs: () => passedMs,
    random: () => 0.5,
    advance: pass,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      pass(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

export interface LeaseRuntime extends Runtime {
  /** Real milliseconds between two renewals of the lease; `null` if as long as it asks for. */
  renewMs: number | null;
}

/** Creates the runtime of leases. The database's own clock rules them, so their renewals take real time. */
const leaseRuntime = (): LeaseRuntime => {
  const real = systemRuntime();
  const runtime: LeaseRuntime = {
    ...real,
    renewMs: null,
    sleep: (ms, signal) => real.sleep(runtime.renewMs ?? ms, signal),
  };
  return runtime;
};

/** Waits of the HTTP client: those of an attempt are long enough for a loaded machine, those of a retry short. */
export const timing: RequestTiming = { attemptMs: 10_000, requestMs: 60_000, retryDelayMsMin: 1, retryDelayMsMax: 4 };

export interface World {
  readonly market: Market;
  readonly runtime: TestRuntime;
  readonly leaseRuntime: LeaseRuntime;
  readonly database: Database;
  readonly log: EventLog;
  readonly caughtUp: (names?: readonly string[]) => Promise<void>;
  /** Creates the source tcgcsv on the market. */
  tcgcsv(changes?: Partial<TcgcsvSettings>, name?: SourceName): Source;
  /** Creates a collector, as after a restart; closed with the world. */
  collector(changes?: Partial<CollectorDeps>): Collector;
  /** Collects with a new collector. */
  collect(sets?: readonly string[], collector?: Collector): Promise<CollectResult>;
  /** Events of the log in order: those of a type, or all. */
  events(type?: EventType): Promise<RecordedEvent[]>;
  /** Current prices: key → market in minor units, or 'withdrawn'. */
  prices(): Promise<Record<string, number | string | null>>;
  /** Moves market and clock to the next day. */
  nextDay(): void;
  close(): Promise<void>;
}

export const settings = { pauseMs: 0, minIntervalMs: 0, dailyBudget: 10_000, categories: [3, 68] } as const;

/** What the collector reads, and what answers about its prices read. */
const projections = [catalog, latestPrices, priceHistory, coverage];

/** A database for a spec file; making one takes a second, emptying it does not. */
export interface Ground {
  readonly database: Database;
  close(): Promise<void>;
}

export const openGround = async (): Promise<Ground> => {
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.url, application: 'test collect' });
  const close = async (): Promise<void> => {
    await database.close();
    await fresh.drop();
  };
  return { database, close };
};

const filled = [
  'collecting.requests',
  'collecting.payloads',
  'collecting.sources',
  'collecting.audits',
  'collecting.consents',
  'collecting.consent_requests',
  'subscriptions.leases',
  'projecting.invalidations',
];

/** Empties what a world fills: every table of the read models too, so that a new one is not forgotten. */
const empty = async (database: Database, models: readonly Projection[]): Promise<void> => {
  const tables = await database.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = any($1)`,
    [models.map(({ schema }) => schema)],
  );
  for (const table of [...filled, ...tables.map(({ name }) => name)]) await database.query(`delete from ${table}`);
};

/** A market, a log and empty tables of the read models. */
export const openWorld = async ({ database }: Ground, models: readonly Projection[] = projections): Promise<World> => {
  const market = await startMarket();
  const runtime = testRuntime();
  const leases = leaseRuntime();
  const log = createMemoryLog({ runtime });
  // Its leases and polls take real time too: over at once, they would spin.
  const projector = testProjector({ database, log, projections: models });
  await projector.prepare();
  await empty(database, models);
  await database.query(`update subscriptions.checkpoints set position = '0', events = 0`);
  const collectors: Collector[] = [];
  const caughtUp = (names?: readonly string[]): Promise<void> => projector.catchUp(names);
  const world: World = {
    market,
    runtime,
    leaseRuntime: leases,
    database,
    log,
    caughtUp,
    tcgcsv: (changes = {}, name = 'tcgcsv') => createTcgcsvSource(name, { ...settings, url: market.url, ...changes }),
    collector: (changes = {}) => {
      const collector = createCollector({
        log,
        database,
        runtime,
        leaseRuntime: leases,
        timing,
        logger: silentLogger,
        holder: 'test',
        source: world.tcgcsv(),
        userAgent: 'TcgPriceLedger/0.1.0',
        caughtUp,
        ...changes,
      });
      collectors.push(collector);
      return collector;
    },
    collect: (sets, collector = world.collector()) =>
      collector.collect({
        trigger: 'command',
        signal: new AbortController().signal,
        ...(sets === undefined ? {} : { sets }),
      }),
    events: async (type) => {
      const filter = type === undefined ? {} : { filter: { types: [type] } };
      const found: RecordedEvent[] = [];
      for await (const page of pages(log, { after: startPosition, pageEvents: 5_000, ...filter }))
        found.push(...page.events);
      return found;
    },
    prices: async () => {
      await caughtUp();
      const rows = await database.query<{
        card_id: string;
        printing_slug: string;
        market: number | null;
        withdrawn: boolean;
      }>('select card_id, printing_slug, market, withdrawn from latest_prices.prices order by price_key');
      return Object.fromEntries(
        rows.map((at) => [`${at.card_id} ${at.printing_slug}`, at.withdrawn ? 'withdrawn' : at.market]),
      );
    },
    nextDay: () => {
      const next = new Date(Date.parse(market.stamp.replace('+0000', 'Z')) + 86_400_000);
      market.stamp = next.toISOString().replace('.000Z', '+0000');
      market.asked.length = 0;
      runtime.advance(86_400_000);
    },
    close: async () => {
      for (const collector of collectors) await collector.close();
      await market.close();
    },
  };
  return world;
};
