/** Makes the API's prices the one that the price component shows. */
import type { Schemas } from '../api.js';
import type { ShownPrice } from './price.js';

type Fresh = Pick<
  Schemas['CurrentPrice'],
  'currency' | 'effective_at' | 'held' | 'kind' | 'last_checked' | 'source' | 'stale' | 'withdrawn'
>;

const shownPrice = (price: Fresh, amount: number | null): ShownPrice => ({
  amount,
  currency: price.currency,
  kind: price.kind,
  source: price.source,
  effectiveAt: price.effective_at,
  lastChecked: price.last_checked,
  stale: price.stale,
  withdrawn: price.withdrawn,
  held: price.held,
});

/** Returns the current price of a card. */
export const currentPrice = (price: Schemas['CurrentPrice'] | null): ShownPrice | null =>
  price === null ? null : shownPrice(price, price.market_price);

/** Returns the current market price of a printing. */
export const statsPrice = (stats: Schemas['PrintingStats']): ShownPrice =>
  shownPrice(stats, stats.current_market_price);

/** Returns the market price of a key. */
export const priceOf = (price: Schemas['Price']): ShownPrice => shownPrice(price, price.market_price);

/** Returns the lowest offer of a key. */
export const offerPrice = (price: Schemas['Price']): ShownPrice => shownPrice(price, price.low_price);
