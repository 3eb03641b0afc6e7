/**
 * A log moved to another engine: ids, order, times and metadata intact; positions are the engine's own. A copy that was
 * cut short goes on where it ended, and at the end both logs are read again and compared by hash.
 *
 * Times are intact but for those that go back along the source, where two hosts appended at the same moment
 * (EventLog.clockSkewMs): a log never records a time before its newest, so these are raised to it, and counted. Rejected: a
 * target that takes any time, which would pass the skew on to a log that is without.
 */
import { createHash } from 'node:crypto';
import { type LogPosition, type RecordedEvent, startPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { appendWithRetry } from './append-with-retry.js';
import { type EventLog, pages, type StreamAppend } from './event-log.js';
import { canonicalEvent } from './hash-chain.js';

export interface CopyOptions {
  readonly from: EventLog;
  readonly to: EventLog;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Told of every page: events in the target, those of an earlier copy included. */
  readonly onProgress?: (events: number, phase: 'compare' | 'copy' | 'verify') => void;
}

export interface CopyReport {
  /** Appended by this run. */
  readonly copied: number;
  /** In the target, all equal to the source's. */
  readonly events: number;
  /** SHA-256 over every event in order, times as in the target, the same for both logs; lower-case hex. */
  readonly hash: string;
  readonly from_head: LogPosition;
  readonly to_head: LogPosition;
  /** Events whose time was raised to that of one before. */
  readonly times_raised: number;
  /** The source was appended to meanwhile: copy again. */
  readonly source_moved: boolean;
}

/** Room for what an append carries besides the data of its events. */
const bytesAtOnce = limits.appendBytesMax - 4_096;

/** Events of a log one by one, in order. */
async function* eventsOf(log: EventLog, after: LogPosition): AsyncGenerator<RecordedEvent> {
  for await (const page of pages(log, { after, pageEvents: limits.projectionPageEvents })) yield* page.events;
}

/** The time that events are at, and how many were raised to it. */
interface Clock {
  newest: string | null;
  raised: number;
}

/** The event as a log records it whose times never go back. Instants with and without milliseconds do not sort as texts. */
const raisedTo = (clock: Clock, event: RecordedEvent): RecordedEvent => {
  if (clock.newest === null || Date.parse(event.recorded_at) >= Date.parse(clock.newest)) {
    clock.newest = event.recorded_at;
    return event;
  }
  clock.raised += 1;
  return { ...event, recorded_at: clock.newest };
};

/**
 * Compares the target with the beginning of the source. Returns where in the source to go on. Throws LOG_COPY_DIVERGED
 * naming the first event that is not the source's.
 */
const comparePrefix = async (options: CopyOptions): Promise<{ after: LogPosition; events: number; clock: Clock }> => {
  const clock: Clock = { newest: null, raised: 0 };
  const source = eventsOf(options.from, startPosition);
  let after = startPosition;
  let events = 0;
  try {
    for await (const there of eventsOf(options.to, startPosition)) {
      options.signal.throwIfAborted();
      const next = await source.next();
      const expected = next.done === true ? null : raisedTo(clock, next.value);
      if (expected === null || canonicalEvent(expected) !== canonicalEvent(there)) {
        throw ledgerError(
          'LOG_COPY_DIVERGED',
          `the target's event ${events + 1} (${there.id} in ${there.stream}) is not the source's; copy into an empty log`,
          { details: { to: 'a log that is empty or begins as the source does' } },
        );
      }
      events += 1;
      after = expected.position;
      if (events % limits.projectionPageEvents === 0) options.onProgress?.(events, 'compare');
    }
  } finally {
    await source.return(undefined);
  }
  return { after, events, clock };
};

interface Batch {
  /** What all its events share, as text: they were recorded together. */
  readonly shared: string;
  readonly events: RecordedEvent[];
  readonly streams: Set<string>;
  bytes: number;
}

const sharedOf = ({ recorded_at, metadata }: RecordedEvent): string => JSON.stringify([recorded_at, metadata]);

/** Whether `event` may follow in the call without changing the order: its stream is the last one of it, or a new one. */
const fits = (batch: Batch, event: RecordedEvent, bytes: number, keepsOrder: boolean): boolean => {
  if (batch.shared !== sharedOf(event)) return false;
  if (batch.events.length === limits.appendEventsMax || batch.bytes + bytes > bytesAtOnce) return false;
  if (batch.events.at(-1)?.stream === event.stream) return true;
  return keepsOrder && !batch.streams.has(event.stream);
};

const appendsOf = (events: readonly RecordedEvent[]): StreamAppend[] => {
  const appends: { stream: string; expectedRevision: number; events: RecordedEvent[] }[] = [];
  for (const event of events) {
    const last = appends.at(-1);
    if (last?.stream === event.stream) last.events.push(event);
    else appends.push({ stream: event.stream, expectedRevision: event.revision - 1, events: [event] });
  }
  return appends.map(({ events: own, ...rest }) => ({
    ...rest,
    events: own.map(({ id, type, schema_version, data }) => ({ id, type, schema_version, data })),
  }));
};

const send = async (options: CopyOptions, { events }: Batch): Promise<void> => {
  const [first] = events;
  if (first === undefined) return;
  const deps = { log: options.to, runtime: options.runtime, signal: options.signal };
  const outcomes = await appendWithRetry(deps, appendsOf(events), first.metadata, first.recorded_at);
  const refused = outcomes.find(({ outcome }) => outcome !== 'appended' && outcome !== 'already_appended');
  if (refused === undefined) return;
  throw ledgerError(
    'LOG_COPY_DIVERGED',
    `the target refused ${refused.stream} (${refused.outcome}): somebody else writes to it`,
  );
};

/** Appends the rest of the source. Returns how many events that were, and the position of the last. */
const copyRest = async (
  options: CopyOptions,
  { after, events: before, clock }: { after: LogPosition; events: number; clock: Clock },
): Promise<{ copied: number; reached: LogPosition }> => {
  const keepsOrder = options.to.appendKeepsOrder;
  const start = (shared: string): Batch => ({ shared, events: [], streams: new Set(), bytes: 0 });
  let batch = start('');
  let copied = 0;
  let reached = after;
  const flush = async (): Promise<void> => {
    await send(options, batch);
    copied += batch.events.length;
    options.onProgress?.(before + copied, 'copy');
  };
  for await (const recorded of eventsOf(options.from, after)) {
    options.signal.throwIfAborted();
    const event = raisedTo(clock, recorded);
    const bytes = Buffer.byteLength(JSON.stringify(event.data));
    if (!fits(batch, event, bytes, keepsOrder)) {
      await flush();
      batch = start(sharedOf(event));
    }
    batch.events.push(event);
    batch.streams.add(event.stream);
    batch.bytes += bytes;
    reached = event.position;
  }
  await flush();
  return { copied, reached };
};

/** SHA-256 over the first `count` events, their times raised by `clock`; null when there are fewer. */
const hashOf = async (
  log: EventLog,
  count: number,
  clock: Clock,
  { signal, onProgress }: CopyOptions,
): Promise<string | null> => {
  const hash = createHash('sha256');
  let events = 0;
  if (count === 0) return hash.digest('hex');
  for await (const event of eventsOf(log, startPosition)) {
    signal.throwIfAborted();
    hash.update(canonicalEvent(raisedTo(clock, event)));
    events += 1;
    if (events % limits.projectionPageEvents === 0) onProgress?.(events, 'verify');
    if (events === count) return hash.digest('hex');
  }
  return null;
};

/**
 * Copies `from` into `to`, which must be empty or an earlier, unfinished copy. Throws LOG_COPY_DIVERGED where the target
 * holds something else or the hashes differ at the end, and what the logs throw when they stay away: run it again.
 */
export const copyLog = async (options: CopyOptions): Promise<CopyReport> => {
  const { from, to } = options;
  const held = await comparePrefix(options);
  const { copied, reached } = await copyRest(options, held);
  const events = held.events + copied;
  const [theirs, ours]: [Clock, Clock] = [
    { newest: null, raised: 0 },
    { newest: null, raised: 0 },
  ];
  const [there, here] = [await hashOf(from, events, theirs, options), await hashOf(to, events, ours, options)];
  if (there === null || there !== here || ours.raised > 0) {
    throw ledgerError('LOG_COPY_DIVERGED', `after ${events} events the hashes of source and target differ`);
  }
  const fromHead = await from.head();
  return {
    copied,
    events,
    hash: there,
    times_raised: theirs.raised,
    from_head: fromHead,
    to_head: await to.head(),
    source_moved: fromHead > reached,
  };
};
