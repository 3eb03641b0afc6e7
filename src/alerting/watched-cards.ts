/** How many alerts watch a card. */
import type { Queryable } from './read-state.js';

export interface WatchedCard {
  readonly card_id: string;
  readonly alerts: number;
}

/** Returns the cards with most active alerts on them, after merges, most first; equal ones by id. At most `limit`. */
export const mostWatchedCards = (database: Queryable, limit: number): Promise<WatchedCard[]> =>
  database.query<WatchedCard & Record<string, unknown>>(
    `select card_id, count(*) as alerts from alerting.alerts where status = 'active'
     group by card_id order by 2 desc, card_id collate "C" limit $1`,
    [limit],
  );
