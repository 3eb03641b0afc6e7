/** The sets that hold cards. */
import type { CatalogScope } from '../../src/domain/cards/facts.js';
import type { Database, Row } from '../../src/postgres/database.js';

export interface PlacedCard extends CatalogScope {
  readonly card_id: string;
  readonly set_id: string;
}

/** Returns the set of each of the cards that is listed, in a set that is. */
export const setsOfCards = (database: Database, cardIds: readonly string[]): Promise<PlacedCard[]> =>
  database.query<PlacedCard & Row>(
    `select c.card_id, c.set_id, s.game, s.language from catalog.cards c join catalog.sets s using (set_id)
     where c.card_id = any($1) and c.withdrawn_at is null and s.withdrawn_at is null`,
    [cardIds],
  );
