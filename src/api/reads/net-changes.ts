/**
 * What changed of each price between two positions of the log: which prices, by the read model `changes`; from what to what,
 * by the price streams of their cards, which say exactly what stood at any position.
 *
 * While nothing was recorded after the end, the read model lists the prices in the order of their last events. Else the log
 * from the beginning to the end is walked, since the read model no longer has the positions of prices that changed again.
 */
import { changedAfter, type ChangesFilter, lastChange, newestPositions } from '../../../projections/changes/queries.js';
import { cardsOfSet } from '../../../projections/catalog/queries.js';
import { limits } from '../../base/limits.js';
import type { LedgerEvent, LogPosition } from '../../domain/envelope.js';
import {
  type StandingPrice,
  effectOnNewest,
  priceChangeOf,
  priceChangeTypes,
  standingAfter,
} from '../../domain/prices/price-change.js';
import { type PriceKey, priceKeyOf, priceKeyText } from '../../domain/prices/price-key.js';
import { samePriceNumbers } from '../../domain/prices/price-numbers.js';
import { priceStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import { pages } from '../../log/event-log.js';
import { streamEvents } from '../../log/stream-events.js';
import type { ApiDeps } from '../services.js';

/** A price that is another at the end than at the beginning. */
export interface NetChange {
  readonly key: PriceKey;
  /** Its last event up to the end. */
  readonly position: LogPosition;
  /** `null` if no price stood. */
  readonly from: StandingPrice | null;
  readonly to: StandingPrice | null;
}

export interface ChangesSpan extends ChangesFilter {
  /** Exclusive. */
  readonly after: LogPosition;
  /** Inclusive. */
  readonly until: LogPosition;
  /** Continues after this position, from `after` on. */
  readonly place: LogPosition;
  readonly limit: number;
  /** Whether the answer has taken long enough; asked between reads. */
  readonly isOver: () => boolean;
}

export interface ChangesPage {
  readonly changes: readonly NetChange[];
  /** Where the next page continues; `null` at the end. */
  readonly next: LogPosition | null;
}

/** What stood of a price at positions, by the events of its card's stream. */
interface Told {
  readonly key: PriceKey | undefined;
  readonly last: LogPosition | undefined;
  readonly at: (position: LogPosition) => StandingPrice | null;
}

/** Returns what the events of a card's price stream say of one of its prices, up to `until`. */
const tell = (events: readonly LedgerEvent[], priceKey: string, until: LogPosition): Told => {
  const own = events.flatMap((event) => {
    const change = event.position <= until ? priceChangeOf(event) : null;
    return change === null || priceKeyText(change.key) !== priceKey ? [] : [{ event, change }];
  });
  return {
    key: own[0] === undefined ? undefined : priceKeyOf(own[0].change.key),
    last: own.at(-1)?.event.position,
    at(position) {
      let newest: { readonly standing: StandingPrice; readonly atMs: number } | null = null;
      for (const { event, change } of own) {
        if (event.position > position) break;
        const effect = effectOnNewest(change.kind, Date.parse(change.effectiveAt), newest?.atMs ?? null);
        if (effect === 'late') continue;
        const standing = standingAfter(event, change);
        newest = standing === null ? null : { standing, atMs: Date.parse(standing.effectiveAt) };
      }
      return newest?.standing ?? null;
    },
  };
};

const isSame = (a: StandingPrice | null, b: StandingPrice | null): boolean =>
  a === null || b === null ? a === b : a.withdrawn === b.withdrawn && samePriceNumbers(a.numbers, b.numbers);

/** Streams read at once. */
const streamsAtOnce = 8;

/** Creates the reader of price streams, each read once for an answer. */
const createStreams = ({ log }: Pick<ApiDeps, 'log'>) => {
  const read = new Map<string, Promise<readonly LedgerEvent[]>>();
  const readOne = async (cardId: string): Promise<readonly LedgerEvent[]> => {
    const events: LedgerEvent[] = [];
    for await (const event of streamEvents(log, priceStream(cardId))) events.push(decodeEvent(event));
    return events;
  };
  const of = (cardId: string): Promise<readonly LedgerEvent[]> => {
    const events = read.get(cardId) ?? readOne(cardId);
    read.set(cardId, events);
    return events;
  };
  return {
    of,
    /** Reads the streams of cards, some at once. */
    async ahead(cardIds: readonly string[]): Promise<void> {
      for (let from = 0; from < cardIds.length; from += streamsAtOnce)
        await Promise.all(cardIds.slice(from, from + streamsAtOnce).map(of));
    },
  };
};
type Streams = ReturnType<typeof createStreams>;

/** An event after which a price may be another than at the beginning. */
interface Candidate {
  readonly priceKey: string;
  readonly cardId: string;
  readonly position: LogPosition;
}

/** Returns the change of a candidate; `null` if it is not the last event about the price, or nothing changed in the end. */
const changeOf = async (
  streams: Streams,
  { priceKey, cardId, position }: Candidate,
  { after, until }: ChangesSpan,
): Promise<NetChange | null> => {
  const told = tell(await streams.of(cardId), priceKey, until);
  if (told.key === undefined || told.last !== position) return null;
  const [from, to] = [told.at(after), told.at(until)];
  return isSame(from, to) ? null : { key: told.key, position, from, to };
};

/** Adds the changes of candidates until there is one more than a page has. */
const addChanges = async (
  streams: Streams,
  candidates: readonly Candidate[],
  span: ChangesSpan,
  found: NetChange[],
): Promise<void> => {
  await streams.ahead([...new Set(candidates.map(({ cardId }) => cardId))]);
  for (const candidate of candidates) {
    const change = await changeOf(streams, candidate, span);
    if (change !== null) found.push(change);
    if (found.length > span.limit) return;
  }
};

/** Yields candidates from the read model, in the order of their last events. */
async function* fromReadModel({ database }: ApiDeps, span: ChangesSpan): AsyncGenerator<Candidate[]> {
  let { place } = span;
  for (;;) {
    const rows = await changedAfter(database, place, { ...span, limit: span.limit + 1 });
    const wanted = rows.filter(({ position }) => position <= span.until);
    yield wanted.map(({ price_key: priceKey, card_id: cardId, position }) => ({ priceKey, cardId, position }));
    if (wanted.length <= span.limit) return;
    place = (wanted.at(-1) as { position: LogPosition }).position;
  }
}

/** Events of the log walked at once. */
const walkedEvents = 500;

/** Yields candidates from the log, in its order; events that a later one up to the end overtook are left out where known. */
async function* fromLog({ database, log }: ApiDeps, span: ChangesSpan): AsyncGenerator<Candidate[]> {
  const ofSet = span.setId === undefined ? null : new Set(await cardsOfSet(database, span.setId));
  const isWanted = ({ card_id, source }: PriceKey): boolean =>
    (span.cardId === undefined || card_id === span.cardId) &&
    (span.source === undefined || source === span.source) &&
    card_id.startsWith(span.cardPrefix ?? '') &&
    (ofSet === null || ofSet.has(card_id));
  for await (const page of pages(log, {
    after: span.place,
    filter: { types: priceChangeTypes },
    pageEvents: walkedEvents,
  })) {
    const candidates = page.events.flatMap((recorded): Candidate[] => {
      const change = recorded.position <= span.until ? priceChangeOf(decodeEvent(recorded)) : null;
      if (change === null || !isWanted(change.key)) return [];
      return [{ priceKey: priceKeyText(change.key), cardId: change.key.card_id, position: recorded.position }];
    });
    const newest = await newestPositions(database, [...new Set(candidates.map(({ priceKey }) => priceKey))]);
    const isOvertaken = ({ priceKey, position }: Candidate): boolean => {
      const last = newest.get(priceKey);
      return last !== undefined && last !== position && last <= span.until;
    };
    yield candidates.filter((candidate) => !isOvertaken(candidate));
    if (page.position >= span.until) return;
  }
}

/** Returns a page of the prices that are others at the end of a span than at its beginning, in the order of their last events. */
export const netChanges = async (services: ApiDeps, span: ChangesSpan): Promise<ChangesPage> => {
  const streams = createStreams(services);
  const isUnmoved = (await lastChange(services.database)) <= span.until;
  const found: NetChange[] = [];
  let looked = span.place;
  for await (const candidates of (isUnmoved ? fromReadModel : fromLog)(services, span)) {
    await addChanges(streams, candidates, span, found);
    if (found.length > span.limit)
      return { changes: found.slice(0, span.limit), next: (found[span.limit - 1] as NetChange).position };
    looked = candidates.at(-1)?.position ?? looked;
    if (span.isOver() && candidates.length > 0) return { changes: found, next: looked };
  }
  return { changes: found, next: null };
};

/** How long a page may be looked for: a span with many events and few changes is answered in parts. */
export const lookMs = limits.queryTimeoutMs / 2;
