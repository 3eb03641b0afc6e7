/** Reading: a slice of one stream, a page of the whole log, its head. */
import { type LogPosition, type RecordedEvent, startPosition } from '../../domain/envelope.js';
import { limits } from '../../limits.js';
import { checkRevision, pageSize } from '../check-read.js';
import type { EventFilter, EventPage, ReadAllOptions, ReadStreamOptions, StreamSlice } from '../event-log.js';
import { type Arrived, decoder } from './event-codec.js';
import { exceptionOf } from './faults.js';
import { bytesBetween, parsePosition } from './position.js';
import { narrowScan } from './narrow-scan.js';
import { allRequest, messagesOf, streamRequest } from './read-call.js';
import { isOurs, matcherOf, placed, type Reading } from './reading.js';

/** Whether a stream's read failed because the stream was deleted for good. */
const isDeleted = (error: unknown): boolean =>
  exceptionOf(error instanceof Error && 'cause' in error ? error.cause : error) === 'stream-deleted';

interface Slice {
  readonly events: readonly Arrived[];
  /** null: the server did not say (before 21.10). */
  readonly lastRevision: number | null;
}

const readSlice = async (
  { connection, runtime }: Reading,
  stream: string,
  of: Parameters<typeof streamRequest>[1],
): Promise<Slice | null> => {
  const events: Arrived[] = [];
  const decode = decoder();
  let lastRevision: number | null = null;
  try {
    for await (const messages of messagesOf(connection, runtime, streamRequest(stream, of))) {
      for (const message of messages) {
        if (message.hasStreamNotFound()) return null;
        if (message.hasLastStreamPosition()) lastRevision = Number(message.getLastStreamPosition());
        const event = decode(message);
        if (event !== null) events.push(event);
      }
    }
  } catch (error) {
    if (isDeleted(error)) return null;
    throw error;
  }
  return { events, lastRevision };
};

/** Position of the event of a stream at `revision`; null when there is none. */
export const positionAt = async (reading: Reading, stream: string, revision: number): Promise<LogPosition | null> => {
  const slice = await readSlice(reading, stream, { direction: 'forwards', from: revision, count: 1 });
  const [event] = slice?.events ?? [];
  return event?.revision === revision ? event.position : null;
};

/** A slice of one stream. Events that no ledger wrote are left out; deleted streams are not found. */
export const readStream = async (reading: Reading, stream: string, options: ReadStreamOptions): Promise<StreamSlice> => {
  checkRevision(options.fromRevision);
  const count = pageSize(options.limit);
  const from = options.fromRevision ?? null;
  const slice = await readSlice(reading, stream, { direction: options.direction, from, count });
  if (slice === null) return { outcome: 'stream_not_found' };
  let { lastRevision } = slice;
  if (lastRevision === null) {
    const end = await readSlice(reading, stream, { direction: 'backwards', from: null, count: 1 });
    lastRevision = end?.events[0]?.revision ?? -1;
    if (lastRevision < 0) return { outcome: 'stream_not_found' };
  }
  const ours = slice.events.filter(isOurs);
  ours.forEach(reading.noteEvent);
  return { outcome: 'read', events: ours.map((event) => event.recorded()), lastRevision };
};

/**
 * Reads on after `after` until `wanted` events matched, `window` were looked at or the log ended. The position is that of
 * the last event that was looked at; at the head, of the last one of ours, which is what `head` gives.
 */
const readPage = async (
  reading: Reading,
  after: LogPosition,
  of: { readonly filter: EventFilter | undefined; readonly wanted: number; readonly window: number },
): Promise<EventPage> => {
  const from = parsePosition(after) ?? 'start';
  const matches = matcherOf(of.filter);
  const decode = decoder();
  const events: RecordedEvent[] = [];
  let looked = 0;
  let seen = after;
  let ours = after;
  // One more than the window, so that its end and the log's are told apart; one for the event at `after`, which comes too.
  const request = allRequest({ from, filter: reading.covering, count: of.window + 2 });
  for await (const messages of messagesOf(reading.connection, reading.runtime, request)) {
    for (const message of messages) {
      const event = decode(message);
      if (event === null) continue;
      const position = placed(event);
      if (position <= after) continue;
      const isFull = events.length === of.wanted || looked === of.window;
      // The page is full and there is more of ours: it does not end where the log does. Others' events say nothing.
      if (isFull && (isOurs(event) || looked === of.window)) return { events, position: seen, atHead: false };
      looked += 1;
      if (isFull) continue;
      seen = position;
      if (!isOurs(event)) continue;
      ours = position;
      reading.noteEvent(event);
      if (matches(event)) events.push(event.recorded());
    }
  }
  return { events, position: ours, atHead: true };
};

const isNarrow = (filter: EventFilter | undefined): filter is EventFilter =>
  filter?.types !== undefined || filter?.streamPrefixes !== undefined;

/**
 * One page of the log. A filtered read that begins far behind the head has the server look for what matches first, up to
 * where it says it has looked; the rest up to the head is read in full.
 */
export const readAll = async (reading: Reading, options: ReadAllOptions): Promise<EventPage> => {
  parsePosition(options.after);
  const { filter } = options;
  const limit = pageSize(options.limit);
  if (!isNarrow(filter)) return readPage(reading, options.after, { filter, wanted: limit, window: limit });
  let { after } = options;
  let found: readonly RecordedEvent[] = [];
  const end = reading.newest() ?? (await head(reading));
  if (bytesBetween(after, end) > limits.eventStoreNarrowBytesMin) {
    const scanned = await narrowScan(reading, after, { filter, wanted: limit });
    if (!scanned.isDone) return { events: scanned.events, position: scanned.position, atHead: false };
    ({ position: after, events: found } = scanned);
  }
  const rest = await readPage(reading, after, { filter, wanted: limit - found.length, window: limits.readWindowPositionsMax });
  return { ...rest, events: [...found, ...rest.events] };
};

/** The last event of ours in the log; null when there is none. */
export const lastEvent = async (reading: Reading): Promise<Arrived | null> => {
  const decode = decoder();
  // Without a bound: whoever else writes into the server may have written more than any. The call ends with the first hit.
  const request = allRequest({
    from: 'end',
    direction: 'backwards',
    filter: reading.covering,
    count: Number.MAX_SAFE_INTEGER,
  });
  for await (const messages of messagesOf(reading.connection, reading.runtime, request)) {
    for (const message of messages) {
      const event = decode(message);
      if (event === null || !isOurs(event)) continue;
      reading.noteEvent(event);
      return event;
    }
  }
  return null;
};

/** Position of the last event of ours; `startPosition` when there is none. Not of others' and not of the server's own. */
export const head = async (reading: Reading): Promise<LogPosition> => {
  const last = await lastEvent(reading);
  return last === null ? startPosition : placed(last);
};
