/** The newest prices of a source, and the revisions of all price streams, for the collector. */
import { pickPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { setsOfCards } from '../catalog/lookups.js';
import { setsOfSnapshots } from '../coverage/checks.js';
import { keyColumnsOf, keyOfRow, type PriceKeyRow } from '../price-key-columns.js';

/** The newest price of a key. */
export interface SourcePrice {
  /** The key as text. */
  readonly priceKey: string;
  readonly key: PriceKey;
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  /** RFC 3339. */
  readonly effectiveAt: string;
  /** The newest market number that the key ever had. */
  readonly lastMarket: number | null;
  /** Set of the card; `null` if neither the catalog nor the snapshot of the price names one. */
  readonly setId: string | null;
}

export interface SourcePriceRow extends Row, PriceKeyRow, PriceNumbers {
  readonly price_key: string;
  readonly card_id: string;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly last_market: number | null;
  readonly set_id: string | null;
}

/** Returns the price of a row. */
export const sourcePriceOf = (row: SourcePriceRow): SourcePrice => ({
  priceKey: row.price_key,
  key: keyOfRow(row),
  numbers: pickPriceNumbers(row),
  withdrawn: row.withdrawn,
  effectiveAt: row.effective_at,
  lastMarket: row.last_market,
  setId: row.set_id,
});

// The catalog decides where a card belongs. A card that is not listed yet belongs where its last price was seen.
const pricesSql = `
  select p.price_key, ${keyColumnsOf('p')}, p.low, p.mid, p.high, p.market, p.direct_low, p.last_market, p.withdrawn,
         p.effective_at, coalesce(c.set_id, s.set_id) as set_id
  from latest_prices.prices p
  left join ${setsOfCards} c on c.card_id = p.card_id
  left join ${setsOfSnapshots} s on s.event_id = p.provenance
  where p.source = $1`;

/** Returns the newest price of every key of `source`, withdrawn ones included. */
export const pricesOfSource = async (database: Database, source: string): Promise<SourcePrice[]> =>
  (await database.query<SourcePriceRow>(pricesSql, [source])).map(sourcePriceOf);

/**
 * Returns the revision of every card's price stream, as far as its events set a newest price or changed what is held. Over
 * all sources: the stream belongs to the card.
 */
export const priceStreamRevisions = async (database: Database): Promise<Map<string, number>> => {
  const rows = await database.query<{ card_id: string; revision: number }>(
    `select card_id, max(revision) as revision from (
       select card_id, revision from latest_prices.prices
       union all select card_id, revision from latest_prices.held_rows) r group by card_id`,
  );
  return new Map(rows.map(({ card_id, revision }) => [card_id, revision]));
};
