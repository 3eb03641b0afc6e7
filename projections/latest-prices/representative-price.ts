/**
 * The one price of a card, in SQL, for search, filters, orders and set values. The rule is the domain's
 * (prices/preference.ts). The fold decides it for nearly all cards; the history and the newest snapshot for the others.
 */
import { type Freshness, freshnessOf, type HeldNumbers } from '../../src/domain/prices/freshness.js';
import { type Currency, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency, preferenceText, representsCardSql } from '../../src/domain/prices/preference.js';
import type { PriceKind } from '../../src/domain/prices/price-key.js';
import { setOfCard } from '../catalog/lookups.js';
import { confirmedSets } from '../coverage/checks.js';
import { hasEverBeenPriced } from '../price-history/lookups.js';

/** The one price of a card: of one source and printing (docs/prices.md). */
export interface CurrentPrice extends Freshness {
  /** `null` if the source shows no market price today; another printing never takes its place for that. */
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly high_price: number | null;
  readonly currency: Currency;
  /** Same as `effective_at`. */
  readonly last_updated: string;
  readonly printing: string;
  /** The source no longer shows this price. */
  readonly withdrawn: boolean;
}

/** The columns of a current price. */
export interface CurrentPriceRow {
  readonly market: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly currency: Currency;
  readonly effective_at: string;
  readonly printing: string;
  readonly source: string;
  readonly kind: PriceKind;
  readonly withdrawn: boolean;
  readonly last_checked: string | null;
  readonly held: HeldNumbers | null;
}

/** Returns the current price in a row, amounts in major units. */
export const currentPriceOf = (row: CurrentPriceRow, now: Date): CurrentPrice => ({
  market_price: toMajorUnitsOrNull(row.market, row.currency),
  low_price: toMajorUnitsOrNull(row.low, row.currency),
  high_price: toMajorUnitsOrNull(row.high, row.currency),
  currency: row.currency,
  last_updated: row.effective_at,
  printing: row.printing,
  withdrawn: row.withdrawn,
  ...freshnessOf(row, now),
});

/** Whether the key of row `p` has ever had a market price: a number today answers that without a look into the history. */
const priced = `(coalesce(p.market > 0, false) or coalesce(${hasEverBeenPriced('p.price_key')}, false))`;

/** Returns the condition that `source` confirmed the prices of the set `setId` recently. */
const confirmedBy = (source: string, setId: string): string =>
  `coalesce((${source}, ${setId}) in (${confirmedSets}), false)`;

/** Returns the condition that the fold decided which key represents the card of row `d` of card_prices, in the set `setId`. */
export const isDecided = (setId: string): string =>
  `(d.price_key is not null and (not d.contested or ${confirmedBy('d.source', setId)}))`;

/** Returns a query for the row that represents the card of row `d`, by the whole rule. */
const byRule = (setId: string): string => `
  select p.* from latest_prices.prices p
  where p.card_id = d.card_id and ${representsCardSql('p')}
  order by ${preferenceText({
    key: 'p',
    withdrawn: 'p.withdrawn',
    priced,
    // Of one source alone, the time of its confirmation decides nothing.
    confirmed: `case when d.contested then ${confirmedBy('p.source', setId)} else true end`,
  })} limit 1`;

/**
 * Returns a query for the row of the one price of the card `cardId`, an SQL expression as its set; no row if the card has no
 * ungraded market price.
 */
export const representativePrice = (cardId: string, setId = setOfCard(cardId)): string => `
  select r.* from latest_prices.card_prices d
  join latest_prices.prices r
    on r.price_key = case when ${isDecided(setId)} then d.price_key else (select p.price_key from (${byRule(setId)}) p) end
  where d.card_id = ${cardId}`;

/**
 * Returns a scalar subquery for the key that the fold decided on for the card `cardId`, an SQL expression: for nearly all cards
 * that of their one price; null where the fold does not say.
 */
export const foldedPriceKey = (cardId: string): string =>
  `(select d.price_key from latest_prices.card_prices d where d.card_id = ${cardId})`;

/**
 * Returns the number by which the card of row `d` is compared with others, minor units; null if it has none in the compared
 * currency. For nearly all cards it stands in the row.
 */
const compared = (setId: string): string => `case when ${isDecided(setId)} then d.market
  when d.numbered then (select p.market from (${byRule(setId)}) p where p.currency = '${comparedCurrency}') end`;

/**
 * Returns a query for the `market` number by which the card `cardId` of the set `setId` is compared with others; no row or
 * null if it has none.
 */
export const comparedPrice = (cardId: string, setId: string): string =>
  `select ${compared(setId)} as market from latest_prices.card_prices d where d.card_id = ${cardId}`;

/** Returns the same for a card whose number stands in its row, which is in an index in the order of the numbers, up and down. */
export const decidedPrice = (cardId: string, setId: string): string => `
  select d.card_id, d.market from latest_prices.card_prices d
  where d.card_id = ${cardId} and d.market is not null and ${isDecided(setId)}`;

/** Returns the same for one of the others that have a number: few. */
export const undecidedPrice = (cardId: string, setId: string): string => `
  select o.card_id, o.market from (
    select d.card_id, ${compared(setId)} as market from latest_prices.card_prices d
    where d.card_id = ${cardId} and d.numbered and (d.price_key is null or d.contested) and not ${isDecided(setId)}
  ) o where o.market is not null`;
