/**
 * A page of events, whose headers state where it ends before its body is sent. A short page is sent as it was read. A long one
 * is read twice: to find its end, then, since events never change, while it is sent. So memory does not grow with the number
 * of slow clients. Rejected: keeping it, which held 7 MB for each of 60 clients of 10,000 events; and HTTP trailers, which
 * fetch does not show.
 */
import type { RecordedEvent, LogPosition } from '../../domain/envelope.js';
import type { EventLog } from '../../log/event-log.js';
import { replay, replayPage, type ReplaySlice } from '../../log/replay.js';

/** Events read from the log at once: to find the end of a page, and to send a part of it to a client that may be slow. */
const findEvents = 200;
const sendEvents = 50;
/** UTF-8 characters of a page that is sent as it was read. */
const keptCharsMax = 262_144;

/** Returns events as text, one a line. */
export type EventsText = (events: readonly RecordedEvent[]) => Promise<string>;

/** The events as the log has them. */
export const plainText: EventsText = (events) =>
  Promise.resolve(events.map((event) => `${JSON.stringify(event)}\n`).join(''));

export interface EventsPage {
  /** Number of events. */
  readonly events: number;
  /** Where the next page starts. */
  readonly position: LogPosition;
  readonly hasMore: boolean;
  /** The events as text; `undefined` if they are too many to keep. */
  readonly lines: readonly string[] | undefined;
}

/** Reads up to `limit` events of the slice, or fewer when `isOver`, which is asked after each read. */
export const pageOf = async (
  log: EventLog,
  slice: ReplaySlice,
  { limit, isOver, toText }: { limit: number; isOver: () => boolean; toText: EventsText },
): Promise<EventsPage> => {
  let events = 0;
  let chars = 0;
  let lines: string[] | undefined = [];
  let position = slice.after;
  let hasMore = false;
  for await (const page of replay(log, { ...slice, pageEvents: Math.min(limit, findEvents) })) {
    const taken = page.events.slice(0, limit - events);
    const isWhole = taken.length === page.events.length;
    events += taken.length;
    position = isWhole ? page.position : (taken.at(-1)?.position ?? position);
    hasMore = !isWhole || !page.atEnd;
    if (lines !== undefined) {
      const text = await toText(taken);
      chars += text.length;
      if (text !== '') lines.push(text);
      if (chars > keptCharsMax) lines = undefined;
    }
    if (events >= limit || isOver()) break;
  }
  return { events, position, hasMore, lines };
};

/**
 * Yields the first `count` events of the slice as text, some at a time; the next are read when the consumer wants them. The
 * slice must have them: throws if the log has lost events since.
 */
export async function* linesOf(
  log: EventLog,
  slice: ReplaySlice,
  { count, toText }: { count: number; toText: EventsText },
): AsyncGenerator<string> {
  let left = count;
  let next: LogPosition | undefined = slice.after;
  /** Returns the text alone, so that the events are not held while the consumer is busy. */
  const read = async (after: LogPosition): Promise<string> => {
    const page = await replayPage(log, { ...slice, after, pageEvents: Math.min(left, sendEvents) });
    left -= page.events.length;
    next = page.atEnd ? undefined : page.position;
    return toText(page.events);
  };
  while (left > 0) {
    if (next === undefined) throw new Error(`the log no longer has ${left} of ${count} events of a page`);
    const text = await read(next);
    if (text !== '') yield text;
  }
}
