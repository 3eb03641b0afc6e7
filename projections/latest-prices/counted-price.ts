/**
 * What a card counts now in the value of its set, in SQL: what the walk over the history (src/domain/prices/set-value.ts) says of
 * the newest instant. The number of nearly every card stands in its row of card_prices; the others are looked up.
 */
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import { lastMarketPrice } from '../price-history/lookups.js';
import { isDecided, representativePrice } from './representative-price.js';

/** Returns the condition that what counts stands in row `d` of card_prices. */
const stands = (setId: string): string => `coalesce(d.market > 0 and ${isDecided(setId)}, false)`;

/**
 * Returns joins to the row `card` of catalog.cards that give what the card counts as row `v`: `price_key` of its one price, null if it has
 * none; `source`; `withdrawn`; `is_compared`, whether it is in the compared currency; `market`, its number, null if there is
 * none; `valued`, the number that counts, which is the last one where the source shows none today, null if there never was one
 * or the price is withdrawn. Amounts in minor units. Uses the aliases `d`, `o` and `v`.
 */
export const joinCountedPrice = (card: string): string => `
  left join latest_prices.card_prices d on d.card_id = ${card}.card_id
  left join lateral (
    -- The condition inside, where it keeps the query from being run.
    select r.price_key, r.source, r.withdrawn, r.currency = '${comparedCurrency}' as is_compared, nullif(r.market, 0) as market,
           case when r.withdrawn then null when r.market > 0 then r.market else ${lastMarketPrice('r.price_key')} end as valued
    from (${representativePrice(`${card}.card_id`, `${card}.set_id`)}) r
    where not ${stands(`${card}.set_id`)}
  ) o on true
  cross join lateral (
    select coalesce(o.price_key, d.price_key) as price_key, case when o.price_key is null then d.source else o.source end as source,
           coalesce(o.withdrawn, false) as withdrawn, coalesce(o.is_compared, true) as is_compared,
           case when o.price_key is null then d.market else o.market end as market,
           case when o.price_key is null then d.market else o.valued end as valued
  ) v`;

/** Returns the condition that a confirmation decides which price represents one of the cards, a query for their ids. */
export const hasContestedCard = (cardIds: string): string =>
  `exists (select from latest_prices.card_prices k where k.card_id in ${cardIds} and k.contested)`;
