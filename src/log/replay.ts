/** Reads a slice of the log in its order, for `replay` and `/v1/events`. */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { cardStream, priceStream } from '../domain/streams.js';
import { limits } from '../base/limits.js';
import { type EventFilter, type EventLog, type EventPage, pages } from './event-log.js';

export interface ReplaySlice {
  /** Exclusive. */
  readonly after: LogPosition;
  /** Earliest `recorded_at`, inclusive, RFC 3339. */
  readonly from?: string;
  /** Latest `recorded_at`, exclusive, RFC 3339. */
  readonly to?: string;
  readonly types?: readonly string[];
  /** Selects the streams of a card: its own and that of its prices. */
  readonly cardId?: string;
  /** Selects one stream. */
  readonly stream?: string;
  /** Events of one page read; the pages returned may be smaller, or empty. */
  readonly pageEvents?: number;
}

export interface ReplayPage {
  readonly events: readonly RecordedEvent[];
  /** Where to continue: `after` of the next slice. Never past `to`: a later slice may ask for what follows. */
  readonly position: LogPosition;
  /** No event of the slice follows: the page ends at the head of the log, or `to` is passed. */
  readonly atEnd: boolean;
}

const streamsOf = (slice: ReplaySlice): readonly string[] | undefined => {
  if (slice.stream !== undefined) return [slice.stream];
  return slice.cardId === undefined ? undefined : [cardStream(slice.cardId), priceStream(slice.cardId)];
};

/**
 * Returns what the log filters for the slice, and what is left to choose from its pages: exact names, since the prefix
 * `price-pokemon-1` also matches `price-pokemon-10`, and times.
 */
const prepare = (
  log: Pick<EventLog, 'clockSkewMs'>,
  slice: ReplaySlice,
): {
  readonly options: { readonly after: LogPosition; readonly filter: EventFilter; readonly pageEvents: number };
  readonly choose: (page: EventPage, after: LogPosition) => ReplayPage;
} => {
  const streams = streamsOf(slice);
  const filter: EventFilter = {
    ...(streams === undefined ? {} : { streamPrefixes: streams }),
    ...(slice.types === undefined ? {} : { types: slice.types }),
  };
  const from = slice.from === undefined ? -Infinity : Date.parse(slice.from);
  const to = slice.to === undefined ? Infinity : Date.parse(slice.to);
  return {
    options: { after: slice.after, filter, pageEvents: slice.pageEvents ?? limits.projectionPageEvents },
    choose(page, after) {
      const events = page.events.filter((event) => {
        const recorded = Date.parse(event.recorded_at);
        return recorded >= from && recorded < to && (streams === undefined || streams.includes(event.stream));
      });
      // Past `to` by more than recorded_at may go back, no event of the slice follows.
      const last = page.events.at(-1);
      const isPast = last !== undefined && Date.parse(last.recorded_at) >= to + log.clockSkewMs;
      const atEnd = page.atHead || isPast;
      const firstPast = page.events.findIndex(({ recorded_at: at }) => Date.parse(at) >= to);
      // Where times go back, a later slice then repeats events. Rejected: after the last event before `to`, which skips some.
      const before = firstPast === 0 ? after : page.events[firstPast - 1]?.position;
      return { events, position: (atEnd ? before : undefined) ?? page.position, atEnd };
    },
  };
};

/** Yields the pages of the slice, up to the head of the log; reads one ahead. */
export async function* replay(log: EventLog, slice: ReplaySlice): AsyncGenerator<ReplayPage> {
  const { options, choose } = prepare(log, slice);
  let after = slice.after;
  for await (const page of pages(log, options)) {
    const chosen = choose(page, after);
    after = chosen.position;
    yield chosen;
    if (chosen.atEnd) return;
  }
}

/** Returns the first page of the slice, for readers that hold one page at a time. Throws as `readAll` does. */
export const replayPage = async (log: EventLog, slice: ReplaySlice): Promise<ReplayPage> => {
  const { options, choose } = prepare(log, slice);
  const { after, filter, pageEvents: limit } = options;
  return choose(await log.readAll({ after, filter, limit }), after);
};
