/** The value of a set on each day, computed from the recorded files alone. */
import type { RecordedRow } from '../../src/embedded/sandbox/recorded-market.js';
import { printingOrder } from '../../src/domain/prices/preference.js';
import { printingOf } from '../../src/domain/prices/price-key.js';

const placeOf = (printing: string): number => {
  const at = (printingOrder as readonly string[]).indexOf(printingOf(printing).slug);
  return at === -1 ? printingOrder.length : at;
};

/** The value of a day, in cents. */
export interface DayValue {
  readonly amount: number | null;
  readonly priced: number;
  readonly carried: number;
}

/**
 * Returns the value on each of the days, whose rows are given in order. `products`: the single cards of the set. Of each the
 * first printing counts that is in the day's file and has ever had a market price.
 */
export const valuesOfFiles = (days: readonly (readonly RecordedRow[])[], products: ReadonlySet<number>): DayValue[] => {
  const last = new Map<string, number>();
  return days.map((rows) => {
    const shown = new Map<number, RecordedRow[]>();
    for (const row of rows) {
      if (!products.has(row.product)) continue;
      if (row.market !== null) last.set(`${row.product} ${row.printing}`, Math.round(row.market * 100));
      shown.set(row.product, [...(shown.get(row.product) ?? []), row]);
    }
    const value = { amount: 0, priced: 0, carried: 0 };
    for (const printings of shown.values()) {
      const [one] = printings
        .filter((row) => last.has(`${row.product} ${row.printing}`))
        .sort((a, b) => placeOf(a.printing) - placeOf(b.printing) || (a.printing < b.printing ? -1 : 1));
      if (one === undefined) continue;
      value.amount += last.get(`${one.product} ${one.printing}`) ?? 0;
      value.priced += 1;
      if (one.market === null) value.carried += 1;
    }
    return { ...value, amount: value.priced === 0 ? null : value.amount };
  });
};
