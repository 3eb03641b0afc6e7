/** How a run ends: in the log, in the notes, and for the caller. */
import type { EventMetadata, LogPosition, NewEvent } from '../domain/envelope.js';
import { collectionStream } from '../domain/streams.js';
import { errorTable, isLedgerError, type LedgerError, ledgerError } from '../base/errors.js';
import type { CollectRequest, CollectResult, RunParts } from './collection.js';
import {
  collectionFailed,
  collectionFinished,
  loadTaken,
  noCounts,
  type Run,
  type RunCounts,
  startedId,
  sumCounts,
} from './run-events.js';
import { parserVersion } from '../sources/tcgcsv/wire-format.js';

/** A run under way. */
export interface Running extends RunParts {
  readonly run: Run;
  readonly signal: AbortSignal;
  readonly selection: readonly string[] | null;
}

export interface RunOutcome {
  readonly failure: LedgerError | null;
  readonly counts: RunCounts;
}

/** What all events of a run carry; `causation` is the id of its CollectionStarted. */
export const metadataOf = (run: Run, causation: string | null): EventMetadata => ({
  correlation_id: run.runId,
  causation_id: causation,
  actor: 'collector',
  source: run.source,
  parser_version: parserVersion,
});

/** Appends a run's own events to its collection stream; ids follow from the run, so a repeated call is a no-op. */
export const appendRunEvents = async (
  parts: RunParts,
  run: Run,
  events: readonly NewEvent[],
  causation: string | null,
): Promise<LogPosition> => {
  const stream = collectionStream(run.source, run.scope);
  const [outcome] = await parts.deps.log.append(
    [{ stream, expectedRevision: 'any', events }],
    metadataOf(run, causation),
  );
  if (outcome !== undefined && 'position' in outcome) return outcome.position;
  throw ledgerError('INTERNAL', `${stream}: a run's own events were refused (${outcome?.outcome})`);
};

/** The failure as the caller sees it. The next run goes on where this one stopped unless the request itself was wrong. */
export const failed = (
  stamp: string | null,
  runId: string | null,
  counts: RunCounts,
  requests: number,
  error: LedgerError,
  position: LogPosition | null,
): CollectResult => ({
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
export const finishRun = async (running: Running, { failure, counts }: RunOutcome): Promise<CollectResult> => {
  const { run, ledger, notes, spool, selection } = running;
  const requests = await ledger.ofRun(run.runId);
  if (failure !== null) {
    const event = collectionFailed(run, counts, requests, failure.code, failure.message);
    const position = await appendRunEvents(running, run, [event], startedId(run.runId));
    await notes.failed(failure.code, failure.message);
    return failed(run.stamp, run.runId, counts, requests, failure, position);
  }
  const position = await appendRunEvents(
    running,
    run,
    [collectionFinished(run, counts, requests)],
    startedId(run.runId),
  );
  await notes.succeeded();
  // A run over some sets leaves its files to the run over all of them, which may not ask for them again.
  await spool.forget(run.stamp, { inclusive: selection === null });
  await ledger.prune();
  return { outcome: 'finished', run_id: run.runId, upstream_stamp: run.stamp, ...counts, requests, position };
};

/** Turns whatever ended the work into the run's end. Not after the lease is lost: then the log is another's to write. */
export const finishWithError = async (
  running: Running,
  request: CollectRequest,
  error: unknown,
): Promise<CollectResult> => {
  const { run, ledger, deps, signal } = running;
  const taken = async (): Promise<RunCounts> =>
    sumCounts((await loadTaken(deps.database, run.source, run.stamp)).values());
  if (signal.aborted && !request.signal.aborted) {
    const lost = ledgerError('LEASE_LOST', `another instance collects from ${run.source} now`, { cause: error });
    return failed(run.stamp, run.runId, noCounts, await ledger.ofRun(run.runId), lost, null);
  }
  if (signal.aborted) {
    const stopped = ledgerError('NOT_READY', 'the run was told to stop; the next one goes on with what is missing', {
      cause: error,
    });
    return finishRun(running, { failure: stopped, counts: await taken() });
  }
  if (isLedgerError(error)) return finishRun(running, { failure: error, counts: await taken() });
  // Our own trouble. Said in the log when the log can still be reached; it is thrown in any case.
  const told = ledgerError('INTERNAL', error instanceof Error ? error.message : String(error));
  await finishRun(running, { failure: told, counts: await taken() }).catch(() => undefined);
  throw error;
};
