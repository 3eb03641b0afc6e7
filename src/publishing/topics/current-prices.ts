/**
 * Current prices: the price of a key after each event that changed it, for a compacted topic. An event of an earlier stamp
 * changes history only and has no message.
 */
import { currentPriceChange, foldCurrentPrices, noCurrentPrices } from '../../domain/prices/current-price.js';
import { eventTypesOf } from '../../domain/events.js';
import { priceKeyText } from '../../domain/prices/price-key.js';
import { isSimulated } from '../../domain/source.js';
import { createStreamStates } from '../../log/stream-states.js';
import { type CurrentPriceMessage, currentPriceType } from '../messages.js';
import { topics } from '../topic-definitions.js';
import type { TopicPublisher } from './topic-publisher.js';

/** Cards whose prices are kept in memory, at some 700 bytes each: about as many as have prices in two games. */
const cachedCardsMax = 60_000;

export const currentPricesTopic: TopicPublisher = {
  name: 'current_prices',
  topic: topics.currentPrices,
  // Those that state no price too: the events of a stream are then consecutive, and its state need not be read again.
  eventTypes: eventTypesOf('price'),
  start: ({ log }) => {
    const prices = createStreamStates(log, {
      initial: noCurrentPrices,
      fold: foldCurrentPrices,
      cachedMax: cachedCardsMax,
    });
    return async ({ events }) => {
      const states = await prices.around(events);
      return (event) => {
        const around = states.get(event.id);
        const change = around === undefined ? null : currentPriceChange(event, around);
        if (change === null) return null;
        const { key, status, numbers, sampleSize, effectiveAt, observationId, provenance } = change.to;
        const data: CurrentPriceMessage = {
          ...key,
          ...numbers,
          status,
          sample_size: sampleSize,
          effective_at: effectiveAt,
          observation_id: observationId,
          provenance,
        };
        return {
          topic: topics.currentPrices,
          key: priceKeyText(key),
          type: currentPriceType,
          data,
          simulated: isSimulated(key.source),
          cause: event.type,
        };
      };
    };
  },
};
