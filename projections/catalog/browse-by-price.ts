/**
 * Pages whole games in the order of prices, from the index on the numbers that the fold decided; the few others are computed
 * and merged in. Rejected: sorting all prices for a page of twenty, five times as slow over 50,000 cards.
 */
import { decidedPrice, undecidedPrice } from '../latest-prices/representative-price.js';
import { type CardPlace, placeOf, priceAtPlace } from './card-orders.js';
import { foundRowsSql } from './found-cards.js';
import type { Parameters } from './parameters.js';
import { allOf, type CardFilters, conditionsOf, isBounded } from './search-conditions.js';

interface PricePage {
  readonly sort: 'price_asc' | 'price_desc';
  readonly limit: number;
  readonly offset: number;
  readonly after?: CardPlace | undefined;
}

/**
 * Returns a statement for a page of the cards that have a price, with the total of all that match; `null` behind the last of
 * them.
 */
export const browseByPriceSql = (filters: CardFilters, page: PricePage, parameters: Parameters): string | null => {
  const { sort, limit, offset, after } = page;
  const { add } = parameters;
  const last = after === undefined ? undefined : priceAtPlace(sort, after);
  if (last === null) return null;
  const matches = allOf(conditionsOf(filters, null, parameters));
  const [order, beyond] = sort === 'price_asc' ? ['asc', '>='] : ['desc', '<='];
  const follows = (): string => {
    if (last === undefined || after === undefined) return 'true';
    const price = add(last, 'bigint');
    // The first condition is the index's.
    return `p.market ${beyond} ${price} and (p.market <> ${price} or p.card_id collate "C" > ${add(after.cardId, 'text')})`;
  };
  const [rows, skipped] = [add(limit, 'bigint'), add(offset, 'bigint')];
  const following = follows();
  const matching = (price: typeof decidedPrice): string =>
    `select c.card_id, p.market from catalog.cards c join lateral (${price('c.card_id', 'c.set_id')}) p on true where ${matches}`;
  const total = isBounded(filters)
    ? `(select count(*) from (${matching(decidedPrice)}) d) + (select count(*) from (${matching(undecidedPrice)}) o)`
    : `(select count(*) from catalog.cards c where ${matches})`;
  return foundRowsSql(`
    decided as materialized (
      ${matching(decidedPrice)} and ${following}
      order by p.market ${order}, p.card_id collate "C" limit ${rows} + ${skipped}
    ), page as (
      select p.card_id, (${placeOf(sort, null, parameters)}) collate "C" as place
      from (select * from decided union all ${matching(undecidedPrice)} and ${following}) p
      order by p.market ${order}, p.card_id collate "C" limit ${rows} offset ${skipped}
    ), total as (select ${total} as total)`);
};
