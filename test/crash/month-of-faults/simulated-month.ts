/**
 * A ledger with four marketplaces of its own, in simulated time: the roles as `start` runs them, their schedules by a clock that jumps
 * from one planned moment to the next. The marketplaces show one small market.
 */
import { createAlert } from '../../../src/alerting/commands.js';
import { openLedger, type Ledger } from '../../../src/app/ledger.js';
import { readConfig } from '../../../src/app/config.js';
import { runRoles } from '../../../src/app/roles.js';
import { silentLogger } from '../../../src/base/logger.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { watchSources } from '../../../src/delivery/troubles/watch.js';
import type { Market } from '../../../src/embedded/sandbox/market.js';
import { createSeededMarket } from '../../../src/embedded/sandbox/seeded-market.js';
import { type Sandbox, startSandbox } from '../../../src/embedded/sandbox/server.js';
import { unlimited } from '../../support/open-ledger.js';
import { freshDatabase } from '../../support/postgres.js';
import { createSimulatedTime, type SimulatedTime } from '../../support/simulated-time.js';
import { publishedDaily, withGroups } from '../../support/small-market.js';
import { type MonthSource, type PlannedFault, sources } from './fault-plan.js';
import { createRequestRecords, type RequestRecords } from './request-records.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const firstDay = Date.parse('2026-03-01T00:00:00Z');
/** After tcgcsv has published, and before it is planned. */
const start = new Date(firstDay + 20 * hourMs + 20 * 60_000);
/** Four schedules, and the ring of TCGplayer. */
const loops = 5;

/** Sets of the market: a small one that vanishes for a day, a promo set, and three decks. */
const kept = { 3: [900_001, 900_003], 68: [950_008, 950_009, 950_010] };
const seed = 11;

export const manners: Readonly<Record<MonthSource, { budget: number; pauseMs: number; intervalMs: number }>> = {
  tcgcsv: { budget: 400, pauseMs: 100, intervalMs: dayMs },
  tcgplayer: { budget: 500, pauseMs: 100, intervalMs: hourMs / 2 },
  cardmarket: { budget: 50, pauseMs: 1_000, intervalMs: 20 * hourMs },
  ebay: { budget: 144, pauseMs: 200, intervalMs: 50 * 60_000 },
};

const variablesOf = (urls: Readonly<Record<MonthSource, string>>): Record<string, string> => {
  const ofEach = sources.flatMap((source) => {
    const name = source.toUpperCase();
    const { budget, pauseMs, intervalMs } = manners[source];
    return [
      [`${name}_URL`, urls[source]],
      [`${name}_DAILY_BUDGET`, String(budget)],
      [`${name}_PAUSE_MS`, String(pauseMs)],
      [`${name}_MIN_INTERVAL`, `${intervalMs}ms`],
    ] as const;
  });
  return {
    ...Object.fromEntries(ofEach),
    ...{ TCGPLAYER_PUBLIC_KEY: 'public', TCGPLAYER_PRIVATE_KEY: 'private' },
    ...{ EBAY_CLIENT_ID: 'application', EBAY_CLIENT_SECRET: 'secret', EBAY_DETAILS: '1' },
    SOURCES: sources.join(','),
    PORT: '0',
  };
};

/** A trouble as the operator is told of it. */
export interface ToldTrouble {
  readonly atMs: number;
  readonly source: string;
  readonly trouble: string;
  readonly state: 'began' | 'ended';
}

export interface SimulatedMonth {
  readonly time: SimulatedTime;
  readonly records: Readonly<Record<MonthSource, RequestRecords>>;
  readonly troubles: readonly ToldTrouble[];
  /** The market as a source shows it at an instant. */
  readonly markets: Readonly<Record<MonthSource, Market>>;
  ledger(): Ledger;
  /** Returns the instant of an hour of a day of the month; both count from 0. It begins at 20:20 of day 0. */
  at(day: number, hour: number): Date;
  begin(fault: PlannedFault): void;
  end(fault: PlannedFault): void;
  /** Watches some cards, as users do by alerts. */
  watch(cardIds: readonly string[]): Promise<void>;
  /** Looks for troubles, as the notifier does. */
  look(): Promise<void>;
  /** Ends all roles and starts them anew, as a deployment does. */
  restart(): Promise<void>;
  /** Restarts at the next request of a source: in the middle of a run. */
  restartAtNextRequest(source: MonthSource): void;
  /** Gets an answer of the API that has all that is in the log. */
  get(path: string): Promise<any>;
  close(): Promise<void>;
}

/** Whether the answer to the path is none that a client may take. */
const isSpoiled = ({ faults }: Pick<Sandbox, 'faults'>, path: string): boolean =>
  faults
    .pending()
    .some(
      ({ status, kind, path: part }) =>
        (status !== undefined || kind === 'truncate' || kind === 'html') && (part === undefined || path.includes(part)),
    );

export const openSimulatedMonth = async (): Promise<SimulatedMonth> => {
  const target = await freshDatabase();
  const time = createSimulatedTime({ start, atWork: loops, seed });
  const market = withGroups(createSeededMarket({ seed }), kept);
  const daily = publishedDaily(market, 20 * hourMs + 5 * 60_000 + 33_000);
  const markets = { tcgcsv: daily, tcgplayer: market, cardmarket: daily, ebay: market };
  const records = Object.fromEntries(sources.map((each) => [each, createRequestRecords(() => time.now())])) as Record<
    MonthSource,
    RequestRecords
  >;
  const troubles: ToldTrouble[] = [];
  let interruptAt: MonthSource | null = null;
  let interrupted: Promise<void> = Promise.resolve();

  const serve = async (source: MonthSource): Promise<Sandbox> => {
    const sandbox: Sandbox = await startSandbox({
      market: markets[source],
      runtime: time.runtime,
      start,
      onRequest: (path, request, response) => {
        sandbox.setTime(time.now());
        records[source].note(request, response, isSpoiled(sandbox, path));
        if (interruptAt === source) {
          interruptAt = null;
          interrupted = restart();
        }
        return false;
      },
    });
    return sandbox;
  };
  const sandboxes = Object.fromEntries(
    await Promise.all(sources.map(async (source) => [source, await serve(source)] as const)),
  ) as Record<MonthSource, Sandbox>;
  const urls = Object.fromEntries(sources.map((source) => [source, sandboxes[source].url])) as Record<
    MonthSource,
    string
  >;
  const config = readConfig({ DATABASE_URL: target.url, ...unlimited, ...variablesOf(urls) });
  const logger = silentLogger;

  interface Running {
    readonly ledger: Ledger;
    readonly url: string;
    stop(): Promise<void>;
  }
  const run = async (): Promise<Running> => {
    const runtime = { ...systemRuntime(), now: () => time.now() };
    const ledger = await openLedger({ config, runtime, collectingRuntime: time.runtime, logger });
    const stopping = new AbortController();
    let onUrl: (url: string) => void = () => undefined;
    const listening = new Promise<string>((resolve) => (onUrl = resolve));
    const ended = runRoles(ledger, ['api', 'collector', 'projector', 'alerter', 'publisher', 'notifier'], {
      onUrl,
      signal: stopping.signal,
    });
    const failed = ended.then(() => {
      throw new Error('the roles ended before they listened');
    });
    const url = await Promise.race([listening, failed]);
    failed.catch(() => undefined);
    return {
      ledger,
      url,
      async stop() {
        stopping.abort(new Error('the process is to end'));
        await ended;
        await ledger.close();
      },
    };
  };
  let running = await run();
  const restart = async (): Promise<void> => {
    await running.stop();
    running = await run();
  };
  const noted = (state: ToldTrouble['state']) => (_message: unknown, meta?: unknown) => {
    const { collector: source, trouble } = meta as { collector: string; trouble: string };
    troubles.push({ atMs: time.now().getTime(), source, trouble, state });
  };

  return {
    time,
    records,
    troubles,
    markets,
    ledger: () => running.ledger,
    at: (day, hour) => new Date(firstDay + day * dayMs + hour * hourMs),
    begin: ({ source, fault }) => sandboxes[source].faults.add(fault),
    end: ({ source }) => sandboxes[source].faults.clear(),
    async watch(cardIds) {
      const { log, runtime } = running.ledger;
      const when = { type: 'change', direction: 'either', basis_points: 500, amount: null, window_days: null } as const;
      for (const card_id of cardIds) {
        const rule = { card_id, when };
        await createAlert({ log, runtime }, { actor: 'somebody', owner: 'somebody', channels: [], rule });
      }
    },
    async look() {
      const { ledger } = running;
      const watched = ledger.config.collectedSources.map((name) => {
        const collector = ledger.collector(name);
        return { collector, source: { name, schedule: collector.schedule } };
      });
      await watchSources({
        ...ledger,
        sources: watched.map(({ source }) => source),
        operator: null,
        logger: { ...silentLogger, warn: noted('began'), info: noted('ended') } as never,
      });
      for (const { collector } of watched) await collector.close();
    },
    restart,
    restartAtNextRequest: (source) => {
      interruptAt = source;
    },
    async get(path) {
      await interrupted;
      const head = await running.ledger.log.head();
      const separator = path.includes('?') ? '&' : '?';
      const response = await fetch(`${running.url}${path}${separator}min_position=${head}`);
      const body = (await response.json()) as any;
      if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
      return body;
    },
    async close() {
      await interrupted;
      await running.stop();
      for (const source of sources) await sandboxes[source].close();
      await target.drop();
    },
  };
};
