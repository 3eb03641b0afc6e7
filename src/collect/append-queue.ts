/**
 * Appends what was decided, in calls as large as the log allows, over the borders of sets. A SnapshotTaken goes out only
 * after all its observations are acknowledged (with the next call), since streams of one call are not atomic together:
 * a snapshot in the log proves that its set is complete.
 */
import type { EventMetadata, LogPosition, NewEvent } from '../domain/envelope.js';
import { priceStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import { errorCode, ledgerError } from '../errors.js';
import { limits } from '../limits.js';
import type { AppendOutcome, EventLog, StreamAppend } from '../log/event-log.js';
import { isPassing } from '../postgres/database.js';
import type { Runtime } from '../runtime.js';
import { type CardDecision, type CardShown, decideCard, type SnapshotContext } from './decide-prices.js';
import { type CardPrices, foldTail } from './standing.js';

/** One set's snapshot while its events are under way. */
export interface SnapshotUnit {
  readonly setId: string;
  readonly context: SnapshotContext;
  readonly url: string;
  readonly sha256: string;
  readonly rows: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  quarantined: number;
  /** Jobs not acknowledged yet. */
  open: number;
  /** Nothing more will be added. */
  sealed: boolean;
}

interface Job {
  readonly stream: string;
  events: readonly NewEvent[];
  readonly unit: SnapshotUnit | null;
  /** Set where the revision is expected and the decision can be taken again. */
  readonly card: { readonly shown: CardShown; decision: CardDecision } | null;
}

export interface AppendQueue {
  /** Events of a stream that only this collector writes facts to, with derived ids: no revision is expected. */
  add(stream: string, events: readonly NewEvent[], unit: SnapshotUnit | null): Promise<void>;
  /** What a snapshot shows of one card: decided against the state, appended with the revision it was decided from. */
  addCard(shown: CardShown, unit: SnapshotUnit): Promise<void>;
  /** No more of this unit will come; `snapshot` makes its SnapshotTaken once all of it is in the log. */
  seal(unit: SnapshotUnit): Promise<void>;
  /** Sends everything, snapshots included. */
  flush(): Promise<void>;
  /** Position of the last event appended; null before the first. */
  position(): LogPosition | null;
}

const eventsAtOnce = limits.appendEventsMax - 100;
const bytesAtOnce = limits.appendBytesMax - 131_072;
const roundsMax = 5;
const triesMax = 6;

/** Bytes of an event's data; prices are bounded by their schema, so they need not be measured. */
const sizeOf = (event: NewEvent): number =>
  event.type === 'PriceObserved' || event.type === 'PriceWithdrawn'
    ? 800
    : Buffer.byteLength(JSON.stringify(event.data));

export const createAppendQueue = (deps: {
  log: EventLog;
  runtime: Runtime;
  signal: AbortSignal;
  metadata: EventMetadata;
  source: string;
  /** Stream of the SnapshotTaken events. */
  collection: string;
  /** Revisions are kept up as appends are acknowledged. */
  prices: Map<string, CardPrices>;
  snapshot: (unit: SnapshotUnit) => NewEvent;
}): AppendQueue => {
  const { log, runtime, signal, metadata, source, prices } = deps;
  let jobs: Job[] = [];
  let streams = new Set<string>();
  let [events, bytes] = [0, 0];
  let ready: SnapshotUnit[] = [];
  let last: LogPosition | null = null;
  /** Ids of bad rows already sent: the same unreadable row may stand in several files. */
  const quarantined = new Set<string>();

  /** Tries again what may have happened or not: ids are derived, so a repeated append is a no-op. */
  const append = async (appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> => {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await log.append(appends, metadata);
      } catch (error) {
        if (attempt >= triesMax || !(errorCode(error) === 'LOG_BUSY' || isPassing(error))) throw error;
        await runtime.sleep(Math.min(limits.retryDelayMsMax, limits.retryDelayMsMin * 2 ** attempt), signal);
      }
    }
  };

  /** Decides a card's events again after somebody else wrote to its stream. */
  const decideAgain = async (job: Job, known: CardPrices | undefined): Promise<void> => {
    if (job.card === null || job.unit === null)
      throw ledgerError('INTERNAL', `${job.stream}: no revision was expected`);
    const from = (known?.revision ?? -1) + 1;
    const slice = await log.readStream(job.stream, {
      direction: 'forwards',
      fromRevision: from,
      limit: limits.readPageEventsMax,
    });
    const tail = slice.outcome === 'read' ? slice.events : [];
    const { shown, decision } = job.card;
    const card = foldTail(
      known ?? { revision: -1, setId: job.unit.setId, prices: new Map() },
      tail.map((event) => decodeEvent(event)),
      source,
    );
    prices.set(shown.cardId, card);
    const there = new Set(tail.map(({ id }) => id));
    const again = decideCard(job.unit.context, shown, card);
    for (const name of ['changed', 'unchanged', 'withdrawn', 'quarantined'] as const)
      job.unit[name] += again[name] - decision[name];
    job.card.decision = again;
    job.events = again.events.filter(({ id }) => !there.has(id));
  };

  /** Takes note of one answer; returns whether the job must be sent again. */
  const settle = async (job: Job, outcome: AppendOutcome): Promise<boolean> => {
    const cardId = job.card?.shown.cardId;
    if (outcome.outcome === 'wrong_expected_revision') {
      await decideAgain(job, prices.get(cardId ?? ''));
      return job.events.length > 0;
    }
    if (outcome.outcome === 'corrupted_idempotency') {
      // Part of it is in the log since an attempt that was cut short. An id is all that is stated: it need not be said again.
      job.events = job.events.filter(({ id }) => !outcome.existing.includes(id));
      return job.events.length > 0;
    }
    if (last === null || outcome.position > last) last = outcome.position;
    if (cardId !== undefined) {
      const known = prices.get(cardId);
      if (known !== undefined) known.revision = Math.max(known.revision, outcome.revision);
      else prices.set(cardId, { revision: outcome.revision, setId: job.unit?.setId ?? null, prices: new Map() });
    }
    return false;
  };

  const send = async (): Promise<void> => {
    const snapshots = ready;
    let pending = jobs;
    [jobs, streams, events, bytes, ready] = [[], new Set(), 0, 0, []];
    if (snapshots.length > 0) {
      pending = [...pending, { stream: deps.collection, events: snapshots.map(deps.snapshot), unit: null, card: null }];
    }
    const sent = pending;
    for (let round = 1; pending.length > 0; round += 1) {
      if (round > roundsMax)
        throw ledgerError('WRONG_EXPECTED_REVISION', `${pending[0]?.stream} kept changing under the collector`);
      const outcomes = await append(
        pending.map((job) => ({
          stream: job.stream,
          expectedRevision: job.card === null ? 'any' : (prices.get(job.card.shown.cardId)?.revision ?? -1),
          events: job.events,
        })),
      );
      const again: Job[] = [];
      for (const [at, job] of pending.entries()) {
        const outcome = outcomes[at];
        if (outcome !== undefined && (await settle(job, outcome))) again.push(job);
      }
      pending = again;
    }
    for (const { unit } of sent) {
      if (unit === null) continue;
      unit.open -= 1;
      if (unit.sealed && unit.open === 0) ready.push(unit);
    }
  };

  const push = async (job: Job): Promise<void> => {
    const size = job.events.reduce((sum, event) => sum + sizeOf(event), 0);
    const full = events + job.events.length + ready.length > eventsAtOnce || bytes + size > bytesAtOnce;
    // A stream may stand only once in a call.
    if (jobs.length > 0 && (full || streams.has(job.stream))) await send();
    jobs.push(job);
    streams.add(job.stream);
    events += job.events.length;
    bytes += size;
    if (job.unit !== null) job.unit.open += 1;
  };

  return {
    async add(stream, all, unit) {
      const fresh = all.filter(({ id, type }) => type !== 'ObservationQuarantined' || !quarantined.has(id));
      for (const { id, type } of fresh) if (type === 'ObservationQuarantined') quarantined.add(id);
      // Small portions: a file of nothing but unreadable rows must still fit.
      for (let at = 0; at < fresh.length; at += 100) {
        await push({ stream, events: fresh.slice(at, at + 100), unit, card: null });
      }
    },
    async addCard(shown, unit) {
      const decision = decideCard(unit.context, shown, prices.get(shown.cardId));
      for (const name of ['changed', 'unchanged', 'withdrawn', 'quarantined'] as const) unit[name] += decision[name];
      if (decision.events.length === 0) return;
      await push({ stream: priceStream(shown.cardId), events: decision.events, unit, card: { shown, decision } });
    },
    async seal(unit) {
      unit.sealed = true;
      if (unit.open === 0) ready.push(unit);
      if (ready.length >= 100) await send();
    },
    async flush() {
      while (jobs.length > 0 || ready.length > 0) await send();
    },
    position: () => last,
  };
};
