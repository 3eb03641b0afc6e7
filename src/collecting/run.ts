/**
 * One run of a source: look at the stamp, get the files, look at the stamp again, decide and append. What was got is
 * recorded even when the run ends early, and the next run of the same stamp goes on with what is missing.
 */
import { parseIdentity } from '../domain/cards/card.js';
import { collectionStream } from '../domain/streams.js';
import { type LedgerError, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { createAppendQueue } from './append-queue.js';
import type { CollectRequest, CollectResult, RunParts } from './collection.js';
import { fetchPhase, type Fetched, filesOfStamp, type StampProof } from './fetch-phase.js';
import { fetchStamp, openCachedFetch } from './cached-fetch.js';
import { type Recorded, recordPhase } from './record-phase.js';
import {
  appendRunEvents,
  finishRun,
  finishWithError,
  type RunOutcome,
  failed,
  metadataOf,
  type Running,
} from './finish-run.js';
import {
  collectionFailed,
  collectionStarted,
  isFinished,
  loadPast,
  loadTaken,
  noCounts,
  type Past,
  type Run,
  type RunCounts,
  snapshotTaken,
  startedId,
  sumCounts,
  type TakenSnapshot,
} from './run-events.js';
import { isSourceError, stopsRun } from './http/source-errors.js';
import { type KnownState, loadKnownState } from './known-state.js';

const readModels = ['catalog', 'latest-prices', 'coverage'] as const;

/** Closes runs whose process died and that this run does not take up, so that none looks as if it still ran. */
const closeAbandoned = async (parts: RunParts, past: Past, current: Run): Promise<void> => {
  for (const run of past.unfinished) {
    if (run.runId === current.runId) continue;
    const taken = await loadTaken(parts.deps.database, run.source, run.stamp);
    const counts = sumCounts([...taken].map(([, snapshot]) => snapshot));
    const detail = `the run ended without a word; its work was taken over by run ${current.runId}`;
    const requests = await parts.ledger.ofRun(run.runId);
    await appendRunEvents(
      parts,
      run,
      [collectionFailed(run, counts, requests, 'LEASE_LOST', detail)],
      startedId(run.runId),
    );
  }
};

/** Waits until the source's stamp is known to stand, to have moved, or cannot be looked at again. */
const proveStamp = async (
  running: Running,
  failure: LedgerError | null,
): Promise<{ proof: StampProof; failure: LedgerError | null }> => {
  if (failure !== null && stopsRun(failure)) return { proof: 'unknown', failure };
  const { run, signal, deps } = running;
  try {
    const { stamp } = await fetchStamp(
      { ...running, runtime: deps.runtime, config: deps.config, source: run.source },
      { runId: run.runId, signal },
    );
    if (stamp === run.stamp) return { proof: 'confirmed', failure };
    return {
      proof: 'moved',
      failure: ledgerError('SOURCE_STAMP_MOVED', `the source went from ${run.stamp} to ${stamp} meanwhile`),
    };
  } catch (error) {
    if (!isSourceError(error)) throw error;
    return { proof: 'unknown', failure: failure ?? error };
  }
};

const fetchFiles = async (
  running: Running,
  state: KnownState,
  taken: ReadonlyMap<string, TakenSnapshot>,
  refreshCatalog: boolean,
): Promise<Fetched> => {
  const { deps, run, signal, selection } = running;
  const store = await openCachedFetch(
    { ...running, runtime: deps.runtime, config: deps.config, source: run.source },
    { ...run, signal },
  );
  return fetchPhase({
    store,
    state,
    selection,
    taken: new Set(taken.keys()),
    refreshCatalog,
    concurrency: deps.config.pauseMs > 0 ? 1 : limits.sourceConcurrencyMax,
    onSet: (done, total, setId) => deps.onProgress?.({ phase: 'fetch', done, total, set_id: setId }),
  });
};

/** What holds of this stamp: recorded by earlier attempts and by this one. */
const countsOf = (
  selection: readonly string[] | null,
  taken: ReadonlyMap<string, TakenSnapshot>,
  recorded: Recorded,
): RunCounts => {
  const before = [...taken]
    .filter(([setId]) => selection === null || selection.includes(setId))
    .map(([, snapshot]) => snapshot);
  const counts = sumCounts([...before, ...recorded.units]);
  const late = recorded.late.reduce((sum, unit) => sum + unit.withdrawn, 0);
  return { ...counts, withdrawn: counts.withdrawn + late };
};

const isDue = (refreshedAt: string | null, now: Date): boolean =>
  refreshedAt === null || now.getTime() - Date.parse(refreshedAt) >= limits.catalogRefreshMs;

/** Fetches and records. A system error ends it; what the source does wrong is in the answer. */
const work = async (running: Running): Promise<RunOutcome> => {
  const { deps, run, notes, spool, signal, selection } = running;
  const { database, log, runtime, config } = deps;
  const taken = await loadTaken(database, run.source, run.stamp);
  const state = await loadKnownState(database, run.source);
  // By our clock, not by stamps: the request budget is one of our clock, and replayed days pass in minutes.
  const refreshCatalog = selection === null && isDue((await notes.read()).catalogRefreshedAt, runtime.now());
  const fetched = await fetchFiles(running, state, taken, refreshCatalog);
  const { proof, failure } = await proveStamp(running, fetched.failure);
  signal.throwIfAborted();
  const queue = createAppendQueue({
    log,
    runtime,
    signal,
    metadata: metadataOf(run, startedId(run.runId)),
    source: run.source,
    collection: collectionStream(run.source, run.scope),
    prices: state.prices,
    snapshot: (unit) => snapshotTaken(run, unit),
  });
  const recorded = await recordPhase({
    run,
    baseUrl: config.url,
    files: filesOfStamp(fetched, run.stamp, proof),
    state,
    taken,
    queue,
    spool,
    database,
    onSet: (done, total, setId) => deps.onProgress?.({ phase: 'record', done, total, set_id: setId }),
  });
  if (failure === null && refreshCatalog) await notes.catalogRefreshed();
  return { failure, counts: countsOf(selection, taken, recorded) };
};

/** No stamp could be had. The log gets the failure under the newest stamp known, the notes in any case. */
const failWithoutStamp = async (
  parts: RunParts,
  request: CollectRequest,
  requests: number,
  error: LedgerError,
): Promise<CollectResult> => {
  const { deps, notes } = parts;
  await notes.failed(error.code, error.message);
  await deps.caughtUp(readModels);
  const { newestStamp } = await loadPast(deps.database, deps.source);
  // CollectionFailed names a stamp. A source never collected from has none, and one of ours would be a false fact.
  if (newestStamp === null) return failed(null, null, noCounts, requests, error, null);
  const scope = request.sets === undefined ? 'all' : 'selection';
  const run: Run = { runId: deps.runtime.uuid(), source: deps.source, scope, stamp: newestStamp };
  const events = [
    collectionStarted(run, request.trigger),
    collectionFailed(run, noCounts, requests, error.code, error.message),
  ];
  const position = await appendRunEvents(parts, run, events, null);
  return failed(null, run.runId, noCounts, requests, error, position);
};

/** Why there is nothing to do at this stamp; null when there is. */
const nothingNew = async (parts: RunParts, past: Past, stamp: string, sets: readonly string[] | undefined) => {
  const { database, source } = parts.deps;
  if (past.newestStamp !== null && Date.parse(stamp) < Date.parse(past.newestStamp)) return 'stale_stamp' as const;
  if (await isFinished(database, source, stamp)) return 'already_collected' as const;
  if (sets === undefined) return null;
  const taken = await loadTaken(database, source, stamp);
  return sets.every((setId) => taken.has(setId)) ? ('already_collected' as const) : null;
};

/**
 * Collects once. The caller holds the source's lease, whose loss aborts `signal`. Throws SET_NOT_FOUND for a set id that
 * cannot be one, and system errors (log or database away); everything the source does is in the result.
 */
export const runCollection = async (
  parts: RunParts,
  request: CollectRequest,
  signal: AbortSignal,
): Promise<CollectResult> => {
  const { deps, ledger } = parts;
  const { runtime, config, database, source } = deps;
  const malformed = request.sets?.find((setId) => parseIdentity(setId) === null);
  if (malformed !== undefined) throw ledgerError('SET_NOT_FOUND', `"${malformed}" is not a set id`);
  const sentBefore = parts.sent();
  const requests = (): number => parts.sent() - sentBefore;
  let stamp: string;
  let requestId: number;
  try {
    ({ stamp, requestId } = await fetchStamp({ ...parts, runtime, config, source }, { runId: null, signal }));
  } catch (error) {
    if (isSourceError(error)) return failWithoutStamp(parts, request, requests(), error);
    throw error;
  }
  await deps.caughtUp(readModels);
  const past = await loadPast(database, source);
  const reason = await nothingNew(parts, past, stamp, request.sets);
  if (reason !== null) {
    await parts.notes.succeeded();
    return { outcome: 'nothing_new', upstream_stamp: stamp, requests: requests(), reason };
  }
  const scope = request.sets === undefined ? 'all' : 'selection';
  // Only a run over all sets is taken up: of another selection the log does not say which sets it was for.
  const died = past.unfinished.find((run) => scope === 'all' && run.scope === 'all' && run.stamp === stamp);
  const run: Run = died ?? { runId: runtime.uuid(), source, scope, stamp };
  const running: Running = {
    ...parts,
    run,
    signal,
    selection: request.sets === undefined ? null : [...new Set(request.sets)],
  };
  await ledger.adopt([requestId], run.runId);
  await closeAbandoned(parts, past, run);
  await appendRunEvents(parts, run, [collectionStarted(run, request.trigger)], null);
  await parts.spool.forget(stamp, { inclusive: false });
  let ended: RunOutcome;
  try {
    ended = await work(running);
  } catch (error) {
    return finishWithError(running, request, error);
  }
  return finishRun(running, ended);
};
