/** Runs and snapshots of a source, for its collector. */
import type { Database, Row } from '../../src/postgres/database.js';

export interface CollectedRun {
  readonly run_id: string;
  readonly scope: string;
  readonly status: string;
  readonly upstream_stamp: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly code: string | null;
  readonly detail: string | null;
}

const runColumns = 'run_id, scope, status, upstream_stamp, started_at, ended_at, code, detail';

/** The condition that a run asked the source: an import of kept files says nothing of its state. */
export const askedSource = `trigger is distinct from 'import'`;

/** Returns the run of a source that started last, imports apart; `null` if there was none. */
export const lastRun = async (database: Database, source: string): Promise<CollectedRun | null> => {
  const [run] = await database.query<CollectedRun & Row>(
    `select ${runColumns} from coverage.runs where source = $1 and ${askedSource} order by started_at desc limit 1`,
    [source],
  );
  return run ?? null;
};

/** Returns the runs of a source without an end, newest first: their process died, or is at work. */
export const unfinishedRuns = (database: Database, source: string): Promise<CollectedRun[]> =>
  database.query<CollectedRun & Row>(
    `select ${runColumns} from coverage.runs where source = $1 and status = 'running' order by started_at desc`,
    [source],
  );

/** Runs over all sets whose requests are looked at: one in seven asks for the whole catalog. */
const fullRunsLookedAt = 8;

/** Returns the most requests that one of the last runs of a source over all sets sent; `null` before the first has finished. */
export const requestsOfFullRun = async (database: Database, source: string): Promise<number | null> => {
  const [row] = await database.query<{ requests: number | null }>(
    `select max(r.requests) as requests from (
       select requests from coverage.runs where source = $1 and scope = 'all' and status = 'finished' and ${askedSource}
       order by started_at desc limit $2) r`,
    [source, fullRunsLookedAt],
  );
  return row?.requests ?? null;
};

/** Returns the newest stamp for which a run of the source started; `null` if there was none. */
export const newestStamp = async (database: Database, source: string): Promise<string | null> => {
  const [row] = await database.query<{ stamp: string | null }>(
    `select max(upstream_stamp) as stamp from coverage.runs where source = $1`,
    [source],
  );
  return row?.stamp ?? null;
};

/** Returns the oldest and the newest stamp for which a run of the source finished; `null` if there was none. */
export const finishedStamps = async (
  database: Database,
  source: string,
): Promise<{ readonly oldest: Date; readonly newest: Date } | null> => {
  const [row] = await database.query<{ oldest: string | null; newest: string | null }>(
    `select min(upstream_stamp) as oldest, max(upstream_stamp) as newest
     from coverage.runs where source = $1 and status = 'finished'`,
    [source],
  );
  return row?.oldest == null || row.newest === null
    ? null
    : { oldest: new Date(row.oldest), newest: new Date(row.newest) };
};

/** Returns whether a run over all sets has finished for the stamp. */
export const isStampFinished = async (database: Database, source: string, stamp: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from coverage.runs
     where source = $1 and upstream_stamp = $2 and scope = 'all' and status = 'finished' limit 1`,
    [source, stamp],
  );
  return rows.length > 0;
};

/** Returns whether an import of the stamp has finished. */
export const isStampImported = async (database: Database, source: string, stamp: string): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from coverage.runs
     where source = $1 and upstream_stamp = $2 and trigger = 'import' and status = 'finished' limit 1`,
    [source, stamp],
  );
  return rows.length > 0;
};

/**
 * Returns whether one of the sources was collected to its end, and none of them is being collected. `since`: a run that started
 * before and has no end is one whose process died.
 */
export const isCollectedWhole = async (
  database: Database,
  sources: readonly string[],
  since: string,
): Promise<boolean> => {
  const [row] = await database.query<{ whole: boolean }>(
    `select coalesce(bool_or(status = 'finished') and not bool_or(status = 'running' and started_at > $2), false) as whole
     from coverage.runs where source = any($1) and scope = 'all'`,
    [sources, since],
  );
  return row?.whole === true;
};

/** A recorded snapshot of a set. */
export interface TakenSnapshot {
  readonly eventId: string;
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
  /** Number of prices that vanished and were held back, and the keys of those that the snapshot names. */
  readonly withheld: number;
  readonly withheldKeys: readonly string[];
}

/** Returns the snapshots of a source for the stamp, by set id; with `runId`, those that the run took of other stamps too. */
export const snapshotsOfStamp = async (
  database: Database,
  source: string,
  stamp: string,
  runId: string | null = null,
): Promise<Map<string, TakenSnapshot>> => {
  const rows = await database.query<TakenSnapshot & Row & { set_id: string }>(
    `select set_id, event_id as "eventId", rows, changed, unchanged, withdrawn, quarantined, withheld,
            withheld_keys as "withheldKeys"
     from coverage.snapshots where source = $1 and (effective_at = $2 or run_id = $3)`,
    [source, stamp, runId],
  );
  return new Map(rows.map(({ set_id, ...snapshot }) => [set_id, snapshot]));
};

/** Returns the paths of the files of sets that the last run of the source that has ended could not have. */
export const filesMissedLast = async (database: Database, source: string): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ file: string }>(
    `select o.file from coverage.omissions o
     join (
       select run_id from coverage.runs where source = $1 and ended_at is not null and ${askedSource}
       order by started_at desc limit 1
     ) r using (run_id)
     where o.kind = 'file' and o.set_id is not null`,
    [source],
  );
  return new Set(rows.map(({ file }) => file));
};

/** The last run over all sets of the source $1 that finished before the stamp $2. */
const lastFinishedRun = `
  select run_id, upstream_stamp from coverage.runs
  where source = $1 and upstream_stamp < $2 and scope = 'all' and status = 'finished'
  order by upstream_stamp desc limit 1`;

/**
 * Returns the sets that the last run over all sets before the stamp saw, those without a price file included; `null` if no
 * such run has finished.
 */
export const setsOfLastRun = async (
  database: Database,
  source: string,
  stamp: string,
): Promise<ReadonlySet<string> | null> => {
  const rows = await database.query<{ set_id: string | null }>(
    `with r as (${lastFinishedRun})
     select null as set_id from r
     union select s.set_id from coverage.snapshots s join r on s.effective_at = r.upstream_stamp where s.source = $1
     union select o.set_id from coverage.omissions o join r using (run_id) where o.kind = 'file'`,
    [source, stamp],
  );
  return rows.length === 0 ? null : new Set(rows.flatMap(({ set_id }) => (set_id === null ? [] : [set_id])));
};

/**
 * Returns the sets whose price file was missing in the last run over all sets that finished before the stamp. Files that a
 * finished run could not have did not exist; it would have failed otherwise.
 */
export const setsWithoutFile = async (database: Database, source: string, stamp: string): Promise<Set<string>> => {
  const rows = await database.query<{ set_id: string }>(
    `select o.set_id from coverage.omissions o
     join (${lastFinishedRun}) r using (run_id)
     where o.kind = 'file' and o.set_id is not null and not exists (
       select 1 from coverage.snapshots s
       where s.source = $1 and s.set_id = o.set_id and s.effective_at = r.upstream_stamp)`,
    [source, stamp],
  );
  return new Set(rows.map(({ set_id }) => set_id));
};

/** Returns the keys that the last snapshot of each set before the stamp held back, by set id. */
export const withheldBefore = async (
  database: Database,
  source: string,
  stamp: string,
): Promise<Map<string, ReadonlySet<string>>> => {
  const rows = await database.query<{ set_id: string; keys: string[] }>(
    `select k.set_id, s.withheld_keys as keys
     from coverage.sets_checked k
     cross join lateral (
       select b.withheld, b.withheld_keys from coverage.snapshots b
       where b.source = k.source and b.set_id = k.set_id and b.effective_at < $2
       order by b.effective_at desc limit 1
     ) s
     where k.source = $1 and s.withheld > 0`,
    [source, stamp],
  );
  return new Map(rows.map(({ set_id, keys }) => [set_id, new Set(keys)]));
};
