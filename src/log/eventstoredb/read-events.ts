/** Reads a slice of one stream, a page of the whole log, its head. */
import { type LogPosition, type RecordedEvent, startPosition } from '../../domain/envelope.js';
import { limits } from '../../base/limits.js';
import { checkRevision, pageSize } from '../check-read.js';
import type { EventFilter, EventPage, ReadAllOptions, ReadStreamOptions, StreamSlice } from '../event-log.js';
import { type ReceivedEvent, createDecoder } from './event-codec.js';
import { exceptionOf } from './server-errors.js';
import { bytesBetween, isBetweenEvents, parsePosition } from './position.js';
import { filteredRead } from './filtered-read.js';
import { allRequest, messagesOf, type StreamRange, streamRequest } from './read-call.js';
import { isLedgerEvent, matcherOf, positionOf, type ReadContext } from './context.js';
import type { ReadPart } from './recent-events.js';
import { eventStoreLimits } from './limits.js';

/** Returns whether a read failed because its stream was deleted permanently. */
const isDeleted = (error: unknown): boolean =>
  exceptionOf(error instanceof Error && 'cause' in error ? error.cause : error) === 'stream-deleted';

interface Slice {
  readonly events: readonly ReceivedEvent[];
  /** `null` if the server did not send it (before 21.10). */
  readonly lastRevision: number | null;
}

const readSlice = async (
  { connection, runtime }: ReadContext,
  stream: string,
  range: StreamRange,
): Promise<Slice | null> => {
  const events: ReceivedEvent[] = [];
  const decode = createDecoder();
  let lastRevision: number | null = null;
  try {
    for await (const messages of messagesOf(connection, runtime, streamRequest(stream, range))) {
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

/** Returns the position of the event of a stream at `revision`; `null` if there is none. */
export const positionAt = async (
  context: ReadContext,
  stream: string,
  revision: number,
): Promise<LogPosition | null> => {
  const slice = await readSlice(context, stream, { direction: 'forwards', from: revision, count: 1 });
  const [event] = slice?.events ?? [];
  return event?.revision === revision ? event.position : null;
};

/** Reads a slice of one stream. Omits events of other applications. A deleted stream is not found. */
export const readStream = async (
  context: ReadContext,
  stream: string,
  options: ReadStreamOptions,
): Promise<StreamSlice> => {
  checkRevision(options.fromRevision);
  const count = pageSize(options.limit);
  const from = options.fromRevision ?? null;
  const slice = await readSlice(context, stream, { direction: options.direction, from, count });
  if (slice === null) return { outcome: 'stream_not_found' };
  let { lastRevision } = slice;
  if (lastRevision === null) {
    const end = await readSlice(context, stream, { direction: 'backwards', from: null, count: 1 });
    lastRevision = end?.events[0]?.revision ?? -1;
    if (lastRevision < 0) return { outcome: 'stream_not_found' };
  }
  const events = slice.events.filter(isLedgerEvent);
  events.forEach(context.noteEvent);
  return { outcome: 'read', events: events.map((event) => event.recorded()), lastRevision };
};

/** Factors by which each call for a page, and each call backwards, is larger than the one before. */
const pageCallGrowth = 4;
const backwardsCallGrowth = 32;

interface PageOptions {
  readonly filter: EventFilter | undefined;
  /** Most events of the page. */
  readonly limit: number;
  /** Most events that are read for the page, whether or not they match. */
  readonly window: number;
}

/** Collects one page from received events, which are given in the order of the log. */
const pageCollector = (context: ReadContext, after: LogPosition, { filter, limit, window }: PageOptions) => {
  const matches = matcherOf(filter);
  const events: RecordedEvent[] = [];
  let count = 0;
  let last = after;
  let lastOfLedger = after;
  let hasMore = false;
  const isFull = (): boolean => events.length === limit || count === window;
  return {
    isFull,
    hasMore: () => hasMore,
    last: () => last,
    left: () => window - count,
    add(event: ReceivedEvent): void {
      const position = positionOf(event);
      if (position <= last) return;
      if (isFull()) {
        // Events of other applications do not count: without more of the ledger's, the page ends at the log's head.
        hasMore ||= isLedgerEvent(event) || count === window;
        return;
      }
      count += 1;
      last = position;
      if (!isLedgerEvent(event)) return;
      lastOfLedger = position;
      context.noteEvent(event);
      if (matches(event)) events.push(event.recorded());
    },
    /** The position is that of the last event read; at the head, of the ledger's last event, as `head` returns it. */
    page: (isEnd: boolean): EventPage =>
      isEnd && !hasMore ? { events, position: lastOfLedger, atHead: true } : { events, position: last, atHead: false },
  };
};

/** Reads at most `count` events of $all, from the event at `from` on, which the server sends again. */
const readPart = async (context: ReadContext, from: LogPosition, count: number): Promise<ReadPart> => {
  const decode = createDecoder();
  const events: ReceivedEvent[] = [];
  let arrived = 0;
  let to = from;
  const request = allRequest({ from: parsePosition(from) ?? 'start', filter: context.serverFilter, count });
  for await (const messages of messagesOf(context.connection, context.runtime, request)) {
    for (const message of messages) {
      const event = decode(message);
      if (event === null) continue;
      arrived += 1;
      const position = positionOf(event);
      if (position <= to) continue;
      to = position;
      events.push(event);
    }
  }
  return { events, to, isEnd: arrived < count };
};

/**
 * Reads after `after` until the page is full or the log ends. Uses calls that end by themselves, each larger than the one
 * before. Rejected: cancelling one long call, because a server takes many cancelled calls for an attack and closes the
 * connection (a thousand in half a minute are enough).
 */
const readPage = async (context: ReadContext, after: LogPosition, options: PageOptions): Promise<EventPage> => {
  const { recent } = context;
  const since = recent.nextCall();
  const collector = pageCollector(context, after, options);
  let size = Math.min(options.limit, options.window);
  for (;;) {
    for (const event of recent.behind(collector.last())) {
      collector.add(event);
      if (collector.hasMore()) return collector.page(false);
    }
    const from = collector.last();
    let isOwn = false;
    const part = await recent.readBehind(from, since, () => {
      isOwn = true;
      // One event more than the page distinguishes its end from the log's. One is the event to continue from.
      return readPart(context, from, size + 2);
    });
    for (const event of part.events) collector.add(event);
    if (part.isEnd && part.isFresh) return collector.page(true);
    if (collector.hasMore() || (isOwn && collector.isFull())) return collector.page(false);
    size = Math.min(size * pageCallGrowth, collector.left());
  }
};

const isSelective = (filter: EventFilter | undefined): filter is EventFilter =>
  filter?.types !== undefined || filter?.streamPrefixes !== undefined;

const isFarBehind = async (context: ReadContext, after: LogPosition): Promise<boolean> => {
  const end = context.newest() ?? (await head(context));
  return bytesBetween(after, end) > eventStoreLimits.filteredReadBytesMin;
};

/** Completes a page by reading without the server's help. Returns both parts as one page. */
const readRest = async (
  context: ReadContext,
  begun: { readonly events: readonly RecordedEvent[]; readonly position: LogPosition },
  { filter, limit }: { readonly filter: EventFilter | undefined; readonly limit: number },
): Promise<EventPage> => {
  const rest = await readPage(context, begun.position, {
    filter,
    limit: limit - begun.events.length,
    window: limits.readWindowPositionsMax,
  });
  return { ...rest, events: [...begun.events, ...rest.events] };
};

/**
 * Reads one page of the log. If a filtered read begins far behind the head, the server filters first, up to its last
 * checkpoint; the rest up to the head is read in full.
 */
export const readAll = async (context: ReadContext, options: ReadAllOptions): Promise<EventPage> => {
  const from = parsePosition(options.after);
  const { after, filter } = options;
  const limit = pageSize(options.limit);
  if (!isSelective(filter) || !(await isFarBehind(context, after))) {
    return readRest(context, { events: [], position: after }, { filter, limit });
  }
  let begun: EventPage = { events: [], position: after, atHead: false };
  if (from !== null && isBetweenEvents(from)) {
    // Servers before 24.2 mistake the first event after a checkpoint for the reader's last one, and begin behind it.
    begun = await readPage(context, after, { filter, limit: 1, window: 1 });
    if (begun.atHead || begun.events.length === limit) return begun;
  }
  const filtered = await filteredRead(context, begun.position, { filter, limit: limit - begun.events.length });
  const events = [...begun.events, ...filtered.events];
  if (!filtered.isDone) return { events, position: filtered.position, atHead: false };
  return readRest(context, { events, position: filtered.position }, { filter, limit });
};

/** Returns the ledger's last event; `null` if there is none. Reads backwards, mostly one event. */
export const lastEvent = async (context: ReadContext): Promise<ReceivedEvent | null> => {
  const decode = createDecoder();
  let from: ReturnType<typeof parsePosition> | 'end' = 'end';
  for (let count = 1; from !== null; count = Math.min(count * backwardsCallGrowth, limits.readPageEventsMax)) {
    const request = allRequest({ from, direction: 'backwards', filter: context.serverFilter, count });
    let arrived = 0;
    let last: ReceivedEvent | null = null;
    for await (const messages of messagesOf(context.connection, context.runtime, request)) {
      for (const message of messages) {
        const event = decode(message);
        if (event === null) continue;
        arrived += 1;
        from = parsePosition(positionOf(event));
        if (isLedgerEvent(event)) last ??= event;
      }
    }
    if (last !== null) context.noteEvent(last);
    if (last !== null || arrived < count) return last;
  }
  return null;
};

/** Returns the position of the ledger's last event; `startPosition` if there is none. */
export const head = async (context: ReadContext): Promise<LogPosition> => {
  const last = await lastEvent(context);
  return last === null ? startPosition : positionOf(last);
};
