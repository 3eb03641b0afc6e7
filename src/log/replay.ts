/** Reads a slice of the log in its order, for `replay` and `/v1/events`. */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { stampMsOf } from '../domain/event-facts.js';
import { instantOf } from '../domain/instant.js';
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
  /** The source's earliest stamp, inclusive, RFC 3339. Events without a stamp are in no slice by stamps. */
  readonly effectiveFrom?: string;
  /** The source's latest stamp, exclusive, RFC 3339. */
  readonly effectiveTo?: string;
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
  const { effectiveFrom, effectiveTo } = slice;
  const isStamped = effectiveFrom !== undefined || effectiveTo !== undefined;
  const firstMs = effectiveFrom === undefined ? -Infinity : Date.parse(effectiveFrom);
  const endMs = effectiveTo === undefined ? Infinity : Date.parse(effectiveTo);
  const isInStamps = (event: RecordedEvent): boolean => {
    if (!isStamped) return true;
    const ms = stampMsOf(event);
    return ms >= firstMs && ms < endMs;
  };
  return {
    options: { after: slice.after, filter, pageEvents: slice.pageEvents ?? limits.projectionPageEvents },
    choose(page, after) {
      const events = page.events.filter((event) => {
        const recorded = Date.parse(event.recorded_at);
        const isRecordedThen = recorded >= from && recorded < to;
        return isRecordedThen && (streams === undefined || streams.includes(event.stream)) && isInStamps(event);
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

/**
 * Returns the slice with a start that skips what it cannot have, found without reading it: what was recorded before `from`,
 * and what was recorded more than limits.stampAheadMsMax before `effectiveFrom`, since no stamp that is recorded lies further
 * ahead. `simulated`: the stamps of a simulated market may.
 */
export const startSlice = async (
  log: Pick<EventLog, 'positionBefore'>,
  slice: ReplaySlice,
  { simulated }: { readonly simulated: boolean },
): Promise<ReplaySlice> => {
  const { from, effectiveFrom, after } = slice;
  const bounds = [
    ...(from === undefined ? [] : [Date.parse(from)]),
    ...(effectiveFrom === undefined || simulated ? [] : [Date.parse(effectiveFrom) - limits.stampAheadMsMax]),
  ];
  // Postgres knows no year before 4713 BC, and no log begins before 1970.
  const earliestMs = Math.max(0, ...bounds);
  if (earliestMs === 0) return slice;
  const position = await log.positionBefore(instantOf(new Date(earliestMs)));
  return position > after ? { ...slice, after: position } : slice;
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
