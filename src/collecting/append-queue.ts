/**
 * Gathers what was decided into calls as large as the log allows, over the borders of sets. A SnapshotTaken goes out
 * only after all its observations are acknowledged (with the next call), since the streams of one call are not atomic
 * together: a snapshot in the log proves that its set is complete.
 */
import type { NewEvent } from '../domain/envelope.js';
import { priceStream } from '../domain/streams.js';
import { limits } from '../base/limits.js';
import { appendBatch, type BatchDeps, decisionCounts, type Job, type SnapshotUnit } from './append-batch.js';
import { type CardShown, decideCard } from './decide-prices.js';

export interface AppendQueue {
  /** Events of a stream that only this collector writes facts to, with derived ids: no revision is expected. */
  add(stream: string, events: readonly NewEvent[], unit: SnapshotUnit | null): Promise<void>;
  /** What a snapshot shows of one card: decided against the state, appended with the revision it was decided from. */
  addCard(shown: CardShown, unit: SnapshotUnit): Promise<void>;
  /** No more of this unit will come: its SnapshotTaken follows once all of it is in the log. */
  seal(unit: SnapshotUnit): Promise<void>;
  /** Sends everything, snapshots included. */
  flush(): Promise<void>;
}

/** Room for the snapshots that go along, and for what is estimated. */
const snapshotsAtOnce = 100;
const eventsAtOnce = limits.appendEventsMax - snapshotsAtOnce;
const bytesAtOnce = limits.appendBytesMax - 131_072;
/** Small portions: a file of nothing but unreadable rows must still fit. */
const portionEvents = 100;

/** Bytes of an event's data; prices are bounded by their schema, so they need not be measured. */
const sizeOf = (event: NewEvent): number =>
  event.type === 'PriceObserved' || event.type === 'PriceWithdrawn'
    ? 800
    : Buffer.byteLength(JSON.stringify(event.data));

interface QueueDeps extends BatchDeps {
  /** Stream of the SnapshotTaken events. */
  readonly collection: string;
  readonly snapshot: (unit: SnapshotUnit) => NewEvent;
}

/** The queue of one run. What it is given is in the log when `flush` has returned. */
export const createAppendQueue = (deps: QueueDeps): AppendQueue => {
  let jobs: Job[] = [];
  let streams = new Set<string>();
  let [events, bytes] = [0, 0];
  let ready: SnapshotUnit[] = [];
  /** Ids of bad rows already sent: the same unreadable row may stand in several files. */
  const quarantined = new Set<string>();

  const send = async (): Promise<void> => {
    const batch = jobs;
    if (ready.length > 0)
      batch.push({ stream: deps.collection, events: ready.map(deps.snapshot), unit: null, card: null });
    [jobs, streams, events, bytes, ready] = [[], new Set(), 0, 0, []];
    await appendBatch(deps, batch);
    for (const { unit } of batch) {
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
      for (let at = 0; at < fresh.length; at += portionEvents) {
        await push({ stream, events: fresh.slice(at, at + portionEvents), unit, card: null });
      }
    },
    async addCard(shown, unit) {
      const decision = decideCard(unit.context, shown, deps.prices.get(shown.cardId));
      for (const name of decisionCounts) unit[name] += decision[name];
      if (decision.events.length === 0) return;
      await push({ stream: priceStream(shown.cardId), events: decision.events, unit, card: { shown, decision } });
    },
    async seal(unit) {
      unit.sealed = true;
      if (unit.open === 0) ready.push(unit);
      if (ready.length >= snapshotsAtOnce) await send();
    },
    async flush() {
      while (jobs.length > 0 || ready.length > 0) await send();
    },
  };
};
