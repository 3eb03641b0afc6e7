/** What collecting keeps for a time only: received files, the log of requests, reports of audits. */
import { isStampFinished, newestStamp } from '../../projections/coverage/collections.js';
import type { CleanupStep } from '../base/clean-up.js';
import { instantOf } from '../domain/instant.js';
import type { Database } from '../postgres/database.js';
import { forgetAudits } from './audits.js';
import { deleteRequests, requestsKeptMs } from './http/request-log.js';

/** A source whose files and requests are kept for its next run. */
export interface CleanedSource {
  readonly name: string;
  /** How soon a file may be asked for again. */
  readonly minIntervalMs: number;
}

export interface CollectingCleanup {
  readonly database: Database;
  /** The sources that are collected. */
  readonly sources: readonly CleanedSource[];
  /** How long a received file is kept that no run needs. */
  readonly payloadsKeptMs: number;
  /** How long a request is kept in the log. */
  readonly requestsKeptMs: number;
}

const before = (now: Date, ms: number): string => instantOf(new Date(now.getTime() - ms));

/** Returns how soon a file of a source may be asked for again; 0 if it is not collected. */
const intervalOf = ({ sources }: CollectingCleanup, source: string): number =>
  sources.find(({ name }) => name === source)?.minIntervalMs ?? 0;

/**
 * Returns whether a run over all sets may still need the files of a stamp: it is the newest of a source that is collected, and none
 * has finished under it.
 */
const isNeeded = async (
  { database, sources }: CollectingCleanup,
  { source, stamp }: { readonly source: string; readonly stamp: string },
): Promise<boolean> => {
  if (!sources.some(({ name }) => name === source)) return false;
  const newest = await newestStamp(database, source);
  if (newest !== null && Date.parse(stamp) < Date.parse(newest)) return false;
  return !(await isStampFinished(database, source, stamp));
};

/**
 * Deletes files that no run will read: of sources that are no longer collected, and of runs whose process died between the end of the
 * run and the deletion of its files. Those of a run that can be resumed stay, however old they are.
 */
const deletePayloads = async (deps: CollectingCleanup, now: Date): Promise<number> => {
  const { database, payloadsKeptMs } = deps;
  const stored = await database.query<{ source: string; stamp: string }>(
    'select distinct source, stamp from collecting.payloads',
  );
  let deleted = 0;
  for (const { source, stamp } of stored) {
    if (await isNeeded(deps, { source, stamp })) continue;
    // A run over some sets leaves its files to the next run for as long as they may not be asked for again.
    const gone = await database.query(
      'delete from collecting.payloads where source = $1 and stamp = $2 and received_at < $3 returning path',
      [source, stamp, before(now, Math.max(payloadsKeptMs, intervalOf(deps, source)))],
    );
    deleted += gone.length;
  }
  return deleted;
};

/** Deletes requests of all sources: a run that finishes deletes only those of its own. */
const forgetRequests = async (deps: CollectingCleanup, now: Date): Promise<number> => {
  const { database } = deps;
  const asked = await database.query<{ source: string }>('select distinct source from collecting.requests');
  let deleted = 0;
  for (const { source } of asked) {
    const keptMs = requestsKeptMs(deps.requestsKeptMs, intervalOf(deps, source));
    deleted += await deleteRequests(database, source, before(now, keptMs));
  }
  return deleted;
};

/** Returns the steps for the tables of collecting. */
export const collectingCleanup = (deps: CollectingCleanup): readonly CleanupStep[] => [
  { name: 'payloads', run: (now) => deletePayloads(deps, now) },
  { name: 'requests', run: (now) => forgetRequests(deps, now) },
  { name: 'audits', run: () => forgetAudits(deps.database) },
];
