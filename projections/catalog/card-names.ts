/** The names of cards. */
import type { Reader } from '../../src/postgres/database.js';

/** Returns the names of those cards that are listed, or were, by id. */
export const namesOfCards = async (
  database: Reader,
  cardIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (cardIds.length === 0) return new Map();
  const rows = await database.query<{ card_id: string; name: string }>(
    'select card_id, name from catalog.cards where card_id = any($1)',
    [cardIds],
  );
  return new Map(rows.map(({ card_id, name }) => [card_id, name]));
};
