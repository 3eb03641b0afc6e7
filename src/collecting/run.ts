/**
 * One run of a source: look at the stamp, fetch the files, look at the stamp again, decide and append. Files that were
 * received are recorded even if the run ends early, and the next run for the same stamp continues with what is missing.
 */
import {
  filesMissedLast,
  isStampFinished,
  lastRun,
  newestStamp,
  setsWithoutFile,
  snapshotsOfStamp,
  unfinishedRuns,
} from '../../projections/coverage/collections.js';
import { lastChecksOfSource } from '../../projections/coverage/checks.js';
import { listedSets } from '../../projections/catalog/listed.js';
import { parseIdentity } from '../domain/cards/card.js';
import { instantOf } from '../domain/instant.js';
import { type LedgerError, ledgerError } from '../base/errors.js';
import { fetchStamp } from './cached-fetch.js';
import type { CollectorParts, CollectRequest, CollectResult, RunContext } from './collection.js';
import { fetchPhase } from './fetch-phase.js';
import { appendRunEvents, failedResult, finishRun, finishWithError, type RunOutcome } from './finish-run.js';
import { isSourceError, stopsRun } from './http/source-errors.js';
import { loadKnownState } from './known-state.js';
import {
  filesOfStamp,
  omissionsOf,
  ownStamps,
  type StampProof,
  unmatchedOf,
  withoutOldFiles,
} from './received-files.js';
import { recordPhase } from './record-phase.js';
import { countsOf, takenOf } from './taken.js';
import {
  collectionFailed,
  collectionStarted,
  noCounts,
  type Run,
  type Scope,
  startedId,
  sumCounts,
  withOmissions,
} from './run-events.js';

/** Read models that hold the known state and the past runs. */
const readModels = ['catalog', 'latest-prices', 'coverage'] as const;

/** Returns the runs of the source whose process died. */
const abandonedRuns = async ({ database, source }: CollectorParts): Promise<Run[]> =>
  (await unfinishedRuns(database, source.name)).map(({ run_id, scope, upstream_stamp }) => ({
    runId: run_id,
    source: source.name,
    scope: scope as Scope,
    stamp: upstream_stamp,
  }));

/** Closes the abandoned runs that this run does not resume, so that none looks as if it were still at work. */
const closeAbandoned = async (parts: CollectorParts, abandoned: readonly Run[], current: Run): Promise<void> => {
  for (const run of abandoned) {
    if (run.runId === current.runId) continue;
    const taken = await snapshotsOfStamp(parts.database, run.source, run.stamp, run.runId);
    const detail = `the process of the run died; run ${current.runId} took over its work`;
    const requests = await parts.requests.ofRun(run.runId);
    const report = { counts: sumCounts(taken.values()), omissions: [], requests };
    const failed = collectionFailed(run, report, { code: 'LEASE_LOST', message: detail });
    await appendRunEvents(parts, run, [failed], startedId(run.runId));
  }
};

/** Looks at the stamp again, to prove which files belong to it. A source without one needs no proof. */
const proveStamp = async (
  context: RunContext,
  failure: LedgerError | null,
): Promise<{ proof: StampProof; failure: LedgerError | null }> => {
  const { run, source, signal } = context;
  if (source.stamp === null) return { proof: 'confirmed', failure };
  if (failure !== null && stopsRun(failure)) return { proof: 'unknown', failure };
  try {
    const { stamp } = await fetchStamp(context, source.stamp, { runId: run.runId, signal });
    if (stamp === run.stamp) return { proof: 'confirmed', failure };
    return {
      proof: 'moved',
      failure: ledgerError('SOURCE_STAMP_MOVED', `the source moved from ${run.stamp} to ${stamp} during the run`),
    };
  } catch (error) {
    if (!isSourceError(error)) throw error;
    return { proof: 'unknown', failure: failure ?? error };
  }
};

/** Fetches and records. Throws system errors; errors of the source are in the outcome. */
const fetchAndRecord = async (context: RunContext): Promise<RunOutcome> => {
  const { run, source, status, signal, selection, runtime, database } = context;
  const atStamp = await snapshotsOfStamp(database, run.source, run.stamp);
  const known = await loadKnownState(context, run.source, source.externalSystem);
  // By the clock, not by stamps: the request budget follows the clock, and replayed days pass in minutes.
  const { catalogRefreshedAt } = await status.read();
  const refreshedMs = catalogRefreshedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(catalogRefreshedAt);
  const sinceMs = runtime.now().getTime() - refreshedMs;
  // A refresh in the future was made before the clock was set back.
  const catalogDue = selection === null && (sinceMs >= source.catalogRefreshMs || sinceMs < 0);
  const missedLast = await filesMissedLast(database, run.source);
  const fetched = await fetchPhase(context, { known, recorded: atStamp, catalogDue, missedLast });
  const { proof, failure } = await proveStamp(context, fetched.failure);
  signal.throwIfAborted();
  const current = filesOfStamp(fetched.received, run.stamp, proof);
  const { files, omissions: old } = withoutOldFiles(current, await lastChecksOfSource(database, run.source));
  const taken = await takenOf(context, atStamp, ownStamps(files));
  // Missing once may be a slip of the source; two stamps that agree are believed.
  const missingBefore = await setsWithoutFile(database, run.source, run.stamp);
  const withoutFile = new Set([...fetched.withoutFile].filter((setId) => missingBefore.has(setId)));
  const recorded = await recordPhase(context, known, files, taken, withoutFile);
  if (failure === null && catalogDue) await status.catalogRefreshed();
  const omissions = [...fetched.omissions, ...old, ...omissionsOf(files), ...recorded.omissions];
  const counts = { ...countsOf(selection, taken, recorded), unmatched: unmatchedOf(files) };
  return { failure, counts: withOmissions(counts, omissions), omissions };
};

/** Ends a run that could not have the stamp, or has none that is new. The log gets the failure under the newest stamp known, the status always. */
const failWithoutStamp = async (
  parts: CollectorParts,
  request: CollectRequest,
  requests: number,
  failure: LedgerError,
): Promise<CollectResult> => {
  const { source, database, runtime, status } = parts;
  await status.failed(failure.code, failure.message);
  await parts.caughtUp(readModels);
  const newest = await newestStamp(database, source.name);
  const outcome = { failure, counts: noCounts, omissions: [] };
  // CollectionFailed names a stamp. A source never collected from has none, and an invented one would be a false fact.
  if (newest === null) return failedResult(null, null, outcome, requests, null);
  const run: Run = { runId: runtime.uuid(), source: source.name, scope: scopeOf(request), stamp: newest };
  const events = [collectionStarted(run, request.trigger), collectionFailed(run, { ...outcome, requests }, failure)];
  const position = await appendRunEvents(parts, run, events, null);
  return failedResult(null, run.runId, outcome, requests, position);
};

const scopeOf = ({ sets }: CollectRequest): Scope => (sets === undefined ? 'all' : 'selection');

/** Returns why nothing is new at this stamp; `null` if something is. */
const nothingNew = async ({ database, source }: CollectorParts, stamp: string, sets: readonly string[] | undefined) => {
  const newest = await newestStamp(database, source.name);
  if (newest !== null && Date.parse(stamp) < Date.parse(newest)) return 'stale_stamp' as const;
  if (await isStampFinished(database, source.name, stamp)) return 'already_collected' as const;
  if (sets === undefined) return null;
  const taken = await snapshotsOfStamp(database, source.name, stamp);
  return sets.every((setId) => taken.has(setId)) ? ('already_collected' as const) : null;
};

/** Throws SET_NOT_FOUND for a set that was never listed: "already collected" would hide a typing error. */
const assertSetsListed = async ({ database, source }: CollectorParts, sets: readonly string[]): Promise<void> => {
  if (sets.length === 0) return;
  const listed = await listedSets(database);
  const unknown = sets.find((setId) => !listed.has(setId));
  if (unknown !== undefined) throw ledgerError('SET_NOT_FOUND', `${source.name} lists no set ${unknown}`);
};

/**
 * Returns the stamp of a run at a source without stamps: the start of the run. A run over all sets that did not finish is
 * continued under its own stamp for as long as its files may not be asked for again.
 */
const startStamp = async ({ database, source, runtime }: CollectorParts, request: CollectRequest): Promise<string> => {
  const now = runtime.now();
  const last = await lastRun(database, source.name);
  const isOpen = last?.scope === 'all' && last.status !== 'finished' && scopeOf(request) === 'all';
  if (!isOpen || now.getTime() - Date.parse(last.upstream_stamp) >= source.settings.minIntervalMs)
    return instantOf(now);
  return last.upstream_stamp;
};

/** Runs under a stamp that is known. `requestIds` are the requests that led to it. */
const runAtStamp = async (
  parts: CollectorParts,
  request: CollectRequest,
  signal: AbortSignal,
  { stamp, requestIds }: { stamp: string; requestIds: readonly number[] },
): Promise<CollectResult> => {
  const scope = scopeOf(request);
  const abandoned = await abandonedRuns(parts);
  // Only a run over all sets is resumed: the log does not name the sets of a selection.
  const resumed = abandoned.find((run) => scope === 'all' && run.scope === 'all' && run.stamp === stamp);
  const run: Run = resumed ?? { runId: parts.runtime.uuid(), source: parts.source.name, scope, stamp };
  const selection = request.sets === undefined ? null : [...new Set(request.sets)];
  const context: RunContext = { ...parts, run, signal, selection };
  await parts.requests.adopt(requestIds, run.runId);
  await closeAbandoned(parts, abandoned, run);
  await appendRunEvents(parts, run, [collectionStarted(run, request.trigger)], null);
  await parts.payloads.delete(stamp, { inclusive: false });
  let outcome: RunOutcome;
  try {
    outcome = await fetchAndRecord(context);
  } catch (error) {
    return finishWithError(context, request, error);
  }
  return finishRun(context, outcome);
};

/**
 * Collects once. The caller holds the source's lease, whose loss aborts `signal`. Throws SET_NOT_FOUND for a text that is
 * not a set id, and system errors (log or database unavailable). Errors of the source are in the result.
 */
export const runCollection = async (
  parts: CollectorParts,
  request: CollectRequest,
  signal: AbortSignal,
): Promise<CollectResult> => {
  const { source, status } = parts;
  const malformed = request.sets?.find((setId) => parseIdentity(setId) === null);
  if (malformed !== undefined) throw ledgerError('SET_NOT_FOUND', `"${malformed}" is not a set id such as pokemon-604`);
  await parts.requests.settle();
  const sentBefore = parts.requests.sent();
  const requests = (): number => parts.requests.sent() - sentBefore;
  if (source.stamp === null) {
    await parts.caughtUp(readModels);
    const stamp = await startStamp(parts, request);
    return runAtStamp(parts, request, signal, { stamp, requestIds: [] });
  }
  let fetched: { stamp: string; requestId: number };
  try {
    fetched = await fetchStamp(parts, source.stamp, { runId: null, signal });
  } catch (error) {
    if (isSourceError(error)) return failWithoutStamp(parts, request, requests(), error);
    throw error;
  }
  const { stamp, requestId } = fetched;
  await parts.caughtUp(readModels);
  const reason = await nothingNew(parts, stamp, request.sets);
  if (reason !== null) await assertSetsListed(parts, request.sets ?? []);
  const { publishedSince } = request;
  if (reason !== null && publishedSince !== undefined && Date.parse(stamp) < publishedSince.getTime()) {
    const detail = `the source still shows ${stamp}; it was expected to publish after ${instantOf(publishedSince)}`;
    return failWithoutStamp(parts, request, requests(), ledgerError('SOURCE_UNPUBLISHED', detail));
  }
  if (reason === null) return runAtStamp(parts, request, signal, { stamp, requestIds: [requestId] });
  await status.succeeded();
  return { outcome: 'nothing_new', upstream_stamp: stamp, requests: requests(), reason };
};
