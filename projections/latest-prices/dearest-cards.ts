/** The dearest cards: those that are asked for where too few are watched. */
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { Database } from '../../src/postgres/database.js';

/** Returns the ids of the cards with the highest market prices that stand, the dearest first. */
export const dearestCards = async (database: Database, most: number): Promise<string[]> => {
  const rows = await database.query<{ card_id: string }>(
    `select card_id from latest_prices.prices
     where kind = 'market' and grader is null and not withdrawn and currency = $1 and market is not null
     group by card_id order by max(market) desc, card_id limit $2`,
    [comparedCurrency, most],
  );
  return rows.map(({ card_id }) => card_id);
};
