/** The dearest cards: those that are asked for where too few are watched. */
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { Database } from '../../src/postgres/database.js';
import { listedSingles } from '../catalog/lookups.js';

/** Returns the ids of the single cards with the highest market prices that stand, the dearest first. */
export const dearestCards = async (database: Database, most: number): Promise<string[]> => {
  const rows = await database.query<{ card_id: string }>(
    `select p.card_id from latest_prices.prices p join ${listedSingles} c on c.card_id = p.card_id
     where p.kind = 'market' and p.grader is null and not p.withdrawn and p.currency = $1 and p.market is not null
     group by p.card_id order by max(p.market) desc, p.card_id limit $2`,
    [comparedCurrency, most],
  );
  return rows.map(({ card_id }) => card_id);
};
