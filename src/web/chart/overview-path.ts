/** The small picture of a whole history below the chart: steps and gaps, as the chart draws them. */
import type { LineItem } from './chart-data.js';
import type { DayRange } from './ranges.js';

/** Returns the path of an SVG that is `width` × `height`. */
export const overviewPath = (
  items: readonly LineItem[],
  { from, to }: DayRange,
  { width, height }: { readonly width: number; readonly height: number },
): string => {
  const prices = items.filter(({ hidden }) => !hidden).map(({ price }) => price);
  if (prices.length === 0) return '';
  // Not by Math.min(...prices): a long record has more of them than a call takes arguments.
  const [least, most] = prices.reduce<[number, number]>(
    ([low, high], price) => [Math.min(low, price), Math.max(high, price)],
    [Infinity, -Infinity],
  );
  // The newest day has its width, as on the chart.
  const x = (day: number): number => Math.round(((day - from) / (to + 1 - from)) * width * 10) / 10;
  const y = (price: number): number =>
    Math.round((most === least ? height / 2 : height - ((price - least) / (most - least)) * height) * 10) / 10;
  let path = '';
  for (const [at, { day, price, hidden }] of items.entries()) {
    const before = items[at - 1];
    if (before?.hidden === false) path += `H${x(day)}`;
    if (!hidden) path += before?.hidden === false ? `V${y(price)}` : `M${x(day)} ${y(price)}`;
  }
  // A price stands to the end of what is known.
  return items.at(-1)?.hidden === false ? `${path}H${width}` : path;
};
