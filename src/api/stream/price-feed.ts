/**
 * The changes of current prices behind all streams of a process. One subscription follows the log while a stream is open, and
 * keeps the newest changes; a stream that is behind them reads pages of the log until it has caught up. Streams pull: none has
 * a queue of its own that a slow client could fill. Rejected: a subscription for each stream, which polls the log once a client.
 */
import { LRUCache } from 'lru-cache';
import { createSemaphore } from '../../base/async/semaphore.js';
import { limits } from '../../base/limits.js';
import type { Logger } from '../../base/logger.js';
import { reasonOf } from '../../base/reason.js';
import type { LedgerEvent, LogPosition, RecordedEvent } from '../../domain/envelope.js';
import { eventTypesOf } from '../../domain/events.js';
import { foldCurrentPrices, noCurrentPrices } from '../../domain/prices/current-price.js';
import { cardStream } from '../../domain/streams.js';
import { decodeEvent } from '../../domain/upcasting.js';
import type { EventLog, EventPage } from '../../log/event-log.js';
import { createStreamStates } from '../../log/stream-states.js';
import { createSingleFlight } from '../cache/single-flight.js';
import { type PriceChangeEvent, priceChangeEventOf } from './price-change.js';

/** Events read from the log at once. */
const pageEvents = 200;
/** Cards whose prices are kept in memory: by the reader of the log, and by streams that catch up. */
const liveCardsMax = 20_000;
const replayedCardsMax = 1_000;
/** Cards whose set is kept in memory. */
const setsMax = 20_000;
/** Newest events of a card's stream that are looked at for its set. */
const cardEventsMax = 20;

/** Consecutive changes: all after `after` and up to `position`. */
export interface ChangePage {
  readonly after: LogPosition;
  readonly position: LogPosition;
  readonly changes: readonly PriceChangeEvent[];
}

export interface PriceFeed {
  /** Starts following the log, if nobody did; resolves with where it is. Returns the function that leaves again. */
  join(): Promise<{ readonly position: LogPosition; readonly leave: () => void }>;
  /** Returns the next changes after `position`; `null` if there are none yet. */
  next(position: LogPosition): Promise<ChangePage | null>;
  /** Returns a signal that aborts at the next news after this call. Ask for it before `next`. */
  news(): AbortSignal;
  /** Returns the set of a card, as the log has it last; `null` if the card is not listed. */
  setOf(cardId: string): Promise<string | null>;
}

interface Deps {
  readonly log: EventLog;
  readonly logger: Logger;
}

const priceTypes: readonly string[] = eventTypesOf('price');
/** Cards change sets: their events are followed too. */
const listingTypes: readonly string[] = ['CardListed', 'CardRevised'];

/** Returns the events that can be decoded. The others are parked by the read models, which name them. */
const decoded = (events: readonly RecordedEvent[]): LedgerEvent[] =>
  events.flatMap((event) => {
    try {
      return decodeEvent(event);
    } catch {
      return [];
    }
  });

/** Creates the sets of cards: read from the log, then followed in the events that are noted. */
const createCardSets = (log: EventLog) => {
  const sets = new LRUCache<string, string>({ max: setsMax });
  const listings = (events: readonly LedgerEvent[]) =>
    events.flatMap((event) => (event.type === 'CardListed' || event.type === 'CardRevised' ? event.data : []));
  return {
    note(events: readonly LedgerEvent[]): void {
      for (const { card_id, set_id } of listings(events)) sets.set(card_id, set_id);
    },
    of: async (cardId: string): Promise<string | null> => {
      const held = sets.get(cardId);
      if (held !== undefined) return held;
      const slice = await log.readStream(cardStream(cardId), { direction: 'backwards', limit: cardEventsMax });
      const [newest] = slice.outcome === 'read' ? listings(decoded(slice.events)) : [];
      if (newest !== undefined) sets.set(cardId, newest.set_id);
      return newest?.set_id ?? null;
    },
    clear: () => sets.clear(),
  };
};

/** Creates the function that returns the changes of a page's events. */
const createChanges = (log: EventLog, cachedMax: number) => {
  const prices = createStreamStates(log, { initial: noCurrentPrices, fold: foldCurrentPrices, cachedMax });
  return async (events: readonly LedgerEvent[]): Promise<PriceChangeEvent[]> => {
    const priced = events.filter(({ type }) => priceTypes.includes(type));
    const states = await prices.around(priced);
    return priced.flatMap((event) => {
      const around = states.get(event.id);
      return (around === undefined ? null : priceChangeEventOf(event, around)) ?? [];
    });
  };
};

/** The last pages that were added, limits.streamKeptChanges changes in all. */
const createPages = () => {
  const pages: ChangePage[] = [];
  let changes = 0;
  return {
    add(page: ChangePage): void {
      pages.push(page);
      changes += page.changes.length;
      while (changes > limits.streamKeptChanges && pages.length > 1) changes -= pages.shift()?.changes.length ?? 0;
    },
    /** Returns what follows `position`; `undefined` if no page has it. */
    after(position: LogPosition): ChangePage | undefined {
      const page = pages.find((each) => each.after <= position && each.position > position);
      if (page === undefined) return undefined;
      return { ...page, after: position, changes: page.changes.filter((change) => change.position > position) };
    },
  };
};
type Pages = ReturnType<typeof createPages>;

/** The reader of the log while there are streams. */
interface Following {
  readonly stop: AbortController;
  readonly pages: Pages;
  position: LogPosition;
}

/** Creates the feed. It reads nothing until a stream joins. */
export const createPriceFeed = ({ log, logger }: Deps): PriceFeed => {
  const sets = createCardSets(log);
  const replayed = createChanges(log, replayedCardsMax);
  const replays = createSemaphore(limits.streamReplaysMax);
  const flights = createSingleFlight<ChangePage>(() => true);
  let joined = 0;
  // Streams that come back together, as after a restart, read the same pages.
  const replayedPages = createPages();
  let following: Following | null = null;
  let starting: Promise<LogPosition> | null = null;
  let coming = new AbortController();

  const tell = (): void => {
    const came = coming;
    coming = new AbortController();
    came.abort();
  };

  const follow = async (mine: Following): Promise<void> => {
    const { signal } = mine.stop;
    const changesOf = createChanges(log, liveCardsMax);
    const filter = { types: [...priceTypes, ...listingTypes] };
    for await (const page of log.subscribe({ after: mine.position, filter, pageEvents, signal })) {
      const events = decoded(page.events);
      sets.note(events);
      const changes = await changesOf(events);
      if (signal.aborted) return;
      if (page.position > mine.position) {
        mine.pages.add({ after: mine.position, position: page.position, changes });
        mine.position = page.position;
      }
      tell();
    }
  };

  const start = async (): Promise<LogPosition> => {
    const mine: Following = { stop: new AbortController(), pages: createPages(), position: await log.head() };
    following = mine;
    void follow(mine)
      .catch((error: unknown) => logger.warn('price feed interrupted', { reason: reasonOf(error as Error) }))
      .finally(() => {
        // Streams read the log themselves until one that joins starts it again.
        if (following === mine) following = null;
        tell();
      });
    return mine.position;
  };

  const stop = (): void => {
    following?.stop.abort();
    following = null;
    // What was cached of sets is not followed any more.
    sets.clear();
  };

  const replay = async (after: LogPosition): Promise<ChangePage> => {
    const filter = { types: priceTypes };
    const { events, position }: EventPage = await log.readAll({ after, filter, limit: pageEvents });
    const page = { after, position, changes: await replayed(decoded(events)) };
    if (position > after) replayedPages.add(page);
    return page;
  };

  return {
    async join() {
      joined += 1;
      let isIn = true;
      const leave = (): void => {
        if (!isIn) return;
        isIn = false;
        joined -= 1;
        if (joined === 0) stop();
      };
      try {
        if (following === null) {
          starting ??= start().finally(() => (starting = null));
          await starting;
        }
        return { position: following?.position ?? (await log.head()), leave };
      } catch (error) {
        leave();
        throw error;
      }
    },
    async next(position) {
      if (following !== null && position >= following.position) return null;
      const kept = following?.pages.after(position) ?? replayedPages.after(position);
      if (kept !== undefined) return kept;
      const { value } = await flights.run(position, () => replays.run(() => replay(position)));
      return value.position === position ? null : value;
    },
    news: () => coming.signal,
    setOf: sets.of,
  };
};
