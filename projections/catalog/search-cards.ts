/** Searches cards by words, prefixes, numbers and filters; corrects typos; pages through results stably. */
import type { AttributeName } from '../../src/domain/cards/attributes.js';
import type { Database } from '../../src/postgres/database.js';
import { browseByPriceSql } from './browse-by-price.js';
import { type CardPlace, type CardSort, placeOf } from './card-orders.js';
import { type FoundCard, foundCardOf, type FoundRow, foundRowsSql } from './found-cards.js';
import { countFacets, type Facets, noFacets } from './facets.js';
import { createParameters, type Parameters } from './parameters.js';
import { runSearch } from './run-search.js';
import { type Question, readingsOf } from './readings.js';
import { allOf, type CardFilters, conditionsOf, isBounded, joinComparedPrice } from './search-conditions.js';

export interface CardSearch {
  /** Blank is the same as undefined. */
  readonly q?: string | undefined;
  readonly filters: CardFilters;
  readonly sort: CardSort;
  readonly limit: number;
  readonly offset: number;
  /** Continues after this place, in the same order. */
  readonly after?: CardPlace | undefined;
  /** Facets to count. */
  readonly facets?: readonly AttributeName[] | undefined;
}

export interface FoundCards {
  readonly cards: readonly FoundCard[];
  readonly total: number;
  /** The place that the next page continues after; `null` at the end. */
  readonly next: CardPlace | null;
  /** What was searched instead of the words typed, which have no result; `null` if they have one, or nothing has. */
  readonly didYouMean: string | null;
  /** `null` if none were asked for. */
  readonly facets: Facets | null;
}

/**
 * Returns the statement: matches with their places, the page of them, then the columns of the page. It has only the parts
 * that the search needs. Rejected: one statement for all searches, because Postgres priced 50,000 cards to show 20.
 */
const statementOf = (search: CardSearch, question: Question | null, parameters: Parameters): string => {
  const { filters, sort } = search;
  const { add } = parameters;
  const bounded = isBounded(filters);
  const few = question !== null || filters.setId !== undefined || filters.cardIds !== undefined;
  const conditions = allOf(conditionsOf(filters, question, parameters));
  const place = placeOf(sort, question, parameters);
  const prices = bounded || sort.startsWith('price_') ? joinComparedPrice : '';
  // Few matches are computed once, for the page and the total. All cards in a plain order are read twice, because the page
  // then keeps only its own rows, from an index.
  const kept = few || bounded ? 'materialized' : 'not materialized';
  const { after } = search;
  const follows =
    after === undefined
      ? 'true'
      : `(place, card_id collate "C") > (${add(after.value)} collate "C", ${add(after.cardId)} collate "C")`;
  return foundRowsSql(`
    matches as ${kept} (
      select c.card_id, (${place}) collate "C" as place
      from catalog.cards c left join catalog.sets s on s.set_id = c.set_id ${prices}
      where ${conditions}
    ), page as (
      select * from matches where ${follows}
      order by place, card_id collate "C" limit ${add(search.limit)} offset ${add(search.offset)}
    ), total as (select count(*) as total from matches)`);
};

const run = (database: Database, search: CardSearch, question: Question | null): Promise<FoundRow[]> => {
  const parameters = createParameters();
  const text = statementOf(search, question, parameters);
  return runSearch<FoundRow>(database, { question, text, parameters });
};

/** Returns the rows of a search without words. */
const browse = async (database: Database, search: CardSearch): Promise<FoundRow[]> => {
  const { filters, sort, limit } = search;
  if (filters.setId === undefined && (sort === 'price_asc' || sort === 'price_desc')) {
    const parameters = createParameters();
    const text = browseByPriceSql(filters, { ...search, sort }, parameters);
    const rows = text === null ? [] : await runSearch<FoundRow>(database, { question: null, text, parameters });
    // A page that is not full goes on with the cards without a price, which no bound leaves.
    if (rows.length >= limit || (text !== null && isBounded(filters))) return rows;
  }
  return run(database, search, null);
};

/**
 * Returns the cards that have all words, each of which may be unfinished. If there are none, the readings of `readingsOf` are
 * tried in turn, and `didYouMean` says which one found something. The pool's statement timeout bounds the time.
 *
 * Rejected: an empty answer, because it hides a typing error.
 */
export const searchCards = async (database: Database, search: CardSearch, now: Date): Promise<FoundCards> => {
  // One more than the page shows whether there is a next one.
  const wanted = { ...search, limit: search.limit + 1 };
  let rows: FoundRow[] = [];
  let question: Question | null = null;
  const isBlank = search.q === undefined || search.q.trim() === '';
  if (isBlank) rows = await browse(database, wanted);
  else {
    for await (question of readingsOf(database, search.q ?? '')) {
      rows = await run(database, wanted, question);
      if ((rows[0]?.total ?? 0) > 0) break;
    }
  }
  const found = rows.filter((row): row is FoundRow & { card_id: string } => row.card_id !== null);
  const page = found.slice(0, search.limit);
  const last = page.at(-1);
  const total = rows[0]?.total ?? 0;
  const { filters, facets: names } = search;
  const facets =
    names === undefined
      ? null
      : // A text without a word finds nothing, not everything.
        isBlank || question !== null
        ? await countFacets(database, { filters, question }, names)
        : noFacets(names);
  if (total === 0) return { cards: [], total: 0, next: null, didYouMean: null, facets };
  return {
    cards: page.map((row) => foundCardOf(row, now)),
    total,
    next: found.length > search.limit && last !== undefined ? { value: last.place, cardId: last.card_id } : null,
    didYouMean: question?.said(page[0]?.search_text ?? '') ?? null,
    facets,
  };
};
