/**
 * What a card counts now in the value of its set, in SQL: what the walk over the history (src/domain/prices/set-value.ts) says of
 * the newest instant. The number of nearly every card stands in its row of card_prices; the others are looked up.
 */
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import { lastMarketPrice } from '../price-history/lookups.js';
import { isDecided, representativePrice } from './representative-price.js';

/** Returns the left join of the row of card_prices of a card, an SQL expression, as `d`. */
export const joinCardPrice = (cardId: string): string =>
  `left join latest_prices.card_prices d on d.card_id = ${cardId}`;

/** Returns the condition that what the card of row `d`, in the set `setId`, counts is the number of that row. */
export const countsAsStored = (setId: string): string => `coalesce(d.market > 0 and ${isDecided(setId)}, false)`;

/**
 * Returns a query for what the card `cardId` of the set `setId`, SQL expressions, counts, by the whole rule: `price_key`, `source`,
 * `withdrawn`, `is_compared` (in the compared currency), `market` (null if there is none) and `valued`, the number that counts: the
 * last one where the source shows none today, null if there never was one or the price is withdrawn. Amounts in minor units. No row
 * if the card has no price.
 */
export const countedByRule = (cardId: string, setId: string): string => `
  select r.price_key, r.source, r.withdrawn, r.currency = '${comparedCurrency}' as is_compared, nullif(r.market, 0) as market,
         case when r.withdrawn then null when r.market > 0 then r.market else ${lastMarketPrice('r.price_key')} end as valued
  from (${representativePrice(cardId, setId)}) r`;

/** Returns the condition that a confirmation decides which price represents one of the cards, a query for their ids. */
export const hasContestedCard = (cardIds: string): string =>
  `exists (select from latest_prices.card_prices k where k.card_id in ${cardIds} and k.contested)`;
