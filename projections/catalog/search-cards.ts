/** Searches cards by words, prefixes, numbers and filters; corrects typos; pages through results stably. */
import type { Game, ProductType } from '../../src/domain/cards/card.js';
import type { Currency } from '../../src/domain/prices/money.js';
import { currencyDecimals } from '../../src/domain/prices/money.js';
import { asksForCodes, asksForSealed } from '../../src/domain/cards/product-type.js';
import { limits } from '../../src/base/limits.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { type Question, readingsOf } from './readings.js';
import { resolveSet } from './resolve-set.js';
import { tsqueryOf } from './word-query.js';
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
  /** What was searched instead of the words typed, which have no result; `null` if they have one, or nothing has. */
  readonly didYouMean: string | null;
}

/**
 * Each order as one ascending text, so that a place is a pair of texts: the sort value and the card id. Numbers are
 * padded; missing values come last. `c` is the card, `s` its set, `p` its price.
 */
const padded = (number: string, digits: number): string => `lpad((${number})::text, ${digits}, '0')`;
const newestFirst = padded(`50000 - coalesce(s.published_on - date '1970-01-01', -1)`, 6);
const places: Readonly<Record<Exclude<CardSort, 'relevance'>, string>> = {
  name: 'c.name_text',
  // Every run of digits padded to nine: 4/102 before 10/102, OP08-009 before OP08-010.
  number: `coalesce(regexp_replace(regexp_replace(c.number, '(\\d+)', '000000000\\1', 'g'), '\\d*(\\d{9})', '\\1', 'g'), '~')
    || ' ' || c.name_text`,
  price_asc: padded('coalesce(p.market, 9999999999)', 10),
  price_desc: padded('9999999998 - coalesce(p.market, -1)', 10),
  released: newestFirst,
};

/** Parameters of the words: what they are as one text, and as tsqueries. */
interface WordParameters {
  readonly normal: string;
  readonly name: string;
  readonly inName: string;
  readonly wholeInName: string;
}

/**
 * Returns the order by relevance. Cards with codes for the online game come last, unless they are asked for. A name that equals
 * the words comes first; with a number, the name beside it. Then what is asked for as sealed; then names that begin with the
 * words, names and numbers that have all words, names that have them unfinished, and last cards whose set or rarity has some
 * of them. Within: cards before boxes, short names before long ones, new sets first.
 */
const relevance = (q: string, { normal, name, inName, wholeInName }: WordParameters): string => {
  const codesLast = asksForCodes(q)
    ? `'0'`
    : `case when strpos(' ' || c.name_text || ' ', ' code card ') > 0 then '1' else '0' end`;
  const byType = asksForSealed(q)
    ? `case c.product_type when 'sealed' then '1' when 'unknown' then '2' else '3' end`
    : `'1'`;
  return `${codesLast}
    || case when c.name_text = ${normal} or (c.name_text = ${name} and c.search_vector @@ ${wholeInName}) then '0'
            else ${byType} end
    || case when starts_with(c.name_text || ' ', ${normal} || ' ') then '0'
            when c.search_vector @@ ${wholeInName} then '1'
            when starts_with(c.name_text, ${normal}) then '2'
            when c.search_vector @@ ${inName} then '3' else '4' end
    || case c.product_type when 'single' then '0' when 'unknown' then '1' else '2' end
    || ${padded('char_length(c.name)', 3)} || ${newestFirst}`;
};

/** Returns the conditions of a search on `c`, and adds their values to `values`. */
const conditionsOf = (
  search: CardSearch,
  question: Question | null,
  set: string | null,
  values: unknown[],
): string[] => {
  const conditions = ['c.merged_into is null', 'c.withdrawn_at is null'];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined || value === null) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  // Not by to_tsquery: the lexemes are in their normal form.
  add(
    (to) => `c.search_vector @@ ${to}::tsquery`,
    question === null ? null : tsqueryOf(question.condition, 'anywhere'),
  );
  add((to) => `c.game = ${to}`, search.tcgType);
  add((to) => `c.set_id = ${to}`, set);
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
  question: Question | null,
  set: string | null,
): { text: string; values: unknown[] } => {
  const values: unknown[] = [
    search.limit + 1,
    search.offset,
    search.after?.value ?? null,
    search.after?.cardId ?? null,
  ];
  const conditions = conditionsOf(search, question, set, values).join(' and ');
  const parameter = (value: string, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const placeOf = (): string => {
    if (search.sort !== 'relevance') return places[search.sort];
    if (question === null) return places.name;
    return relevance(question.text, {
      normal: parameter(question.text, 'text'),
      name: parameter(question.name, 'text'),
      inName: parameter(tsqueryOf(question.condition, 'in name'), 'tsquery'),
      wholeInName: parameter(tsqueryOf(question.condition, 'whole in name'), 'tsquery'),
    });
  };
  const bounded = search.minPrice !== undefined || search.maxPrice !== undefined;
  const priced = bounded || search.sort.startsWith('price_');
  const few = question !== null || set !== null;
  const prices = few
    ? `left join lateral (${comparedPrice('c.card_id')}) p on true`
    : `left join (${comparedPrices}) p on p.card_id = c.card_id`;
  // Few matches are computed once, for the page and the total. All cards in a plain order are scanned twice, because
  // the page then keeps only its own rows (50 ms instead of 80).
  const kept = few || bounded ? 'materialized' : 'not materialized';
  const text = `
    with matches as ${kept} (
      select c.card_id, (${placeOf()}) collate "C" as place
      from catalog.cards c left join catalog.sets s on s.set_id = c.set_id ${priced ? prices : ''}
      where ${conditions}
    ), page as (
      select * from matches
      where $3::text is null or (place, card_id collate "C") > ($3 collate "C", $4 collate "C")
      order by place, card_id collate "C" limit $1 offset $2
    )
    select t.total, page.place, c.search_text, c.card_id, c.game, c.set_id, s.name as set_name, c.name, c.number, c.rarity, c.product_type,
           c.image_url, p.market, p.low, p.high, p.currency, p.effective_at, p.printing, p.source, p.kind, p.withdrawn,
           ${lastCheck('p.source', 'c.set_id', 'p.price_key')} as last_checked, ${heldNow('p.price_key')} as held
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
  readonly search_text: string;
  readonly total: number;
}

const currentPrice = (row: FoundRow, now: Date): CurrentPrice | null => {
  const { currency } = row;
  return currency === null ? null : currentPriceOf({ ...row, currency }, now);
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
 * Returns the cards that have all words, each of which may be unfinished. If there are none, the readings of `readingsOf` are
 * tried in turn, and `didYouMean` says which one found something. The pool's statement timeout bounds the time.
 *
 * Throws SET_NOT_FOUND and SET_AMBIGUOUS for the set. Rejected: an empty answer, because it hides a typing error.
 */
export const searchCards = async (database: Database, search: CardSearch, now: Date): Promise<FoundCards> => {
  const none: FoundCards = { cards: [], total: 0, next: null, didYouMean: null };
  const set =
    search.setIdentifier === undefined
      ? null
      : await resolveSet(database, search.setIdentifier, { game: search.tcgType, field: 'set_identifier' });
  const run = async (question: Question | null): Promise<FoundRow[]> => {
    const { text, values } = statementOf(search, question, set);
    if (question === null) return database.query<FoundRow>(text, values);
    return database.transaction(async (client) => {
      // Reading all 50,000 texts costs the planner less than 4,000 of them from all over the table: 26 ms instead of 8.
      await client.query('set local enable_seqscan = off');
      return (await client.query<FoundRow>(text, values)).rows;
    });
  };
  let rows: FoundRow[] = [];
  let question: Question | null = null;
  if (search.q === undefined || search.q.trim() === '') rows = await run(null);
  else {
    for await (question of readingsOf(database, search.q)) {
      rows = await run(question);
      if ((rows[0]?.total ?? 0) > 0) break;
    }
  }
  const found = rows.filter((row): row is FoundRow & { card_id: string } => row.card_id !== null);
  const page = found.slice(0, search.limit);
  const last = page.at(-1);
  const total = rows[0]?.total ?? 0;
  if (total === 0) return none;
  return {
    cards: page.map((row) => foundCardOf(row, now)),
    total,
    next: found.length > search.limit && last !== undefined ? { value: last.place, cardId: last.card_id } : null,
    didYouMean: question?.said(page[0]?.search_text ?? '') ?? null,
  };
};
