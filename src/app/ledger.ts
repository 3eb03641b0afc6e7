/** Composition root: chooses the engine behind each port. No other module imports an adapter. */
import { hostname } from 'node:os';
import { projections } from '../../projections/index.js';
import type { Collector } from '../collecting/collector.js';
import { claimDataOrigin, type DataOrigin, readDataOrigin } from './data-origin.js';
import type { Config } from './config.js';
import type { CorrectionDeps } from '../commands/command.js';
import { type CollectorOptions, openCollector } from './open-collector.js';
import { isSimulated, type SourceName } from '../domain/source.js';
import {
  type Deps,
  openEventSink,
  openEventStore,
  openMailer,
  openPostgresEngine,
  poolOptions,
  type PostgresEngine,
} from './engines.js';
import type { Patience } from '../base/async/patience.js';
import { limits } from '../base/limits.js';
import { createOutages, type Outages } from '../base/outages.js';
import type { EventLog } from '../log/event-log.js';
import { createPostgresLog } from '../log/postgres/postgres-log.js';
import { createPostgresHashChainStore } from '../log/postgres/hash-chain-store.js';
import { segmentEnds, type SegmentStore } from '../log/hash-chain.js';
import { withPatience } from '../log/patient-log.js';
import type { EventSink } from '../publishing/event-sink.js';
import type { Mailer } from '../mail/mailer.js';
import { openQuotas } from './open-quotas.js';
import type { Quotas } from '../api/rate-limit/quotas.js';
import { openReadCache, type OpenCache } from './open-read-cache.js';
import { type Database, openDatabase } from '../postgres/database.js';
import { createProjector, type Projector } from '../projecting/projector.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';

export interface Ledger {
  readonly config: Config;
  readonly runtime: Runtime;
  /** The runtime of collections and of their schedules: the same, but where a test simulates months of them. */
  readonly collectingRuntime: Runtime;
  readonly logger: Logger;
  /** Name of this process as a lease holder. */
  readonly holder: string;
  readonly engine: PostgresEngine;
  /** Pool for collecting, projecting and the log. */
  readonly database: Database;
  /** Pool for queries, with a timeout so that none delays other work. Uses the replica if one is configured. */
  readonly queries: Database;
  readonly log: EventLog;
  /** Receives published events. */
  readonly sink: EventSink;
  /** Sends mail; `undefined` if SMTP_URL is not set. */
  readonly mailer: Mailer | undefined;
  /** Stores the hash chain over the log. */
  readonly segments: SegmentStore;
  readonly projector: Projector;
  /** Creates the collector of a source. */
  collector(name: SourceName, options?: CollectorOptions): Collector;
  /** Where outages of its engines are reported. */
  readonly outages: Outages;
  dataOrigin(): Promise<DataOrigin | null>;
  /** Opens the response cache for an API of this process. Close it before the ledger. */
  openCache(): Promise<OpenCache>;
  /** Opens the quotas of the API's clients; the caller closes them. */
  openQuotas(): Promise<Quotas>;
  close(): Promise<void>;
}

/** Returns what the commands of people work on. */
export const correctionDeps = ({ log, database, runtime, projector }: Ledger, signal: AbortSignal): CorrectionDeps => ({
  log,
  database,
  runtime,
  signal,
  caughtUp: (names) => projector.catchUp(names, signal),
});

/** Opens the log at `url`, or that in Postgres. The ends of its `segments` are the landmarks of a search by time. */
const openConfiguredLog = async (
  url: string | undefined,
  { database, segments }: { readonly database: Database; readonly segments: SegmentStore },
  deps: Deps,
  patience: Patience | undefined,
): Promise<EventLog> => {
  const log: EventLog =
    url === undefined
      ? withPatience(createPostgresLog({ database, runtime: deps.runtime }), patience)
      : await openEventStore(url, deps, () => segmentEnds(segments));
  // A log that is not there is no outage to wait for. Asked for here, one that goes away at the first read is.
  if (deps.patience !== undefined) {
    await log.head().catch(async (error: unknown) => {
      await log.close();
      throw error;
    });
  }
  return log;
};

/** Returns the variable that says where the ledger's data are. */
const holdingVariable = ({ databaseUrl, eventStoreUrl, dataDir }: Config): string => {
  if (databaseUrl === undefined) return `DATA_DIR=${dataDir}`;
  return eventStoreUrl === undefined ? 'DATABASE_URL' : 'EVENTSTORE_URL';
};

/** Declares that data of a source follow. Throws DATA_DIR_MIXED if the ledger holds data of the other origin. */
export const claimOrigin = (
  { database, log, config }: Pick<Ledger, 'config' | 'database' | 'log'>,
  source: SourceName,
): Promise<void> =>
  claimDataOrigin({ database, log }, isSimulated(source) ? 'simulated' : 'real', holdingVariable(config));

/**
 * Opens the ledger on the configured engines: starts or joins the embedded Postgres, migrates it, creates tables. Throws
 * the engines' errors, which name the variable. `close` releases everything.
 */
export const openLedger = async (options: {
  config: Config;
  runtime: Runtime;
  /** Default: `runtime`. */
  collectingRuntime?: Runtime;
  logger: Logger;
  /** Waits for engines that were there, for commands that run to an end; default: an outage is an error at once. */
  patience?: Patience;
}): Promise<Ledger> => {
  const { config, runtime, collectingRuntime = runtime, logger, patience } = options;
  const outages = createOutages({ runtime, logger, waitMs: patience?.limitMs });
  const deps: Deps = { runtime, logger, outages, ...(patience === undefined ? {} : { patience }) };
  const engine = await openPostgresEngine({ url: config.databaseUrl, dataDir: config.dataDir }, deps);
  const closing: (() => Promise<void>)[] = [() => engine.close()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const pool = poolOptions(engine, deps);
    const database = openDatabase({ ...pool, application: 'tcg-ledger', connectionsMax: 16 });
    closing.push(() => database.close());
    const queries = openDatabase({
      ...pool,
      url: config.databaseReadUrl ?? engine.url,
      application: 'tcg-ledger queries',
      connectionsMax: 10,
      statementTimeoutMs: limits.queryTimeoutMs,
    });
    closing.push(() => queries.close());
    const { eventStoreUrl } = config;
    const segments = createPostgresHashChainStore(database, eventStoreUrl === undefined ? 'postgres' : 'eventstoredb');
    const log = await openConfiguredLog(eventStoreUrl, { database, segments }, deps, pool.patience);
    closing.push(() => log.close());
    const sink = await openEventSink(config.kafka, deps);
    closing.push(() => sink.close());
    const mailer = await openMailer(config.smtp);
    closing.push(async () => mailer?.close());
    const holder = `${hostname()}:${process.pid}:${runtime.secret(4)}`;
    const projector = createProjector({ database, log, runtime, logger, holder, projections });
    await projector.prepare();

    return {
      config,
      runtime,
      collectingRuntime,
      logger,
      holder,
      engine,
      database,
      queries,
      log,
      sink,
      mailer,
      segments,
      projector,
      outages,
      collector(name, options) {
        const clocks = { runtime: collectingRuntime, leaseRuntime: runtime };
        const collector = openCollector({ config, log, database, ...clocks, logger, holder, projector }, name, options);
        return {
          ...collector,
          async collect(request) {
            await claimOrigin({ database, log, config }, name);
            return collector.collect(request);
          },
        };
      },
      dataOrigin: () => readDataOrigin(database, log),
      openCache: () =>
        openReadCache({
          database,
          readsPrimary: config.databaseReadUrl === undefined,
          redisUrls: config.redisUrls,
          runtime,
          logger,
          outages,
        }),
      openQuotas: () => openQuotas({ policies: config.quotaPolicies, redisUrls: config.redisUrls, runtime }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
