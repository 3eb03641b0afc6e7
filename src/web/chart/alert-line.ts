/** The line of an alert on the chart: its price, its side, and how the address and the API name it. */
import type { LineItem } from './chart-data.js';
import type { DayRange } from './ranges.js';

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

/** Prices of which each falls to the next one: what an alert below had to cross. */
interface Fall {
  readonly from: number;
  readonly to: number;
}

/** Returns the falls within the days shown; the price that stood at their beginning counts. */
const fallsIn = (items: readonly LineItem[], { from, to }: DayRange): readonly Fall[] => {
  const standing = items.filter(({ hidden }) => !hidden);
  return standing.flatMap(({ day, price }, at) => {
    const before = standing[at - 1]?.price ?? price;
    return day < from || day > to || before <= price ? [] : [{ from: before, to: price }];
  });
};

/** Returns the amount within a fall that is nearest to `wanted`, in round steps where one is within. */
const within = ({ from, to }: Fall, wanted: number, decimals: number): number => {
  const highest = roundTo(from - 10 ** -decimals, decimals);
  const nearest = Math.min(highest, Math.max(to, wanted));
  const step = alertStep(nearest, decimals);
  const round = [Math.round, Math.ceil, Math.floor]
    .map((rounded) => roundTo(rounded(nearest / step) * step, decimals))
    .find((amount) => amount >= to && amount <= highest);
  return round ?? roundTo(nearest, decimals);
};

/**
 * Returns the line that is proposed first, below the price: the one nearest to a tenth below that the price fell through in the
 * days shown, so that its back-test shows what an alert does. A tenth below where the price only rose.
 * Rejected: always a tenth below, which would have fired on few cards.
 */
export const proposed = (items: readonly LineItem[], shown: DayRange, decimals: number): AlertLine | null => {
  const price = items.findLast(({ hidden }) => !hidden)?.price;
  if (price === undefined) return null;
  const wanted = Math.max(10 ** -decimals, roundTo(price * 0.9, decimals));
  const distance = (amount: number): number => Math.abs(amount - wanted);
  const [nearest = wanted] = fallsIn(items, shown)
    .map((fall) => within(fall, wanted, decimals))
    .sort((a, b) => distance(a) - distance(b));
  return { side: 'below', price: nearest };
};
