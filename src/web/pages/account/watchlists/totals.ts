/** What one of each card of a list costs: by currency, since nothing is converted. */
import type { Schemas } from '../../../schemas.js';
import { weekChange } from '../week-change.js';

export interface Total {
  readonly currency: string;
  readonly amount: number;
  /** The same cards a week before; `null` if one of them has no price then. */
  readonly before: number | null;
  readonly priced: number;
}

const cents = 1_000;

/** Returns a sum without the errors of floats: no currency has more than three decimals. */
const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + Math.round(amount * cents), 0) / cents;

/** Returns the totals of the cards that have a market price which stands. */
export const totalsOf = (cards: readonly (Schemas['CardAnswer'] | undefined)[]): readonly Total[] => {
  const byCurrency = new Map<string, { now: number; before: number | null }[]>();
  for (const card of cards) {
    const price = card?.current_price ?? null;
    if (card === undefined || price === null || price.withdrawn || price.market_price === null) continue;
    const change = weekChange(card);
    const prices = byCurrency.get(price.currency) ?? [];
    prices.push({ now: price.market_price, before: change?.from_price ?? null });
    byCurrency.set(price.currency, prices);
  }
  return [...byCurrency].map(([currency, prices]) => {
    const before = prices.map((each) => each.before).filter((each) => each !== null);
    return {
      currency,
      amount: sum(prices.map(({ now }) => now)),
      before: before.length === prices.length ? sum(before) : null,
      priced: prices.length,
    };
  });
};
