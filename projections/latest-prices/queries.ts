/** The newest prices of a card. */
import { type Freshness, freshnessOf, type HeldNumbers } from '../../src/domain/prices/freshness.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { QuarantineReason } from '../../src/domain/prices/held.js';
import type { Condition, PriceKey } from '../../src/domain/prices/price-key.js';
import { hasPriceNumber, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { setOfCard } from '../catalog/lookups.js';
import { lastCheck } from '../coverage/checks.js';
import { gradeOf, type GradeOfPrice, keyColumnsOf, type PriceKeyRow } from '../price-key-columns.js';
import { heldColumns, heldNow, heldRowOf, type HeldTableRow } from './held-rows.js';

export interface Price extends Freshness {
  readonly printing: string;
  readonly printing_slug: string;
  /** `null` if the source does not give it. */
  readonly condition: Condition | null;
  readonly grade: GradeOfPrice | null;
  readonly language: string | null;
  readonly currency: Currency;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly market_price: number | null;
  readonly direct_low_price: number | null;
  /** The source no longer shows this key. */
  readonly withdrawn: boolean;
  /** The source shows an offer: the key, with at least one number. */
  readonly available: boolean;
}

/** The columns of a key and its numbers. */
export interface PriceRow extends Row, PriceKeyRow, PriceNumbers {
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly last_checked: string | null;
  readonly held: HeldNumbers | null;
}

/** Returns the price in a row, amounts in major units. */
export const priceOf = (row: PriceRow, now: Date): Price => {
  const amount = (minor: number | null): number | null => toMajorUnitsOrNull(minor, row.currency);
  return {
    printing: row.printing,
    printing_slug: row.printing_slug,
    condition: row.condition,
    grade: gradeOf(row),
    language: row.language,
    currency: row.currency,
    low_price: amount(row.low),
    mid_price: amount(row.mid),
    high_price: amount(row.high),
    market_price: amount(row.market),
    direct_low_price: amount(row.direct_low),
    withdrawn: row.withdrawn,
    available: !row.withdrawn && hasPriceNumber(row),
    ...freshnessOf(row, now),
  };
};

const latestSql = `
  select ${keyColumnsOf('p')}, p.low, p.mid, p.high, p.market, p.direct_low, p.withdrawn, p.effective_at,
         ${lastCheck('p.source', setOfCard('p.card_id'), 'p.price_key')} as last_checked,
         ${heldNow('p.price_key')} as held
  from latest_prices.prices p
  where p.card_id = $1
  order by p.kind, p.source, p.printing_slug, p.condition, p.grader, p.grade, p.language`;

/** Returns the newest price of every key of the card; none for a card without prices. */
export const latestPricesOfCard = async (database: Database, cardId: string, now: Date): Promise<Price[]> =>
  (await database.query<PriceRow>(latestSql, [cardId])).map((row) => priceOf(row, now));

/** Returns a left join of the newest price of a key, an SQL expression, as `p`. */
export const joinLatestPrice = (priceKey: string): string =>
  `left join latest_prices.prices p on p.price_key = ${priceKey}`;

/** A row set aside on which nobody decided yet. */
export interface HeldRowOfList {
  /** Id of its ObservationQuarantined event, which is in the stream `price-{card_id}`. */
  readonly quarantineId: string;
  readonly key: PriceKey;
  readonly reason: QuarantineReason;
  readonly detail: string;
  /** The row as the source sent it. */
  readonly row: string;
  /** What would have been observed, in minor units; `null` if the row could not be read, and then not be released. */
  readonly numbers: PriceNumbers | null;
  /** The source's stamp of the row, RFC 3339. */
  readonly effectiveAt: string;
  /** The stamp from which the key has been held; `null` for a row that the source does not show any more. */
  readonly heldSince: string | null;
  /** The price that stands beside it, in minor units; `null` if the key has none. */
  readonly standing: PriceNumbers | null;
}

/**
 * Returns the rows set aside on which nobody decided yet, those held longest first; of one card, or of all. `limit` bounds
 * the number of rows. Rows that do not name a price key are not among them: they stand in the log only.
 */
export const heldPrices = async (
  database: Database,
  of: { readonly cardId?: string | undefined; readonly source?: string | undefined; readonly limit: number },
): Promise<HeldRowOfList[]> => {
  const rows = await database.query<HeldTableRow & { held_since: string | null; standing: PriceNumbers | null }>(
    `select ${heldColumns}, held_since,
            (select jsonb_build_object('low', p.low, 'mid', p.mid, 'high', p.high, 'market', p.market, 'direct_low', p.direct_low)
             from latest_prices.prices p where p.price_key = h.price_key and not p.withdrawn) as standing
     from latest_prices.held_rows h
     where not rejected and ($1::text is null or card_id = $1) and ($2::text is null or source = $2)
     order by effective_at, price_key, ordinal limit $3`,
    [of.cardId ?? null, of.source ?? null, of.limit],
  );
  return rows.map(({ held_since, standing, ...row }) => {
    const { rejected: _no, ...held } = heldRowOf(row);
    return { ...held, heldSince: held_since, standing };
  });
};
