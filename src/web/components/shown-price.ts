/** Makes the API's prices the one that the price component shows. */
import type { Schemas } from '../api.js';
import type { ShownPrice } from './price.js';

type Fresh = Pick<
  Schemas['CurrentPrice'],
  'currency' | 'effective_at' | 'held' | 'kind' | 'last_checked' | 'source' | 'stale' | 'withdrawn'
>;

/** Returns what is shown of a price whose amount is `amount`; `null` for none. */
const shownPrice = (price: Fresh | null, amount: number | null): ShownPrice | null =>
  price === null
    ? null
    : {
        amount,
        currency: price.currency,
        kind: price.kind,
        source: price.source,
        effectiveAt: price.effective_at,
        lastChecked: price.last_checked,
        stale: price.stale,
        withdrawn: price.withdrawn,
        held: price.held,
      };

/** Returns the current price of a card. */
export const currentPrice = (price: Schemas['CurrentPrice'] | null): ShownPrice | null =>
  shownPrice(price, price?.market_price ?? null);
