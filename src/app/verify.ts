/** `verify`: the invariants of the ledger, each with what was found. */
import { projections } from '../../projections/index.js';
import { verifyFirings } from '../alerting/verify-firings.js';
import type { EventLog } from '../log/event-log.js';
import { pages } from '../log/event-log.js';
import { limits } from '../base/limits.js';
import { startPosition, type RecordedEvent } from '../domain/envelope.js';
import { checkEventData, decodeEvent } from '../domain/upcasting.js';
import type { Ledger } from './ledger.js';
import { sealSegments, verifySegments, segmentEventsDefault } from '../log/hash-chain.js';
import { isTransient } from '../base/errors.js';
import type { Database } from '../postgres/database.js';
import { projectionStatuses } from '../subscriptions/checkpoints.js';
import { type TableCheck, verifyCards, verifyWhole } from '../projecting/verify-fold.js';

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
  /** Stream → its last revision. About 100 bytes a stream: the one thing here that grows with the ledger. */
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

const checkEvents = async (log: EventLog, signal: AbortSignal): Promise<Check> => {
  const walk: Walk = {
    events: 0,
    lastPosition: startPosition,
    lastRecordedMs: -Infinity,
    revisions: new Map(),
    faults: [],
  };
  for await (const page of pages(log, { after: startPosition, pageEvents: limits.readPageEventsMax })) {
    signal.throwIfAborted();
    for (const event of page.events) inspect(walk, event, log.clockSkewMs);
  }
  const ok = walk.faults.length === 0;
  const detail = ok ? `${walk.events} events in ${walk.revisions.size} streams` : walk.faults.join('; ');
  return { name: 'revisions without gaps, order, every event decodes', ok, detail };
};

type Verifying = Pick<Ledger, 'database' | 'log' | 'segments' | 'countIds' | 'projector' | 'runtime'>;

const checkIds = async ({ countIds }: Verifying): Promise<Check> => {
  const { events, ids } = await countIds();
  return { name: 'event ids unique', ok: events === ids, detail: `${ids} ids, ${events} events` };
};

const checkSegments = async ({ log, segments }: Verifying): Promise<Check> => {
  await sealSegments(log, segments);
  const verdict = await verifySegments(log, segments);
  const name = 'segment hash chain unbroken';
  return verdict.outcome === 'intact'
    ? { name, ok: true, detail: `${verdict.segments} segments of ${segmentEventsDefault} events` }
    : { name, ok: false, detail: `segment ${verdict.segment} (up to ${verdict.last_position}): ${verdict.reason}` };
};

const checkProjections = async (database: Database): Promise<Check> => {
  const statuses = await projectionStatuses(database);
  const bad = statuses.filter(({ state, dead_letters }) => state === 'stopped' || dead_letters > 0);
  const detail = bad.map(
    ({ schema, state, dead_letters, error }) => `${schema} ${state}, ${dead_letters} parked ${error ?? ''}`,
  );
  return {
    name: 'no projection stopped, no event parked',
    ok: bad.length === 0,
    detail: detail.join('; ') || `${statuses.length} projections`,
  };
};

const foldCheckName = (projection: string): string => `${projection} equals the fold of the log`;

const foldCheck = (name: string, tables: readonly TableCheck[]): Check => {
  const unequal = tables.filter(({ equal }) => !equal);
  const rows = tables.reduce((sum, check) => sum + check.rows, 0);
  const detail = unequal.map((check) => `${check.table} has ${check.rows} rows, the fold ${check.rowsExpected}`);
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

const sampleCards = (database: Database, cards: number, seed: string): Promise<{ card_id: string; set_id: string }[]> =>
  database.query('select card_id, set_id from catalog.cards order by md5(card_id || $2) limit $1', [cards, seed]);

/**
 * Checks everything. `sample`: compares that many random cards with the fold of their streams instead of all rows with
 * the fold of the log. Folds the read models to the head first where nobody else does.
 */
export const verifyLedger = async (
  options: Verifying & { sample?: number; signal: AbortSignal },
): Promise<VerifyReport> => {
  const { database, log, projector, signal } = options;
  await projector.catchUp(undefined, signal);
  const checks = [
    await checkEvents(log, signal),
    await checkIds(options),
    await checkSegments(options),
    await checkProjections(database),
    await checkFirings(options),
  ];
  const cards =
    options.sample === undefined ? undefined : await sampleCards(database, options.sample, options.runtime.uuid());
  for (const projection of projections) {
    signal.throwIfAborted();
    try {
      const tables =
        // Coverage has no cards, and is small.
        cards === undefined || projection.name === 'coverage'
          ? await verifyWhole({ database, log, projection, signal })
          : await verifyCards({ database, log, projection, cards });
      checks.push(foldCheck(projection.name, tables));
    } catch (error) {
      // The log holds an event that cannot be folded: a finding, and the other read models are still to be checked.
      if (signal.aborted || isTransient(error)) throw error;
      checks.push({ name: foldCheckName(projection.name), ok: false, detail: (error as Error).message });
    }
  }
  return { ok: checks.every(({ ok }) => ok), checks };
};
