/** Appends with one call of ledger.append (migrations/0011_remembered-heads.sql; 0002_event-log.sql argues the ordering). */
import type { EventMetadata, NewEvent } from '../../domain/envelope.js';
import { instantOf } from '../../domain/instant.js';
import { ledgerError } from '../../base/errors.js';
import { binaryArray } from '../../postgres/binary-format.js';
import type { Database } from '../../postgres/database.js';
import type { Runtime } from '../../base/runtime.js';
import { checkFields, checkSizes } from '../check-append.js';
import { printPosition } from '../numeric-position.js';
import { type AppendOutcome, noStream, type StreamAppend } from '../event-log.js';
import { type CompressedBatch, compressBatch } from './batch-templates.js';
import type { HeadCache } from './head-cache.js';

// Heads and numbers as JSON: pg parses an array of a thousand numbers character by character.
const appendSql = `
  select head, array_to_json(heads) as heads, outcomes, revisions, positions, existing,
         array_to_json(stream_ids) as stream_ids, holds, watermark
    from ledger.append(
    $1::timestamptz, $2::json, $3::json,
    $4::text[], $5::int4[], $6::int4[], $7::int4[],
    $8::text[], $9::int2[],
    $10::uuid[], $11::int4[], $12::int2[], $13::int2[], $14::text[],
    $15::int4,
    $16::text, $17::int4[], $18::int4[])`;

const anyRevision = -2;
/** No stream reaches this revision. A larger expectation is as wrong, and would not fit an int4. */
const revisionMax = 2 ** 31 - 1;

/** The one row of the answer. Arrays have one element a stream. */
type AnswerRow = {
  /** Position of the last event before the append. */
  readonly head: number;
  /** Revisions before the append; `null` if they are those that were recalled. */
  readonly heads: readonly number[] | null;
  /** `null`, like the three below, if every stream was appended. */
  readonly outcomes: readonly AppendOutcome['outcome'][] | null;
  readonly revisions: readonly number[] | null;
  readonly positions: readonly (number | null)[] | null;
  /** Ids joined by commas. */
  readonly existing: readonly (string | null)[] | null;
  /** Numbers of the streams, 0 if there is none; `null` if they are those that were recalled. */
  readonly stream_ids: readonly number[] | null;
  /** Whether the watermark that was recalled is in the log. */
  readonly holds: boolean;
  /** The last event written; `null` if none was. */
  readonly watermark: string | null;
};

/** Returns the parameters $4 … $14: streams, types and events as arrays, indexes from 1. */
const arraysOf = (appends: readonly StreamAppend[], events: readonly NewEvent[], batch: CompressedBatch): Buffer[] => {
  const firsts: number[] = [];
  const streamOfEvent: number[] = [];
  appends.forEach((append, index) => {
    firsts.push(streamOfEvent.length + 1);
    for (let count = append.events.length; count > 0; count -= 1) streamOfEvent.push(index + 1);
  });
  const types = new Map<string, { index: number; type: string; version: number }>();
  const typeOfEvent = events.map(({ type, schema_version: version }) => {
    const key = `${version} ${type}`;
    let entry = types.get(key);
    if (entry === undefined) types.set(key, (entry = { index: types.size + 1, type, version }));
    return entry.index;
  });
  return [
    binaryArray(
      'text',
      appends.map((append) => append.stream),
    ),
    binaryArray(
      'int4',
      appends.map(({ expectedRevision: at }) => (at === 'any' ? anyRevision : Math.min(at, revisionMax))),
    ),
    binaryArray('int4', firsts),
    binaryArray(
      'int4',
      appends.map((append) => append.events.length),
    ),
    binaryArray(
      'text',
      [...types.values()].map((each) => each.type),
    ),
    binaryArray(
      'int2',
      [...types.values()].map((each) => each.version),
    ),
    binaryArray(
      'uuid',
      events.map((event) => event.id),
    ),
    binaryArray('int4', streamOfEvent),
    binaryArray('int2', typeOfEvent),
    binaryArray('int2', batch.templateOf),
    binaryArray('text', batch.data),
  ];
};

const outcomeOf = (append: StreamAppend, row: AnswerRow, index: number): AppendOutcome => {
  const { stream, expectedRevision } = append;
  const outcome = row.outcomes?.[index] as AppendOutcome['outcome'];
  const revision = row.revisions?.[index] as number;
  switch (outcome) {
    case 'appended':
    case 'already_appended':
      return { outcome, stream, revision, position: printPosition(Number(row.positions?.[index])) };
    case 'wrong_expected_revision':
      return { outcome, stream, expected: expectedRevision as number, actual: revision };
    case 'corrupted_idempotency':
      return { outcome, stream, existing: String(row.existing?.[index]).split(',') };
  }
};

const outcomesOf = (
  appends: readonly StreamAppend[],
  row: AnswerRow,
  heads: readonly (number | null)[],
): AppendOutcome[] => {
  if (row.outcomes !== null) return appends.map((append, index) => outcomeOf(append, row, index));
  let position = row.head;
  return appends.map(({ stream, events }, index) => {
    position += events.length;
    const revision = (heads[index] as number) + events.length;
    return { outcome: 'appended', stream, revision, position: printPosition(position) };
  });
};

/** Returns the revision of each stream's last event after the append; -1 if it does not exist. */
const headsAfter = (outcomes: readonly AppendOutcome[], before: readonly (number | null)[]): number[] =>
  outcomes.map((each, index) => (each.outcome === 'appended' ? each.revision : (before[index] ?? noStream)));

/** SQLSTATE lock_not_available. */
const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

/** What appends of one log share. */
export interface Appending {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly lockTimeoutMs: number;
  readonly cache: HeadCache;
}

/**
 * Appends as `EventLog.append` does. Waits up to `lockTimeoutMs` for other appends, then throws LOG_BUSY with nothing
 * written. Passes on connection errors, after which the outcome is unknown.
 */
export const appendEvents = async (
  { database, runtime, lockTimeoutMs, cache }: Appending,
  appends: readonly StreamAppend[],
  metadata: EventMetadata,
  recordedAt = instantOf(runtime.now()),
): Promise<readonly AppendOutcome[]> => {
  const events = checkFields(appends, metadata);
  const batch = compressBatch(events);
  checkSizes(events, batch.sizes, metadata);
  const streams = appends.map(({ stream }) => stream);
  const recalled = cache.recall(streams);
  try {
    const [row] = (await database.query<AnswerRow>(appendSql, [
      recordedAt,
      JSON.stringify(metadata),
      batch.templates.length === 0 ? null : JSON.stringify(batch.templates),
      ...arraysOf(appends, events, batch),
      lockTimeoutMs,
      recalled.watermark,
      binaryArray('int4', recalled.ids),
      binaryArray('int4', recalled.heads),
    ])) as [AnswerRow];
    const heads = row.heads ?? recalled.heads;
    const outcomes = outcomesOf(appends, row, heads);
    cache.note(recalled, {
      holds: row.holds,
      watermark: row.watermark,
      streams,
      ids: row.stream_ids ?? recalled.ids,
      heads: headsAfter(outcomes, heads),
    });
    return outcomes;
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw ledgerError('LOG_BUSY', `the log was not free within ${lockTimeoutMs} ms`, { cause: error });
  }
};
