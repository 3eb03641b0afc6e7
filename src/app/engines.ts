/**
 * Opens the configured engines. Part of the composition root (ledger.ts), and all that `log copy` needs. Clients of
 * optional engines are imported on use. Rejected: static imports, because every command would load them, and `--version`
 * took 1.5 times as long.
 */
import { join, resolve } from 'node:path';
import { holdsLedger } from './holds-ledger.js';
import type { KafkaConfig } from '../publishing/kafka/config.js';
import { startPosition } from '../domain/envelope.js';
import type { LogPosition } from '../domain/envelope.js';
import { eventDefinitions } from '../domain/events.js';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../embedded/postgres/cluster.js';
import { errorCode, ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { EventStoreLog } from '../log/eventstoredb/eventstoredb-log.js';
import type { Mailer } from '../mail/mailer.js';
import type { SmtpConfig } from '../mail/smtp.js';
import { createPostgresLog } from '../log/postgres/postgres-log.js';
import type { EventSink } from '../publishing/event-sink.js';
import { createInProcessSink } from '../publishing/in-process/in-process-sink.js';
import { assertReachable, openDatabase, type OpenDatabase } from '../postgres/database.js';
import { forgetLeases } from '../subscriptions/leases.js';
import { migrate } from '../postgres/migrate.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import type { Patience } from '../base/async/patience.js';
import type { Outages } from '../base/outages.js';
import { redactValue } from '../base/redact.js';
import { eventStoreScheme } from '../log/eventstoredb/connection-string.js';
import { withPatience } from '../log/patient-log.js';
import { connectionOf, postgresUrlProblem } from '../postgres/connection.js';

/** Returns the folder of the embedded Postgres in a data directory. */
const embeddedFolder = (dataDir: string): string => join(resolve(dataDir), 'postgres');

export interface Deps {
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Where outages of engines are reported; default: nowhere. */
  readonly outages?: Outages;
  /** How long engines that were there are waited for; default: an outage is an error at once. */
  readonly patience?: Patience;
}

export interface PostgresEngine {
  readonly kind: 'embedded' | 'external';
  readonly url: string;
  /** Whether it is embedded and ran before. */
  readonly joined: boolean;
  /** The role that the service runs as; `null` if the user may not have roles: then only triggers keep the log append-only. */
  readonly role: string | null;
  /** Whether a pooler in transaction mode is in front of it. */
  readonly pooled: boolean;
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
  const close = async (): Promise<void> => embedded?.close();
  try {
    const target = embedded?.url ?? url ?? '';
    const owner = openDatabase({ url: target, application: 'tcg-ledger start', connectionsMax: 1, asApp: false });
    await assertReachable(owner).finally(() => owner.close());
    const applied = await migrate(target);
    const { role, pooling } = await connectionOf(target, { asApp: true });
    const pooled = pooling === 'transaction';
    if (applied.length > 0) {
      deps.logger.info('schema migrated', { applied });
      if (role === null) deps.logger.warn('the user may not create roles: only triggers keep the log append-only', {});
    }
    const engine: PostgresEngine = {
      kind: embedded === undefined ? 'external' : 'embedded',
      url: target,
      joined: embedded?.joined ?? false,
      role,
      pooled,
      lost: embedded?.lost ?? new AbortController().signal,
      close,
    };
    if (embedded?.alone !== true) return engine;
    // No living process used this cluster before: the holders of its leases are dead.
    const database = openDatabase({ url: target, application: 'tcg-ledger start', connectionsMax: 1 });
    await forgetLeases(database).finally(() => database.close());
    return engine;
  } catch (error) {
    await close();
    throw error;
  }
};

/** Prefixes of the names of the ledger's streams. */
const streamPrefixes = [...new Set(Object.values(eventDefinitions).map(({ category }) => `${category}-`))];

/**
 * Opens the log at EVENTSTORE_URL. Connects at first use. `landmarks`: positions in log order by which times are found. Throws
 * CONFIG_INVALID.
 */
export const openEventStore = async (
  url: string,
  deps: Deps,
  landmarks?: () => Promise<readonly LogPosition[]>,
): Promise<EventStoreLog> => {
  const { createEventStoreLog } = await import('../log/eventstoredb/eventstoredb-log.js');
  const log = createEventStoreLog({ url, ...deps, streamPrefixes, ...(landmarks === undefined ? {} : { landmarks }) });
  return { ...log, ...withPatience(log, deps.patience) };
};

/** Opens the sink of published events: Kafka if brokers are configured, else in-process. Connects at first use. */
export const openEventSink = async (
  kafka: KafkaConfig | undefined,
  { runtime, logger, outages }: Deps,
): Promise<EventSink> => {
  if (kafka === undefined) return createInProcessSink();
  return (await import('../publishing/kafka/kafka-sink.js')).createKafkaSink(kafka, {
    runtime,
    logger,
    ...(outages === undefined ? {} : { outages }),
  });
};

/** Opens the mailer; `undefined` if none is configured. Connects at the first mail. */
export const openMailer = async (smtp: SmtpConfig | undefined): Promise<Mailer | undefined> =>
  smtp === undefined ? undefined : (await import('../mail/smtp.js')).createSmtpMailer(smtp);

export interface OpenedLog {
  readonly log: EventLog;
  close(): Promise<void>;
}

/** Returns options of a pool that reports outages, and waits for an external server where that is wanted. */
export const poolOptions = (
  engine: Pick<PostgresEngine, 'kind' | 'url'>,
  { outages, patience }: Deps,
): Pick<OpenDatabase, 'url' | 'outages' | 'patience'> => ({
  url: engine.url,
  ...(outages === undefined ? {} : { outages }),
  // The embedded server has other ways to come back, on another port.
  ...(patience === undefined || engine.kind === 'embedded' ? {} : { patience }),
});

/** Opens the log of the Postgres at `engine`. */
const openPostgresLog = (engine: PostgresEngine, deps: Deps): OpenedLog => {
  const database = openDatabase({ ...poolOptions(engine, deps), application: 'tcg-ledger log' });
  const log = createPostgresLog({ database, runtime: deps.runtime });
  return {
    log: withPatience(log, poolOptions(engine, deps).patience),
    async close() {
      await log.close();
      await database.close();
      await engine.close();
    },
  };
};

/** Returns the log once it has answered: one that is not there is no outage to wait for. */
const answered = async (opened: OpenedLog): Promise<OpenedLog> => {
  try {
    await opened.log.head();
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
};

const noLedger = (option: string, target: string, where: string): Error =>
  ledgerError('VALIDATION_FAILED', `--${option} ${redactValue('URL', target)}: there is no ledger in ${where}`, {
    details: { [option]: 'the log of a ledger' },
  });

/** Throws VALIDATION_FAILED if the database holds no ledger: opening its log would make one. */
const assertDatabaseHoldsLedger = async (url: string, option: string): Promise<void> => {
  const database = openDatabase({ url, application: 'tcg-ledger log', connectionsMax: 1, asApp: false });
  try {
    const [row] = await database.query<{ there: boolean }>(`select to_regnamespace('ledger') is not null as there`);
    if (row?.there !== true) throw noLedger(option, url, 'that database');
  } finally {
    await database.close();
  }
};

/**
 * Opens the log at `esdb://…`, `postgres://…`, or `embedded:FOLDER`, the embedded Postgres of that data directory. `option`
 * names the target in errors. `mustExist`: a target without a ledger is refused, and none is made. Throws VALIDATION_FAILED
 * for any other target, and the engine's errors.
 */
export const openLogAt = async (
  target: string,
  deps: Deps,
  { option = 'from', mustExist = false }: { option?: string; mustExist?: boolean } = {},
): Promise<OpenedLog> => {
  try {
    if (eventStoreScheme.test(target)) {
      const log = await openEventStore(target, deps);
      const opened = await answered({ log, close: () => log.close() });
      if (!mustExist || (await log.head()) !== startPosition) return opened;
      await opened.close();
      throw noLedger(option, target, 'that server');
    }
    const folder = /^embedded:(.+)$/.exec(target)?.[1];
    if (folder !== undefined && mustExist && !(await holdsLedger(folder)))
      throw noLedger(option, target, resolve(folder));
    const problem = folder === undefined ? postgresUrlProblem(target) : null;
    if (problem !== null) {
      const expected = /^postgres(ql)?:\/\//.test(target) ? problem : 'esdb://…, postgres://… or embedded:FOLDER';
      throw ledgerError('VALIDATION_FAILED', `--${option} ${redactValue('URL', target)}: expected ${expected}`, {
        details: { [option]: expected },
      });
    }
    if (folder === undefined && mustExist) await assertDatabaseHoldsLedger(target, option);
    const where = { url: folder === undefined ? target : undefined, dataDir: folder ?? '' };
    return await answered(openPostgresLog(await openPostgresEngine(where, deps), deps));
  } catch (error) {
    if (errorCode(error) !== 'CONFIG_INVALID') throw error;
    // Said of the variable that usually holds such a URL.
    const message = (error as Error).message.replace(/^(EVENTSTORE|DATABASE)_URL\b/, `--${option}`);
    throw ledgerError('VALIDATION_FAILED', message, { details: { [option]: message }, cause: error });
  }
};
