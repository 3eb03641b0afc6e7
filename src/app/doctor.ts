/** What `doctor` finds: each engine (configured how, reachable, version), then who is behind by how much, then the sources. */
import { type Config } from './config.js';
import { isSimulated } from '../domain/source.js';
import type { LogPosition } from '../domain/envelope.js';
import { errorCode } from '../base/errors.js';
import { openEventSink, openEventStore } from './engines.js';
import { type Ledger, openLedger } from './ledger.js';
import { limits } from '../base/limits.js';
import type { EventLog } from '../log/event-log.js';
import { openSharedCache } from './open-read-cache.js';
import { assertReachable, type Database, openDatabase } from '../postgres/database.js';
import { subscriberStatuses } from '../subscriptions/checkpoints.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';

export interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly detail: string;
}

interface Patient {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly logger: Logger;
}

const bad = (part: string, detail: string): Finding => ({ part, ok: false, detail });
const good = (part: string, detail: string): Finding => ({ part, ok: true, detail });
const says = (error: unknown): string =>
  `${errorCode(error)}: ${error instanceof Error ? error.message : String(error)}`;

const shownUrl = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

const serverSql = `
  select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`;

const postgres = async ({ engine, config, database }: Ledger): Promise<Finding> => {
  const [server] = await database.query<{ version: string; size: string }>(serverSql);
  const how =
    engine.kind === 'external'
      ? 'DATABASE_URL'
      : `embedded in ${config.dataDir}, ${engine.joined ? 'joined' : 'started'}`;
  return good('postgres', `${server?.version} (${how}) at ${shownUrl(engine.url)}, ${server?.size}`);
};

const replicaSql = `
  select current_setting('server_version') as version, pg_is_in_recovery() as replica,
         extract(epoch from now() - pg_last_xact_replay_timestamp())::int4 as behind_s,
         (select max(position) from subscriptions.checkpoints) as position`;

const replica = async (url: string, primary: Database): Promise<Finding> => {
  const database = openDatabase({ url, application: 'tcg-ledger doctor', connectionsMax: 1 });
  try {
    await assertReachable(database);
    type Row = { version: string; replica: boolean; behind_s: number | null; position: string | null };
    const [row] = await database.query<Row>(replicaSql);
    const [ahead] = await primary.query<{ position: string | null }>(
      'select max(position) as position from subscriptions.checkpoints',
    );
    const level =
      row?.position === ahead?.position
        ? 'level with the primary'
        : `at ${row?.position}, the primary at ${ahead?.position}`;
    const kind =
      row?.replica === true
        ? `a replica, replayed up to ${row.behind_s ?? '?'} s ago`
        : 'no replica but a server of its own';
    return good('postgres for queries', `${row?.version} (DATABASE_READ_URL) at ${shownUrl(url)}, ${kind}, ${level}`);
  } catch (error) {
    return bad('postgres for queries', `(DATABASE_READ_URL) ${says(error)}`);
  } finally {
    await database.close();
  }
};

const eventStore = async (patient: Patient): Promise<Finding> => {
  const { config, runtime, logger } = patient;
  const log = await openEventStore(config.eventStoreUrl as string, { runtime, logger });
  try {
    const { where, server_version, head } = await log.describe();
    return good('log', `EventStoreDB ${server_version} (EVENTSTORE_URL) at ${where}, head at ${head}`);
  } catch (error) {
    return bad('log', `EventStoreDB (EVENTSTORE_URL) ${says(error)}`);
  } finally {
    await log.close();
  }
};

const cache = async ({ config, runtime, logger }: Patient): Promise<Finding> => {
  const shared = await openSharedCache({ redisUrls: config.redisUrls, runtime, logger });
  if (shared === undefined) return good('cache', 'in each process (REDIS_URL is not set)');
  try {
    const { reachable, version, entries, hitRatio, remark } = await shared.describe();
    const how = `Redis ${version ?? ''} (REDIS_URL) at ${config.redisUrls?.map(shownUrl).join(', ')}`;
    if (!reachable) return bad('cache', `${how}: ${remark ?? 'away'}`);
    const hits = hitRatio === null ? '' : `, hit ratio ${hitRatio.toFixed(2)}`;
    return good('cache', `${how}, ${entries ?? '?'} keys${hits}${remark === null ? '' : `; ${remark}`}`);
  } finally {
    await shared.close();
  }
};

const sink = async (patient: Patient): Promise<Finding> => {
  const opened = await openEventSink(patient.config.kafka, patient);
  try {
    const { kind, configured, reachable, trouble, version, brokers, topics } = await opened.describe();
    if (kind === 'in_process') return good('events out', 'stay in the process (KAFKA_BROKERS is not set)');
    const how = `Kafka ${version ?? ''} (KAFKA_BROKERS) ${configured}`.replace(/ +/g, ' ');
    if (!reachable) return bad('events out', `${how}: ${trouble ?? 'away'}`);
    const held = topics.map(({ name, partitions }) => `${name} (${partitions})`).join(', ');
    const detail = `${how}, ${brokers.length} brokers, topics ${held || 'not made yet'}`;
    return trouble === null ? good('events out', detail) : bad('events out', `${detail}; ${trouble}`);
  } finally {
    await opened.close();
  }
};

/** "up to date", or how many events are still to come, counted up to a thousand, and since when the first of them waits. */
const behind = async (log: EventLog, position: LogPosition): Promise<string> => {
  if (!log.isPosition(position)) return 'at a position of another log: it starts again';
  const page = await log.readAll({ after: position, limit: limits.appendEventsMax });
  const [first] = page.events;
  if (first === undefined) return 'up to date';
  const count = page.atHead ? String(page.events.length) : `more than ${page.events.length}`;
  return `at ${position}, ${count} events behind, the first recorded ${first.recorded_at}`;
};

const subscribers = async ({ database, log }: Ledger): Promise<Finding[]> => {
  const statuses = await subscriberStatuses(database);
  return Promise.all(
    statuses.map(async (status): Promise<Finding> => {
      const where = await behind(log, status.position).catch(
        (error: unknown) => `at ${status.position} (${says(error)})`,
      );
      const holder = status.holder === null ? 'not running' : `held by ${status.holder}`;
      const trouble = status.error === null ? '' : `: ${status.error}`;
      return {
        part: `subscriber ${status.subscriber}`,
        ok: status.state !== 'stopped' && status.dead_letters === 0,
        detail: `${status.state}, ${where}, ${status.dead_letters} dead letters, ${holder}${trouble}`,
      };
    }),
  );
};

const sources = (ledger: Ledger): Promise<Finding[]> =>
  Promise.all(
    ledger.config.collectedSources.map(async (source): Promise<Finding> => {
      const collector = ledger.collector(source);
      try {
        const { url, last_run: run, failure, budget } = await collector.state();
        const last = run === null ? 'never ran' : `last run ${run.status} of ${run.upstream_stamp}`;
        const trouble = failure === null ? '' : `, ${failure.code}: ${failure.detail}`;
        const made = isSimulated(source) ? ', simulated' : '';
        return {
          part: `source ${source}`,
          ok: failure === null,
          detail: `${url}, ${last}, ${budget.left} requests left today${trouble}${made}`,
        };
      } finally {
        await collector.close();
      }
    }),
  );

/** Examines everything; an engine that is away is a finding, and the others are still looked at. */
export const diagnose = async (patient: Patient): Promise<Finding[]> => {
  const { config } = patient;
  const others = async (): Promise<Finding[]> => Promise.all([cache(patient), sink(patient)]);
  const remoteLog = async (): Promise<Finding[]> =>
    config.eventStoreUrl === undefined ? [] : [await eventStore(patient)];
  let ledger: Ledger;
  try {
    ledger = await openLedger(patient);
  } catch (error) {
    // What is wrong with the configuration or the data directory is told as such.
    if (errorCode(error) !== 'DATABASE_UNAVAILABLE') throw error;
    return [bad('postgres', says(error)), ...(await remoteLog()), ...(await others())];
  }
  try {
    const log =
      config.eventStoreUrl === undefined
        ? [good('log', `in Postgres, head at ${await ledger.log.head()}`)]
        : await remoteLog();
    const reads = config.databaseReadUrl === undefined ? [] : [await replica(config.databaseReadUrl, ledger.database)];
    const nature = await ledger.dataOrigin().catch(() => null);
    return [
      await postgres(ledger),
      ...reads,
      ...log,
      ...(await others()),
      good('data', nature ?? 'nothing collected yet'),
      ...(await subscribers(ledger)),
      ...(await sources(ledger)),
    ];
  } finally {
    await ledger.close();
  }
};
