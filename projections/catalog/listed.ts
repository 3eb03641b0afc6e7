/** Sets and cards of the catalog, for the collector to compare with a source's lists. */
import type { CardFacts, SetFacts } from '../../src/domain/cards/facts.js';
import type { Database, Row } from '../../src/postgres/database.js';

export type ListedSet = SetFacts & { readonly source: string; readonly withdrawn: boolean };

/** Set and source of a card, without its facts. */
export interface ListedCard {
  readonly setId: string;
  readonly source: string;
  readonly withdrawn: boolean;
}

export type ListedCardFacts = CardFacts & { readonly withdrawn: boolean };

/** Returns every set by its id, withdrawn ones included. */
export const listedSets = async (database: Database): Promise<Map<string, ListedSet>> => {
  const rows = await database.query<ListedSet & Row>(
    `select set_id, game, language, name, abbreviation, published_on, supplemental, source_modified_at, source,
            withdrawn_at is not null as withdrawn
     from catalog.sets`,
  );
  return new Map(rows.map((set) => [set.set_id, set]));
};

/** Returns the sources that list sets. */
export const listingSources = async (database: Database): Promise<string[]> =>
  (await database.query<{ source: string }>(`select distinct source from catalog.sets order by source`)).map(
    ({ source }) => source,
  );

/** Returns where every card belongs, by its id, withdrawn ones included. */
export const listedCards = async (database: Database): Promise<Map<string, ListedCard>> => {
  const rows = await database.query<{ card_id: string; set_id: string; source: string; withdrawn: boolean }>(
    `select card_id, set_id, source, withdrawn_at is not null as withdrawn from catalog.cards`,
  );
  return new Map(rows.map(({ card_id, set_id, source, withdrawn }) => [card_id, { setId: set_id, source, withdrawn }]));
};

const factColumns = `card_id, game, language, set_id, name, clean_name, number, rarity, product_type, image_url, url, presale,
  attributes, withdrawn_at is not null as withdrawn`;

/** Returns the facts of the cards among `cardIds` that the catalog has, by id. */
export const factsOfCards = async (
  database: Database,
  cardIds: readonly string[],
): Promise<Map<string, ListedCardFacts>> => {
  const rows = await database.query<ListedCardFacts & Row>(
    `select ${factColumns} from catalog.cards where card_id = any($1)`,
    [cardIds],
  );
  return new Map(rows.map((card) => [card.card_id, card]));
};

/**
 * Returns the facts of the listed products of a source whose type its numbers and rarities do not settle: the only ones
 * that a new rule may judge otherwise.
 */
export const unsettledProducts = (database: Database, source: string): Promise<ListedCardFacts[]> =>
  database.query<ListedCardFacts & Row>(
    `select ${factColumns} from catalog.cards
     where source = $1 and withdrawn_at is null and merged_into is null
       and (product_type <> 'single' or (number is null and rarity is null))
     order by card_id`,
    [source],
  );
