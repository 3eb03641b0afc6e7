/** All cards in the order of their ids, a page at a time. */
import type { Reader, Row } from '../../src/postgres/database.js';
import { cardColumns, type ListedCard } from './queries.js';

/** A card with what only a file of all cards says of it. */
export interface CardOfCatalog extends ListedCard {
  /** `null` where the source names none, as for English products. */
  readonly language: string | null;
}

const pageSql = `
  select ${cardColumns}, c.language
  from catalog.cards c left join catalog.sets s on s.set_id = c.set_id
  where c.card_id > $1 order by c.card_id limit $2`;

/** Returns the `count` cards after this id ('' for the first ones), withdrawn and merged ones included. */
export const cardsAfter = (reader: Reader, cardId: string, count: number): Promise<CardOfCatalog[]> =>
  reader.query<CardOfCatalog & Row>(pageSql, [cardId, count]);
