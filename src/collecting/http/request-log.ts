/**
 * The request log: every request to a source is written down before it is sent. The daily budget and the rule that no
 * file is asked for twice within the source's interval are read from it, so both survive restarts and crashes.
 */
import { dayMs, instantOf } from '../../domain/instant.js';
import { storableText } from '../../domain/text.js';
import { ledgerError } from '../../base/errors.js';
import type { Database } from '../../postgres/database.js';
import type { Runtime } from '../../base/runtime.js';
import { allowedBudget, noControl } from '../../domain/source-control.js';
import type { Source } from '../source.js';
import { type ControlReader, pausedError } from '../source-control.js';

/** How long requests are kept at least: twice the budget's window. */
const requestsKeptMsMin = 2 * dayMs;

/** Returns how long the requests to a source are kept: as configured, and for as long as its files may not be asked for again. */
export const requestsKeptMs = (configuredMs: number, minIntervalMs: number): number =>
  Math.max(requestsKeptMsMin, configuredMs, minIntervalMs);

/** Deletes the requests to a source before an instant; returns how many. */
export const deleteRequests = async (database: Database, source: string, before: string): Promise<number> => {
  const [row] = await database.query<{ gone: number }>(
    `with gone as (delete from collecting.requests where source = $1 and requested_at < $2 returning 1)
     select count(*) as gone from gone`,
    [source, before],
  );
  return row?.gone ?? 0;
};

export interface Budget {
  /** Requests in the last 24 hours. */
  readonly used: number;
  readonly left: number;
  readonly max: number;
}

export interface RequestLog {
  /**
   * Writes a request down. Throws SOURCE_PAUSED while the source is paused, and SOURCE_BUDGET_SPENT if the last 24 hours have no room for it: in the source's budget, and
   * among the `ofPathMax` requests for the path, where it has a limit of its own.
   */
  begin(path: string, runId: string | null, ofPathMax?: number): Promise<number>;
  /** Notes that a request ended without a usable answer. */
  failed(requestId: number, end: { status: number | null; bytes: number; error: string }): Promise<void>;
  /** Notes a whole, valid answer that is not stored. The payload store marks those that it stores. */
  received(requestId: number, bytes: number): Promise<void>;
  /** Returns when the source was last asked for anything, by any process; `null` if the log has no request. */
  lastBegun(): Promise<string | null>;
  /** Returns when the path was last asked for with success; `null` if the log has no such request. */
  lastReceived(path: string): Promise<string | null>;
  /** Returns the number of requests of a run, over all its attempts. */
  ofRun(runId: string): Promise<number>;
  /** Assigns requests that were made before the run had an id. */
  adopt(requestIds: readonly number[], runId: string): Promise<void>;
  /**
   * Dates requests of the future to now. They were made before the clock was set back; when is not known, so they count as
   * made just now. Otherwise they would count until the clock is there again.
   */
  settle(): Promise<void>;
  /** Returns the number of requests sent since the log was opened. */
  sent(): number;
  /** Deletes requests that are no longer kept. */
  prune(): Promise<void>;
}

const beginSql = `
  insert into collecting.requests (source, path, run_id, requested_at)
  select $1, $2, $3, $4
  where (select count(*) from collecting.requests where source = $1 and requested_at > $5) < $6
    and ($7::int is null
      or (select count(*) from collecting.requests where source = $1 and path = $2 and requested_at > $5) < $7)
  returning request_id`;

const failedSql = `
  update collecting.requests set finished_at = $2, status = $3, bytes = $4, error = $5 where request_id = $1`;

const receivedSql = `
  update collecting.requests set finished_at = $2, status = 200, bytes = $3, received = true where request_id = $1`;

/** Returns what of a source's budget of requests in any 24 hours is used at `now`. */
export const readBudget = async (
  database: Database,
  { source, dailyBudget, now }: { readonly source: string; readonly dailyBudget: number; readonly now: Date },
): Promise<Budget> => {
  const [row] = await database.query<{ n: number }>(
    `select count(*) as n from collecting.requests where source = $1 and requested_at > $2`,
    [source, instantOf(new Date(now.getTime() - dayMs))],
  );
  const used = row?.n ?? 0;
  return { used, left: Math.max(0, dailyBudget - used), max: dailyBudget };
};

const lastReceivedSql = `
  select max(requested_at) as at from collecting.requests where source = $1 and path = $2 and received`;

/** Opens the request log of a source. Only the holder of the source's lease writes to it. */
export const openRequestLog = (deps: {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly source: Source;
  /** What people order of the source; default: nothing. */
  readonly control?: ControlReader;
  /** How long requests are kept; default: requestsKeptMsMin. */
  readonly requestsKeptMs?: number;
}): RequestLog => {
  const { database, runtime, control } = deps;
  const { name: source, settings } = deps.source;
  let sent = 0;
  const now = (): string => instantOf(runtime.now());
  const ago = (ms: number): string => instantOf(new Date(runtime.now().getTime() - ms));

  // One at a time: two concurrent inserts would each see room for one more. Rejected: an advisory lock, because it costs
  // three more round trips a request against a second writer that the lease rules out already.
  let turn: Promise<unknown> = Promise.resolve();
  const begin = async (path: string, runId: string | null, ofPathMax: number | null): Promise<number> => {
    const ordered = (await control?.read()) ?? noControl;
    const paused = pausedError(source, ordered);
    if (paused !== null) throw paused;
    const budget = allowedBudget(ordered, settings.dailyBudget);
    const [row] = await database.query<{ request_id: number }>(beginSql, [
      source,
      path,
      runId,
      now(),
      ago(dayMs),
      budget,
      ofPathMax,
    ]);
    if (row !== undefined) {
      sent += 1;
      return row.request_id;
    }
    throw ledgerError(
      'SOURCE_BUDGET_SPENT',
      ofPathMax === null
        ? `${source}: all ${budget} requests of the last 24 hours are spent`
        : `${source}: all ${budget} requests of the last 24 hours are spent, or all ${ofPathMax} for ${path}`,
    );
  };

  return {
    begin(path, runId, ofPathMax) {
      const begun = turn.then(() => begin(path, runId, ofPathMax ?? null));
      turn = begun.catch(() => undefined);
      return begun;
    },
    async failed(requestId, { status, bytes, error }) {
      await database.query(failedSql, [requestId, now(), status, bytes, storableText(error.slice(0, 1_000))]);
    },
    async received(requestId, bytes) {
      await database.query(receivedSql, [requestId, now(), bytes]);
    },
    async lastBegun() {
      const sql = `select max(requested_at) as at from collecting.requests where source = $1`;
      return (await database.query<{ at: string | null }>(sql, [source]))[0]?.at ?? null;
    },
    async lastReceived(path) {
      const [row] = await database.query<{ at: string | null }>(lastReceivedSql, [source, path]);
      return row?.at ?? null;
    },
    async ofRun(runId) {
      const sql = `select count(*) as n from collecting.requests where run_id = $1`;
      return (await database.query<{ n: number }>(sql, [runId]))[0]?.n ?? 0;
    },
    async adopt(requestIds, runId) {
      await database.query(`update collecting.requests set run_id = $2 where request_id = any($1)`, [
        requestIds,
        runId,
      ]);
    },
    async settle() {
      const sql = `update collecting.requests set requested_at = $2 where source = $1 and requested_at > $2`;
      await database.query(sql, [source, now()]);
    },
    sent: () => sent,
    async prune() {
      const keptMs = requestsKeptMs(deps.requestsKeptMs ?? requestsKeptMsMin, settings.minIntervalMs);
      await deleteRequests(database, source, ago(keptMs));
    },
  };
};
