/** Everything a collector needs, with a clock of the tests' own: sleeping moves the clock and takes no time. */
import { catalog } from '../../projections/catalog/projection.js';
import { coverage } from '../../projections/coverage/projection.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import {
  type Collector,
  type CollectorDeps,
  type CollectResult,
  createCollector,
} from '../../src/collecting/collector.js';
import { type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import type { EventType } from '../../src/domain/events.js';
import { limits } from '../../src/base/limits.js';
import { type EventLog, pages } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { createProjector } from '../../src/projecting/projector.js';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';
import { freshDatabase } from '../support/postgres.js';
import { type Market, startMarket } from './market.js';

export interface TestRuntime extends Runtime {
  /** Moves the clock. */
  advance(ms: number): void;
  /** What was slept, in order. */
  readonly slept: number[];
  /** Real milliseconds after which an attempt's deadline passes; a longer one after ten times that. */
  deadlineMs: number;
  /** Real milliseconds between two renewals of a lease; null: as long as they ask for. */
  leaseSleepMs: number | null;
}

/** The database's own clock rules leases, so their renewing takes real time. */
const isLeaseSleep = (): boolean => new Error('who sleeps').stack?.includes('/postgres/leases.') === true;

/** Renewing a lease waits as it should; all other sleep is over at once and moves the clock. */
export const testRuntime = (start = '2025-03-01T20:30:00Z'): TestRuntime => {
  const real = systemRuntime();
  let nowMs = Date.parse(start);
  const runtime: TestRuntime = {
    ...real,
    slept: [],
    deadlineMs: 10_000,
    leaseSleepMs: null,
    now: () => new Date(nowMs),
    random: () => 0.5,
    advance: (ms) => void (nowMs += ms),
    deadline: (ms) => AbortSignal.timeout(runtime.deadlineMs * (ms > limits.sourceAttemptMs ? 10 : 1)),
    sleep: async (ms, signal) => {
      if (isLeaseSleep()) return real.sleep(runtime.leaseSleepMs ?? ms, signal);
      signal?.throwIfAborted();
      runtime.slept.push(ms);
      nowMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return runtime;
};

export interface World {
  readonly market: Market;
  readonly runtime: TestRuntime;
  readonly database: Database;
  readonly log: EventLog;
  readonly caughtUp: (names?: readonly string[]) => Promise<void>;
  /** A new collector, as after a restart; closed with the world. */
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

export const config = { pauseMs: 0, minIntervalMs: 0, dailyBudget: 10_000 } as const;

/** What the collector reads. */
const projections = [catalog, latestPrices, coverage];

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
  'catalog.sets',
  'catalog.cards',
  'latest_prices.prices',
  'coverage.runs',
  'coverage.snapshots',
  'coverage.sets_checked',
  'subscriptions.leases',
  'projecting.invalidations',
];

/** A market, a log and empty tables. */
export const openWorld = async ({ database }: Ground): Promise<World> => {
  const market = await startMarket();
  const runtime = testRuntime();
  const log = createMemoryLog({ runtime });
  const projector = createProjector({ database, log, runtime, logger: silentLogger, holder: 'test', projections });
  await projector.prepare();
  for (const table of filled) await database.query(`delete from ${table}`);
  await database.query(`update subscriptions.checkpoints set position = '0', events = 0`);
  const collectors: Collector[] = [];
  const caughtUp = (names?: readonly string[]): Promise<void> => projector.catchUp(names);
  const world: World = {
    market,
    runtime,
    database,
    log,
    caughtUp,
    collector: (changes = {}) => {
      const collector = createCollector({
        log,
        database,
        runtime,
        logger: silentLogger,
        holder: 'test',
        source: 'tcgcsv',
        config: { ...config, url: market.url },
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
