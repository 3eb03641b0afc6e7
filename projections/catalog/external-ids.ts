/** Ids of cards in other systems, for sources whose rows name their own products. */
import type { Database } from '../../src/postgres/database.js';
import { mergedCards } from './id-changes.js';

/**
 * Returns card ids by their id in a system. An id of a merged card is one of the card that it is now, unless that one has its
 * own. An id that two cards have is left out: which of them is meant cannot be known. `ids`: only
 * these; one of a merged card then leads to the card that it is now in any case.
 */
export const cardsByExternalId = async (
  database: Database,
  system: string,
  ids?: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await database.query<{ card_id: string; id: string; merged: boolean }>(
    `select card_id, external_ids ->> $1 as id, merged_into is not null as merged
     from catalog.cards
     where external_ids ? $1 and ($2::text[] is null or external_ids ->> $1 = any($2)) order by card_id`,
    [system, ids ?? null],
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

/** Returns the id that each card has in a system, by card id; merged cards are left out. */
export const externalIdsOfCards = async (
  database: Pick<Database, 'query'>,
  system: string,
): Promise<Map<string, string>> => {
  const rows = await database.query<{ card_id: string; external_id: string }>(
    `select card_id, external_ids ->> $1 as external_id from catalog.cards
     where merged_into is null and external_ids ? $1`,
    [system],
  );
  return new Map(rows.map(({ card_id, external_id }) => [card_id, external_id]));
};

/** Returns the ids of cards in other systems, by card id and system. */
export const externalIdsOf = async (
  database: Pick<Database, 'query'>,
  cardIds: readonly string[],
): Promise<Map<string, Readonly<Record<string, string>>>> => {
  const rows = await database.query<{ card_id: string; external_ids: Readonly<Record<string, string>> }>(
    'select card_id, external_ids from catalog.cards where card_id = any($1)',
    [cardIds],
  );
  return new Map(rows.map(({ card_id, external_ids }) => [card_id, external_ids]));
};

/** Returns the cards that an id of a system was said not to be, by that id. */
export const rejectedCards = async (
  database: Pick<Database, 'query'>,
  system: string,
): Promise<Map<string, ReadonlySet<string>>> => {
  const rows = await database.query<{ card_ids: string[]; external_id: string }>(
    'select external_id, array_agg(card_id) as card_ids from catalog.rejected_ids where system = $1 group by external_id',
    [system],
  );
  return new Map(rows.map(({ external_id, card_ids }) => [external_id, new Set(card_ids)]));
};
