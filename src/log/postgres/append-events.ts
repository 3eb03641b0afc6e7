/** Appending: one call of ledger.append (migrations/0002_event-log.sql, where the ordering is argued). */
import type { EventMetadata, NewEvent } from '../../domain/envelope.js';
import { instantOf } from '../../domain/instant.js';
import { ledgerError } from '../../base/errors.js';
import { binaryArray } from '../../postgres/binary-format.js';
import type { Database } from '../../postgres/database.js';
import type { Runtime } from '../../base/runtime.js';
import { checkFields, checkSizes } from '../check-append.js';
import { printPosition } from '../numeric-position.js';
import type { AppendOutcome, StreamAppend } from '../event-log.js';
import { type CompressedBatch, compressBatch } from './batch-templates.js';

// Numbers as JSON: pg reads an array of a thousand character by character.
const appendSql = `
  select head, array_to_json(heads) as heads, outcomes, revisions, positions, existing from ledger.append(
    $1::timestamptz, $2::json, $3::json,
    $4::text[], $5::int4[], $6::int4[], $7::int4[],
    $8::text[], $9::int2[],
    $10::uuid[], $11::int4[], $12::int2[], $13::int2[], $14::text[],
    $15::int4)`;

const anyRevision = -2;
/** No stream gets here; a larger expectation is as wrong as this one and would not fit an int4. */
const revisionMax = 2 ** 31 - 1;

/** One row; arrays have an element a stream. */
type AnswerRow = {
  /** Position of the last event before the append. */
  readonly head: number;
  /** Revisions before the append. */
  readonly heads: readonly number[];
  /** null, as the three after it: every stream was appended. */
  readonly outcomes: readonly AppendOutcome['outcome'][] | null;
  readonly revisions: readonly number[] | null;
  readonly positions: readonly (number | null)[] | null;
  /** Ids joined by commas. */
  readonly existing: readonly (string | null)[] | null;
};

/** The parameters $4 … $14: streams, types and events as arrays, indexes from 1. */
const arraysOf = (
  appends: readonly StreamAppend[],
  events: readonly NewEvent[],
  factored: CompressedBatch,
): Buffer[] => {
  const firsts: number[] = [];
  const streamOfEvent: number[] = [];
  appends.forEach((append, index) => {
    firsts.push(streamOfEvent.length + 1);
    for (let count = append.events.length; count > 0; count -= 1) streamOfEvent.push(index + 1);
  });
  const types = new Map<string, { index: number; type: string; version: number }>();
  const typeOfEvent = events.map(({ type, schema_version: version }) => {
    const key = `${version} ${type}`;
    let known = types.get(key);
    if (known === undefined) types.set(key, (known = { index: types.size + 1, type, version }));
    return known.index;
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
    binaryArray('int2', factored.shape),
    binaryArray('text', factored.data),
  ];
};

const judged = (append: StreamAppend, row: AnswerRow, index: number): AppendOutcome => {
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

const outcomesOf = (appends: readonly StreamAppend[], row: AnswerRow): AppendOutcome[] => {
  if (row.outcomes !== null) return appends.map((append, index) => judged(append, row, index));
  let position = row.head;
  return appends.map(({ stream, events }, index) => {
    position += events.length;
    const revision = (row.heads[index] as number) + events.length;
    return { outcome: 'appended', stream, revision, position: printPosition(position) };
  });
};

/** SQLSTATE lock_not_available. */
const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

/**
 * Appends as the port says. Waits up to `lockTimeoutMs` for other appends, then throws LOG_BUSY with nothing written;
 * connection errors pass through, the outcome unknown.
 */
export const appendEvents = async (
  of: { database: Database; runtime: Runtime; lockTimeoutMs: number },
  appends: readonly StreamAppend[],
  metadata: EventMetadata,
  recordedAt = instantOf(of.runtime.now()),
): Promise<readonly AppendOutcome[]> => {
  const events = checkFields(appends, metadata);
  const factored = compressBatch(events);
  checkSizes(events, factored.sizes, metadata);
  try {
    const [row] = await of.database.query<AnswerRow>(appendSql, [
      recordedAt,
      JSON.stringify(metadata),
      factored.shapes.length === 0 ? null : JSON.stringify(factored.shapes),
      ...arraysOf(appends, events, factored),
      of.lockTimeoutMs,
    ]);
    return outcomesOf(appends, row as AnswerRow);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw ledgerError('LOG_BUSY', `the log was not free within ${of.lockTimeoutMs} ms`, { cause: error });
  }
};
