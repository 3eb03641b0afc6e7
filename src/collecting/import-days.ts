/**
 * Imports days of a source whose files somebody kept. A day becomes the same events as if it had been collected, under the
 * stamp of its day and with the kept file as its provenance. Nothing is asked of the source, and its state does not change.
 */
import { identityPattern } from '../domain/cards/card.js';
import type { Omission } from '../domain/events.js';
import { importerActor, type RecordedEvent } from '../domain/envelope.js';
import { priceStream } from '../domain/streams.js';
import { ledgerError } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import { acquireLease } from '../subscriptions/leases.js';
import { setsCheckedOn } from '../../projections/coverage/checks-after.js';
import { isStampImported, snapshotsOfStamp } from '../../projections/coverage/collections.js';
import type { CollectorDeps, CollectorParts, RunContext } from './collection.js';
import { fencedLog } from './fenced-log.js';
import { fetchPhase } from './fetch-phase.js';
import { appendRunEvents, finishRun } from './finish-run.js';
import { type KeptDay, type KeptSource, openKeptFiles } from './kept-days.js';
import { loadKnownStateAt, modelsOfPast } from './known-state-at.js';
import { omissionsOf } from './received-files.js';
import { recordPhase } from './record-phase.js';
import { restateNextCheck } from './restate-next-check.js';
import { collectionStarted, type Run, type RunCounts, sumCounts, withOmissions } from './run-events.js';
import { collectorLease } from './source-state.js';

/** A row, a field or a file that was not taken. */
export interface NotTaken {
  readonly file: string;
  /** Number of the row in the file, from 1; `null` if the file as a whole, or a field of the catalog, is meant. */
  readonly row: number | null;
  /** `null` if it names no card. */
  readonly card_id: string | null;
  readonly reason: string;
}

/** How the import of a day ended. */
export interface ImportedDay extends Pick<
  RunCounts,
  'sets' | 'rows' | 'changed' | 'unchanged' | 'withdrawn' | 'quarantined' | 'withheld'
> {
  readonly day: string;
  readonly stamp: string;
  /** Sets that the ledger has of the day already: their files were left alone. */
  readonly already_collected: number;
  /** Prices that were stated again under a later stamp, as they had stood there. */
  readonly restated: number;
  readonly not_taken: readonly NotTaken[];
}

export type ImporterDeps = Omit<CollectorDeps, 'source' | 'userAgent' | 'proxies' | 'timing'>;

const nothing = (): Promise<void> => Promise.resolve();

/** Requests, status and files of a source that is not asked. */
const partsOf = async (
  deps: ImporterDeps,
  source: KeptSource,
  day: KeptDay,
  log: EventLog,
): Promise<CollectorParts> => ({
  ...deps,
  log,
  source,
  userAgent: '',
  payloads: await openKeptFiles(day),
  client: {
    get: ({ path }) => {
      const details = { status: '404', class: 'permanent' };
      return Promise.reject(ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not among the kept files`, { details }));
    },
  },
  requests: {
    begin: () => Promise.resolve(0),
    failed: nothing,
    received: nothing,
    lastBegun: () => Promise.resolve(null),
    lastReceived: () => Promise.resolve(null),
    ofRun: () => Promise.resolve(0),
    adopt: nothing,
    settle: nothing,
    sent: () => 0,
    prune: nothing,
  },
  status: {
    read: () => Promise.resolve({ catalogRefreshedAt: null, failure: null, breakerOpenUntil: null, quota: null }),
    catalogRefreshed: nothing,
    failed: nothing,
    succeeded: nothing,
    quota: nothing,
    breakerOpen: nothing,
  },
});

/** Returns the log, and tells of every quarantine that is appended to it, with the card whose stream it is in. */
const watchQuarantines = (
  log: EventLog,
  seen: (cardId: string | null, data: RecordedEvent['data']) => void,
): EventLog => ({
  ...log,
  async append(appends, metadata) {
    const outcomes = await log.append(appends, metadata);
    for (const { stream, events } of appends) {
      const cardId = stream.slice(priceStream('').length);
      for (const { type, data } of events) {
        if (type === 'ObservationQuarantined') seen(identityPattern.test(cardId) ? cardId : null, data);
      }
    }
    return outcomes;
  },
});

const notTakenOf = ({ file, place, detail, kind }: Omission): NotTaken => {
  const at = /^results\.(\d+)/.exec(place ?? '')?.[1];
  return {
    file,
    row: kind === 'file' || at === undefined ? null : Number(at) + 1,
    card_id: null,
    reason: place === null ? detail : `${place}: ${detail}`,
  };
};

/** A day with the source that reads it. */
type DayToImport = KeptDay & { readonly source: KeptSource };

/** What the days of one import share: revisions of price streams that the read models do not show. */
type Revisions = Map<string, number>;

/**
 * Imports one day. The lease of the source is held, and the read models have caught up. `checked` are the sets that the ledger has
 * of the day already.
 */
const importDay = async (
  deps: ImporterDeps,
  day: DayToImport,
  checked: ReadonlySet<string>,
  revisions: Revisions,
  signal: AbortSignal,
): Promise<ImportedDay> => {
  const { source } = day;
  const { database, runtime } = deps;
  const quarantined: NotTaken[] = [];
  const log = watchQuarantines(deps.log, (cardId, { reason, detail, row }) => {
    const place = source.placeOf(String(row));
    quarantined.push({
      file: place?.file ?? day.day,
      row: place?.row ?? null,
      card_id: cardId,
      reason: `${String(reason)}: ${String(detail)}`,
    });
  });
  const parts = await partsOf(deps, source, day, log);
  const taken = await snapshotsOfStamp(database, source.name, day.stamp);
  const run: Run = {
    runId: runtime.uuid(),
    source: source.name,
    scope: 'selection',
    stamp: day.stamp,
    actor: importerActor,
  };
  const context: RunContext = { ...parts, run, signal, selection: null };
  await appendRunEvents(context, run, [collectionStarted(run, 'import')], null);
  const known = await loadKnownStateAt(database, source.name, day.stamp, revisions);
  const none = new Set<string>();
  const fetched = await fetchPhase(context, {
    known,
    recorded: checked,
    catalogDue: false,
    missedLast: none,
  });
  const files = fetched.received;
  const recordable = { ...files, prices: new Map([...files.prices].filter(([setId]) => !checked.has(setId))) };
  const recorded = await recordPhase(context, known, recordable, taken, none);
  for (const [cardId, { revision }] of known.prices) if (revision >= 0) revisions.set(cardId, revision);
  const omissions = [...fetched.omissions, ...omissionsOf(files), ...recorded.omissions];
  const counts = withOmissions(sumCounts(recorded.snapshots.map((snapshot) => snapshot.counts())), omissions);
  await deps.caughtUp(modelsOfPast);
  // Those of an import that was cut short too: whether it stated anything again is not known.
  const setIds = new Set([...taken.keys(), ...recorded.snapshots.map(({ setId }) => setId)]);
  const restated = await restateNextCheck(context, known, setIds);
  await finishRun(context, { failure: fetched.failure, counts, omissions });
  const { sets, rows, changed, unchanged, withdrawn, withheld } = counts;
  return {
    day: day.day,
    stamp: day.stamp,
    ...{ sets, rows, changed, unchanged, withdrawn, quarantined: counts.quarantined, withheld },
    already_collected: [...checked.keys()].filter((setId) => files.prices.has(setId)).length,
    restated,
    not_taken: [...omissions.map(notTakenOf), ...quarantined],
  };
};

export interface ImportRequest {
  readonly days: readonly DayToImport[];
  /** Name of the source, whose lease is held meanwhile. */
  readonly source: string;
  readonly signal: AbortSignal;
  readonly onDay?: (day: ImportedDay) => void;
}

/**
 * Imports days in order of time. Days that an import finished are left out. Throws COLLECTION_RUNNING while a process collects
 * from the source, the signal's reason when it aborts, and system errors; what was imported stays, and a second call goes on.
 */
export const importDays = async (deps: ImporterDeps, request: ImportRequest): Promise<readonly ImportedDay[]> => {
  const { database, runtime, holder } = deps;
  const lease = await acquireLease({
    database,
    runtime,
    name: collectorLease(request.source),
    holder: `${holder}:${runtime.uuid()}`,
  });
  if (lease === null) {
    throw ledgerError('COLLECTION_RUNNING', `a collection of ${request.source} is running: import when it has ended`);
  }
  const log = fencedLog(deps.log, lease);
  const imported: ImportedDay[] = [];
  const revisions: Revisions = new Map();
  try {
    const signal = AbortSignal.any([request.signal, lease.signal]);
    for (const day of request.days.toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1))) {
      signal.throwIfAborted();
      await deps.caughtUp(modelsOfPast);
      const checked = await setsCheckedOn(database, request.source, day.day);
      const isFinished = await isStampImported(database, request.source, day.stamp);
      if (isFinished && day.setIds.every((setId) => checked.has(setId))) continue;
      const result = await importDay({ ...deps, log }, day, checked, revisions, signal);
      imported.push(result);
      request.onDay?.(result);
    }
    return imported;
  } finally {
    await lease.release();
  }
};
