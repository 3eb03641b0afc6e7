/**
 * Cards: the whole card after each event of its stream, for a compacted topic. Rejected: to take it from the read model,
 * because that one is at another position of the log, and a message that is sent again must be the same.
 */
import { LRUCache } from 'lru-cache';
import { isSimulated } from '../../domain/source.js';
import type { LedgerEvent, RecordedEvent } from '../../domain/envelope.js';
import { eventDefinitions, type EventType, eventTypes } from '../../domain/events.js';
import { decodeEvent } from '../../domain/upcasting.js';
import { inParallel } from '../../base/async/parallel.js';
import type { EventLog } from '../../log/event-log.js';
import { streamEvents } from '../../log/stream-events.js';
import { foldCardState } from '../card-state.js';
import { type CardState, cardStateType } from '../messages.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher, TopicPage } from './topic-publisher.js';

/** Card streams read at once. */
const streamReadsAtOnceMax = 8;

/** Cards whose state is kept in memory. */
const cachedCardsMax = 5_000;

const cardEventTypes: readonly EventType[] = eventTypes.filter((type) => eventDefinitions[type].category === 'card');

interface Held {
  /** Revision of the last event folded. */
  readonly revision: number;
  readonly state: CardState | null;
}

/** Folds an event. Skips one that cannot be decoded, as the read models do: it was parked. */
const foldRecorded = (state: CardState | null, event: RecordedEvent): CardState | null => {
  try {
    return foldCardState(state, decodeEvent(event));
  } catch {
    return state;
  }
};

/** Returns the card before the event with that revision. */
const readBefore = async (log: EventLog, stream: string, revision: number): Promise<CardState | null> => {
  let state: CardState | null = null;
  for await (const event of streamEvents(log, stream, { before: revision })) state = foldRecorded(state, event);
  return state;
};

const createCardStates = (log: EventLog) => {
  const kept = new LRUCache<string, Held>({ max: cachedCardsMax });

  /** Returns the states before the page, by stream, of the cards that the page changes. */
  const before = async (events: readonly LedgerEvent[]): Promise<Map<string, CardState | null>> => {
    const firsts = new Map<string, number>();
    for (const { stream, revision } of events) if (!firsts.has(stream)) firsts.set(stream, revision);
    const states = new Map<string, CardState | null>();
    const toRead: [string, number][] = [];
    for (const [stream, revision] of firsts) {
      const held = kept.get(stream);
      if (revision === 0) states.set(stream, null);
      else if (held?.revision === revision - 1) states.set(stream, held.state);
      else toRead.push([stream, revision]);
    }
    await inParallel(toRead, streamReadsAtOnceMax, async ([stream, revision]) => {
      states.set(stream, await readBefore(log, stream, revision));
    });
    return states;
  };

  return {
    /** Returns the card after each event of the page, by the event's id. */
    async after(page: TopicPage): Promise<ReadonlyMap<string, CardState | null>> {
      const states = await before(page.events);
      const byEvent = new Map<string, CardState | null>();
      for (const event of page.events) {
        const state = foldCardState(states.get(event.stream) ?? null, event);
        states.set(event.stream, state);
        byEvent.set(event.id, state);
        kept.set(event.stream, { revision: event.revision, state });
      }
      return byEvent;
    },
  };
};

export const cardsTopic: TopicPublisher = {
  name: 'cards',
  topic: topics.cards,
  eventTypes: cardEventTypes,
  start: ({ log }) => {
    const cards = createCardStates(log);
    return async (page) => {
      const states = await cards.after(page);
      return (event) => {
        const card = states.get(event.id) ?? null;
        if (card === null) return null;
        return {
          topic: topics.cards,
          key: card.card_id,
          type: cardStateType,
          data: card,
          simulated: isSimulated(card.source),
          cause: event.type,
        };
      };
    };
  },
};
