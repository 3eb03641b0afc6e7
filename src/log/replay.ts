/** A slice of the log in its order: what `replay` writes and `/v1/events` answers. */
import type { LogPosition, RecordedEvent } from '../domain/envelope.js';
import { cardStream, priceStream } from '../domain/streams.js';
import { limits } from '../base/limits.js';
import { type EventFilter, type EventLog, pages } from './event-log.js';

export interface ReplaySlice {
  /** Exclusive. */
  readonly after: LogPosition;
  /** Recorded at or after, RFC 3339. */
  readonly from?: string;
  /** Recorded before, RFC 3339. */
  readonly to?: string;
  readonly types?: readonly string[];
  /** The card's own stream and its prices. */
  readonly cardId?: string;
  /** One stream. */
  readonly stream?: string;
  /** Events a page read; the answer's pages may be smaller, or empty. */
  readonly pageEvents?: number;
}

export interface ReplayPage {
  readonly events: readonly RecordedEvent[];
  /** Go on after this. */
  readonly position: LogPosition;
  readonly atHead: boolean;
}

const streamsOf = (slice: ReplaySlice): readonly string[] | undefined => {
  if (slice.stream !== undefined) return [slice.stream];
  return slice.cardId === undefined ? undefined : [cardStream(slice.cardId), priceStream(slice.cardId)];
};

/**
 * Pages of the slice, up to where the log ended when each was read. Filters that the log knows are left to it; the
 * exact stream names and times are looked at here (a prefix `price-pokemon-1` also matches `price-pokemon-10`).
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
    // Beyond `to`, and beyond what recorded_at may go back, there is nothing more.
    const last = page.events.at(-1);
    if (last !== undefined && Date.parse(last.recorded_at) >= to + log.clockSkewMs) return;
  }
}
