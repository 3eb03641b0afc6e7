/** The printing that speaks for a card. */
import type { Database } from '../../src/postgres/database.js';
import { representativePrice } from './representative-price.js';

/** Returns the slug of the printing of the card's one price; `null` if the card has no ungraded market price. */
export const onePrintingOf = async (database: Pick<Database, 'query'>, cardId: string): Promise<string | null> => {
  const [found] = await database.query<{ printing_slug: string }>(
    `select r.printing_slug from (${representativePrice('$1')}) r`,
    [cardId],
  );
  return found?.printing_slug ?? null;
};
