/** Compares the read models with the files: every key of every day, to the cent, including nulls and absent keys. */
import type { Database } from '../../src/postgres/database.js';
import type { RecordedRow } from '../../src/embedded/sandbox/recorded-market.js';

/** key → "low mid high market direct" in cents, `-` for null. */
export type Prices = ReadonlyMap<string, string>;

const cents = (amount: number | null): string => (amount === null ? '-' : String(Math.round(amount * 100)));
const game = (category: number): string => (category === 3 ? 'pokemon' : 'onepiece');

/** Returns the prices of a file. Rounds, since the recorded amounts have at most two decimals (see the fixture's spec). */
export const pricesOfFile = (rows: readonly RecordedRow[]): Prices =>
  new Map(
    rows.map((row) => [
      `${game(row.category)}-${row.product}|${row.printing}`,
      [row.low, row.mid, row.high, row.market, row.directLow].map(cents).join(' '),
    ]),
  );

const toPrices = (rows: readonly { key: string; numbers: string }[]): Prices =>
  new Map(rows.map((row) => [row.key, row.numbers]));

const numbersSql = `concat_ws(' ', coalesce(low::text, '-'), coalesce(mid::text, '-'), coalesce(high::text, '-'),
  coalesce(market::text, '-'), coalesce(direct_low::text, '-'))`;

/** Returns the prices of `latest-prices`. */
export const latestPricesNow = async (database: Database): Promise<Prices> =>
  toPrices(
    await database.query(
      `select card_id || '|' || printing as key, ${numbersSql} as numbers from latest_prices.prices where not withdrawn`,
    ),
  );

/** Returns the prices of `price-history` at an instant: the newest fact of every key up to it, without withdrawals. */
export const historyAsOf = async (database: Database, instant: string): Promise<Prices> =>
  toPrices(
    await database.query(
      `with facts as (
         select series_id, effective_at, recorded_after_s, false as withdrawn, low, mid, high, market, direct_low
         from price_history.observations where effective_at <= $1
         union all
         select series_id, effective_at, recorded_after_s, true, null, null, null, null, null
         from price_history.withdrawals where effective_at <= $1),
       newest as (
         select distinct on (series_id) * from facts order by series_id, effective_at desc, recorded_after_s desc)
       select s.card_id || '|' || s.printing as key, ${numbersSql} as numbers
       from newest join price_history.series s using (series_id) where not withdrawn`,
      [instant],
    ),
  );

/** Returns the first few differences as text; empty if the two are equal. */
export const differences = (expected: Prices, actual: Prices): string[] => {
  const found: string[] = [];
  for (const [key, numbers] of expected) {
    if (actual.get(key) !== numbers) found.push(`${key}: expected ${numbers}, got ${actual.get(key) ?? 'nothing'}`);
  }
  for (const [key, numbers] of actual) if (!expected.has(key)) found.push(`${key}: expected nothing, got ${numbers}`);
  return found.slice(0, 10);
};
