/** The printing and the source that speak for a card. */
import type { Database } from '../../src/postgres/database.js';
import { representativePrice } from './representative-price.js';

export interface OnePrice {
  /** Slug of the printing. */
  readonly printing: string;
  readonly source: string;
}

/** Returns what the card's one price is of; `null` if the card has no ungraded market price. */
export const onePriceOf = async (database: Pick<Database, 'query'>, cardId: string): Promise<OnePrice | null> => {
  const [found] = await database.query<{ printing: string; source: string }>(
    `select r.printing_slug as printing, r.source from (${representativePrice('$1')}) r`,
    [cardId],
  );
  return found ?? null;
};
