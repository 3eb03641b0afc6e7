/** The newest prices of all keys, a page at a time. */
import type { PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Reader, Row } from '../../src/postgres/database.js';
import { keyColumnsOf, type PriceKeyRow } from '../price-key-columns.js';

/** The newest price of a key, in minor units, with its event. */
export interface PriceOfKey extends PriceKeyRow, PriceNumbers {
  readonly price_key: string;
  readonly card_id: string;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly event_id: string;
}

const pageSql = `
  select p.price_key, ${keyColumnsOf('p')}, p.low, p.mid, p.high, p.market, p.direct_low, p.withdrawn, p.effective_at,
         p.recorded_at, p.event_id
  from latest_prices.prices p
  where p.price_key > $1 order by p.price_key limit $2`;

/** Returns the prices of the `count` keys after this one ('' for the first ones), withdrawn ones included. */
export const pricesAfter = (reader: Reader, priceKey: string, count: number): Promise<PriceOfKey[]> =>
  reader.query<PriceOfKey & Row>(pageSql, [priceKey, count]);
