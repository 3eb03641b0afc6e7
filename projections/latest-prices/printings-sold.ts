/** The printings of a card. */

/**
 * Returns a scalar subquery for the slugs of a card's printings at a source: those that ever had a market price, else all of
 * them. 31 real cards list a Normal that was never sold. Arguments are SQL expressions.
 */
export const printingsSold = (cardId: string, source: string): string => `
  select coalesce(array_agg(distinct p.printing_slug) filter (where p.last_market is not null),
                  array_agg(distinct p.printing_slug))
  from latest_prices.prices p
  where p.card_id = ${cardId} and p.source = ${source} and p.kind = 'market' and p.grader is null`;
