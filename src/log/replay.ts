/** Reads a slice of the log in its order, for `replay` and `/v1/events`. */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { cardStream, priceStream } from '../domain/streams.js';
import { limits } from '../base/limits.js';
import { type EventFilter, type EventLog, pages } from './event-log.js';

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
  /** Where to continue: `after` of the next slice. */
  readonly position: LogPosition;
  readonly atHead: boolean;
}

const streamsOf = (slice: ReplaySlice): readonly string[] | undefined => {
  if (slice.stream !== undefined) return [slice.stream];
  return slice.cardId === undefined ? undefined : [cardStream(slice.cardId), priceStream(slice.cardId)];
};

/**
 * Yields the pages of the slice, up to the head of the log. The log filters by type and by the beginning of a stream's
 * name. Exact names and times are filtered here, since the prefix `price-pokemon-1` also matches `price-pokemon-10`.
 */
export async function* replay(log: EventLog, slice: ReplaySlice): AsyncGenerator<ReplayPage> {
  const streams = streamsOf(slice);
  const filter: EventFilter = {
    ...(streams === undefined ? {} : { streamPrefixes: streams }),
    ...(slice.types === undefined ? {} : { types: slice.types }),
  };
  const from = slice.from === undefined ? -Infinity : Date.parse(slice.from);
  const to = slice.to === undefined ? Infinity : Date.parse(slice.to);
  const pageEvents = slice.pageEvents ?? limits.projectionPageEvents;
  for await (const page of pages(log, { after: slice.after, filter, pageEvents })) {
    const events = page.events.filter((event) => {
      const recorded = Date.parse(event.recorded_at);
      return recorded >= from && recorded < to && (streams === undefined || streams.includes(event.stream));
    });
    yield { events, position: page.position, atHead: page.atHead };
    // Past `to` by more than recorded_at may go back, no event of the slice follows.
    const last = page.events.at(-1);
    if (last !== undefined && Date.parse(last.recorded_at) >= to + log.clockSkewMs) return;
  }
}
