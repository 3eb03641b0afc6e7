/**
 * The price that represents a card, in SQL, for search and set values. The rule is the domain's (prices/preference.ts).
 */
import { comparedCurrency, preferenceOrder, representsCardSql } from '../../src/domain/prices/preference.js';

/**
 * Returns a query for the row of the price that represents the card `cardId`, an SQL expression; no row if it has none.
 */
export const representativePrice = (cardId: string): string => `
  select p.* from latest_prices.prices p
  where p.card_id = ${cardId} and ${representsCardSql('p')}
  order by ${preferenceOrder({ key: 'p', price: 'p' })} limit 1`;

const compared = `latest_prices.prices p where ${representsCardSql('p')} and p.currency = '${comparedCurrency}'`;

/** Returns a query for the `market` number by which the card `cardId` is compared with others; null if it has none. */
export const comparedPrice = (cardId: string): string =>
  `select min(p.market) as market from ${compared} and p.card_id = ${cardId}`;

/**
 * A query for the same of all cards, as `card_id` and `market`. For most of the cards at once it costs a fifth of a
 * `comparedPrice` for each.
 */
export const comparedPrices = `select p.card_id, min(p.market) as market from ${compared} group by p.card_id`;
