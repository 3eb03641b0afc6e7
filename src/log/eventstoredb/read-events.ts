/** Reading: a slice of one stream, a page of the whole log, its head. */
import { type LogPosition, type RecordedEvent, startPosition } from '../../domain/envelope.js';
import { limits } from '../../base/limits.js';
import { checkRevision, pageSize } from '../check-read.js';
import type { EventFilter, EventPage, ReadAllOptions, ReadStreamOptions, StreamSlice } from '../event-log.js';
import { type ReceivedEvent, decoder } from './event-codec.js';
import { exceptionOf } from './server-errors.js';
import { bytesBetween, isBetweenEvents, parsePosition } from './position.js';
import { filteredRead } from './filtered-read.js';
import { allRequest, messagesOf, streamRequest } from './read-call.js';
import { isLedgerEvent, matcherOf, placed, type ReadContext } from './context.js';
import { eventStoreLimits } from './limits.js';

/** Whether a stream's read failed because the stream was deleted for good. */
const isDeleted = (error: unknown): boolean =>
  exceptionOf(error instanceof Error && 'cause' in error ? error.cause : error) === 'stream-deleted';

interface Slice {
  readonly events: readonly ReceivedEvent[];
  /** null: the server did not say (before 21.10). */
  readonly lastRevision: number | null;
}

const readSlice = async (
  { connection, runtime }: ReadContext,
  stream: string,
  of: Parameters<typeof streamRequest>[1],
): Promise<Slice | null> => {
  const events: ReceivedEvent[] = [];
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
export const positionAt = async (
  reading: ReadContext,
  stream: string,
  revision: number,
): Promise<LogPosition | null> => {
  const slice = await readSlice(reading, stream, { direction: 'forwards', from: revision, count: 1 });
  const [event] = slice?.events ?? [];
  return event?.revision === revision ? event.position : null;
};

/** A slice of one stream. Events that no ledger wrote are left out; deleted streams are not found. */
export const readStream = async (
  reading: ReadContext,
  stream: string,
  options: ReadStreamOptions,
): Promise<StreamSlice> => {
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
  const ours = slice.events.filter(isLedgerEvent);
  ours.forEach(reading.noteEvent);
  return { outcome: 'read', events: ours.map((event) => event.recorded()), lastRevision };
};

/** Each call of a page or of a look back is so much larger than the one before. */
const callGrowth = 4;
const lookBackGrowth = 32;

/** Gathers one page from what arrives, in the order of the log. */
const gatherer = (
  reading: ReadContext,
  after: LogPosition,
  of: { readonly filter: EventFilter | undefined; readonly wanted: number; readonly window: number },
) => {
  const matches = matcherOf(of.filter);
  const events: RecordedEvent[] = [];
  let looked = 0;
  let seen = after;
  let ours = after;
  let hasMore = false;
  const isFull = (): boolean => events.length === of.wanted || looked === of.window;
  return {
    isFull,
    seen: () => seen,
    left: () => of.window - looked,
    add(event: ReceivedEvent): void {
      const position = placed(event);
      if (position <= seen) return;
      if (isFull()) {
        // What others write says nothing: without more of ours the page ends where our log does.
        hasMore ||= isLedgerEvent(event) || looked === of.window;
        return;
      }
      looked += 1;
      seen = position;
      if (!isLedgerEvent(event)) return;
      ours = position;
      reading.noteEvent(event);
      if (matches(event)) events.push(event.recorded());
    },
    /** The position is that of the last event looked at; at the head, of the last one of ours, which is what `head` gives. */
    page: (isEnd: boolean): EventPage =>
      isEnd && !hasMore ? { events, position: ours, atHead: true } : { events, position: seen, atHead: false },
  };
};

/**
 * Reads on after `after` until `wanted` events matched, `window` were looked at or the log ended. In calls that end by
 * themselves, each larger than the last: a server that sees many calls cancelled takes it for an attack and closes the
 * connection (a thousand in half a minute are enough).
 */
const readPage = async (
  reading: ReadContext,
  after: LogPosition,
  of: { readonly filter: EventFilter | undefined; readonly wanted: number; readonly window: number },
): Promise<EventPage> => {
  const gather = gatherer(reading, after, of);
  const decode = decoder();
  for (let size = Math.min(of.wanted, of.window); ; size = Math.min(size * callGrowth, gather.left())) {
    // One more than the page, so that its end and the log's are told apart; one for the event read on from, sent again.
    const count = size + 2;
    let arrived = 0;
    const request = allRequest({ from: parsePosition(gather.seen()) ?? 'start', filter: reading.covering, count });
    for await (const messages of messagesOf(reading.connection, reading.runtime, request)) {
      for (const message of messages) {
        const event = decode(message);
        if (event === null) continue;
        arrived += 1;
        gather.add(event);
      }
    }
    if (arrived < count) return gather.page(true);
    if (gather.isFull()) return gather.page(false);
  }
};

const isNarrow = (filter: EventFilter | undefined): filter is EventFilter =>
  filter?.types !== undefined || filter?.streamPrefixes !== undefined;

const isFarBehind = async (reading: ReadContext, after: LogPosition): Promise<boolean> => {
  const end = reading.newest() ?? (await head(reading));
  return bytesBetween(after, end) > eventStoreLimits.filteredReadBytesMin;
};

/** Reads on in full behind what was found of a page already, and gives both as one page. */
const readRest = async (
  reading: ReadContext,
  begun: { readonly events: readonly RecordedEvent[]; readonly position: LogPosition },
  of: { readonly filter: EventFilter | undefined; readonly limit: number },
): Promise<EventPage> => {
  const wanted = of.limit - begun.events.length;
  const rest = await readPage(reading, begun.position, {
    filter: of.filter,
    wanted,
    window: limits.readWindowPositionsMax,
  });
  return { ...rest, events: [...begun.events, ...rest.events] };
};

/**
 * One page of the log. A filtered read that begins far behind the head has the server look for what matches first, up to
 * where it says it has looked; the rest up to the head is read in full.
 */
export const readAll = async (reading: ReadContext, options: ReadAllOptions): Promise<EventPage> => {
  const from = parsePosition(options.after);
  const { after, filter } = options;
  const limit = pageSize(options.limit);
  if (!isNarrow(filter) || !(await isFarBehind(reading, after))) {
    return readRest(reading, { events: [], position: after }, { filter, limit });
  }
  let begun: EventPage = { events: [], position: after, atHead: false };
  if (from !== null && isBetweenEvents(from)) {
    // Servers before 24.2 take the first event from there on for the one that the reader has had, and begin behind it.
    begun = await readPage(reading, after, { filter, wanted: 1, window: 1 });
    if (begun.atHead || begun.events.length === limit) return begun;
  }
  const scanned = await filteredRead(reading, begun.position, { filter, wanted: limit - begun.events.length });
  const events = [...begun.events, ...scanned.events];
  if (!scanned.isDone) return { events, position: scanned.position, atHead: false };
  return readRest(reading, { events, position: scanned.position }, { filter, limit });
};

/** The last event of ours in the log; null when there is none. Looks backwards, mostly at one event. */
export const lastEvent = async (reading: ReadContext): Promise<ReceivedEvent | null> => {
  const decode = decoder();
  let from: ReturnType<typeof parsePosition> | 'end' = 'end';
  for (let count = 1; from !== null; count = Math.min(count * lookBackGrowth, limits.readPageEventsMax)) {
    const request = allRequest({ from, direction: 'backwards', filter: reading.covering, count });
    let arrived = 0;
    let last: ReceivedEvent | null = null;
    for await (const messages of messagesOf(reading.connection, reading.runtime, request)) {
      for (const message of messages) {
        const event = decode(message);
        if (event === null) continue;
        arrived += 1;
        from = parsePosition(placed(event));
        if (isLedgerEvent(event)) last ??= event;
      }
    }
    if (last !== null) reading.noteEvent(last);
    if (last !== null || arrived < count) return last;
  }
  return null;
};

/** Position of the last event of ours; `startPosition` when there is none. Not of others' and not of the server's own. */
export const head = async (reading: ReadContext): Promise<LogPosition> => {
  const last = await lastEvent(reading);
  return last === null ? startPosition : placed(last);
};
