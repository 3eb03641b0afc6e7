/** Diagnoses the engines (configuration, reachability, version), the lag of every subscriber, and the sources. */
import { type Config } from './config.js';
import { checkConsent } from '../collecting/consents.js';
import { readSourceState } from '../collecting/source-state.js';
import { describeQuota } from '../collecting/source-status.js';
import { isSimulated } from '../domain/source.js';
import { type LogPosition, startPosition } from '../domain/envelope.js';
import { projections } from '../../projections/index.js';
import { errorCode } from '../base/errors.js';
import { openEventSink, openEventStore, openMailer } from './engines.js';
import { type Ledger, openLedger } from './ledger.js';
import { limits } from '../base/limits.js';
import { dayMs } from '../domain/instant.js';
import { silentOutages } from '../base/outages.js';
import { redact } from '../base/redact.js';
import { queueFigures } from '../delivery/queue-figures.js';
import { ledgerMissing } from './holds-ledger.js';
import type { EventLog } from '../log/event-log.js';
import { createSource } from './sources.js';
import { openSharedCache } from './open-read-cache.js';
import { assertReachable, type Database, openDatabase } from '../postgres/database.js';
import { missingTables } from '../projecting/tables.js';
import { jobStatuses } from '../subscriptions/jobs.js';
import { subscribersBeyond, subscriberStatuses } from '../subscriptions/checkpoints.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';

export interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly detail: string;
}

interface Target {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly logger: Logger;
}

const failed = (part: string, detail: string): Finding => ({ part, ok: false, detail });
const passed = (part: string, detail: string): Finding => ({ part, ok: true, detail });
const describeError = (error: unknown): string =>
  redact(`${errorCode(error)}: ${error instanceof Error ? error.message : String(error)}`);

/** Returns host, port and database of a URL. */
const withoutCredentials = (url: string): string => {
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
  const kept = engine.role === null ? 'append-only by triggers alone: the user may not create roles' : null;
  const pooled = engine.pooled ? 'behind a pooler in transaction mode: each transaction sets role and limits' : null;
  const where = `${server?.version} (${how}) at ${withoutCredentials(engine.url)}`;
  return passed('postgres', [where, server?.size, kept, pooled].filter((part) => part !== null).join(', '));
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
        ? 'up to date with the primary'
        : `at ${row?.position}, the primary at ${ahead?.position}`;
    const kind =
      row?.replica === true
        ? `a replica, replayed up to ${row.behind_s ?? '?'} s ago`
        : 'not a replica but a separate server';
    return passed(
      'postgres for queries',
      `${row?.version} (DATABASE_READ_URL) at ${withoutCredentials(url)}, ${kind}, ${level}`,
    );
  } catch (error) {
    return failed('postgres for queries', `(DATABASE_READ_URL) ${describeError(error)}`);
  } finally {
    await database.close();
  }
};

const eventStore = async (target: Target): Promise<Finding> => {
  const { config, runtime, logger } = target;
  const log = await openEventStore(config.eventStoreUrl as string, { runtime, logger });
  try {
    const { where, server_version, head } = await log.describe();
    return passed('log', `EventStoreDB ${server_version} (EVENTSTORE_URL) at ${where}, head at ${head}`);
  } catch (error) {
    return failed('log', `EventStoreDB (EVENTSTORE_URL) ${describeError(error)}`);
  } finally {
    await log.close();
  }
};

const cache = async ({ config, runtime }: Target): Promise<Finding> => {
  const shared = await openSharedCache({ redisUrls: config.redisUrls, runtime, outages: silentOutages });
  if (shared === undefined) return passed('cache', 'in each process (REDIS_URL is not set)');
  try {
    const { reachable, writable, version, entries, hitRatio, remark } = await shared.describe();
    const how = `Redis ${version ?? ''} (REDIS_URL) at ${config.redisUrls?.map(withoutCredentials).join(', ')}`;
    if (!reachable) return failed('cache', `${how}: ${remark ?? 'unreachable'}`);
    const hits = hitRatio === null ? '' : `, hit ratio ${hitRatio.toFixed(2)}`;
    const detail = `${how}, ${entries ?? '?'} keys${hits}${remark === null ? '' : `; ${remark}`}`;
    return writable ? passed('cache', detail) : failed('cache', detail);
  } finally {
    await shared.close();
  }
};

const sink = async (target: Target): Promise<Finding> => {
  const opened = await openEventSink(target.config.kafka, target);
  try {
    const { kind, configured, reachable, trouble, version, brokers, topics } = await opened.describe();
    if (kind === 'in_process')
      return passed('events out', 'published only inside the process (KAFKA_BROKERS is not set)');
    const how = `Kafka ${version ?? ''} (KAFKA_BROKERS) ${configured}`.replace(/ +/g, ' ');
    if (!reachable) return failed('events out', `${how}: ${trouble ?? 'unreachable'}`);
    const existing = topics.map(({ name, partitions }) => `${name} (${partitions})`).join(', ');
    const detail = `${how}, ${brokers.length} brokers, topics ${existing || 'not created yet'}`;
    return trouble === null ? passed('events out', detail) : failed('events out', `${detail}; ${trouble}`);
  } finally {
    await opened.close();
  }
};

const mail = async ({ config }: Target): Promise<Finding> => {
  const mailer = await openMailer(config.smtp);
  if (mailer === undefined) return passed('mail', 'not sent (SMTP_URL is not set)');
  try {
    const { server, from, trouble } = await mailer.describe();
    const how = `SMTP (SMTP_URL) at ${server}, from ${from}`;
    return trouble === null ? passed('mail', how) : failed('mail', `${how}: ${trouble}`);
  } finally {
    await mailer.close();
  }
};

/** Returns "up to date", or the number of missing events (counted up to a thousand) and the time of the first. */
const describeLag = async (log: EventLog, position: LogPosition): Promise<string> => {
  if (!log.isPosition(position)) return 'at a position of another log: it starts again';
  const page = await log.readAll({ after: position, limit: limits.appendEventsMax });
  const [first] = page.events;
  if (first === undefined) return 'up to date';
  const count = page.atHead ? String(page.events.length) : `more than ${page.events.length}`;
  return `at ${position}, ${count} events behind, the first recorded ${first.recorded_at}`;
};

const subscribers = async ({ database, log }: Ledger): Promise<Finding[]> => {
  const statuses = await subscriberStatuses(database);
  // An unavailable log is a finding of its own.
  const beyond = await subscribersBeyond(database, log).catch(() => ({ head: startPosition, positions: [] }));
  const missing = await missingTables(database, projections);
  return Promise.all(
    statuses.map(async (status): Promise<Finding> => {
      const part = `subscriber ${status.subscriber}`;
      const lacking = missing.filter((table) => table.startsWith(`${status.subscriber}.`));
      if (lacking.length > 0) return failed(part, `no table ${lacking.join(', ')}: rebuild it (projections rebuild)`);
      if (beyond.positions.some(({ subscriber }) => subscriber === status.subscriber)) {
        return failed(
          part,
          `at ${status.position}, beyond the end of the log at ${beyond.head}: events are missing (verify)`,
        );
      }
      const where = await describeLag(log, status.position).catch(
        (error: unknown) => `at ${status.position} (${describeError(error)})`,
      );
      const holder = status.holder === null ? 'not running' : `held by ${status.holder}`;
      const reason = status.error === null ? '' : `: ${status.error}`;
      return {
        part,
        ok: status.state !== 'stopped' && status.dead_letters === 0,
        detail: `${status.state}, ${where}, ${status.dead_letters} dead letters, ${holder}${reason}`,
      };
    }),
  );
};

/** Minutes past its time after which a notification shows that no sender works. */
const overdueMinutesMax = 5;

const notifications = async ({ database, runtime }: Ledger): Promise<Finding> => {
  const { waiting, overdueS, failed: givenUp } = await queueFigures(database, runtime.now());
  const minutes = Math.floor(overdueS / 60);
  const detail = `${waiting} waiting, ${givenUp} given up within a day`;
  if (minutes < overdueMinutesMax) return passed('notifications', detail);
  return failed('notifications', `${detail}; the oldest is ${minutes} minutes late: does a notifier run?`);
};

const sources = (ledger: Ledger): Promise<Finding[]> =>
  Promise.all(
    ledger.config.collectedSources.map(async (source): Promise<Finding> => {
      const { url, dailyBudget } = ledger.config.sources[source];
      const [{ last_run: run, failure, budget, control, quota }, consent] = await Promise.all([
        readSourceState(ledger, { source, dailyBudget }),
        checkConsent(ledger, createSource(source, ledger.config.sources[source])),
      ]);
      const last = run === null ? 'no run yet' : `last run ${run.status} of ${run.upstream_stamp}`;
      const reason = failure === null ? '' : `, ${failure.code}: ${failure.detail}`;
      const paused = control.paused === null ? '' : `, paused since ${control.paused.since}: ${control.paused.reason}`;
      const simulated = isSimulated(source) ? ', simulated' : '';
      const own = quota === null ? '' : `, ${describeQuota(quota)}`;
      const allowed = consent === null ? '' : `, ${consent.text}`;
      return {
        part: `source ${source}`,
        ok: failure === null && consent?.isUsable !== false,
        detail: `${url}, ${last}, ${budget.left} requests left today${own}${allowed}${reason}${paused}${simulated}`,
      };
    }),
  );

/** How long after its time a job shows that no collector works. */
const jobLateMs = dayMs;

const jobs = async ({ database, runtime }: Ledger): Promise<Finding[]> =>
  (await jobStatuses(database)).map(({ name, done_at, figures, failure, next_at }): Finding => {
    const told = Object.entries(figures ?? {}).map(([figure, value]) => `${figure} ${String(value)}`);
    const done = done_at === null ? 'not done yet' : `done ${done_at}: ${told.join(', ')}`;
    const next = next_at === null ? '' : `; next ${next_at}`;
    const isLate = next_at !== null && runtime.now().getTime() - Date.parse(next_at) > jobLateMs;
    const late = isLate ? ', which is past: does a collector run?' : '';
    return {
      part: `job ${name}`,
      ok: failure === null && !isLate,
      detail: `${failure === null ? '' : `failed: ${failure}; `}${done}${next}${late}`,
    };
  });

/** Checks every part. An unreachable engine is a finding, and the others are still checked. */
export const diagnose = async (target: Target): Promise<Finding[]> => {
  const { config } = target;
  const others = async (): Promise<Finding[]> => Promise.all([cache(target), sink(target), mail(target)]);
  const remoteLog = async (): Promise<Finding[]> =>
    config.eventStoreUrl === undefined ? [] : [await eventStore(target)];
  const missing = await ledgerMissing(config);
  if (missing !== null) return [failed('data', missing), ...(await others())];
  let ledger: Ledger;
  try {
    ledger = await openLedger(target);
  } catch (error) {
    // Errors of the configuration or the data directory are no findings.
    if (errorCode(error) !== 'DATABASE_UNAVAILABLE') throw error;
    return [failed('postgres', describeError(error)), ...(await remoteLog()), ...(await others())];
  }
  try {
    const log =
      config.eventStoreUrl === undefined
        ? [passed('log', `in Postgres, head at ${await ledger.log.head()}`)]
        : await remoteLog();
    const reads = config.databaseReadUrl === undefined ? [] : [await replica(config.databaseReadUrl, ledger.database)];
    const origin = await ledger.dataOrigin().catch(() => null);
    return [
      await postgres(ledger),
      ...reads,
      ...log,
      ...(await others()),
      passed('data', origin ?? 'nothing collected yet'),
      ...(await subscribers(ledger)),
      await notifications(ledger),
      ...(await sources(ledger)),
      ...(await jobs(ledger)),
    ];
  } finally {
    await ledger.close();
  }
};
