/** The newest prices of a source, and the revisions of all price streams, for the collector. */
import { pickPriceNumbers, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { PriceKey } from '../../src/domain/prices/price-key.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { setsOfCards } from '../catalog/lookups.js';
import { setsOfSnapshots } from '../coverage/checks.js';
import type { PriceKeyRow } from '../price-key-columns.js';
import { gradeOf } from './queries.js';

/** The newest price of a key. */
export interface SourcePrice {
  /** The key as text. */
  readonly priceKey: string;
  readonly key: PriceKey;
  readonly numbers: PriceNumbers;
  readonly withdrawn: boolean;
  /** RFC 3339. */
  readonly effectiveAt: string;
  /** Set of the card; `null` if neither the catalog nor the snapshot of the price names one. */
  readonly setId: string | null;
}

interface SourcePriceRow extends Row, PriceKeyRow, PriceNumbers {
  readonly price_key: string;
  readonly card_id: string;
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly set_id: string | null;
}

// The catalog decides where a card belongs. A card that is not listed yet belongs where its last price was seen.
const pricesSql = `
  select p.price_key, p.card_id, p.source, p.kind, p.printing, p.printing_slug, p.condition, p.grader, p.grade,
         p.grade_qualifier, p.language, p.currency, p.low, p.mid, p.high, p.market, p.direct_low, p.withdrawn,
         p.effective_at, coalesce(c.set_id, s.set_id) as set_id
  from latest_prices.prices p
  left join ${setsOfCards} c on c.card_id = p.card_id
  left join ${setsOfSnapshots} s on s.event_id = p.provenance
  where p.source = $1`;

/** Returns the newest price of every key of `source`, withdrawn ones included. */
export const pricesOfSource = async (database: Database, source: string): Promise<SourcePrice[]> =>
  (await database.query<SourcePriceRow>(pricesSql, [source])).map((row) => ({
    priceKey: row.price_key,
    key: {
      card_id: row.card_id,
      source: row.source,
      kind: row.kind,
      printing: { name: row.printing, slug: row.printing_slug },
      condition: row.condition,
      grade: gradeOf(row),
      language: row.language,
      currency: row.currency,
    },
    numbers: pickPriceNumbers(row),
    withdrawn: row.withdrawn,
    effectiveAt: row.effective_at,
    setId: row.set_id,
  }));

/**
 * Returns the revision of every card's price stream, as far as its events set a newest price. Over all sources: the
 * stream belongs to the card.
 */
export const priceStreamRevisions = async (database: Database): Promise<Map<string, number>> => {
  const rows = await database.query<{ card_id: string; revision: number }>(
    `select card_id, max(revision) as revision from latest_prices.prices group by card_id`,
  );
  return new Map(rows.map(({ card_id, revision }) => [card_id, revision]));
};
