/** The run's own facts: its events in the collection stream, and what earlier runs left there. */
import type { NewEvent } from '../domain/envelope.js';
import type { EventData } from '../domain/events.js';
import { uuidFromName } from '../domain/ids.js';
import { newEvent } from '../domain/upcasting.js';
import { snapshotId } from '../domain/prices/price-events.js';
import type { ErrorCode } from '../base/errors.js';
import type { Database } from '../postgres/database.js';
import type { SnapshotUnit } from './append-batch.js';
import { parserVersion } from '../sources/tcgcsv/wire-format.js';

export type Trigger = EventData<'CollectionStarted'>['trigger'];
export type Scope = 'all' | 'selection';

export interface RunCounts {
  readonly sets: number;
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
}
export const noCounts: RunCounts = { sets: 0, rows: 0, changed: 0, unchanged: 0, withdrawn: 0, quarantined: 0 };

export interface Run {
  readonly runId: string;
  readonly source: string;
  readonly scope: Scope;
  readonly stamp: string;
}

const runFields = ({ runId, source, scope, stamp }: Run) => ({ run_id: runId, source, scope, upstream_stamp: stamp });

/** Ids follow from the run: a run taken up again starts, and a repeated append ends, only once in the log. */
export const startedId = (runId: string): string => uuidFromName(`CollectionStarted ${runId}`);

export const collectionStarted = (run: Run, trigger: Trigger): NewEvent =>
  newEvent('CollectionStarted', startedId(run.runId), { ...runFields(run), trigger });

export const collectionFinished = (run: Run, counts: RunCounts, requests: number): NewEvent =>
  newEvent('CollectionFinished', uuidFromName(`CollectionFinished ${run.runId}`), {
    ...runFields(run),
    ...counts,
    requests,
  });

export const collectionFailed = (
  run: Run,
  counts: RunCounts,
  requests: number,
  code: ErrorCode,
  detail: string,
): NewEvent =>
  newEvent('CollectionFailed', uuidFromName(`CollectionFailed ${run.runId}`), {
    ...runFields(run),
    ...counts,
    requests,
    code,
    detail: detail.slice(0, 1_000) || code,
  });

export const snapshotTaken = (run: Run, unit: SnapshotUnit): NewEvent => {
  const { setId, url, sha256, rows, changed, unchanged, withdrawn, quarantined } = unit;
  const of = { source: run.source, scope: setId, upstream_stamp: run.stamp, payload_sha256: sha256 };
  const counts = { rows, changed, unchanged, withdrawn, quarantined };
  return newEvent('SnapshotTaken', snapshotId(of), {
    run_id: run.runId,
    ...of,
    url,
    parser_version: parserVersion,
    ...counts,
  });
};

/** A set's snapshot of the current stamp that is in the log already. */
export interface TakenSnapshot extends Omit<RunCounts, 'sets'> {
  readonly eventId: string;
}

/** What the log holds of a source's collections. */
export interface Past {
  /** The newest stamp any run was started for; null before the first. */
  readonly newestStamp: string | null;
  /** Runs that neither finished nor failed: their process died. */
  readonly unfinished: readonly Run[];
}

const newestSql = `select max(upstream_stamp) as stamp from coverage.runs where source = $1`;
const unfinishedSql = `
  select run_id, scope, upstream_stamp from coverage.runs where source = $1 and status = 'running' order by started_at desc`;

/** Reads the coverage read model, which must have caught up with the log. */
export const loadPast = async (database: Database, source: string): Promise<Past> => {
  const [newest] = await database.query<{ stamp: string | null }>(newestSql, [source]);
  const rows = await database.query<{ run_id: string; scope: Scope; upstream_stamp: string }>(unfinishedSql, [source]);
  return {
    newestStamp: newest?.stamp ?? null,
    unfinished: rows.map((row) => ({ runId: row.run_id, source, scope: row.scope, stamp: row.upstream_stamp })),
  };
};

/** Whether a run over all sets has finished at this stamp. */
export const isFinished = async (database: Database, source: string, stamp: string): Promise<boolean> => {
  const sql = `
    select 1 from coverage.runs
    where source = $1 and upstream_stamp = $2 and scope = 'all' and status = 'finished' limit 1`;
  return (await database.query(sql, [source, stamp])).length > 0;
};

/** Snapshots of this stamp in the log, by set. */
export const loadTaken = async (
  database: Database,
  source: string,
  stamp: string,
): Promise<Map<string, TakenSnapshot>> => {
  type Row = Omit<RunCounts, 'sets'> & { set_id: string; event_id: string };
  const rows = await database.query<Row>(
    `select set_id, event_id, rows, changed, unchanged, withdrawn, quarantined
     from coverage.snapshots where source = $1 and effective_at = $2`,
    [source, stamp],
  );
  return new Map(rows.map(({ set_id, event_id, ...counts }) => [set_id, { eventId: event_id, ...counts }]));
};

/** Counts of several snapshots together. */
export const sumCounts = (parts: Iterable<Omit<RunCounts, 'sets'>>): RunCounts => {
  const sum = { ...noCounts } as { -readonly [name in keyof RunCounts]: number };
  for (const part of parts) {
    sum.sets += 1;
    for (const name of ['rows', 'changed', 'unchanged', 'withdrawn', 'quarantined'] as const) sum[name] += part[name];
  }
  return sum;
};
