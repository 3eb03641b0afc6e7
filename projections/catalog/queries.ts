/** Cards by id, with their sets. */
import type { CardAttributes } from '../../src/domain/cards/attributes.js';
import type { Game, ProductType } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { normalisedJson } from './found-cards.js';
import { hasHistory } from '../price-history/find-series.js';

export interface SetInfo {
  readonly set_id: string;
  readonly name: string;
  readonly abbreviation: string | null;
  /** UTC day; `null` if the source does not give it. */
  readonly release_date: string | null;
}

export interface Card {
  readonly card_id: string;
  readonly tcg_type: Game;
  readonly name: string;
  readonly clean_name: string | null;
  readonly number: string | null;
  /** In the source's own words. */
  readonly rarity: string | null;
  /** What the card is in the words of its game (docs/search.md); `null` or empty where not stated, or not understood. */
  readonly normalised: CardAttributes;
  readonly product_type: ProductType;
  readonly image_url: string | null;
  readonly url: string | null;
  /** Further facts the source gives, by its own names. */
  readonly attributes: { readonly [name: string]: string };
  readonly listed_at: string;
  readonly revised_at: string;
  /** The source no longer lists the card. */
  readonly withdrawn: boolean;
  /** The card that replaces this one; `null` if none does. */
  readonly merged_into: string | null;
  readonly source: string;
}

/** A card with its set and its ids elsewhere. */
export interface ListedCard extends Card {
  readonly set_id: string;
  /** `null` until the set itself is listed. */
  readonly set_info: SetInfo | null;
  /** Id of the card in each other system. */
  readonly external_ids: { readonly [system: string]: string };
}

/** Columns of a listed card, of the card `c` and its set `s`. */
export const cardColumns = `
         c.card_id, c.game as tcg_type, c.name, c.clean_name, c.number, c.rarity, ${normalisedJson('c')} as normalised,
         c.product_type, c.image_url, c.url,
         c.attributes, c.external_ids, c.listed_at, c.revised_at, c.withdrawn_at is not null as withdrawn, c.merged_into,
         c.source, c.set_id,
         case when s.set_id is null then null else jsonb_build_object('set_id', s.set_id, 'name', s.name,
           'abbreviation', s.abbreviation, 'release_date', s.published_on) end as set_info`;

/** Returns a query for the cards of the ids, an SQL expression of an array: the columns of ListedCard. */
export const cardsOf = (ids: string): string => `
  select ${cardColumns}
  from catalog.cards c left join catalog.sets s on s.set_id = c.set_id
  where c.card_id = any(${ids})`;

/** Returns the cards that the catalog has among `cardIds`, in any order. */
export const findCards = (database: Database, cardIds: readonly string[]): Promise<ListedCard[]> =>
  database.query<ListedCard & Row>(cardsOf('$1'), [cardIds]);

/** Returns the cards that have this id in another system. */
export const cardsWithExternalId = (
  database: Database,
  system: string,
  externalId: string,
): Promise<{ readonly card_id: string; readonly name: string }[]> =>
  database.query('select card_id, name from catalog.cards where external_ids ->> $1 = $2 order by card_id', [
    system,
    externalId,
  ]);

/** Where a card belongs. */
export interface CardSet {
  /** `null` if the card has a price and is not listed yet. */
  readonly set_id: string | null;
  readonly is_merged: boolean;
}

/** The same of a card that may not be one. */
export interface CardSetRow extends Row, CardSet {
  /** It is listed or has a price. */
  readonly exists: boolean;
}

/** Returns a query for the set of a card, an SQL expression, as CardSetRow: one row, for an unknown card too. */
export const cardSetOf = (cardId: string): string => `
  select c.card_id is not null or ${hasHistory(cardId)} as exists, c.set_id, c.merged_into is not null as is_merged
  from (select ${cardId}::text as card_id) k left join catalog.cards c using (card_id)`;

/** Returns the set of a card that is listed or has a price, and whether it was merged; `null` for any other card. */
export const findCardSet = async (database: Database, cardId: string): Promise<CardSet | null> => {
  const [row] = await database.query<CardSetRow>(cardSetOf('$1'), [cardId]);
  return row?.exists === true ? { set_id: row.set_id, is_merged: row.is_merged } : null;
};

/** Returns `count` random cards and their sets; the same ones for the same seed. */
export const sampleCards = (
  database: Database,
  count: number,
  seed: string,
): Promise<{ readonly card_id: string; readonly set_id: string }[]> =>
  database.query('select card_id, set_id from catalog.cards order by md5(card_id || $2) limit $1', [count, seed]);

/** Returns the ids of the cards that are in a set now, withdrawn ones included; `null` for a set that was never listed. */
export const cardsOfSet = async (database: Database, setId: string): Promise<string[] | null> => {
  const rows = await database.query<{ card_id: string | null }>(
    `select c.card_id from catalog.sets s left join catalog.cards c on c.set_id = s.set_id where s.set_id = $1`,
    [setId],
  );
  return rows.length === 0 ? null : rows.flatMap(({ card_id }) => card_id ?? []);
};

/** Returns those of the ids that are a card's. */
export const knownCards = async (database: Database, cardIds: readonly string[]): Promise<string[]> => {
  const rows = await database.query<{ card_id: string }>('select card_id from catalog.cards where card_id = any($1)', [
    cardIds,
  ]);
  return rows.map(({ card_id }) => card_id);
};
