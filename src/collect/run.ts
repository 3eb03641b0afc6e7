/**
 * One run of a source: look at the stamp, get the files, look at the stamp again, decide and append. What was got is
 * recorded even when the run ends early, and the next run of the same stamp goes on with what is missing.
 */
import type { LogPosition, NewEvent } from '../domain/envelope.js';
import { parseIdentity } from '../domain/card.js';
import { collectionStream } from '../domain/streams.js';
import { errorTable, isLedgerError, type LedgerError, ledgerError } from '../errors.js';
import { limits } from '../limits.js';
import { createAppendQueue } from './append-queue.js';
import type { CollectorDeps, CollectRequest, CollectResult } from './collector.js';
import { fetchPhase, type Fetched, filesOfStamp, type StampProof } from './fetch-phase.js';
import { fetchStamp, openFileStore } from './file-store.js';
import { type Recorded, recordPhase } from './record-phase.js';
import type { RequestLedger } from './request-ledger.js';
import {
  collectionFailed, collectionFinished, collectionStarted, isFinished, loadPast, loadTaken, noCounts, type Past, type Run,
  type RunCounts, snapshotTaken, startedId, sumCounts, type TakenSnapshot,
} from './run-log.js'; // prettier-ignore
import type { SourceClient } from './source-client.js';
import { isSourceFault, stopsRun } from './source-fault.js';
import type { NoteBook } from './source-notes.js';
import type { Spool } from './spool.js';
import { type LedgerState, loadState } from './standing.js';
import { parserVersion } from './tcgcsv/wire.js';

/** The parts of a collector that every run of it uses. */
export interface RunParts {
  readonly deps: CollectorDeps;
  readonly client: SourceClient;
  readonly ledger: RequestLedger;
  readonly spool: Spool;
  readonly notes: NoteBook;
  /** Requests sent since the collector was made. */
  readonly sent: () => number;
}

/** A run under way. */
interface Running extends RunParts {
  readonly run: Run;
  readonly signal: AbortSignal;
  readonly selection: readonly string[] | null;
}

const readModels = ['catalog', 'latest-prices', 'coverage'] as const;

const metadataOf = (run: Run, causation: string | null) => ({
  correlation_id: run.runId,
  causation_id: causation,
  actor: 'collector',
  source: run.source,
  parser_version: parserVersion,
});

const appendRunEvents = async (parts: RunParts, run: Run, events: readonly NewEvent[], causation: string | null): Promise<LogPosition> => {
  const stream = collectionStream(run.source, run.scope);
  const [outcome] = await parts.deps.log.append([{ stream, expectedRevision: 'any', events }], metadataOf(run, causation));
  if (outcome !== undefined && 'position' in outcome) return outcome.position;
  throw ledgerError('INTERNAL', `${stream}: a run's own events were refused (${outcome?.outcome})`);
};

/** Closes runs whose process died and that this run does not take up, so that none looks as if it still ran. */
const closeAbandoned = async (parts: RunParts, past: Past, current: Run): Promise<void> => {
  for (const run of past.unfinished) {
    if (run.runId === current.runId) continue;
    const taken = run.stamp === current.stamp ? [] : await loadTaken(parts.deps.database, run.source, run.stamp);
    const counts = sumCounts([...taken].map(([, snapshot]) => snapshot));
    const detail = `the run ended without a word; its work was taken over by run ${current.runId}`;
    const requests = await parts.ledger.ofRun(run.runId);
    await appendRunEvents(parts, run, [collectionFailed(run, counts, requests, 'LEASE_LOST', detail)], startedId(run.runId));
  }
};

/** Waits until the source's stamp is known to stand, to have moved, or cannot be looked at again. */
const proveStamp = async (running: Running, failure: LedgerError | null): Promise<{ proof: StampProof; failure: LedgerError | null }> => {
  if (failure !== null && stopsRun(failure)) return { proof: 'unknown', failure };
  const { run, signal, deps } = running;
  try {
    const { stamp } = await fetchStamp({ ...running, runtime: deps.runtime, config: deps.config, source: run.source }, { runId: run.runId, signal });
    if (stamp === run.stamp) return { proof: 'confirmed', failure };
    return { proof: 'moved', failure: ledgerError('SOURCE_STAMP_MOVED', `the source went from ${run.stamp} to ${stamp} meanwhile`) };
  } catch (error) {
    if (!isSourceFault(error)) throw error;
    return { proof: 'unknown', failure: failure ?? error };
  }
};

const fetchFiles = async (running: Running, state: LedgerState, taken: ReadonlyMap<string, TakenSnapshot>, refreshCatalog: boolean): Promise<Fetched> => {
  const { deps, run, signal, selection } = running;
  const store = await openFileStore({ ...running, runtime: deps.runtime, config: deps.config, source: run.source }, { ...run, signal });
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
const countsOf = (selection: readonly string[] | null, taken: ReadonlyMap<string, TakenSnapshot>, recorded: Recorded): RunCounts => {
  const before = [...taken].filter(([setId]) => selection === null || selection.includes(setId)).map(([, snapshot]) => snapshot);
  const counts = sumCounts([...before, ...recorded.units]);
  const late = recorded.late.reduce((sum, unit) => sum + unit.withdrawn, 0);
  return { ...counts, withdrawn: counts.withdrawn + late };
};

const isDue = (refreshedAt: string | null, now: Date): boolean =>
  refreshedAt === null || now.getTime() - Date.parse(refreshedAt) >= limits.catalogRefreshMs;

interface Ended {
  readonly failure: LedgerError | null;
  readonly counts: RunCounts;
}

/** Fetches and records. A system error ends it; what the source does wrong is in the answer. */
const work = async (running: Running): Promise<Ended> => {
  const { deps, run, notes, spool, signal, selection } = running;
  const { database, log, runtime, config } = deps;
  const taken = await loadTaken(database, run.source, run.stamp);
  const state = await loadState(database, run.source);
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

/** The failure as the caller sees it. The next run goes on where this one stopped unless the request itself was wrong. */
const failed = (stamp: string | null, runId: string | null, counts: RunCounts, requests: number, error: LedgerError, position: LogPosition | null): CollectResult => ({
  outcome: 'failed',
  run_id: runId,
  upstream_stamp: stamp,
  ...counts,
  requests,
  code: error.code,
  detail: error.message,
  resumable: error.code !== 'SET_NOT_FOUND',
  retryable: errorTable[error.code].retryable,
  retry_at: error.details['retry_at'] ?? null,
  position,
});

/** Ends a run in the log: finished, or failed with the reason. */
const conclude = async (running: Running, { failure, counts }: Ended): Promise<CollectResult> => {
  const { run, ledger, notes, spool, selection } = running;
  const requests = await ledger.ofRun(run.runId);
  if (failure !== null) {
    const event = collectionFailed(run, counts, requests, failure.code, failure.message);
    const position = await appendRunEvents(running, run, [event], startedId(run.runId));
    await notes.failed(failure.code, failure.message);
    return failed(run.stamp, run.runId, counts, requests, failure, position);
  }
  const position = await appendRunEvents(running, run, [collectionFinished(run, counts, requests)], startedId(run.runId));
  await notes.succeeded();
  // A run over some sets leaves its files to the run over all of them, which may not ask for them again.
  await spool.forget(run.stamp, { inclusive: selection === null });
  await ledger.prune();
  return { outcome: 'finished', run_id: run.runId, upstream_stamp: run.stamp, ...counts, requests, position };
};

/** Turns whatever ended the work into the run's end. Not after the lease is lost: then the log is another's to write. */
const concludeError = async (running: Running, request: CollectRequest, error: unknown): Promise<CollectResult> => {
  const { run, ledger, deps, signal } = running;
  const taken = async (): Promise<RunCounts> => sumCounts((await loadTaken(deps.database, run.source, run.stamp)).values());
  if (signal.aborted && !request.signal.aborted) {
    const lost = ledgerError('LEASE_LOST', `another instance collects from ${run.source} now`, { cause: error });
    return failed(run.stamp, run.runId, noCounts, await ledger.ofRun(run.runId), lost, null);
  }
  if (signal.aborted) {
    const stopped = ledgerError('NOT_READY', 'the run was told to stop; the next one goes on with what is missing', { cause: error });
    return conclude(running, { failure: stopped, counts: await taken() });
  }
  if (isLedgerError(error)) return conclude(running, { failure: error, counts: await taken() });
  // Our own trouble. Said in the log when the log can still be reached; it is thrown in any case.
  const told = ledgerError('INTERNAL', error instanceof Error ? error.message : String(error));
  await conclude(running, { failure: told, counts: await taken() }).catch(() => undefined);
  throw error;
};

/** No stamp could be had. The log gets the failure under the newest stamp known, the notes in any case. */
const failWithoutStamp = async (parts: RunParts, request: CollectRequest, requests: number, error: LedgerError): Promise<CollectResult> => {
  const { deps, notes } = parts;
  await notes.failed(error.code, error.message);
  await deps.caughtUp(readModels);
  const { newestStamp } = await loadPast(deps.database, deps.source);
  // CollectionFailed names a stamp. A source never collected from has none, and one of ours would be a false fact.
  if (newestStamp === null) return failed(null, null, noCounts, requests, error, null);
  const scope = request.sets === undefined ? 'all' : 'selection';
  const run: Run = { runId: deps.runtime.uuid(), source: deps.source, scope, stamp: newestStamp };
  const events = [collectionStarted(run, request.trigger), collectionFailed(run, noCounts, requests, error.code, error.message)];
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
export const runCollection = async (parts: RunParts, request: CollectRequest, signal: AbortSignal): Promise<CollectResult> => {
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
    if (isSourceFault(error)) return failWithoutStamp(parts, request, requests(), error);
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
  const running: Running = { ...parts, run, signal, selection: request.sets === undefined ? null : [...new Set(request.sets)] };
  await ledger.adopt([requestId], run.runId);
  await closeAbandoned(parts, past, run);
  await appendRunEvents(parts, run, [collectionStarted(run, request.trigger)], null);
  await parts.spool.forget(stamp, { inclusive: false });
  let ended: Ended;
  try {
    ended = await work(running);
  } catch (error) {
    return concludeError(running, request, error);
  }
  return conclude(running, ended);
};

