/**
 * Gathers the events of a run into appends as large as the log allows, over the borders of sets. A SnapshotTaken follows
 * with the next append after all of its observations are acknowledged, since the streams of one append are not atomic
 * together: a snapshot in the log proves that its set is complete.
 */
import type { NewEvent } from '../domain/envelope.js';
import { limits } from '../base/limits.js';
import { appendBatch, type BatchDeps, type StreamWrite } from './append-batch.js';
import type { SetSnapshot } from './set-snapshot.js';

export interface EventWriter {
  /** Adds the events of one stream, which belong to `snapshot` unless it is `null`. */
  add(write: StreamWrite, snapshot: SetSnapshot | null): Promise<void>;
  /** Seals a snapshot. Its SnapshotTaken event follows once all of its events are in the log. */
  seal(snapshot: SetSnapshot): Promise<void>;
  /** Appends everything that was added, snapshots included. */
  flush(): Promise<void>;
}

/** Room for the snapshots of an append, and for the error of the size estimate. */
const snapshotsAtOnce = 100;
const eventsAtOnce = limits.appendEventsMax - snapshotsAtOnce;
const bytesAtOnce = limits.appendBytesMax - 131_072;
/** Events of one stream in one append, and their bytes: a file of nothing but unreadable rows must still fit. */
const portionEvents = 100;
const portionBytes = bytesAtOnce / 2;

/** Returns the bytes of an event's data. Prices are bounded by their schema, so they are not measured. */
const sizeOf = (event: NewEvent): number =>
  event.type === 'PriceObserved' || event.type === 'PriceWithdrawn'
    ? 800
    : Buffer.byteLength(JSON.stringify(event.data));

/** Returns the events in portions that fit one append each. */
const portionsOf = (events: readonly NewEvent[]): NewEvent[][] => {
  const portions: NewEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOf(event);
    const last = portions.at(-1);
    if (last === undefined || last.length >= portionEvents || bytes + size > portionBytes) {
      portions.push([event]);
      bytes = size;
    } else {
      last.push(event);
      bytes += size;
    }
  }
  return portions;
};

/** Creates the writer of a run. `collection` is the stream of its SnapshotTaken events. */
export const createEventWriter = (deps: BatchDeps & { readonly collection: string }): EventWriter => {
  let batch: { write: StreamWrite; snapshot: SetSnapshot | null }[] = [];
  let streams = new Set<string>();
  let [events, bytes] = [0, 0];
  let complete: SetSnapshot[] = [];
  /** Ids of quarantines added so far: the same unreadable row may stand in several files. */
  const quarantined = new Set<string>();

  const send = async (): Promise<void> => {
    const writes = batch.map(({ write }) => write);
    if (complete.length > 0) {
      writes.push({ stream: deps.collection, events: complete.map((snapshot) => snapshot.toEvent()), decided: null });
    }
    const sent = batch;
    [batch, streams, events, bytes, complete] = [[], new Set(), 0, 0, []];
    await appendBatch(deps, writes);
    for (const { snapshot } of sent) {
      snapshot?.acknowledge();
      if (snapshot?.isComplete() === true) complete.push(snapshot);
    }
  };

  const push = async (write: StreamWrite, snapshot: SetSnapshot | null): Promise<void> => {
    const size = write.events.reduce((sum, event) => sum + sizeOf(event), 0);
    const full = events + write.events.length + complete.length > eventsAtOnce || bytes + size > bytesAtOnce;
    // A stream may stand only once in an append.
    if (batch.length > 0 && (full || streams.has(write.stream))) await send();
    batch.push({ write, snapshot });
    streams.add(write.stream);
    events += write.events.length;
    bytes += size;
    snapshot?.begin();
  };

  return {
    async add(write, snapshot) {
      if (write.decided !== null) {
        if (write.events.length > 0) await push(write, snapshot);
        return;
      }
      const fresh = write.events.filter(({ id, type }) => type !== 'ObservationQuarantined' || !quarantined.has(id));
      for (const { id, type } of fresh) if (type === 'ObservationQuarantined') quarantined.add(id);
      for (const portion of portionsOf(fresh)) await push({ ...write, events: portion }, snapshot);
    },
    async seal(snapshot) {
      snapshot.seal();
      if (snapshot.isComplete()) complete.push(snapshot);
      if (complete.length >= snapshotsAtOnce) await send();
    },
    async flush() {
      while (batch.length > 0 || complete.length > 0) await send();
    },
  };
};
