/** What is held of a price, in SQL: the same object in every read model. */

/** Returns the columns of a row set aside, of the table with this alias, as HeldNumbers (prices/freshness.ts). */
export const heldJson = (alias: string, since: string): string =>
  `jsonb_build_object('quarantine_id', ${alias}.quarantine_id, 'reason', ${alias}.reason, 'since', ${since},
     'low', ${alias}.low, 'mid', ${alias}.mid, 'high', ${alias}.high, 'market', ${alias}.market, 'direct_low', ${alias}.direct_low)`;
