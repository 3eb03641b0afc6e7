/**
 * The composition root: which engine stands behind which port. Nothing else knows an adapter by name.
 */
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { projections } from '../projections/index.js';
import { type Collector, type CollectProgress, createCollector } from './collect/collector.js';
import { claimNature, readNature } from './collect/nature.js';
import { type Config, isSimulated, type SourceConfig, type SourceName } from './config.js';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded/postgres/cluster.js';
import { limits } from './limits.js';
import type { EventLog } from './log/event-log.js';
import { countIds } from './log/postgres/count-ids.js';
import { createPostgresLog } from './log/postgres/postgres-log.js';
import { createPostgresSegments } from './log/postgres/segments.js';
import type { SegmentStore } from './log/segments.js';
import { assertReachable, type Database, openDatabase } from './postgres/database.js';
import { forgetLeases } from './postgres/leases.js';
import { migrate } from './postgres/migrate.js';
import { openReadCache, type OpenCache } from './open-cache.js';
import { createProjector, type Projector } from './projecting/projector.js';
import type { Runtime } from './runtime.js';
import type { Logger } from './telemetry/logger.js';

export interface Ledger {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Who this process is, in leases. */
  readonly holder: string;
  readonly engine: { readonly kind: 'embedded' | 'external'; readonly url: string; readonly joined: boolean };
  /** For work: collecting, projecting, the log. */
  readonly database: Database;
  /** For questions: bounded in time, so that none of them can hold up the work. */
  readonly queries: Database;
  readonly log: EventLog;
  /** The hash chain over the log. */
  readonly segments: SegmentStore;
  /** Events and distinct ids, counted from the rows: more events than ids would mean a broken index. */
  countIds(): Promise<{ events: number; ids: number }>;
  readonly projector: Projector;
  /** The collector of a source; `options.config` instead of the configured one (the demo's own marketplace). */
  collector(source: SourceName, options?: CollectorOptions): Collector;
  nature(): Promise<'real' | 'simulated' | null>;
  /** The cache of reads for an API of this process; to be closed before the ledger. */
  openCache(): OpenCache;
  close(): Promise<void>;
}

export interface CollectorOptions {
  readonly config?: SourceConfig;
  readonly onProgress?: (progress: CollectProgress) => void;
}

const openEngine = async (
  config: Config,
  runtime: Runtime,
  logger: Logger,
): Promise<{ url: string; embedded: EmbeddedPostgres | undefined }> => {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, embedded: undefined };
  const dataDir = resolve(config.dataDir);
  await mkdir(dataDir, { recursive: true });
  const embedded = await openEmbeddedPostgres({
    dataDir: join(dataDir, 'postgres'),
    runtime,
    onLog: (line) => logger.debug('postgres', { line }),
  });
  return { url: embedded.url, embedded };
};

/**
 * Opens the ledger on the configured engines: starts or joins the embedded Postgres, brings schema and tables up to
 * date. Throws what is wrong with the engines, naming the variable. `close` gives everything back.
 */
export const openLedger = async (options: { config: Config; runtime: Runtime; logger: Logger }): Promise<Ledger> => {
  const { config, runtime, logger } = options;
  const engine = await openEngine(config, runtime, logger);
  const { embedded } = engine;
  const closing: (() => Promise<void>)[] = embedded === undefined ? [] : [() => embedded.close()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const owner = openDatabase({ url: engine.url, application: 'tcg-ledger start', connectionsMax: 1, asApp: false });
    await assertReachable(owner).finally(() => owner.close());
    const applied = await migrate(engine.url);
    if (applied.length > 0) logger.info('schema migrated', { applied });

    const database = openDatabase({ url: engine.url, application: 'tcg-ledger', connectionsMax: 16 });
    closing.push(() => database.close());
    const queries = openDatabase({
      url: engine.url,
      application: 'tcg-ledger queries',
      connectionsMax: 10,
      statementTimeoutMs: limits.queryTimeoutMs,
    });
    closing.push(() => queries.close());
    // A cluster that we have just started was nobody's: leases in it are those of the dead.
    if (engine.embedded !== undefined && !engine.embedded.joined) await forgetLeases(database);

    const log = createPostgresLog({ database, runtime });
    closing.push(() => log.close());
    const holder = `${hostname()}:${process.pid}:${runtime.secret(4)}`;
    const projector = createProjector({ database, log, runtime, logger, holder, projections });
    await projector.prepare();

    return {
      config,
      runtime,
      logger,
      holder,
      engine: {
        kind: engine.embedded === undefined ? 'external' : 'embedded',
        url: engine.url,
        joined: engine.embedded?.joined ?? false,
      },
      database,
      queries,
      log,
      segments: createPostgresSegments(database),
      countIds: () => countIds(database),
      projector,
      collector(source, { config: sourceConfig = config.tcgcsv, onProgress } = {}) {
        const collector = createCollector({
          log,
          database,
          runtime,
          logger,
          holder,
          source,
          config: sourceConfig,
          userAgent: config.userAgent,
          caughtUp: (names) => projector.catchUp(names),
          ...(onProgress === undefined ? {} : { onProgress }),
        });
        const where = config.databaseUrl === undefined ? `DATA_DIR=${config.dataDir}` : 'DATABASE_URL';
        return {
          ...collector,
          async collect(request) {
            await claimNature(database, isSimulated(source) ? 'simulated' : 'real', where);
            return collector.collect(request);
          },
        };
      },
      nature: () => readNature(database),
      openCache: () => openReadCache({ database, readsPrimary: true, redisUrls: config.redisUrls, runtime, logger }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
