/** The orders of cards: each as one ascending text, so that a place is a pair of texts, the sort value and the card id. */
import { asksForCodes, asksForSealed } from '../../src/domain/cards/product-type.js';
import type { Parameters } from './parameters.js';
import type { Question } from './readings.js';
import { tsqueryOf } from './word-query.js';

export const cardSorts = ['relevance', 'name', 'number', 'price_asc', 'price_desc', 'released'] as const;
export type CardSort = (typeof cardSorts)[number];

/** A place in an order. */
export interface CardPlace {
  readonly value: string;
  readonly cardId: string;
}

/** Greater than any price; the place of a card without one, in both orders by price. */
const unpriced = 9_999_999_999;
const padded = (number: string, digits: number): string => `lpad((${number})::text, ${digits}, '0')`;
const newestFirst = padded(`50000 - coalesce(s.published_on - date '1970-01-01', -1)`, 6);

/** The orders that do not depend on words. Missing values come last. `c` is the card, `s` its set, `p` its price. */
const places: Readonly<Record<Exclude<CardSort, 'relevance'>, string>> = {
  name: 'c.name_text',
  number: 'c.number_text',
  price_asc: padded(`coalesce(p.market, ${unpriced})`, 10),
  price_desc: padded(`${unpriced - 1} - coalesce(p.market, -1)`, 10),
  released: newestFirst,
};

/** Returns the price at a place in an order by price, minor units; `null` at the cards without one. */
export const priceAtPlace = (sort: 'price_asc' | 'price_desc', { value }: CardPlace): number | null => {
  const number = Number(value);
  if (number >= unpriced) return null;
  return sort === 'price_asc' ? number : unpriced - 1 - number;
};

/**
 * Returns the order by relevance. Cards with codes for the online game come last, unless they are asked for. A name that equals
 * the words comes first; with a number, the name beside it. Then what is asked for as sealed; then names that begin with the
 * words, names and numbers that have all words, names that have them unfinished, and last cards whose set or rarity has some
 * of them. Within: cards before boxes, short names before long ones, new sets first.
 */
const relevance = (question: Question, { add }: Parameters): string => {
  const { text } = question;
  const normal = add(text, 'text');
  const name = add(question.name, 'text');
  const inName = add(tsqueryOf(question.condition, 'in name'), 'tsquery');
  const wholeInName = add(tsqueryOf(question.condition, 'whole in name'), 'tsquery');
  const codesLast = asksForCodes(text)
    ? `'0'`
    : `case when strpos(' ' || c.name_text || ' ', ' code card ') > 0 then '1' else '0' end`;
  const byType = asksForSealed(text)
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

/** Returns the SQL of the place of a card in an order; by relevance without words it is that by name. */
export const placeOf = (sort: CardSort, question: Question | null, parameters: Parameters): string => {
  if (sort !== 'relevance') return places[sort];
  return question === null ? places.name : relevance(question, parameters);
};
