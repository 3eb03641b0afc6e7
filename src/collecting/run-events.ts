/** A run's own events in its collection stream. */
import type { EventMetadata, NewEvent } from '../domain/envelope.js';
import type { EventData } from '../domain/events.js';
import { uuidFromName } from '../domain/ids.js';
import { newEvent } from '../domain/upcasting.js';
import type { ErrorCode } from '../base/errors.js';
import type { Source } from './source.js';

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

/** A run over the sets of a source, for one stamp. */
export interface Run {
  readonly runId: string;
  readonly source: string;
  readonly scope: Scope;
  readonly stamp: string;
}

const runFields = ({ runId, source, scope, stamp }: Run) => ({ run_id: runId, source, scope, upstream_stamp: stamp });

/** Returns the id of the run's start. Ids follow from the run: resumed or appended again, it starts and ends once in the log. */
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

/** Returns the counts of several snapshots together. */
export const sumCounts = (parts: Iterable<Omit<RunCounts, 'sets'>>): RunCounts => {
  const sum = { ...noCounts } as { -readonly [name in keyof RunCounts]: number };
  for (const part of parts) {
    sum.sets += 1;
    for (const name of ['rows', 'changed', 'unchanged', 'withdrawn', 'quarantined'] as const) sum[name] += part[name];
  }
  return sum;
};

/** Returns the metadata of all events of a run. `causation` is the id of its CollectionStarted. */
export const metadataOf = ({ source }: { source: Source }, run: Run, causation: string | null): EventMetadata => ({
  correlation_id: run.runId,
  causation_id: causation,
  actor: 'collector',
  source: run.source,
  parser_version: source.parserVersion,
});
