/**
 * Copies a log to another engine. Ids, order, times and metadata stay intact; positions are the engine's own. An
 * interrupted copy continues where it ended. At the end both logs are read again and compared by hash.
 *
 * Times that go back along the source are raised to the newest before them, and counted: two hosts may have appended at
 * the same moment (EventLog.clockSkewMs), and a log never records a time before its newest. Rejected: a target that takes
 * any time, which would pass the skew on to a log without one.
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
  /** Called now and then with the number of events compared, copied (an earlier copy included) or verified. */
  readonly onProgress?: (events: number, phase: 'compare' | 'copy' | 'verify') => void;
}

export interface CopyReport {
  /** Events appended by this run. */
  readonly copied: number;
  /** Events in the target, all equal to those of the source. */
  readonly events: number;
  /** SHA-256 over every event in order, with the times of the target; equal for both logs; lower-case hex. */
  readonly hash: string;
  readonly from_head: LogPosition;
  readonly to_head: LogPosition;
  /** Events whose time was raised to that of an earlier one. */
  readonly times_raised: number;
  /** Whether the source was appended to meanwhile: then copy again. */
  readonly source_moved: boolean;
}

/** Bytes of data in one append; the rest is room for its metadata. */
const appendDataBytesMax = limits.appendBytesMax - 4_096;

/** Yields the events of a log one by one, in order. */
async function* eventsOf(log: EventLog, after: LogPosition): AsyncGenerator<RecordedEvent> {
  for await (const page of pages(log, { after, pageEvents: limits.projectionPageEvents })) yield* page.events;
}

/** The newest time so far, and how many events were raised to it. */
interface Clock {
  newest: string | null;
  raised: number;
}

const createClock = (): Clock => ({ newest: null, raised: 0 });

/** Returns the event with its time raised to the newest before it. Compared as numbers: the texts may lack milliseconds. */
const withRaisedTime = (clock: Clock, event: RecordedEvent): RecordedEvent => {
  if (clock.newest === null || Date.parse(event.recorded_at) >= Date.parse(clock.newest)) {
    clock.newest = event.recorded_at;
    return event;
  }
  clock.raised += 1;
  return { ...event, recorded_at: clock.newest };
};

/** Compares the target with the beginning of the source. Throws LOG_COPY_DIVERGED naming the first event that differs. */
const comparePrefix = async (options: CopyOptions): Promise<Prefix> => {
  const clock = createClock();
  const source = eventsOf(options.from, startPosition);
  let after = startPosition;
  let events = 0;
  try {
    for await (const copy of eventsOf(options.to, startPosition)) {
      options.signal.throwIfAborted();
      const next = await source.next();
      const expected = next.done === true ? null : withRaisedTime(clock, next.value);
      if (expected === null || canonicalEvent(expected) !== canonicalEvent(copy)) {
        throw ledgerError(
          'LOG_COPY_DIVERGED',
          `the target's event ${events + 1} (${copy.id} in ${copy.stream}) is not the source's; copy into an empty log`,
          { details: { to: 'a log that is empty or a prefix of the source' } },
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

/** A prefix of the source that the target holds already. */
interface Prefix {
  readonly events: number;
  /** Position of its last event in the source. */
  readonly after: LogPosition;
  readonly clock: Clock;
}

interface Batch {
  /** Time and metadata of all its events, as text. */
  readonly shared: string;
  readonly events: RecordedEvent[];
  readonly streams: Set<string>;
  bytes: number;
}

const sharedOf = ({ recorded_at, metadata }: RecordedEvent): string => JSON.stringify([recorded_at, metadata]);

/** Returns whether `event` can join the call without changing the order: its stream is the last one of the call, or new. */
const fits = (batch: Batch, event: RecordedEvent, bytes: number, keepsOrder: boolean): boolean => {
  if (batch.shared !== sharedOf(event)) return false;
  if (batch.events.length === limits.appendEventsMax || batch.bytes + bytes > appendDataBytesMax) return false;
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
  const rejected = outcomes.find(({ outcome }) => outcome !== 'appended' && outcome !== 'already_appended');
  if (rejected === undefined) return;
  throw ledgerError(
    'LOG_COPY_DIVERGED',
    `the target rejected ${rejected.stream} (${rejected.outcome}): another process writes to it`,
  );
};

/** Appends the rest of the source. Returns the number of events, and the position of the last. */
const copyRest = async (
  options: CopyOptions,
  { after, events: before, clock }: Prefix,
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
    const event = withRaisedTime(clock, recorded);
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

/** Returns the SHA-256 over the first `count` events, their times raised; `null` if there are fewer. */
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
    hash.update(canonicalEvent(withRaisedTime(clock, event)));
    events += 1;
    if (events % limits.projectionPageEvents === 0) onProgress?.(events, 'verify');
    if (events === count) return hash.digest('hex');
  }
  return null;
};

/**
 * Copies `from` into `to`, which must be empty or an earlier, unfinished copy. Throws LOG_COPY_DIVERGED if the target holds
 * other events or the hashes differ at the end. Throws the logs' errors when they are unavailable: run it again.
 */
export const copyLog = async (options: CopyOptions): Promise<CopyReport> => {
  const { from, to } = options;
  const prefix = await comparePrefix(options);
  const { copied, reached } = await copyRest(options, prefix);
  const events = prefix.events + copied;
  const [sourceClock, targetClock] = [createClock(), createClock()];
  const sourceHash = await hashOf(from, events, sourceClock, options);
  const targetHash = await hashOf(to, events, targetClock, options);
  if (sourceHash === null || sourceHash !== targetHash || targetClock.raised > 0) {
    throw ledgerError('LOG_COPY_DIVERGED', `after ${events} events the hashes of source and target differ`);
  }
  const fromHead = await from.head();
  return {
    copied,
    events,
    hash: sourceHash,
    times_raised: sourceClock.raised,
    from_head: fromHead,
    to_head: await to.head(),
    source_moved: fromHead > reached,
  };
};
