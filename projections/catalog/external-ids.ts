/** Ids of cards in other systems, for sources whose rows name their own products. */
import type { Database } from '../../src/postgres/database.js';
import { mergedCards } from './id-changes.js';

/**
 * Returns card ids by their id in a system. An id of a merged card is one of the card that it is now, unless that one has its
 * own. An id that two cards have is left out: which of them is meant cannot be known.
 */
export const cardsByExternalId = async (database: Database, system: string): Promise<Map<string, string>> => {
  const rows = await database.query<{ card_id: string; id: string; merged: boolean }>(
    `select card_id, external_ids ->> $1 as id, merged_into is not null as merged
     from catalog.cards where external_ids ? $1 order by card_id`,
    [system],
  );
  const ends = await mergedCards(
    database,
    rows.flatMap(({ card_id, merged }) => (merged ? [card_id] : [])),
  );
  const withOwn = new Set(rows.flatMap(({ card_id, merged }) => (merged ? [] : [card_id])));
  const holders = new Map<string, Set<string>>();
  for (const { card_id, id } of rows) {
    const end = ends.get(card_id)?.cardId;
    if (end !== undefined && withOwn.has(end)) continue;
    holders.set(id, (holders.get(id) ?? new Set()).add(end ?? card_id));
  }
  return new Map(
    [...holders].flatMap(([id, [cardId, ...others]]) =>
      cardId === undefined || others.length > 0 ? [] : [[id, cardId]],
    ),
  );
};
