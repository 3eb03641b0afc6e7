/** The line of an alert on the chart: its price, its side, and how the address and the API name it. */

export type Side = 'above' | 'below';

export interface AlertLine {
  readonly side: Side;
  readonly price: number;
}

/** Returns the line of an address such as `below:12.00`; `null` for anything else. */
export const alertOf = (text: string | null): AlertLine | null => {
  const match = /^(above|below):(\d+(?:\.\d+)?)$/.exec(text ?? '');
  const price = Number(match?.[2]);
  return match === null || !(price > 0) ? null : { side: match[1] as Side, price };
};

export const alertText = ({ side, price }: AlertLine): string => `${side}:${price}`;

/** Returns the condition as a rule has it (docs/alerts.md). */
export const conditionOf = ({ side, price }: AlertLine) => ({
  type: 'threshold' as const,
  comparison: side === 'below' ? ('<=' as const) : ('>=' as const),
  amount: price,
});

/** Returns how far one press of an arrow key moves the line: about half a percent of the price, as 1, 2 or 5 of some unit. */
export const alertStep = (price: number, decimals: number): number => {
  const wanted = Math.max(price / 200, 10 ** -decimals);
  const unit = 10 ** Math.floor(Math.log10(wanted));
  const factor = [5, 2].find((one) => one * unit <= wanted * 1.000_001) ?? 1;
  return roundTo(factor * unit, decimals);
};

/** Returns an amount with no more decimals than its currency has. */
export const roundTo = (amount: number, decimals: number): number =>
  Math.round(amount * 10 ** decimals) / 10 ** decimals;

/** Returns the line that is proposed first: a tenth below the current price. */
export const proposed = (price: number, decimals: number): AlertLine => ({
  side: 'below',
  price: Math.max(10 ** -decimals, roundTo(price * 0.9, decimals)),
});
