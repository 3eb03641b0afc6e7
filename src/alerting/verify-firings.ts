/**
 * Verifies the firings in the log: decides again from the start of the log, in tables beside the alerter's own, up to the
 * alerter's checkpoint, and compares by id. Reads as much as the alerter has read, page by page.
 *
 * A firing is judged by the event that caused it. Rejected: by the position beside that event's id, because positions in
 * the data of a log copied from another engine are those of that engine.
 */
import { limits } from '../base/limits.js';
import { type LedgerEvent, type LogPosition, type RecordedEvent, startPosition } from '../domain/envelope.js';
import type { EventData } from '../domain/events.js';
import { decodeEvent } from '../domain/upcasting.js';
import { type EventLog, pages } from '../log/event-log.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Database } from '../postgres/database.js';
import { readCheckpoint } from '../subscriptions/checkpoints.js';
import { alerterEventTypes } from './alerter.js';
import { type DecisionSink, evaluatePage } from './evaluate-page.js';
import { alerterName, alertingSchema, alertingTables } from './process-page.js';
import { readSilentUpTo } from './read-state.js';
import { persistEffects } from './write-state.js';

export interface FiringsCheck {
  /** Number of firings that follow from the log, up to the alerter's checkpoint. */
  readonly expected: number;
  /** Ids of expected firings that are not in the log; a few of them. */
  readonly missing: readonly string[];
  /** Ids of firings in the log that do not follow from it; a few of them. */
  readonly unexpected: readonly string[];
}

interface VerifyFiringsOptions {
  readonly database: Database;
  readonly log: EventLog;
  readonly signal: AbortSignal;
}

const schema = `${alertingSchema}_verify`;
const idsReportedMax = 5;

const uuids = (values: readonly string[]): Buffer => binaryArray('uuid', values);
const idsOf = (events: readonly { readonly id: string }[]): Buffer => uuids(events.map(({ id }) => id));

const dropScratchTables = (database: Database): Promise<unknown> =>
  database.query(`drop schema if exists ${schema} cascade`);

/** `recorded.in_scope`: whether the alerter decided on the cause; null until the cause was read. */
const createScratchTables = async (database: Database): Promise<void> => {
  await dropScratchTables(database);
  await database.query(`create schema ${schema}`);
  for (const table of alertingTables)
    await database.query(`create table ${schema}.${table} (like ${alertingSchema}.${table} including all)`);
  await database.query(`create table ${schema}.expected (id uuid primary key)`);
  await database.query(`create table ${schema}.recorded (id uuid primary key, cause uuid not null, in_scope boolean)`);
  await database.query(`create index on ${schema}.recorded (cause)`);
};

/** Copies the firings in the log to `recorded`. */
const copyRecorded = async ({ database, log, signal }: VerifyFiringsOptions): Promise<void> => {
  const filter = { types: ['AlertTriggered'] };
  for await (const { events } of pages(log, {
    after: startPosition,
    filter,
    pageEvents: limits.projectionPageEvents,
  })) {
    signal.throwIfAborted();
    const causes = events.map(({ data }) => (data as EventData<'AlertTriggered'>).triggering.event_id);
    await database.query(`insert into ${schema}.recorded (id, cause) select * from unnest($1::uuid[], $2::uuid[])`, [
      idsOf(events),
      uuids(causes),
    ]);
  }
};

/** Marks the firings that these events caused as in scope or not. */
const markScope = async (database: Database, causes: readonly RecordedEvent[], inScope: boolean): Promise<void> => {
  if (causes.length === 0) return;
  await database.query(
    `update ${schema}.recorded r set in_scope = $2 from unnest($1::uuid[]) causes(id) where r.cause = causes.id`,
    [idsOf(causes), inScope],
  );
};

/** Returns whether there are firings whose cause was not read. */
const hasUnreadCauses = async (database: Database): Promise<boolean> =>
  (await database.query(`select from ${schema}.recorded where in_scope is null limit 1`)).length > 0;

/** Decodes the events that the alerter has not parked. */
const decodeUnparked = async (database: Database, events: readonly RecordedEvent[]): Promise<LedgerEvent[]> => {
  const positions = events.map(({ position }) => position);
  const parked = await database.query<{ position: string }>(
    'select position from subscriptions.dead_letters where subscriber = $1 and position = any($2::text[])',
    [alerterName, binaryArray('text', positions)],
  );
  const parkedPositions = new Set(parked.map(({ position }) => position));
  return events.filter(({ position }) => !parkedPositions.has(position)).map((event) => decodeEvent(event));
};

/**
 * Decides again on the events up to `until` and fills `expected`. Events up to `silentUpTo`, which an earlier version
 * decided on, are out of scope; so are events after `until`, which an alerter may be deciding on now.
 */
const decideAgain = async (
  { database, log, signal }: VerifyFiringsOptions,
  { until, silentUpTo }: { until: LogPosition; silentUpTo: LogPosition },
): Promise<void> => {
  const sink: DecisionSink = async (decisions) => {
    const fired = decisions.flatMap(({ events }) => events.filter(({ type }) => type === 'AlertTriggered'));
    await database.query(`insert into ${schema}.expected select unnest($1::uuid[]) on conflict do nothing`, [
      idsOf(fired),
    ]);
    return new Map();
  };
  const inScope = ({ position }: RecordedEvent): boolean => position > silentUpTo && position <= until;
  let from = startPosition;
  const options = { after: from, filter: { types: alerterEventTypes }, pageEvents: limits.alertPageEvents };
  for await (const page of pages(log, options)) {
    signal.throwIfAborted();
    await markScope(database, page.events.filter(inScope), true);
    await markScope(
      database,
      page.events.filter((event) => !inScope(event)),
      false,
    );
    const events = await decodeUnparked(
      database,
      page.events.filter(({ position }) => position <= until),
    );
    if (events.length > 0) {
      const effects = await evaluatePage({ database, log, schema, silentUpTo }, events, from, sink);
      await database.transaction((client) => persistEffects(client, schema, effects));
    }
    from = page.position;
    // Reads on after `until` while firings have causes that were not read: they come later, or do not exist.
    if (from >= until && !(await hasUnreadCauses(database))) return;
  }
};

/** Returns a few ids of `rows` that are not in `others`. */
const idsNotIn = async (database: Database, rows: string, others: string): Promise<string[]> => {
  const missing = await database.query<{ id: string }>(
    `select id from ${rows} where id not in (select id from ${others}) order by id limit $1`,
    [idsReportedMax],
  );
  return missing.map(({ id }) => id);
};

const hasAlerts = async ({ log, signal }: VerifyFiringsOptions): Promise<boolean> => {
  for await (const page of pages(log, { after: startPosition, filter: { types: ['AlertCreated'] }, pageEvents: 1 })) {
    signal.throwIfAborted();
    if (page.events.length > 0) return true;
  }
  return false;
};

/**
 * Compares the firings in the log with those that follow from it. Returns `null` if no alerter has decided on this log (a
 * checkpoint can be of the log that was copied here), or if there are no alerts. Throws EVENT_NOT_UNDERSTOOD for an event
 * that cannot be decoded and was not parked.
 */
export const verifyFirings = async (options: VerifyFiringsOptions): Promise<FiringsCheck | null> => {
  const { database, log } = options;
  const checkpoint = await readCheckpoint(database, alerterName);
  if (checkpoint === undefined || !log.isPosition(checkpoint.position) || !(await hasAlerts(options))) return null;
  const silentUpTo = await readSilentUpTo(database, alertingSchema);
  const [expected, recorded] = [`${schema}.expected`, `${schema}.recorded`];
  try {
    await createScratchTables(database);
    // After the checkpoint was read, so that the firings before it are in the log.
    await copyRecorded(options);
    await decideAgain(options, { until: checkpoint.position, silentUpTo });
    const [count] = await database.query<{ expected: number }>(`select count(*) as expected from ${expected}`);
    const recordedInScope = `(select * from ${recorded} where in_scope is distinct from false) in_scope`;
    return {
      expected: count?.expected ?? 0,
      missing: await idsNotIn(database, expected, recorded),
      unexpected: await idsNotIn(database, recordedInScope, expected),
    };
  } finally {
    await dropScratchTables(database);
  }
};
