/**
 * The one price of a card, in SQL, for search, filters, orders and set values. The rule is the domain's
 * (prices/preference.ts); which snapshot is the newest decides what is still confirmed.
 */
import { type Freshness, freshnessOf, type HeldNumbers } from '../../src/domain/prices/freshness.js';
import { type Currency, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency, preferenceText, representsCardSql } from '../../src/domain/prices/preference.js';
import type { PriceKind } from '../../src/domain/prices/price-key.js';
import { setOfCard } from '../catalog/lookups.js';
import { isConfirmed, lastCheck, newestSnapshotOfAny } from '../coverage/checks.js';
import { hasEverBeenPriced, lastMarketPrice } from '../price-history/lookups.js';

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

/** Whether prices come from several sources. With one alone, the time of its confirmation decides nothing. */
const isOfSeveral = '(select min(source) from latest_prices.prices) <> (select max(source) from latest_prices.prices)';

/** The text by which rows `p` are preferred. The last checks are looked up only where they can decide. */
const preferredFirst = preferenceText({
  key: 'p',
  withdrawn: 'p.withdrawn',
  priced,
  confirmed: `case when ${isOfSeveral}
    then ${isConfirmed(lastCheck('p.source', setOfCard('p.card_id')), newestSnapshotOfAny)} else true end`,
});

/**
 * Returns a query for the row of the one price of the card `cardId`, an SQL expression; no row if the card has no
 * ungraded market price.
 */
export const representativePrice = (cardId: string): string => `
  select p.* from latest_prices.prices p
  where p.card_id = ${cardId} and ${representsCardSql('p')}
  order by ${preferredFirst} limit 1`;

/**
 * Returns a query for the `market` number by which the card `cardId` is compared with others; no row or null if it has
 * none in the compared currency.
 */
export const comparedPrice = (cardId: string): string =>
  `select r.market from (${representativePrice(cardId)}) r where r.currency = '${comparedCurrency}'`;

/** Joins texts by a character that none of them has; `part` returns one of them again. */
const joined = (...texts: readonly string[]): string => `concat(${texts.join(', chr(2), ')})`;
const part = (text: string, at: number): string => `split_part(${text}, chr(2), ${at})`;

/**
 * A query for the same of all cards, as `card_id` and `market`. For most of the cards at once it costs a fraction of a
 * `comparedPrice` for each: the number travels in the text that decides.
 */
export const comparedPrices = `
  select r.card_id, case when ${part('r.best', 2)} = '${comparedCurrency}' then nullif(${part('r.best', 3)}, '')::integer end as market
  from (
    select p.card_id, min((${joined(preferredFirst, 'p.currency', 'p.market')}) collate "C") as best
    from latest_prices.prices p
    where ${representsCardSql('p')}
    group by p.card_id
    -- Keeps the text from being computed once for each use of it.
    offset 0
  ) r`;

/**
 * Returns a query for what the card `cardId` counts in the value of its set: `market`, `source`, and whether the number is
 * `carried`, because the source shows none today. No row if the card has no price in the compared currency.
 *
 * Rejected: counting only the numbers shown today, because the value of a set then falls on a day on which the number of a
 * dear card is missing, and rises on the next.
 */
export const valuedPrice = (cardId: string): string => `
  select coalesce(r.market, case when not r.withdrawn then ${lastMarketPrice('r.price_key')} end) as market,
         r.market is null as carried, r.source
  from (${representativePrice(cardId)}) r where r.currency = '${comparedCurrency}'`;
