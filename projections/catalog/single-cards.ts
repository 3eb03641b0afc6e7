/** Single cards that are listed, for sources that are asked card by card. */
import type { Game } from '../../src/domain/cards/card.js';
import type { Database, Row } from '../../src/postgres/database.js';

export interface SingleCard {
  readonly cardId: string;
  readonly game: Game;
  readonly name: string;
  readonly number: string | null;
  /** `null`: English. */
  readonly language: string | null;
}

const singlesSql = (where: string): string => `
  select card_id as "cardId", game, name, number, language from catalog.cards
  where withdrawn_at is null and merged_into is null and product_type = 'single' and ${where}
  order by card_id`;

/** Returns those of the cards that are listed as single cards. */
export const singleCards = (database: Database, cardIds: readonly string[]): Promise<SingleCard[]> =>
  database.query<SingleCard & Row>(singlesSql('card_id = any($1)'), [cardIds]);

/** Returns the single cards of sets. */
export const singlesOfSets = (database: Database, setIds: readonly string[]): Promise<SingleCard[]> =>
  database.query<SingleCard & Row>(singlesSql('set_id = any($1)'), [setIds]);
