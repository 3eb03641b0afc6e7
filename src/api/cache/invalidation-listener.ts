/**
 * How a process learns what the projector has committed: it looks at checkpoints and touches of the primary, in one
 * statement and so in one snapshot, when NOTIFY wakes it and every limits.feedPollMs besides. NOTIFY only says when to
 * look, as for the log's subscriptions: a lost one costs the poll, and never leaves an answer standing for ever.
 */
import { isTransient, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { backoffMs } from '../../base/async/backoff.js';
import { unlessAborted } from '../../base/async/deadline.js';
import { createSignal } from '../../base/async/signal.js';
import type { Database, Row } from '../../postgres/database.js';
import type { Notifications } from '../../postgres/notifications.js';
import {
  type ReadModel,
  readModels,
  type CurrentVersions,
  type ModelVersion,
} from '../../projecting/read-model-versions.js';
import type { Runtime } from '../../base/runtime.js';
import type { Logger } from '../../base/logger.js';
import { createInvalidationIndex, type Dependencies, type Poll } from './invalidation-index.js';

export interface InvalidationListener {
  /**
   * Whether the feed is up to date: it listens, and has looked within limits.feedTrustMs. While it is not, nothing may be
   * taken from a cache: also in a process that was paused and does not know yet.
   */
  isFresh(): boolean;
  /** Changes with everything that is learnt: what was admitted at this revision still is. */
  readonly revision: number;
  isValid(dependencies: Dependencies): boolean;
  /** Where the read models of the primary stand at least; undefined while that is not known. */
  versions(models: readonly ReadModel[]): CurrentVersions | undefined;
  /** Which past this is: another after a fail-over or a restore. null while it is not known. */
  databaseIdentity(): string | null;
  /** Resolves at the next change, or after `ms`. */
  change(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** $1 models, $2 builds, $3 positions last seen (-1, '': never) */
const lookSql = `
  select c.schema_name as model, c.build, c.position, t.position as touched_at, t.tags
  from unnest($1::text[], $2::bigint[], $3::text[]) as k (model, build, position)
  join projecting.checkpoints c on c.schema_name = k.model
  left join lateral (
    select position, tags from projecting.touches t
    where t.schema_name = c.schema_name and (c.build <> k.build or t.position > k.position)
    order by t.position desc limit ${limits.touchesReadMax}) t on true
  order by c.schema_name, t.position`;

interface LookRow extends ModelVersion, Row {
  readonly touched_at: ModelVersion['position'] | null;
  readonly tags: readonly string[] | null;
}

/**
 * The server's identity, which dump and restore change; its timeline, which a fail-over and a restore to a point in time
 * change: both can bring positions back that another past had given out. And the database in it.
 */
const ledgerSql = `
  select (select system_identifier from pg_control_system()) || '-' || (select oid from pg_database where datname = current_database())
         || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8) as ledger`;

/** SQLSTATE of asking a standby for its place in the log: it is about to become a primary. */
const standby = '55000';

const looksOf = (rows: readonly LookRow[]): Poll[] => {
  const looks = readModels.map((model): Poll => {
    const own = rows.filter((row) => row.model === model);
    const [first] = own;
    if (first === undefined) throw ledgerError('NOT_READY', `the read model ${model} has not been made yet`);
    const pages = own.flatMap(({ touched_at: position, tags }) => (position === null ? [] : [{ position, tags }]));
    return {
      model,
      build: first.build,
      position: first.position,
      pages,
      complete: pages.length < limits.touchesReadMax,
    };
  });
  return looks;
};

/**
 * Starts to follow the read models of `database`, the primary. `onOtherPast`: what was cached is of a past that is not this
 * ledger's; it is to be thrown away before the call returns.
 */
export const startInvalidationListener = (options: {
  database: Database;
  wakeUps: Notifications;
  runtime: Runtime;
  logger: Logger;
  onOtherPast: () => void;
}): InvalidationListener => {
  const { database, wakeUps, runtime, logger } = options;
  const known = createInvalidationIndex();
  const closing = new AbortController();
  const news = createSignal(runtime, closing.signal);
  // Not ended by `closing`: a request that still polls would spin.
  const changed = createSignal(runtime, new AbortController().signal);
  let ledger: string | null = null;
  /** The listening connection under which the last look began, and when. */
  let session = 0;
  let lookedMs = -Infinity;

  const identify = async (): Promise<void> => {
    const asked = database.query<{ ledger: string }>(ledgerSql).catch((error: unknown) => {
      // Not "it does not say": that would hold, and empty what others share, until the connection is lost the next time.
      if (isTransient(error) || (error as { code?: unknown }).code === standby) throw error;
      // Some hosted Postgres hides it. Without it answers are not shared between processes.
      logger.warn('the database does not say which it is: answers are not shared', {
        reason: (error as Error).message,
      });
      return [];
    });
    const found = (await unlessAborted(asked, closing.signal))?.[0]?.ledger ?? null;
    if (ledger !== null && found !== ledger) {
      known.reset();
      options.onOtherPast();
    }
    ledger = found;
  };

  const look = async (): Promise<void> => {
    const [startedMs, listening] = [runtime.monotonicMs(), wakeUps.session()];
    if (listening !== session) await identify();
    const of = readModels.map((model) => known.modelVersions().find((one) => one.model === model));
    const values = [readModels, of.map((one) => one?.build ?? -1), of.map((one) => one?.position ?? '')];
    // A server that is away may never answer; closing does not wait for it.
    const rows = await unlessAborted(database.query<LookRow>(lookSql, values), closing.signal);
    if (rows === null) return;
    const before = known.revision;
    if (!known.apply(looksOf(rows))) options.onOtherPast();
    [lookedMs, session] = [startedMs, listening];
    if (known.revision === before) return;
    // Wakes those that wait now; later waits are for the next change.
    changed.set();
    changed.reset();
  };

  const follow = async (): Promise<void> => {
    const stopListening = wakeUps.listen(news.set);
    let failures = 0;
    while (!closing.signal.aborted) {
      news.reset();
      try {
        await look();
        failures = 0;
        await news.wait(limits.feedPollMs);
      } catch (error) {
        logger.debug('the feed of the cache did not look', { reason: (error as Error).message });
        await runtime.sleep(backoffMs(failures, runtime.random()), closing.signal).catch(() => undefined);
        failures += 1;
      }
    }
    stopListening();
  };
  const following = follow();

  return {
    isFresh: () =>
      session !== 0 && session === wakeUps.session() && runtime.monotonicMs() - lookedMs < limits.feedTrustMs,
    get revision() {
      return known.revision;
    },
    isValid: (dependencies) => known.isValid(dependencies),
    versions: (models) => known.versions(models),
    databaseIdentity: () => ledger,
    change: (ms) => changed.wait(ms),
    async close() {
      closing.abort();
      await following;
      await wakeUps.close();
    },
  };
};
