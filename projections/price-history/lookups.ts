/** Subqueries on the history for the SQL of other read models. Arguments are SQL expressions. */
import { factAsOf } from './as-of.js';

/** Returns a scalar subquery for whether a price key has ever had a market price; null for an unknown key. */
export const hasEverBeenPriced = (priceKey: string): string =>
  `(select s.priced from price_history.series s where s.price_key = ${priceKey})`;

/** Returns a scalar subquery for the last market price that a key had, in minor units; null if it never had one. */
export const lastMarketPrice = (priceKey: string): string =>
  `(select s.last_market from price_history.series s where s.price_key = ${priceKey})`;

/** Returns a scalar subquery for the market price that stood of a key at the instant `at`, in minor units; null if none did. */
export const marketPriceAsOf = (priceKey: string, at: string): string =>
  `(select f.market from price_history.series s cross join lateral (${factAsOf(at, 'null')}) f
    where s.price_key = ${priceKey})`;
