/** Ends a run: in the log, in the status of the source, and for the caller. */
import { snapshotsOfStamp } from '../../projections/coverage/collections.js';
import type { LogPosition, NewEvent } from '../domain/envelope.js';
import type { Omission } from '../domain/events.js';
import { collectionStream } from '../domain/streams.js';
import { errorTable, isLedgerError, type LedgerError, ledgerError } from '../base/errors.js';
import { appendWithRetry } from '../log/append-with-retry.js';
import type { CollectorParts, CollectRequest, CollectResult, RunContext } from './collection.js';
import {
  collectionFailed,
  collectionFinished,
  listedOmissions,
  metadataOf,
  noCounts,
  type Run,
  type RunCounts,
  startedId,
  sumCounts,
} from './run-events.js';

export interface RunOutcome {
  /** `null` if the run is complete. */
  readonly failure: LedgerError | null;
  readonly counts: RunCounts;
  readonly omissions: readonly Omission[];
}

/** Appends a run's own events to its collection stream. Ids follow from the run, so a repeated call changes nothing. */
export const appendRunEvents = async (
  parts: CollectorParts,
  run: Run,
  events: readonly NewEvent[],
  causation: string | null,
): Promise<LogPosition> => {
  const stream = collectionStream(run.source, run.scope);
  const appends = [{ stream, expectedRevision: 'any' as const, events }];
  const metadata = metadataOf(parts, run, causation);
  const { signal } = parts as Partial<RunContext>;
  // A run that was ended does not wait for a log that is away.
  const [outcome] =
    signal === undefined || signal.aborted
      ? await parts.log.append(appends, metadata)
      : await appendWithRetry({ ...parts, signal }, appends, metadata);
  if (outcome !== undefined && 'position' in outcome) return outcome.position;
  throw ledgerError('INTERNAL', `${stream}: a run's own events were refused (${outcome?.outcome})`);
};

/** Returns a failure as the caller sees it. The next run continues unless the request itself was wrong. */
export const failedResult = (
  stamp: string | null,
  runId: string | null,
  { failure, counts, omissions }: RunOutcome & { failure: LedgerError },
  requests: number,
  position: LogPosition | null,
): CollectResult => ({
  outcome: 'failed',
  run_id: runId,
  upstream_stamp: stamp,
  ...counts,
  omissions: listedOmissions(omissions),
  requests,
  code: failure.code,
  detail: failure.message,
  resumable: failure.code !== 'SET_NOT_FOUND',
  retryable: errorTable[failure.code].retryable,
  retry_at: failure.details['retry_at'] ?? null,
  position,
});

/** Ends a run in the log: finished, or failed with the reason. */
export const finishRun = async (context: RunContext, outcome: RunOutcome): Promise<CollectResult> => {
  const { failure, counts, omissions } = outcome;
  const { run, requests, status, payloads, selection } = context;
  const sent = await requests.ofRun(run.runId);
  if (failure !== null) {
    const event = collectionFailed(run, { ...outcome, requests: sent }, failure);
    const position = await appendRunEvents(context, run, [event], startedId(run.runId));
    await status.failed(failure.code, failure.message);
    return failedResult(run.stamp, run.runId, { ...outcome, failure }, sent, position);
  }
  const event = collectionFinished(run, { ...outcome, requests: sent });
  const position = await appendRunEvents(context, run, [event], startedId(run.runId));
  await status.succeeded();
  // A run over some sets leaves its files to the run over all of them, which may not ask for them again.
  await payloads.delete(run.stamp, { inclusive: selection === null });
  await requests.prune();
  return {
    outcome: 'finished',
    run_id: run.runId,
    upstream_stamp: run.stamp,
    ...counts,
    omissions: listedOmissions(omissions),
    requests: sent,
    position,
  };
};

/**
 * Ends a run that an error ended. Throws system errors again, after an attempt to record them. Appends nothing if the
 * lease is lost: then another process writes.
 */
export const finishWithError = async (
  context: RunContext,
  request: CollectRequest,
  error: unknown,
): Promise<CollectResult> => {
  const { run, requests, database, signal } = context;
  const recorded = async () => ({
    counts: sumCounts((await snapshotsOfStamp(database, run.source, run.stamp, run.runId)).values()),
    omissions: [],
  });
  if (signal.aborted && !request.signal.aborted) {
    const isTaken = /taken over/.test((signal.reason as Error).message);
    const detail = isTaken
      ? `another process collects from ${run.source} now`
      : 'the database did not answer for longer than the lease of the run lasts; the next run continues';
    const failure = ledgerError('LEASE_LOST', detail, { cause: error });
    const sent = await requests.ofRun(run.runId);
    return failedResult(run.stamp, run.runId, { failure, counts: noCounts, omissions: [] }, sent, null);
  }
  if (signal.aborted) {
    const failure = ledgerError('NOT_READY', 'the run was stopped; the next one continues with what is missing', {
      cause: error,
    });
    return finishRun(context, { failure, ...(await recorded()) });
  }
  if (isLedgerError(error)) return finishRun(context, { failure: error, ...(await recorded()) });
  const failure = ledgerError('INTERNAL', error instanceof Error ? error.message : String(error));
  await finishRun(context, { failure, ...(await recorded()) }).catch(() => undefined);
  throw error;
};
