/** The two ends of a change of a price, as clients get them: at a poll (reads/price-changes.ts) and live (stream/price-change.ts). */
import { moveOf, type PriceMove } from '../../projections/trending/ranked-price.js';
import type { Currency } from '../domain/prices/money.js';
import { type PriceNumbers, shownNumbers } from '../domain/prices/price-numbers.js';

/** A price at one end of a change. Amounts are in major units of the currency. */
export interface PriceEnd {
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
  /** The source no longer shows this key. */
  readonly withdrawn: boolean;
  /**
   * The source's stamp.
   * @isDateTime
   */
  readonly effective_at: string;
  /** Id of the event that states the price. */
  readonly event_id: string;
}

interface Stood {
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  readonly effectiveAt: string;
  readonly observationId: string;
}

/** Returns what stood, in major units. */
export const priceEndOf = (stood: Stood, currency: Currency): PriceEnd => {
  const { numbers, withdrawn, effectiveAt, observationId } = stood;
  return {
    ...shownNumbers(numbers, currency),
    withdrawn,
    effective_at: effectiveAt,
    event_id: observationId,
  };
};

/** Returns the change of the market price; `null` where it is missing at one end. */
export const marketMove = (
  from: PriceNumbers | undefined,
  to: PriceNumbers | undefined,
  currency: Currency,
): PriceMove | null => {
  const [before, now] = [from?.market ?? null, to?.market ?? null];
  return before === null || now === null ? null : moveOf(before, now, currency);
};
