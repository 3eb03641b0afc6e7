/** Read models rebuilt beside the live ones in one pass over the log, each then switched in one transaction. */
import type { LogPosition } from '../domain/envelope.js';
import { isTransient, ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import { readCheckpoint } from '../subscriptions/checkpoints.js';
import { type Build, type BuildPlan, startBuild } from './build.js';
import type { Projection } from './projection.js';
import { notifyProjected } from './invalidations.js';
import { readPass } from './read-pass.js';
import { dropTables } from './tables.js';

/** Schema of the tables being built. */
export const nextSchema = (projection: Projection): string => `${projection.schema}_next`;

/** What became of a build: the position reached, or the error that ended it. */
export type BuildOutcome =
  | { readonly outcome: 'built'; readonly position: LogPosition }
  | { readonly outcome: 'failed'; readonly error: unknown };

export interface BuildOptions {
  readonly database: Database;
  readonly log: EventLog;
  readonly plans: readonly BuildPlan[];
  readonly pageEvents?: number;
  /** Called after a page was folded into every read model. */
  readonly onPage?: (position: LogPosition, events: number) => void;
}

/**
 * Folds the whole log into new tables of several read models, and returns the outcomes in the order of `plans`. The log is
 * read and decoded once. A build that fails ends alone; its error names the event that cannot be folded, in `details` too.
 * Sends no notification: nothing but rows follows from a fold.
 */
export const buildTables = async (options: BuildOptions): Promise<readonly BuildOutcome[]> => {
  const { database, log, plans } = options;
  const failures = new Map<BuildPlan, unknown>();
  const builds = new Map<BuildPlan, Build>();

  /** Does `work` for every build that has not failed; a failure is that build's alone. */
  const forEach = async (some: Iterable<BuildPlan>, work: (plan: BuildPlan) => Promise<void>): Promise<void> => {
    await Promise.all([...some].map((plan) => work(plan).catch((error: unknown) => failures.set(plan, error))));
  };
  const going = (): BuildPlan[] =>
    [...builds].flatMap(([plan, build]) => (failures.has(plan) || build.isComplete ? [] : [plan]));
  const built = (plan: BuildPlan): Build => builds.get(plan) as Build;

  const reading = { stored: log.stored };
  await forEach(plans, async (plan) => {
    builds.set(plan, await startBuild(database, plan, reading));
  });
  try {
    for await (const page of going().length === 0 ? [] : readPass(log, going().map(built), options.pageEvents)) {
      await forEach(going(), (plan) => built(plan).take(page));
      options.onPage?.(page.position, page.count);
      if (going().length === 0) break;
    }
  } catch (error) {
    // The log cannot be read.
    for (const plan of going()) failures.set(plan, error);
  }
  await forEach(
    plans.filter((plan) => !failures.has(plan)),
    (plan) => built(plan).finish(),
  );
  return plans.map((plan) =>
    failures.has(plan)
      ? { outcome: 'failed', error: failures.get(plan) }
      : { outcome: 'built', position: built(plan).position },
  );
};

/**
 * Puts the tables built in `{schema}_next` in the place of the live ones, in one transaction: a reader sees the old
 * ones or the new ones. `fence` is the token under which they were built. Throws LEASE_LOST, with nothing changed, if
 * another instance took over since: `{schema}_next` may be half of what that one is building.
 */
export const switchTables = (database: Database, projection: Projection, fence: number): Promise<void> =>
  database.transaction(async (client) => {
    const { schema } = projection;
    const next = nextSchema(projection);
    const lost = (): Error =>
      ledgerError('LEASE_LOST', `${schema} was taken over by another instance during the rebuild`);
    const newer = await client.query('select from subscriptions.checkpoints where subscriber = $1 and fence > $2', [
      schema,
      fence,
    ]);
    if (newer.rowCount !== 0) throw lost();
    await dropTables(client, schema);
    await client.query(`alter schema ${next} rename to ${schema}`);
    const switched = await client.query(
      `update subscriptions.checkpoints set subscriber = $2, state = 'live', updated_at = now()
       where subscriber = $1 and fence = $3`,
      [next, schema, fence],
    );
    if (switched.rowCount === 0) throw lost();
    await notifyProjected(client);
  });

/**
 * Drops what a rebuild that was broken off has left beside the live tables. For the holder of the lease: its token shuts out
 * whoever built there. A paused process may still have locks on these tables; then they stay until the next start.
 */
export const dropAbandoned = async (database: Database, projection: Projection): Promise<void> => {
  const next = nextSchema(projection);
  if ((await readCheckpoint(database, next)) === undefined) return;
  try {
    await database.transaction(async (client) => {
      await client.query(`set local lock_timeout = '1s'`);
      await dropTables(client, next);
    });
  } catch (error) {
    if (!isTransient(error)) throw error;
  }
};

/** A read model to be rebuilt, by the holder of its lease. */
export interface Rebuilding {
  readonly projection: Projection;
  /** Token of the lease. */
  readonly token: number;
  /** Aborts when the lease is lost or the rebuild is to end. */
  readonly stop: AbortSignal;
}

/**
 * Rebuilds read models beside their live tables in one pass over the log, and switches each. Returns the outcomes in order:
 * one that fails keeps its live tables and holds up no other.
 */
export const buildAndSwitch = async (
  { database, log }: { readonly database: Database; readonly log: EventLog },
  rebuilding: readonly Rebuilding[],
): Promise<readonly BuildOutcome[]> => {
  const plans = rebuilding.map(({ projection, token: fence, stop: signal }): BuildPlan => ({
    projection,
    schema: nextSchema(projection),
    fence,
    signal,
  }));
  const outcomes = await buildTables({ database, log, plans });
  return Promise.all(
    rebuilding.map(async ({ projection, token, stop }, at): Promise<BuildOutcome> => {
      const outcome = outcomes[at] as BuildOutcome;
      if (outcome.outcome === 'failed') return outcome;
      try {
        stop.throwIfAborted();
        await switchTables(database, projection, token);
        return outcome;
      } catch (error) {
        return { outcome: 'failed', error };
      }
    }),
  );
};
