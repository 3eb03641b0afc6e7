/**
 * Are the firings in the log those that the log asks for? Decided again from its start, in tables beside the alerter's own, as
 * far as the alerter has got; compared by id. Reads as much as the alerter has read, and holds as little in memory.
 *
 * Where a firing belongs is looked up by the event that it names. Rejected: by the position beside it, which is one of the log
 * that it was written to; a log copied to another engine keeps what its events say.
 */
import { type LedgerEvent, type LogPosition, type RecordedEvent, startPosition } from '../domain/envelope.js';
import type { EventData } from '../domain/events.js';
import { decodeEvent } from '../domain/upcasting.js';
import { limits } from '../base/limits.js';
import { type EventLog, pages } from '../log/event-log.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Database } from '../postgres/database.js';
import { readCheckpoint } from '../subscriptions/checkpoints.js';
import { readDecidesSince } from './read-state.js';
import { alerterEventTypes } from './alerter.js';
import { alerterName, alertingSchema, alertingTables } from './process-page.js';
import { type AlertDecisions, evaluatePage, type DecisionSink } from './evaluate-page.js';
import { persistEffects } from './write-state.js';

export interface FiringsCheck {
  /** Firings that the log asks for, up to where the alerter has got. */
  readonly eligible: number;
  /** Ids of some that are not in the log, and of some in the log that nothing asks for. */
  readonly missing: readonly string[];
  readonly unfounded: readonly string[];
}

interface Verifying {
  readonly database: Database;
  readonly log: EventLog;
  readonly signal: AbortSignal;
}

const schema = `${alertingSchema}_verify`;
/** Ids named in a finding. */
const namedMax = 5;

const dropScratch = async (database: Database): Promise<void> => {
  await database.query(`drop schema if exists ${schema} cascade`);
};

const makeScratch = async (database: Database): Promise<void> => {
  await dropScratch(database);
  await database.query(`create schema ${schema}`);
  for (const table of alertingTables)
    await database.query(`create table ${schema}.${table} (like ${alertingSchema}.${table} including all)`);
  await database.query(`create table ${schema}.eligible (id uuid primary key)`);
  // `judged`: whether the alerter has decided on its cause, that is whether it is for us to judge. null: not met in the log.
  await database.query(`create table ${schema}.recorded (id uuid primary key, cause uuid not null, judged boolean)`);
  await database.query(`create index on ${schema}.recorded (cause)`);
};

const keepEligible = async (database: Database, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await database.query(`insert into ${schema}.eligible select unnest($1::uuid[]) on conflict do nothing`, [
    binaryArray('uuid', ids),
  ]);
};

const keepRecorded = async ({ database, log, signal }: Verifying): Promise<void> => {
  const filter = { types: ['AlertTriggered'] };
  for await (const page of pages(log, { after: startPosition, filter, pageEvents: limits.projectionPageEvents })) {
    signal.throwIfAborted();
    if (page.events.length === 0) continue;
    const causes = page.events.map(({ data }) => (data as EventData<'AlertTriggered'>).triggering.event_id);
    await database.query(`insert into ${schema}.recorded (id, cause) select * from unnest($1::uuid[], $2::uuid[])`, [
      binaryArray(
        'uuid',
        page.events.map(({ id }) => id),
      ),
      binaryArray('uuid', causes),
    ]);
  }
};

/** Says of the firings that came from these events whether they are to be judged. */
const meet = async (database: Database, events: readonly RecordedEvent[], judged: boolean): Promise<void> => {
  if (events.length === 0) return;
  await database.query(
    `update ${schema}.recorded r set judged = $2 from unnest($1::uuid[]) met(id) where r.cause = met.id`,
    [
      binaryArray(
        'uuid',
        events.map(({ id }) => id),
      ),
      judged,
    ],
  );
};

/** Whether firings are left whose cause has not been met. */
const hasUnmet = async (database: Database): Promise<boolean> =>
  (await database.query(`select from ${schema}.recorded where judged is null limit 1`)).length > 0;

const firedIn = (decisions: readonly AlertDecisions[]): string[] =>
  decisions.flatMap(({ events }) => events.flatMap(({ id, type }) => (type === 'AlertTriggered' ? [id] : [])));

/** What of a page the alerter decided on: not what it parked. */
const decidedOn = async (database: Database, events: readonly RecordedEvent[]): Promise<LedgerEvent[]> => {
  const positions = binaryArray(
    'text',
    events.map(({ position }) => position),
  );
  const parked = await database.query<{ position: string }>(
    'select position from subscriptions.dead_letters where subscriber = $1 and position = any($2::text[])',
    [alerterName, positions],
  );
  const left = new Set(parked.map(({ position }) => position));
  return events.filter(({ position }) => !left.has(position)).map((event) => decodeEvent(event));
};

const decideAgain = async (of: Verifying, until: LogPosition, since: LogPosition): Promise<void> => {
  const { database, log, signal } = of;
  const sink: DecisionSink = async (decisions) => {
    await keepEligible(database, firedIn(decisions));
    return new Map();
  };
  let from = startPosition;
  const wanted = { after: from, filter: { types: alerterEventTypes }, pageEvents: limits.alertPageEvents };
  for await (const page of pages(log, wanted)) {
    signal.throwIfAborted();
    const read = page.events.filter(({ position }) => position <= until);
    // Decided on by an earlier version, or by an alerter that is ahead of the checkpoint we look at: not for us to judge.
    const isOurs = ({ position }: RecordedEvent): boolean => position > since && position <= until;
    await meet(database, page.events.filter(isOurs), true);
    await meet(
      database,
      page.events.filter((event) => !isOurs(event)),
      false,
    );
    const events = await decidedOn(database, read);
    if (events.length > 0) {
      const effects = await evaluatePage({ reading: database, log, schema, since }, events, from, sink);
      await database.transaction((client) => persistEffects(client, schema, effects));
    }
    from = page.position;
    // What is left by then comes from beyond, or from nowhere.
    if (from >= until && !(await hasUnmet(database))) return;
  }
};

/** Ids of `these` that are none of `those`. */
const lacking = async (database: Database, these: string, those: string): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select id from ${these} where id not in (select id from ${those}) order by id limit $1`,
    [namedMax],
  );
  return rows.map(({ id }) => id);
};

const hasAlerts = async ({ log, signal }: Verifying): Promise<boolean> => {
  for await (const page of pages(log, { after: startPosition, filter: { types: ['AlertCreated'] }, pageEvents: 1 })) {
    signal.throwIfAborted();
    if (page.events.length > 0) return true;
  }
  return false;
};

/**
 * Compares. null: there is no alerter yet (none on this log: where it stands is a place in the one that was copied here), or
 * no alert. Throws EVENT_NOT_UNDERSTOOD for what the alerter has not parked either.
 */
export const verifyFirings = async (of: Verifying): Promise<FiringsCheck | null> => {
  const { database, log } = of;
  const checkpoint = await readCheckpoint(database, alerterName);
  if (checkpoint === undefined || !log.isPosition(checkpoint.position) || !(await hasAlerts(of))) return null;
  const decidesSince = await readDecidesSince(database, alertingSchema);
  const [eligible, recorded] = [`${schema}.eligible`, `${schema}.recorded`];
  try {
    await makeScratch(database);
    // Read after the checkpoint: what it has passed is in the log.
    await keepRecorded(of);
    await decideAgain(of, checkpoint.position, decidesSince);
    const [count] = await database.query<{ eligible: number }>(`select count(*) as eligible from ${schema}.eligible`);
    return {
      eligible: count?.eligible ?? 0,
      missing: await lacking(database, eligible, recorded),
      unfounded: await lacking(
        database,
        `(select * from ${recorded} where judged is distinct from false) judged`,
        eligible,
      ),
    };
  } finally {
    await dropScratch(database);
  }
};
