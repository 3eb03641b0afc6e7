import { type Currency, toMajorUnitsOrNull } from './money.js';

/** The five numbers that a marketplace shows of a price, in minor units; `null` where it shows none. */
export const priceNumbers = ['low', 'mid', 'high', 'market', 'direct_low'] as const;
export type PriceNumbers = { readonly [name in (typeof priceNumbers)[number]]: number | null };

/** The same as answers have them, in major units. */
export interface ShownNumbers {
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
}

/** Returns the numbers in major units. */
export const shownNumbers = (numbers: PriceNumbers, currency: Currency): ShownNumbers => ({
  market_price: toMajorUnitsOrNull(numbers.market, currency),
  low_price: toMajorUnitsOrNull(numbers.low, currency),
  mid_price: toMajorUnitsOrNull(numbers.mid, currency),
  high_price: toMajorUnitsOrNull(numbers.high, currency),
  direct_low_price: toMajorUnitsOrNull(numbers.direct_low, currency),
});

/** The numbers of a price that the source withdrew. */
export const noPriceNumbers: PriceNumbers = { low: null, mid: null, high: null, market: null, direct_low: null };

/** Returns the numbers without what stands beside them in the data of an event. */
export const pickPriceNumbers = ({ low, mid, high, market, direct_low }: PriceNumbers): PriceNumbers => ({
  low,
  mid,
  high,
  market,
  direct_low,
});

/** Returns whether two sets of numbers are the same. */
export const samePriceNumbers = (a: PriceNumbers, b: PriceNumbers): boolean =>
  priceNumbers.every((name) => a[name] === b[name]);

/** Returns whether there is a number at all. A row without one is no offer: it makes nothing available. */
export const hasPriceNumber = (numbers: PriceNumbers): boolean => priceNumbers.some((name) => numbers[name] !== null);

/**
 * Returns the numbers with `null` in place of 0, the same object if none is 0. A source writes 0 where it has no price.
 * Applied to rows before they are recorded, and to events of versions that recorded the 0.
 */
export const withoutZeros = (numbers: PriceNumbers): PriceNumbers => {
  const { low, mid, high, market, direct_low } = numbers;
  if (low !== 0 && mid !== 0 && high !== 0 && market !== 0 && direct_low !== 0) return numbers;
  const orNull = (amount: number | null): number | null => (amount === 0 ? null : amount);
  return {
    low: orNull(low),
    mid: orNull(mid),
    high: orNull(high),
    market: orNull(market),
    direct_low: orNull(direct_low),
  };
};
