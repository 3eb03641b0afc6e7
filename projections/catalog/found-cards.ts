/** A card as lists show it: its columns in SQL, and the row as an answer. */
import type { CardAttributes } from '../../src/domain/cards/attributes.js';
import type { Game, ProductType } from '../../src/domain/cards/card.js';
import type { Currency } from '../../src/domain/prices/money.js';
import type { Row } from '../../src/postgres/database.js';
import { lastCheck } from '../coverage/checks.js';
import { heldNow } from '../latest-prices/held-rows.js';
import type { Change } from '../price-history/price-stats.js';
import {
  type CurrentPrice,
  currentPriceOf,
  type CurrentPriceRow,
  representativePrice,
} from '../latest-prices/representative-price.js';

export interface FoundCard {
  readonly card_id: string;
  readonly tcg_type: Game;
  readonly name: string;
  readonly number: string | null;
  /** In the source's own words. */
  readonly rarity: string | null;
  readonly product_type: ProductType;
  readonly image_url: string | null;
  /** What the card is in the words of its game (docs/search.md); `null` or empty where not stated, or not understood. */
  readonly normalised: CardAttributes;
  readonly set: { readonly set_id: string; readonly name: string | null };
  /** The card's one price (docs/prices.md); `null` if it has no ungraded market price. */
  readonly current_price: CurrentPrice | null;
  /** Change of that price over the time asked for; `null` if it cannot be compared. Only with `change`. */
  readonly change?: Change | null;
}

export interface FoundRow extends Row, Omit<CurrentPriceRow, 'currency'> {
  /** `null` if the card has no current price. */
  readonly currency: Currency | null;
  /** `null` if the row has only the total, on a page beyond the end. */
  readonly card_id: string | null;
  readonly game: Game;
  readonly set_id: string;
  readonly set_name: string | null;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: ProductType;
  readonly image_url: string | null;
  readonly normalised: CardAttributes;
  readonly place: string;
  readonly search_text: string;
  readonly total: number;
}

/** Returns what a card is as a JSON object, of the table `cards` with this alias. */
export const normalisedJson = (c: string): string => `jsonb_build_object('rarity', ${c}.rarity_slug,
  'colours', ${c}.colours, 'card_type', ${c}.card_type, 'subtypes', ${c}.subtypes, 'stage', ${c}.stage,
  'attributes', ${c}.attribute_slugs, 'hp', ${c}.hp, 'cost', ${c}.cost, 'power', ${c}.power, 'counter', ${c}.counter,
  'life', ${c}.life)`;

/**
 * Returns a query for the rows of a page, in its order. `withs`: its CTEs, of which `page` has the cards with their places,
 * and `total` the number of all.
 */
export const foundRowsSql = (withs: string): string => `
  with ${withs}
  select t.total, page.place, c.search_text, c.card_id, c.game, c.set_id, s.name as set_name, c.name, c.number, c.rarity, c.product_type,
         c.image_url, ${normalisedJson('c')} as normalised,
         p.market, p.low, p.high, p.currency, p.effective_at, p.printing, p.source, p.kind, p.withdrawn,
         ${lastCheck('p.source', 'c.set_id', 'p.price_key')} as last_checked, ${heldNow('p.price_key')} as held
  from total t
  left join page on true
  left join catalog.cards c on c.card_id = page.card_id
  left join catalog.sets s on s.set_id = c.set_id
  left join lateral (${representativePrice('c.card_id', 'c.set_id')}) p on true
  order by page.place, page.card_id collate "C"`;

/** Returns the card in a row. */
export const foundCardOf = (row: FoundRow & { readonly card_id: string }, now: Date): FoundCard => {
  const { currency } = row;
  return {
    card_id: row.card_id,
    tcg_type: row.game,
    name: row.name,
    number: row.number,
    rarity: row.rarity,
    product_type: row.product_type,
    image_url: row.image_url,
    normalised: row.normalised,
    set: { set_id: row.set_id, name: row.set_name },
    current_price: currency === null ? null : currentPriceOf({ ...row, currency }, now),
  };
};
