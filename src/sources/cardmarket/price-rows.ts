/**
 * A row of a price guide as prices: one of each printing that it has columns for, in euros. `trend` is the market price, `low`
 * the lowest offer. Of condition and language the guide states nothing: it covers all of them.
 *
 * `avg`, `avg1`, `avg7` and `avg30` are not kept. They are averages of sales over windows that the guide does not date, so none
 * of them is the middle of the offers, and each could be computed anew from nothing that the ledger has. Rejected: `avg` as
 * `mid`, because a sale can lie below the lowest offer of today, and such a row would be set aside as out of order.
 */
import { z } from 'zod';
import type { PriceRow, RowKey } from '../../collecting/source.js';
import type { GuidePrinting } from './games.js';

/** Absent, null and 0 mean the same: there is none. */
const amount = z.number().nullable().optional();

export type Columns = readonly [low: string, trend: string];
export const columnsOf = ({ suffix }: GuidePrinting): Columns => [`low${suffix}`, `trend${suffix}`];

/** A row that is an object, which names its product. */
export type GuideRow = Readonly<Record<string, unknown>>;

const keyOf = ({ printing }: GuidePrinting): RowKey => ({
  kind: 'market',
  printing,
  condition: null,
  grade: null,
  language: null,
  currency: 'EUR',
});

/**
 * Reads what a row says of a printing; `null` if it shows no price of it. A row without the columns says nothing, which is no
 * withdrawal. `isStated`: whether the guide has the columns at all.
 */
export const readPrinting = (
  cardId: string,
  raw: GuideRow,
  guidePrinting: GuidePrinting,
  isStated: boolean,
): PriceRow | null => {
  const key = keyOf(guidePrinting);
  const columns = columnsOf(guidePrinting);
  if (!isStated || columns.every((column) => !Object.hasOwn(raw, column))) {
    return { outcome: 'unstated', raw, cardId, key };
  }
  const amounts: (number | null)[] = [];
  for (const column of columns) {
    const parsed = amount.safeParse(raw[column]);
    if (!parsed.success) {
      const detail = `${column}: ${parsed.error.issues[0]?.message ?? 'invalid'}`;
      return { outcome: 'fault', raw, cardId, key, reason: 'schema', detail };
    }
    amounts.push(parsed.data ?? null);
  }
  const [low = null, market = null] = amounts;
  if ((low ?? 0) === 0 && (market ?? 0) === 0) return null;
  const numbers = { low, mid: null, high: null, market, direct_low: null };
  return { outcome: 'price', raw, cardId, key, amounts: numbers, sampleSize: null };
};
