/** Searches cards by words, prefixes, numbers and filters; corrects typos; pages through results stably. */
import type { Game, ProductType } from '../../src/domain/cards/card.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { currencyDecimals } from '../../src/domain/prices/money.js';
import { searchText } from '../../src/domain/cards/search-text.js';
import { ledgerError } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { correctWords } from './correct-words.js';
import { lastCheck } from '../coverage/checks.js';
import { heldNow } from '../latest-prices/held-rows.js';
import {
  comparedPrice,
  comparedPrices,
  type CurrentPrice,
  currentPriceOf,
  type CurrentPriceRow,
  representativePrice,
} from '../latest-prices/representative-price.js';

export const cardSorts = ['relevance', 'name', 'number', 'price_asc', 'price_desc', 'released'] as const;
export type CardSort = (typeof cardSorts)[number];

export interface CardSearch {
  /** Blank is the same as undefined. */
  readonly q?: string | undefined;
  readonly tcgType?: string | undefined;
  /** A set id, or a set's name or abbreviation in any spelling. */
  readonly setIdentifier?: string | undefined;
  readonly rarity?: string | undefined;
  readonly productType?: string | undefined;
  /** Major units of USD. */
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly sort: CardSort;
  readonly limit: number;
  readonly offset: number;
  /** Continues after this place, in the same order. */
  readonly after?: CardPlace | undefined;
}

/** A place in the results: the sort value and the card. */
export interface CardPlace {
  readonly value: string;
  readonly cardId: string;
}

export interface FoundCard {
  readonly card_id: string;
  readonly tcg_type: Game;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: ProductType;
  readonly image_url: string | null;
  readonly set: { readonly set_id: string; readonly name: string | null };
  /** The card's one price (docs/prices.md); `null` if it has no ungraded market price. */
  readonly current_price: CurrentPrice | null;
}

export interface FoundCards {
  readonly cards: readonly FoundCard[];
  readonly total: number;
  /** The place that the next page continues after; `null` at the end. */
  readonly next: CardPlace | null;
  /** Whether the words were corrected to similar ones. */
  readonly fuzzy: boolean;
}

/**
 * Each order as one ascending text, so that a place is a pair of texts: the sort value and the card id. Numbers are
 * padded; missing values come last. `c` is the card, `s` its set, `p` its price, $1 the words searched for.
 */
const padded = (number: string, digits: number): string => `lpad((${number})::text, ${digits}, '0')`;
const newestFirst = padded(`50000 - coalesce(s.published_on - date '1970-01-01', -1)`, 6);
const places: Readonly<Record<CardSort, string>> = {
  // Names equal to or beginning with the words first, then cards before boxes, short names before long ones, new sets
  // first.
  relevance: `case when starts_with(c.search_text || ' ', $1 || ' ') then '0' when starts_with(c.search_text, $1) then '1' else '2' end
    || case c.product_type when 'single' then '0' else '1' end || ${padded('char_length(c.name)', 3)} || ${newestFirst}`,
  name: 'c.search_text',
  // Every run of digits padded to nine: 4/102 before 10/102, OP08-009 before OP08-010.
  number: `coalesce(regexp_replace(regexp_replace(c.number, '(\\d+)', '000000000\\1', 'g'), '\\d*(\\d{9})', '\\1', 'g'), '~')
    || ' ' || c.search_text`,
  price_asc: padded('coalesce(p.market, 9999999999)', 10),
  price_desc: padded('9999999998 - coalesce(p.market, -1)', 10),
  released: newestFirst,
};

/** Returns the conditions of a search on `c`, and adds their values to `values`. */
const conditionsOf = (
  search: CardSearch,
  words: string | null,
  sets: readonly string[] | null,
  values: unknown[],
): string[] => {
  const conditions = ['c.merged_into is null', 'c.withdrawn_at is null'];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined || value === null) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add((to) => `to_tsvector('simple', c.search_text) @@ to_tsquery('simple', ${to})`, words);
  add((to) => `c.game = ${to}`, search.tcgType);
  add((to) => `c.set_id = any(${to})`, sets);
  add((to) => `lower(c.rarity) = lower(${to})`, search.rarity);
  add((to) => `c.product_type = ${to}`, search.productType);
  // The bounds are narrowed to whole cents.
  add((to) => `p.market >= ${to}::bigint`, minorUnits(search.minPrice, Math.ceil));
  add((to) => `p.market <= ${to}::bigint`, minorUnits(search.maxPrice, Math.floor));
  return conditions;
};

/**
 * Returns the statement and its values: matches with their places, the page of them, then the columns of the page. It
 * has only the parts that the search needs. Rejected: one statement for all searches, because Postgres priced 50,000
 * cards to show 20.
 */
const statementOf = (
  search: CardSearch,
  normal: string,
  words: string | null,
  sets: readonly string[] | null,
): { text: string; values: unknown[] } => {
  const values: unknown[] = [
    normal,
    search.limit + 1,
    search.offset,
    search.after?.value ?? null,
    search.after?.cardId ?? null,
  ];
  const conditions = conditionsOf(search, words, sets, values).join(' and ');
  const bounded = search.minPrice !== undefined || search.maxPrice !== undefined;
  const priced = bounded || search.sort.startsWith('price_');
  const few = words !== null || sets !== null;
  const prices = few
    ? `left join lateral (${comparedPrice('c.card_id')}) p on true`
    : `left join (${comparedPrices}) p on p.card_id = c.card_id`;
  // Few matches are computed once, for the page and the total. All cards in a plain order are scanned twice, because
  // the page then keeps only its own rows (50 ms instead of 80).
  const kept = few || bounded ? 'materialized' : 'not materialized';
  const text = `
    with matches as ${kept} (
      select c.card_id, (${places[search.sort]}) collate "C" as place
      from catalog.cards c left join catalog.sets s on s.set_id = c.set_id ${priced ? prices : ''}
      where ${conditions} and $1::text is not null
    ), page as (
      select * from matches
      where $4::text is null or (place, card_id collate "C") > ($4 collate "C", $5 collate "C")
      order by place, card_id collate "C" limit $2 offset $3
    )
    select t.total, page.place, c.card_id, c.game, c.set_id, s.name as set_name, c.name, c.number, c.rarity, c.product_type,
           c.image_url, p.market, p.low, p.high, p.currency, p.effective_at, p.printing, p.source, p.kind, p.withdrawn,
           ${lastCheck('p.source', 'c.set_id')} as last_checked, ${heldNow('p.price_key')} as held
    from (select count(*) as total from matches) t
    left join page on true
    left join catalog.cards c on c.card_id = page.card_id
    left join catalog.sets s on s.set_id = c.set_id
    left join lateral (${representativePrice('c.card_id')}) p on true
    order by page.place, page.card_id collate "C"`;
  return { text, values };
};

interface FoundRow extends Row, Omit<CurrentPriceRow, 'currency'> {
  /** `null` if the card has no current price. */
  readonly currency: Currency | null;
  /** `null` if the row has only the total, on a page beyond the end. */
  readonly card_id: string | null;
  readonly game: Game;
  readonly set_id: string;
  readonly set_name: string | null;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly product_type: ProductType;
  readonly image_url: string | null;
  readonly place: string;
  readonly total: number;
}

const currentPrice = (row: FoundRow, now: Date): CurrentPrice | null => {
  const { currency } = row;
  return currency === null ? null : currentPriceOf({ ...row, currency }, now);
};

const setsOf = async (database: Database, identifier: string): Promise<string[]> => {
  const rows = await database.query<{ set_id: string }>(
    `select set_id from catalog.sets where set_id = $1 or lower(name) = lower($1) or lower(abbreviation) = lower($1)`,
    [identifier],
  );
  if (rows.length === 0) {
    throw ledgerError('SET_NOT_FOUND', `no set has the id, name or abbreviation "${identifier}"`, {
      details: { set_identifier: 'expected the id, name or abbreviation of a set' },
    });
  }
  return rows.map(({ set_id }) => set_id);
};

/**
 * Returns a query for all words, the last also as a prefix, for results while typing. Words have only letters and
 * digits.
 */
const wordsQuery = (words: readonly (readonly string[])[]): string => {
  const alternatives = words.map((meanings) => `(${meanings.map((word) => `'${word}'`).join(' | ')})`);
  const last = words.at(-1);
  return `${alternatives.join(' & ')}${last?.length === 1 ? ':*' : ''}`.replace(/'\):\*$/, "':*)");
};

/** Returns a bound in minor units, at most one more than limits.priceMinorUnitsMax, so that it fits the column. */
const minorUnits = (major: number | undefined, round: (value: number) => number): number | undefined =>
  major === undefined
    ? undefined
    : Math.min(limits.priceMinorUnitsMax + 1, round(Number((major * 10 ** currencyDecimals.USD).toFixed(4))));

const foundCardOf = (row: FoundRow & { card_id: string }, now: Date): FoundCard => ({
  card_id: row.card_id,
  tcg_type: row.game,
  name: row.name,
  number: row.number,
  rarity: row.rarity,
  product_type: row.product_type,
  image_url: row.image_url,
  set: { set_id: row.set_id, name: row.set_name },
  current_price: currentPrice(row, now),
});

/**
 * Returns the cards that have all words; the last word may be unfinished. If there are none, words that the catalog
 * does not have are corrected to the nearest ones (`fuzzy`). The pool's statement timeout bounds the time.
 *
 * Throws SET_NOT_FOUND if no set has the identifier. Rejected: an empty answer, because it hides a typing error.
 */
export const searchCards = async (database: Database, search: CardSearch, now: Date): Promise<FoundCards> => {
  const normal = searchText(search.q ?? '');
  // The text has only punctuation ("?!"), which no card has.
  if (normal === '' && search.q !== undefined && search.q.trim() !== '')
    return { cards: [], total: 0, next: null, fuzzy: false };
  const sets = search.setIdentifier === undefined ? null : await setsOf(database, search.setIdentifier);
  const run = async (as: string, words: readonly (readonly string[])[] | null): Promise<FoundRow[]> => {
    const { text, values } = statementOf(search, as, words === null ? null : wordsQuery(words), sets);
    return database.query<FoundRow>(text, values);
  };
  const typed = normal === '' ? null : normal.split(' ');
  let fuzzy = false;
  let rows = await run(normal, typed === null ? null : typed.map((word) => [word]));
  if (rows[0]?.total === 0 && typed !== null) {
    const meant = await correctWords(database, typed);
    if (meant?.some(([word], at) => word !== typed[at]) === true) {
      rows = await run(meant.map(([word]) => word).join(' '), meant);
      fuzzy = (rows[0]?.total ?? 0) > 0;
    }
  }
  const found = rows.filter((row): row is FoundRow & { card_id: string } => row.card_id !== null);
  const page = found.slice(0, search.limit);
  const last = page.at(-1);
  return {
    cards: page.map((row) => foundCardOf(row, now)),
    total: rows[0]?.total ?? 0,
    next: found.length > search.limit && last !== undefined ? { value: last.place, cardId: last.card_id } : null,
    fuzzy,
  };
};
