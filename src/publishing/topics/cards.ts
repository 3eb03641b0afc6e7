/** Cards: the whole card after each event of its stream, for a compacted topic. */
import { isSimulated } from '../../domain/source.js';
import { eventTypesOf } from '../../domain/events.js';
import { createStreamStates } from '../../log/stream-states.js';
import { foldCardState } from '../card-state.js';
import { type CardState, cardStateType } from '../messages.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher } from './topic-publisher.js';

/** Cards whose state is kept in memory. */
const cachedCardsMax = 5_000;

export const cardsTopic: TopicPublisher = {
  name: 'cards',
  topic: topics.cards,
  eventTypes: eventTypesOf('card'),
  start: ({ log }) => {
    const cards = createStreamStates<CardState | null>(log, {
      initial: null,
      fold: foldCardState,
      cachedMax: cachedCardsMax,
    });
    return async ({ events }) => {
      const states = await cards.around(events);
      return (event) => {
        const card = states.get(event.id)?.after ?? null;
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
