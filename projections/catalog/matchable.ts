/** The catalog as the matcher needs it: what is listed now, with the printings that were ever sold. */
import type { Game, ProductType } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { printingsSold } from '../latest-prices/printings-sold.js';

export interface SetToMatch {
  readonly set_id: string;
  readonly game: Game;
  readonly name: string;
  readonly abbreviation: string | null;
  readonly published_on: string | null;
}

export interface CardToMatch {
  readonly card_id: string;
  readonly game: Game;
  readonly set_id: string;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: ProductType;
  readonly language: string | null;
  readonly printings: readonly string[];
}

/** Returns the sets that are listed. */
export const setsToMatch = (database: Pick<Database, 'query'>): Promise<SetToMatch[]> =>
  database.query<SetToMatch & Row>(
    'select set_id, game, name, abbreviation, published_on from catalog.sets where withdrawn_at is null order by set_id',
  );

/** Returns the `count` cards after this id ('' for the first ones) that are listed and no sealed product. */
export const cardsToMatch = (
  database: Pick<Database, 'query'>,
  cardId: string,
  count: number,
): Promise<CardToMatch[]> =>
  database.query<CardToMatch & Row>(
    `select c.card_id, c.game, c.set_id, c.name, c.number, c.rarity, c.product_type, c.language,
            coalesce((${printingsSold('c.card_id', 'c.source')}), '{}') as printings
     from catalog.cards c
     where c.card_id > $1 and c.withdrawn_at is null and c.merged_into is null and c.product_type <> 'sealed'
     order by c.card_id limit $2`,
    [cardId, count],
  );

/** Returns a text that changes when a card or set does. */
export const catalogState = async (database: Pick<Database, 'query'>): Promise<string> => {
  const [row] = await database.query<{ state: string | null }>(
    `select concat((select max(position collate "C") from catalog.cards), ' ',
                   (select max(position collate "C") from catalog.sets)) as state`,
  );
  return row?.state ?? '';
};
