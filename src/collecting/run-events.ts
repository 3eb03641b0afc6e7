/** A run's own events in its collection stream. */
import type { EventMetadata, NewEvent } from '../domain/envelope.js';
import type { EventData, Omission } from '../domain/events.js';
import { uuidFromName } from '../domain/ids.js';
import { newEvent } from '../domain/upcasting.js';
import type { ErrorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
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
  /** Prices that vanished at once and are not withdrawn yet. */
  readonly withheld: number;
  readonly missing_files: number;
  /** Fields of sets and cards that could not be read. */
  readonly dropped_fields: number;
  /** Products or listings of the source that no card is known for. */
  readonly unmatched: number;
}
export const noCounts: RunCounts = {
  sets: 0,
  rows: 0,
  changed: 0,
  unchanged: 0,
  withdrawn: 0,
  quarantined: 0,
  withheld: 0,
  missing_files: 0,
  dropped_fields: 0,
  unmatched: 0,
};

/** Adds what the run left out to the counts of its snapshots. A row that is not taken counts as quarantined. */
export const withOmissions = (counts: RunCounts, omissions: readonly Omission[]): RunCounts => {
  const ofKind = (kind: Omission['kind']): number => omissions.filter((omission) => omission.kind === kind).length;
  return {
    ...counts,
    quarantined: counts.quarantined + ofKind('row'),
    missing_files: ofKind('file'),
    dropped_fields: ofKind('field'),
  };
};

const kindsInOrder: readonly Omission['kind'][] = ['file', 'row', 'field'];

/** Returns the omissions that a run's end lists: missing files first, then rows, then fields. */
export const listedOmissions = (omissions: readonly Omission[]): Omission[] =>
  kindsInOrder
    .flatMap((kind) => omissions.filter((omission) => omission.kind === kind))
    .slice(0, limits.omissionsMax)
    .map(({ kind, file, set_id, place, detail }) => ({
      kind,
      file: file.slice(0, 300),
      set_id,
      place: place === null ? null : place.slice(0, 200),
      detail: detail.slice(0, 200) || kind,
    }));

/** Returns the fields of a run's end: zeros of what is rare stay away, as the events of earlier versions have them. */
const endFields = (counts: RunCounts, omissions: readonly Omission[]) => {
  const { withheld, missing_files, dropped_fields, unmatched, ...always } = counts;
  const listed = listedOmissions(omissions);
  return {
    ...always,
    ...(withheld > 0 ? { withheld } : {}),
    ...(missing_files > 0 ? { missing_files } : {}),
    ...(dropped_fields > 0 ? { dropped_fields } : {}),
    ...(unmatched > 0 ? { unmatched } : {}),
    ...(listed.length > 0 ? { omissions: listed } : {}),
  };
};

/** How a run ended, beside its failure. */
export interface RunReport {
  readonly counts: RunCounts;
  readonly omissions: readonly Omission[];
  /** Requests of all attempts. */
  readonly requests: number;
}

/** A run over the sets of a source, for one stamp. */
export interface Run {
  readonly runId: string;
  readonly source: string;
  readonly scope: Scope;
  readonly stamp: string;
  /** Default: the collector. */
  readonly actor?: string;
}

const runFields = ({ runId, source, scope, stamp }: Run) => ({ run_id: runId, source, scope, upstream_stamp: stamp });

/** Returns the id of the run's start. Ids follow from the run: resumed or appended again, it starts and ends once in the log. */
export const startedId = (runId: string): string => uuidFromName(`CollectionStarted ${runId}`);

export const collectionStarted = (run: Run, trigger: Trigger): NewEvent =>
  newEvent('CollectionStarted', startedId(run.runId), { ...runFields(run), trigger });

export const collectionFinished = (run: Run, { counts, omissions, requests }: RunReport): NewEvent =>
  newEvent('CollectionFinished', uuidFromName(`CollectionFinished ${run.runId}`), {
    ...runFields(run),
    ...endFields(counts, omissions),
    requests,
  });

export const collectionFailed = (
  run: Run,
  { counts, omissions, requests }: RunReport,
  { code, message }: { readonly code: ErrorCode; readonly message: string },
): NewEvent =>
  newEvent('CollectionFailed', uuidFromName(`CollectionFailed ${run.runId}`), {
    ...runFields(run),
    ...endFields(counts, omissions),
    requests,
    code,
    detail: message.slice(0, 1_000) || code,
  });

/** The counts of a snapshot that a run adds up. */
const summed = ['rows', 'changed', 'unchanged', 'withdrawn', 'quarantined', 'withheld'] as const;

/** Returns the counts of several snapshots together. */
export const sumCounts = (parts: Iterable<Pick<RunCounts, (typeof summed)[number]>>): RunCounts => {
  const sum = { ...noCounts } as { -readonly [name in keyof RunCounts]: number };
  for (const part of parts) {
    sum.sets += 1;
    for (const name of summed) sum[name] += part[name];
  }
  return sum;
};

/** Returns the metadata of all events of a run. `causation` is the id of its CollectionStarted. */
export const metadataOf = ({ source }: { source: Source }, run: Run, causation: string | null): EventMetadata => ({
  correlation_id: run.runId,
  causation_id: causation,
  actor: run.actor ?? 'collector',
  source: run.source,
  parser_version: source.parserVersion,
});
