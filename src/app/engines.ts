/**
 * Opens the configured engines. Part of the composition root (ledger.ts), and all that `log copy` needs. Clients of
 * optional engines are imported on use. Rejected: static imports, because every command would load them, and `--version`
 * took 1.5 times as long.
 */
import { join, resolve } from 'node:path';
import type { KafkaConfig } from '../publishing/kafka/config.js';
import { eventDefinitions } from '../domain/events.js';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../embedded/postgres/cluster.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { EventStoreLog } from '../log/eventstoredb/eventstoredb-log.js';
import { createPostgresLog } from '../log/postgres/postgres-log.js';
import type { EventSink } from '../publishing/event-sink.js';
import { createInProcessSink } from '../publishing/in-process/in-process-sink.js';
import { assertReachable, openDatabase } from '../postgres/database.js';
import { forgetLeases } from '../subscriptions/leases.js';
import { migrate } from '../postgres/migrate.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';

/** Returns the folder of the embedded Postgres in a data directory. */
const embeddedFolder = (dataDir: string): string => join(resolve(dataDir), 'postgres');

export interface Deps {
  readonly runtime: Runtime;
  readonly logger: Logger;
}

export interface PostgresEngine {
  readonly kind: 'embedded' | 'external';
  readonly url: string;
  /** Whether it is embedded and ran before. */
  readonly joined: boolean;
  /** Aborts if it is embedded, died, and could not be restarted. The reason is the error to end with. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

const start = (dataDir: string, { runtime, logger }: Deps): Promise<EmbeddedPostgres> =>
  openEmbeddedPostgres({ dataDir: embeddedFolder(dataDir), runtime, onRestart: (line) => logger.warn(line) });

/**
 * Opens the Postgres at `url`, or starts or joins the embedded one of `dataDir`, and migrates its schema. Throws
 * DATABASE_UNAVAILABLE or DATA_DIR_….
 */
export const openPostgresEngine = async (
  { url, dataDir }: { readonly url: string | undefined; readonly dataDir: string },
  deps: Deps,
): Promise<PostgresEngine> => {
  const embedded = url === undefined ? await start(dataDir, deps) : undefined;
  const engine: PostgresEngine = {
    kind: embedded === undefined ? 'external' : 'embedded',
    url: embedded?.url ?? (url as string),
    joined: embedded?.joined ?? false,
    lost: embedded?.lost ?? new AbortController().signal,
    close: async () => embedded?.close(),
  };
  try {
    const owner = openDatabase({ url: engine.url, application: 'tcg-ledger start', connectionsMax: 1, asApp: false });
    await assertReachable(owner).finally(() => owner.close());
    const applied = await migrate(engine.url);
    if (applied.length > 0) deps.logger.info('schema migrated', { applied });
    if (embedded?.alone !== true) return engine;
    // No living process used this cluster before: the holders of its leases are dead.
    const database = openDatabase({ url: engine.url, application: 'tcg-ledger start', connectionsMax: 1 });
    await forgetLeases(database).finally(() => database.close());
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
};

/** Prefixes of the names of the ledger's streams. */
const streamPrefixes = [...new Set(Object.values(eventDefinitions).map(({ category }) => `${category}-`))];

/** Opens the log at EVENTSTORE_URL. Connects at first use. Throws CONFIG_INVALID. */
export const openEventStore = async (url: string, deps: Deps): Promise<EventStoreLog> => {
  const { createEventStoreLog } = await import('../log/eventstoredb/eventstoredb-log.js');
  return createEventStoreLog({ url, ...deps, streamPrefixes });
};

/** Opens the sink of published events: Kafka if brokers are configured, else in-process. Connects at first use. */
export const openEventSink = async (kafka: KafkaConfig | undefined, { runtime, logger }: Deps): Promise<EventSink> => {
  if (kafka === undefined) return createInProcessSink();
  return (await import('../publishing/kafka/kafka-sink.js')).createKafkaSink(kafka, { runtime, logger });
};

export interface OpenedLog {
  readonly log: EventLog;
  close(): Promise<void>;
}

/**
 * Opens the log at `esdb://…`, `postgres://…`, or `embedded:FOLDER`, the embedded Postgres of that data directory. Throws
 * VALIDATION_FAILED for any other target, and the engine's errors.
 */
export const openLogAt = async (target: string, deps: Deps): Promise<OpenedLog> => {
  if (/^esdb(\+discover)?:/.test(target)) {
    const log = await openEventStore(target, deps);
    return { log, close: () => log.close() };
  }
  const folder = /^embedded:(.+)$/.exec(target)?.[1];
  if (folder === undefined && !(/^postgres(ql)?:\/\//.test(target) && URL.canParse(target))) {
    const expected = 'esdb://…, postgres://… or embedded:FOLDER';
    throw ledgerError(
      'VALIDATION_FAILED',
      `"${target.replace(/:[^:@/]*@/, ':***@')}" is not a log: expected ${expected}`,
    );
  }
  const engine = await openPostgresEngine(
    { url: folder === undefined ? target : undefined, dataDir: folder ?? '' },
    deps,
  );
  const database = openDatabase({ url: engine.url, application: 'tcg-ledger log' });
  const log = createPostgresLog({ database, runtime: deps.runtime });
  return {
    log,
    async close() {
      await log.close();
      await database.close();
      await engine.close();
    },
  };
};
