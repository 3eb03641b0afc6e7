/** The newest prices of a card. */
import { type Freshness, freshnessOf, type HeldNumbers } from '../../src/domain/prices/freshness.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import type { Condition } from '../../src/domain/prices/price-key.js';
import { hasPriceNumber, type PriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { type Database, type Reader, instantInJson, type Row } from '../../src/postgres/database.js';
import { type CardSet, cardSetOf, type CardSetRow } from '../catalog/queries.js';
import { lastCheck } from '../coverage/checks.js';
import { gradeOf, type GradeOfPrice, keyColumnsOf, type PriceKeyRow } from '../price-key-columns.js';
import { heldNow } from './held-rows.js';

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
  /** Id of the event that states these numbers, as in /v1/events; `null` if it is not known yet. */
  readonly event_id: string | null;
}

/** What a source states beside the numbers of a price; both are recorded when a number changes. */
export interface OfferFacts {
  /**
   * Offers behind the numbers; `null` where the source states no number of them, and for a price that a person stated.
   * @isInt
   */
  readonly sample_size: number | null;
  /** What it costs to have the offer at `low_price` sent, which is not part of it; `null` where no such offer states it. */
  readonly low_shipping: number | null;
}

/** The columns of a key and its numbers. */
export interface PriceRow extends Row, PriceKeyRow, PriceNumbers {
  readonly withdrawn: boolean;
  readonly effective_at: string;
  readonly last_checked: string | null;
  readonly held: HeldNumbers | null;
  /** Absent where the read model does not keep it. */
  readonly event_id?: string;
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
    event_id: row.event_id ?? null,
    ...freshnessOf(row, now),
  };
};

/** $1 card */
const latestSql = `
  select card.*, (
    select json_agg(r) from (
      select ${keyColumnsOf('p')}, p.low, p.mid, p.high, p.market, p.direct_low, p.withdrawn, p.effective_at, p.event_id,
             p.sample_size, p.low_shipping,
             ${lastCheck('p.source', 'card.set_id', 'p.price_key')} as last_checked,
             ${heldNow('p.price_key')} as held
      from latest_prices.prices p
      where p.card_id = $1
      order by p.kind, p.source, p.printing_slug, p.condition, p.grader, p.grade, p.language) r) as prices
  from (${cardSetOf('$1')}) card`;

interface LatestRow extends CardSetRow {
  /** Shipping in minor units. */
  readonly prices: readonly (PriceRow & OfferFacts)[] | null;
}

/** The newest price of every key of a card, and its set. */
export interface LatestPrices extends CardSet {
  readonly prices: readonly (Price & OfferFacts)[];
}

/** Returns the newest price of every key of a card; `null` for an unknown card. */
export const latestPrices = async (database: Database, cardId: string, now: Date): Promise<LatestPrices | null> => {
  const [row] = await database.query<LatestRow>(latestSql, [cardId], { prepared: true });
  if (row?.exists !== true) return null;
  const prices = (row.prices ?? []).map((price) => {
    const { effective_at, last_checked, ...rest } = price;
    const instants = {
      effective_at: instantInJson(effective_at),
      last_checked: last_checked === null ? null : instantInJson(last_checked),
    };
    const { sample_size, low_shipping, currency } = rest;
    const facts = { sample_size, low_shipping: toMajorUnitsOrNull(low_shipping, currency) };
    return { ...priceOf({ ...rest, ...instants }, now), ...facts };
  });
  return { set_id: row.set_id, is_merged: row.is_merged, prices };
};

/** Returns the newest price of every key of the card; none for a card without prices. */
export const latestPricesOfCard = async (database: Database, cardId: string, now: Date): Promise<readonly Price[]> => {
  const prices = (await latestPrices(database, cardId, now))?.prices ?? [];
  return prices.map(({ sample_size: _offers, low_shipping: _shipping, ...price }) => price);
};

/** Returns a left join of the newest price of a key, an SQL expression, as `p`. */
export const joinLatestPrice = (priceKey: string): string =>
  `left join latest_prices.prices p on p.price_key = ${priceKey}`;

/** Returns those of the cards whose prices changed last, the newest first, at most `limit`. */
export const lastPricedCards = async (
  database: Reader,
  cardIds: readonly string[],
  limit: number,
): Promise<readonly string[]> => {
  const rows = await database.query<{ card_id: string }>(
    `select p.card_id from latest_prices.prices p where p.card_id = any($1::text[])
     group by p.card_id order by max(p.effective_at) desc, p.card_id collate "C" limit $2`,
    [cardIds, limit],
  );
  return rows.map(({ card_id }) => card_id);
};
