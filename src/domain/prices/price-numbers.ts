/** The five numbers that a marketplace shows of a price, in minor units; `null` where it shows none. */
export const priceNumbers = ['low', 'mid', 'high', 'market', 'direct_low'] as const;
export type PriceNumbers = { readonly [name in (typeof priceNumbers)[number]]: number | null };

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
