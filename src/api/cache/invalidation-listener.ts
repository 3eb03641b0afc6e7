/**
 * Follows what the projector commits. Polls checkpoints and invalidations of the primary, in one statement and so in one
 * snapshot, on NOTIFY and every limits.invalidationPollMs besides. NOTIFY only says when to poll: a lost one delays an invalidation
 * by at most one interval.
 */
import { backoffMs } from '../../base/async/backoff.js';
import { unlessAborted } from '../../base/async/deadline.js';
import { createSignal } from '../../base/async/signal.js';
import { isTransient, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Logger } from '../../base/logger.js';
import type { Runtime } from '../../base/runtime.js';
import type { Database, Row } from '../../postgres/database.js';
import type { Notifications } from '../../postgres/notifications.js';
import { readModels } from '../../../projections/index.js';
import type { ReadModel, CurrentVersions, ModelVersion } from '../../projecting/read-model-versions.js';
import { createInvalidationIndex, type Dependencies, type Poll } from './invalidation-index.js';

export interface InvalidationListener {
  /**
   * Returns whether the listener is up to date: it listens, and has polled within limits.invalidationTrustMs. Otherwise no cached
   * answer may be served; this covers a process that was paused and has not noticed.
   */
  isFresh(): boolean;
  /** Changes with every invalidation: an answer valid at this revision stays valid at it. */
  readonly revision: number;
  /** Returns whether an answer is as new as the last poll, or newer. */
  isValid(dependencies: Dependencies): boolean;
  /** Returns the versions the primary's read models have at least; `undefined` before the first poll. */
  versions(models: readonly ReadModel[]): CurrentVersions | undefined;
  /** Returns the identity of the database and its history: another after a fail-over or restore. `null` if unknown. */
  databaseIdentity(): string | null;
  /** Resolves at the next change, or after `ms`. */
  change(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** $1 models, $2 builds, $3 last polled positions (-1, '' before the first poll) */
const pollSql = `
  select c.subscriber as model, c.build, c.position, t.position as touched_at, t.tags
  from unnest($1::text[], $2::bigint[], $3::text[]) as k (model, build, position)
  join subscriptions.checkpoints c on c.subscriber = k.model
  left join lateral (
    select position, tags from projecting.invalidations t
    where t.read_model = c.subscriber and (c.build <> k.build or t.position > k.position)
    order by t.position desc limit ${limits.touchesReadMax}) t on true
  order by c.subscriber, t.position`;

interface PollRow extends ModelVersion, Row {
  readonly touched_at: ModelVersion['position'] | null;
  readonly tags: readonly string[] | null;
}

/**
 * The server's identity, which dump and restore change; its timeline, which a fail-over and a restore to a point in time
 * change; and the database in it. Each of these can give out positions again that another history had given out.
 */
const identitySql = `
  select (select system_identifier from pg_control_system()) || '-' || (select oid from pg_database where datname = current_database())
         || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8) as identity`;

/** SQLSTATE of pg_current_wal_lsn() on a standby, which is about to be promoted. */
const recoveryInProgress = '55000';

const pollsOf = (rows: readonly PollRow[]): Poll[] =>
  readModels.map((model): Poll => {
    const ownRows = rows.filter((row) => row.model === model);
    const [first] = ownRows;
    if (first === undefined) throw ledgerError('NOT_READY', `the read model ${model} does not exist yet`);
    const pages = ownRows.flatMap(({ touched_at: position, tags }) => (position === null ? [] : [{ position, tags }]));
    const { build, position } = first;
    return { model, build, position, pages, complete: pages.length < limits.touchesReadMax };
  });

/**
 * Starts to follow the read models of `database`, the primary. `onHistoryReset` is called when the ledger's history was
 * replaced; it must drop everything cached before it returns.
 */
export const startInvalidationListener = (options: {
  database: Database;
  wakeUps: Notifications;
  runtime: Runtime;
  logger: Logger;
  onHistoryReset: () => void;
}): InvalidationListener => {
  const { database, wakeUps, runtime, logger, onHistoryReset } = options;
  const index = createInvalidationIndex();
  const closing = new AbortController();
  const notified = createSignal(runtime, closing.signal);
  // Not ended by `closing`: a request that still polls would spin.
  const changed = createSignal(runtime, new AbortController().signal);
  let identity: string | null = null;
  /** The listening connection under which the last poll began, and when. */
  let session = 0;
  let polledMs = -Infinity;

  const identify = async (): Promise<void> => {
    const asked = database.query<{ identity: string }>(identitySql).catch((error: unknown) => {
      // Not "unknown": that would last, and clear the shared cache, until the connection is lost the next time.
      if (isTransient(error) || (error as { code?: unknown }).code === recoveryInProgress) throw error;
      // Some hosted Postgres denies it. Without it, answers are not shared between processes.
      logger.warn('the identity of the database is not readable: answers are not shared between processes', {
        reason: (error as Error).message,
      });
      return [];
    });
    const current = (await unlessAborted(asked, closing.signal))?.[0]?.identity ?? null;
    if (identity !== null && current !== identity) {
      index.reset();
      onHistoryReset();
    }
    identity = current;
  };

  const poll = async (): Promise<void> => {
    const [startedMs, listening] = [runtime.monotonicMs(), wakeUps.session()];
    // Behind a pooler another server may be asked without any connection being lost.
    if (listening !== session || wakeUps.isPolling()) await identify();
    const last = readModels.map((model) => index.modelVersions().find((version) => version.model === model));
    const values = [readModels, last.map((one) => one?.build ?? -1), last.map((one) => one?.position ?? '')];
    // A server that is down may never answer; closing does not wait for it.
    const rows = await unlessAborted(database.query<PollRow>(pollSql, values), closing.signal);
    if (rows === null) return;
    const before = index.revision;
    if (!index.apply(pollsOf(rows))) onHistoryReset();
    [polledMs, session] = [startedMs, listening];
    if (index.revision === before) return;
    changed.set();
    changed.reset();
  };

  const follow = async (): Promise<void> => {
    const stopListening = wakeUps.listen(() => notified.set());
    let failures = 0;
    while (!closing.signal.aborted) {
      notified.reset();
      try {
        await poll();
        failures = 0;
        await notified.wait(limits.invalidationPollMs);
      } catch (error) {
        logger.debug('the invalidation listener could not poll', { reason: (error as Error).message });
        await runtime.sleep(backoffMs(failures, runtime.random()), closing.signal).catch(() => undefined);
        failures += 1;
      }
    }
    stopListening();
  };
  const following = follow();

  return {
    isFresh: () =>
      (wakeUps.isPolling() || (session !== 0 && session === wakeUps.session())) &&
      runtime.monotonicMs() - polledMs < limits.invalidationTrustMs,
    get revision() {
      return index.revision;
    },
    isValid: (dependencies) => index.isValid(dependencies),
    versions: (models) => index.versions(models),
    databaseIdentity: () => identity,
    change: (ms) => changed.wait(ms),
    async close() {
      closing.abort();
      await following;
      await wakeUps.close();
      // Ends the waits of now, whose timers would keep the process from ending.
      changed.set();
      changed.reset();
    },
  };
};
