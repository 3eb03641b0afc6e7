/** Subqueries on the history for the SQL of other read models. Arguments are SQL expressions. */
/** Returns a scalar subquery for whether a price key has ever had a market price; null for an unknown key. */
export const hasEverBeenPriced = (priceKey: string): string =>
  `(select s.priced from price_history.series s where s.price_key = ${priceKey})`;

/** Returns a scalar subquery for the last market price that a key had, in minor units; null if it never had one. */
export const lastMarketPrice = (priceKey: string): string =>
  `(select s.last_market from price_history.series s where s.price_key = ${priceKey})`;
