/** `verify`: the invariants of the ledger, each with what was found. */
import { sampleCards } from '../../projections/catalog/queries.js';
import { projections } from '../../projections/index.js';
import { verifyDeliveries } from '../delivery/verify-deliveries.js';
import { verifyFirings } from '../alerting/verify-firings.js';
import type { EventLog } from '../log/event-log.js';
import { pages } from '../log/event-log.js';
import { startPosition, type RecordedEvent } from '../domain/envelope.js';
import { checkEventData, decodeEvent } from '../domain/upcasting.js';
import type { Ledger } from './ledger.js';
import {
  createSegmentVerifier,
  sealSegments,
  segmentEventsDefault,
  segmentPageEvents,
  type SegmentStore,
  type SegmentVerdict,
} from '../log/hash-chain.js';
import { createIdCounter } from '../log/unique-ids.js';
import { errorCode, isTransient } from '../base/errors.js';
import type { Database } from '../postgres/database.js';
import { subscribersBeyond, subscriberStatuses } from '../subscriptions/checkpoints.js';
import { acquireLease, leaseHolder, waitForLease } from '../subscriptions/leases.js';
import { missingTables } from '../projecting/tables.js';
import { canVerifyCards, type TableCheck, verifyCards, verifyWhole } from '../projecting/verify-fold.js';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

interface Walk {
  events: number;
  lastPosition: string;
  lastRecordedMs: number;
  /** Stream → its last revision. About 100 bytes a stream; beside eight an event for ids, all that grows with the log. */
  readonly revisions: Map<string, number>;
  readonly faults: string[];
}

const inspect = (walk: Walk, event: RecordedEvent, clockSkewMs: number): void => {
  const fault = (what: string): void => {
    if (walk.faults.length < 10) walk.faults.push(`${what} at ${event.position}`);
  };
  const expected = (walk.revisions.get(event.stream) ?? -1) + 1;
  if (event.revision !== expected) fault(`${event.stream} goes from ${expected - 1} to ${event.revision}`);
  if (event.position <= walk.lastPosition) fault('positions do not grow');
  // Not compared as texts: instants with and without milliseconds do not sort.
  const recordedMs = Date.parse(event.recorded_at);
  if (!(recordedMs >= walk.lastRecordedMs - clockSkewMs)) fault('recorded_at goes back');
  try {
    checkEventData(decodeEvent(event));
  } catch (error) {
    fault((error as Error).message);
  }
  walk.revisions.set(event.stream, event.revision);
  walk.events += 1;
  walk.lastPosition = event.position;
  walk.lastRecordedMs = Math.max(walk.lastRecordedMs, recordedMs);
};

const eventsCheck = ({ events, revisions, faults }: Walk): Check => {
  const ok = faults.length === 0;
  const detail = ok ? `${events} events in ${revisions.size} streams` : faults.join('; ');
  return { name: 'revisions without gaps, order, every event decodes', ok, detail };
};

const idsCheck = ({ events, ids }: { events: number; ids: number }): Check => ({
  name: 'event ids unique',
  ok: events === ids,
  detail: `${ids} ids, ${events} events`,
});

const segmentsCheck = (verdict: SegmentVerdict): Check => {
  const name = 'segment hash chain unbroken';
  return verdict.outcome === 'intact'
    ? { name, ok: true, detail: `${verdict.segments} segments of ${segmentEventsDefault} events` }
    : { name, ok: false, detail: `segment ${verdict.segment} (up to ${verdict.last_position}): ${verdict.reason}` };
};

/** Returns the message of an error that means an event that cannot be decoded; throws any other. */
const unlessUndecodable = (error: unknown): string => {
  if (errorCode(error) !== 'EVENT_NOT_UNDERSTOOD') throw error;
  return (error as Error).message;
};

/**
 * Reads the log once, for the checks of its events, their ids and the hash chain. Events behind a page that cannot be
 * decoded are not checked.
 */
const checkLog = async (log: EventLog, segments: SegmentStore, signal: AbortSignal): Promise<Check[]> => {
  const walk: Walk = {
    events: 0,
    lastPosition: startPosition,
    lastRecordedMs: -Infinity,
    revisions: new Map(),
    faults: [],
  };
  const ids = createIdCounter();
  const chain = createSegmentVerifier(segments);
  let isCutOff = false;
  // An event that cannot be decoded is found again below.
  await sealSegments(log, segments).catch(unlessUndecodable);
  try {
    for await (const page of pages(log, { after: startPosition, pageEvents: segmentPageEvents })) {
      signal.throwIfAborted();
      for (const event of page.events) {
        inspect(walk, event, log.clockSkewMs);
        ids.add(event.id);
      }
      await chain.add(page.events);
    }
  } catch (error) {
    walk.faults.push(unlessUndecodable(error));
    isCutOff = true;
  }
  return [eventsCheck(walk), idsCheck(ids.count()), segmentsCheck(await chain.verdict(isCutOff))];
};

type Verifying = Pick<Ledger, 'database' | 'log' | 'segments' | 'projector' | 'runtime' | 'holder'> & {
  readonly config: Pick<Ledger['config'], 'kafka'>;
};

/** An engine's own records show events lost that the walk cannot miss: the last ones of the log. */
const checkMissing = async (log: EventLog): Promise<Check> => {
  const missing = await log.missingEvents();
  return { name: 'no event missing', ok: missing.length === 0, detail: missing.join('; ') || 'none' };
};

const checkPositions = async (database: Database, log: EventLog): Promise<Check> => {
  const beyond = await subscribersBeyond(database, log);
  const { positions, head } = beyond;
  const detail = positions.map(
    ({ subscriber, position }) => `${subscriber} is at ${position}, the log ends at ${head}`,
  );
  return {
    name: 'no subscriber beyond the end of the log',
    ok: detail.length === 0,
    detail: detail.join('; ') || head,
  };
};

const checkTables = async (database: Database): Promise<Check> => {
  const missing = await missingTables(database, projections);
  const names = missing.join(', ');
  return { name: 'no table missing', ok: missing.length === 0, detail: names || `${projections.length} read models` };
};

/** Catches up read models that no other process folds; returns what keeps one from it as a failed check. */
const catchUp = async ({ projector, signal }: Verifying & { signal: AbortSignal }): Promise<Check> => {
  const name = 'read models are up to date';
  try {
    await projector.catchUp(undefined, signal);
    return { name, ok: true, detail: `${projections.length} read models` };
  } catch (error) {
    if (signal.aborted || isTransient(error)) throw error;
    return { name, ok: false, detail: (error as Error).message };
  }
};

const checkProjections = async (database: Database): Promise<Check> => {
  const statuses = await subscriberStatuses(database);
  const bad = statuses.filter(({ state, dead_letters }) => state === 'stopped' || dead_letters > 0);
  const detail = bad.map(
    ({ subscriber, state, dead_letters, error }) =>
      `${subscriber} ${state}, ${dead_letters} dead letters ${error ?? ''}`,
  );
  return {
    name: 'no subscriber stopped, no dead letters',
    ok: bad.length === 0,
    detail: detail.join('; ') || `${statuses.length} subscribers`,
  };
};

const foldCheckName = (projection: string): string => `${projection} equals the fold of the log`;

const foldCheck = (name: string, tables: readonly TableCheck[]): Check => {
  const unequal = tables.filter(({ equal }) => !equal);
  const rows = tables.reduce((sum, check) => sum + check.rows, 0);
  const detail = unequal.map(({ table, rows: has, rowsExpected, difference }) => {
    const counts = `${table} has ${has} rows, the fold ${rowsExpected}`;
    return difference === ''
      ? `${counts} (it has moved on: verify again to see which row)`
      : `${counts}; ${difference}`;
  });
  return { name: foldCheckName(name), ok: unequal.length === 0, detail: detail.join('; ') || `${rows} rows` };
};

const checkFirings = async (options: { database: Database; log: EventLog; signal: AbortSignal }): Promise<Check> => {
  const name = 'alert firings match the log';
  try {
    const found = await verifyFirings(options);
    if (found === null) return { name, ok: true, detail: 'no alerts' };
    const { expected, missing, unexpected } = found;
    const faults = [
      ...(missing.length === 0 ? [] : [`missing firings: ${missing.join(', ')}`]),
      ...(unexpected.length === 0 ? [] : [`unexpected firings: ${unexpected.join(', ')}`]),
    ];
    return { name, ok: faults.length === 0, detail: faults.join('; ') || `${expected} firings` };
  } catch (error) {
    if (options.signal.aborted || isTransient(error)) throw error;
    return { name, ok: false, detail: (error as Error).message };
  }
};

const checkDeliveries = async (options: Verifying & { signal: AbortSignal }): Promise<Check> => {
  const name = 'every firing is queued, none waits long past its time';
  const found = await verifyDeliveries({ ...options, throughKafka: options.config.kafka !== undefined });
  if (found === null) return { name, ok: true, detail: 'no notifier has followed this log' };
  const { firings, unqueued, overdue } = found;
  const faults = [
    ...(unqueued.length === 0 ? [] : [`not queued: ${unqueued.join(', ')}`]),
    ...(overdue === 0 ? [] : [`${overdue} notifications are overdue`]),
  ];
  return { name, ok: faults.length === 0, detail: faults.join('; ') || `${firings} firings` };
};

/** The check of a fold that did not end. The other read models are still checked: the error is a finding. */
const foldFailed = (name: string, error: unknown, signal: AbortSignal): Check => {
  if (signal.aborted || isTransient(error)) throw error;
  return { name: foldCheckName(name), ok: false, detail: (error as Error).message };
};

/** Compares the read models with the fold of the log: all rows in one pass, or those of some cards. */
const checkFolds = async (options: Verifying & { sample?: number; signal: AbortSignal }): Promise<Check[]> => {
  const { database, log, signal, sample } = options;
  const cards = sample === undefined ? undefined : await sampleCards(database, sample, options.runtime.uuid());
  const byCards = new Set(cards === undefined ? [] : projections.filter(canVerifyCards));
  const whole = projections.filter((projection) => !byCards.has(projection));
  const verdicts = await verifyWhole({ database, log, projections: whole, signal });
  const checks: Check[] = [];
  for (const projection of projections) {
    const { name } = projection;
    signal.throwIfAborted();
    const verdict = verdicts[whole.indexOf(projection)];
    if (verdict?.outcome === 'failed') checks.push(foldFailed(name, verdict.error, signal));
    else if (verdict !== undefined) checks.push(foldCheck(name, verdict.tables));
    else {
      const check = verifyCards({ database, log, projection, cards: cards ?? [] }).then(
        (tables) => foldCheck(name, tables),
        (error: unknown) => foldFailed(name, error, signal),
      );
      checks.push(await check);
    }
  }
  return checks;
};

const verifyUnderLease = async (
  options: Verifying & { sample?: number; signal: AbortSignal },
): Promise<VerifyReport> => {
  const { database, log, segments, signal } = options;
  const caughtUp = await catchUp(options);
  const checks = [
    ...(await checkLog(log, segments, signal)),
    await checkMissing(log),
    await checkPositions(database, log),
    await checkTables(database),
    ...(caughtUp.ok ? [] : [caughtUp]),
    await checkProjections(database),
    await checkFirings(options),
    await checkDeliveries(options),
  ];
  checks.push(...(await checkFolds(options)));
  return { ok: checks.every(({ ok }) => ok), checks };
};

/**
 * Checks every invariant. `sample`: compares that many random cards with the fold of their streams, instead of all rows
 * with the fold of the log. Catches up read models first that no other process folds.
 *
 * One verification runs at a time, since all fold into the same tables beside the live ones. Another one waits, and calls
 * `onWait` with its holder once.
 */
export const verifyLedger = async (
  options: Verifying & { sample?: number; signal: AbortSignal; onWait?: (holder: string) => void },
): Promise<VerifyReport> => {
  const { database, runtime, signal } = options;
  const wanted = { database, runtime, name: 'verify', holder: `${options.holder}:${runtime.uuid()}` };
  let lease = await acquireLease(wanted);
  if (lease === null) {
    options.onWait?.((await leaseHolder(database, wanted.name)) ?? 'another process');
    lease = await waitForLease({ ...wanted, signal });
  }
  try {
    return await verifyUnderLease({ ...options, signal: AbortSignal.any([signal, lease.signal]) });
  } finally {
    await lease.release();
  }
};
