/** What single cards count now in the value of their sets, in SQL (latest-prices/counted-price.ts), many at once. */
import { countedByRule, countsAsStored, joinCardPrice } from '../latest-prices/counted-price.js';
import { mergedCardIds } from './lookups.js';

/** Returns the condition that a row of catalog.cards is listed now: neither withdrawn nor merged. */
export const isListed = (alias: string): string =>
  `(${alias}.withdrawn_at is null and ${alias}.merged_into is null and ${alias}.card_id not in ${mergedCardIds})`;

/**
 * Returns the common table expression `counted`, and what it is made of: what each listed single card among `cards`, a condition on
 * row `c` of catalog.cards, counts. Its columns are those of `countedByRule`, with `card_id`, `set_id` and `game`.
 */
export const countedCards = (cards: string): string => `
  members as materialized (
    select c.card_id, c.set_id, c.game, d.price_key, d.source, d.market, ${countsAsStored('c.set_id')} as stored
    from catalog.cards c ${joinCardPrice('c.card_id')}
    where ${cards} and c.product_type = 'single' and ${isListed('c')}
  ), counted as (
    select m.card_id, m.set_id, m.game, m.price_key, m.source, false as withdrawn, true as is_compared, m.market, m.market as valued
    from members m where m.stored
    union all
    -- Rejected: an outer join under the condition, which the planner runs for every card.
    select m.card_id, m.set_id, m.game, r.price_key, r.source, r.withdrawn, r.is_compared, r.market, r.valued
    from members m left join lateral (${countedByRule('m.card_id', 'm.set_id')}) r on true
    where not m.stored
  )`;
