/** Everything a collector needs, with a clock of the tests' own: sleeping moves the clock and takes no time. */
import { projections } from '../../projections/index.js';
import { type Collector, type CollectorDeps, type CollectResult, createCollector } from '../../src/collect/collector.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import type { EventType } from '../../src/domain/events.js';
import { limits } from '../../src/limits.js';
import type { EventLog } from '../../src/log/event-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { createProjector } from '../../src/projecting/projector.js';
import { type Runtime, systemRuntime } from '../../src/runtime.js';
import { silentLogger } from '../../src/telemetry/logger.js';
import { freshDatabase } from '../support/postgres.js';
import { type Market, startMarket } from './market.js';
import { createPlainLog, type PlainLog } from './plain-log.js';

export interface TestRuntime extends Runtime {
  /** Moves the clock. */
  advance(ms: number): void;
  /** What was slept, in order. */
  readonly slept: number[];
  /** Real milliseconds after which deadlines pass. */
  deadlineMs: number;
}

/** Renewing leases waits for the end of the lease; all other sleep is over at once and moves the clock. */
export const testRuntime = (start = '2025-03-01T20:30:00Z'): TestRuntime => {
  const real = systemRuntime();
  let nowMs = Date.parse(start);
  const runtime: TestRuntime = {
    ...real,
    slept: [],
    deadlineMs: 10_000,
    now: () => new Date(nowMs),
    random: () => 0.5,
    advance: (ms) => void (nowMs += ms),
    deadline: () => AbortSignal.timeout(runtime.deadlineMs),
    sleep: async (ms, signal) => {
      if (ms === limits.leaseRenewMs) {
        await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
        return;
      }
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
  readonly log: PlainLog;
  readonly caughtUp: (names?: readonly string[]) => Promise<void>;
  /** A new collector, as after a restart; closed with the world. */
  collector(changes?: Partial<CollectorDeps> & { log?: EventLog }): Collector;
  /** Collects with a new collector. */
  collect(sets?: readonly string[], collector?: Collector): Promise<CollectResult>;
  /** Events of a type in the log, in order. */
  events(type: EventType): RecordedEvent[];
  /** Current prices: key → market in minor units, or 'withdrawn'. */
  prices(): Promise<Record<string, number | string | null>>;
  /** Moves market and clock to the next day. */
  nextDay(): void;
  close(): Promise<void>;
}

export const config = { pauseMs: 0, minIntervalMs: 0, dailyBudget: 10_000 } as const;

export const openWorld = async (start?: string): Promise<World> => {
  const market = await startMarket();
  const runtime = testRuntime(start);
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.url, application: 'test collect' });
  const log = createPlainLog(runtime);
  const projector = createProjector({ database, log, runtime, logger: silentLogger, holder: 'test', projections });
  await projector.prepare();
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
      collector.collect({ trigger: 'command', signal: new AbortController().signal, ...(sets === undefined ? {} : { sets }) }),
    events: (type) => log.events.filter((event) => event.type === type),
    prices: async () => {
      await caughtUp();
      const rows = await database.query<{ card_id: string; printing_slug: string; market: number | null; withdrawn: boolean }>(
        'select card_id, printing_slug, market, withdrawn from latest_prices.prices order by price_key',
      );
      return Object.fromEntries(rows.map((at) => [`${at.card_id} ${at.printing_slug}`, at.withdrawn ? 'withdrawn' : at.market]));
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
      await database.close();
      await fresh.drop();
    },
  };
  return world;
};
