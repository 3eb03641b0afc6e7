/**
 * Counts what the cards of a search are: each facet under all filters but its own, so that it shows what another choice would
 * find.
 */
import { limits } from '../../src/base/limits.js';
import { type AttributeName, numberAttributes } from '../../src/domain/cards/attributes.js';
import { wordAttributes } from '../../src/domain/cards/vocabulary.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { attributeColumns, isList } from './attribute-filters.js';
import { createParameters } from './parameters.js';
import type { Question } from './readings.js';
import { runSearch } from './run-search.js';
import { type CardFilters, conditionsOf, isBounded, joinComparedPrice } from './search-conditions.js';

export const facetNames: readonly AttributeName[] = [...wordAttributes, ...numberAttributes];

/** How many cards have a value. */
export interface FacetValue {
  readonly value: string;
  /** @isInt */
  readonly count: number;
}

/** The values of an attribute among the cards found, under all filters but those on the attribute itself. */
export interface Facet {
  /** The most frequent first, at most 100. */
  readonly values: readonly FacetValue[];
  /**
   * Values beyond those.
   * @isInt
   */
  readonly more: number;
  /**
   * Cards of which the source does not state it.
   * @isInt
   */
  readonly not_stated: number;
  /**
   * Cards of which the source states it in words that are not understood.
   * @isInt
   */
  readonly not_understood: number;
}

/** Facets by name, those that were asked for. */
export interface Facets {
  readonly rarity?: Facet;
  readonly colour?: Facet;
  readonly card_type?: Facet;
  readonly subtype?: Facet;
  readonly stage?: Facet;
  readonly attribute?: Facet;
  readonly hp?: Facet;
  readonly cost?: Facet;
  readonly power?: Facet;
  readonly counter?: Facet;
  readonly life?: Facet;
}

/** Returns the query of a facet over `matches`; `others`: the conditions of the other filters. */
const facetSql = (name: AttributeName, others: readonly string[]): string => {
  const column = `m.${attributeColumns[name]}`;
  const value = isList(name) ? 'v.value' : `${column}::text`;
  return `
    select '${name}' as facet, ${value} as value, ${value} is null and '${name}' = any(m.not_understood) as misread,
           sum(m.cards)::integer as cards
    from matches m ${isList(name) ? `left join lateral unnest(${column}) v (value) on true` : ''}
    ${others.length === 0 ? '' : `where ${others.join(' and ')}`}
    group by 2, 3`;
};

interface FacetRow extends Row {
  readonly facet: AttributeName;
  readonly value: string | null;
  readonly misread: boolean;
  readonly cards: number;
}

const facetOf = (rows: readonly FacetRow[]): Facet => {
  const values = rows
    .flatMap(({ value, cards: count }) => (value === null ? [] : [{ value, count }]))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const unread = (misread: boolean): number =>
    rows.find((row) => row.value === null && row.misread === misread)?.cards ?? 0;
  return {
    values: values.slice(0, limits.facetValuesMax),
    more: Math.max(0, values.length - limits.facetValuesMax),
    not_stated: unread(false),
    not_understood: unread(true),
  };
};

/** Returns the facets `names` of no cards. */
export const noFacets = (names: readonly AttributeName[]): Facets =>
  Object.fromEntries(names.map((name) => [name, facetOf([])]));

/**
 * Returns the facets `names` of the cards that the search finds. Equal cards are counted first and split by facet after: of
 * 40,000 cards there are some thousand different ones.
 */
export const countFacets = async (
  database: Database,
  search: { readonly filters: CardFilters; readonly question: Question | null },
  names: readonly AttributeName[],
): Promise<Facets> => {
  const parameters = createParameters();
  const { general, ofAttributes } = conditionsOf(search.filters, search.question, parameters);
  const checks = [...ofAttributes].map(([name, condition]) => ({ name, column: `is_${name}`, condition }));
  const selected = [
    ...names.map((name) => `c.${attributeColumns[name]}`),
    'c.not_understood',
    ...checks.map(({ condition, column }) => `${condition} as ${column}`),
  ];
  const facets = names.map((name) =>
    facetSql(
      name,
      checks.flatMap((check) => (check.name === name ? [] : [`m.${check.column}`])),
    ),
  );
  const text = `
    with matches as materialized (
      select ${selected.join(', ')}, count(*) as cards
      from catalog.cards c ${isBounded(search.filters) ? joinComparedPrice : ''}
      where ${general.join(' and ')} group by ${selected.map((_column, at) => at + 1).join(', ')}
    ) ${facets.join(' union all ')}`;
  const rows = await runSearch<FacetRow>(database, { question: search.question, text, parameters });
  return Object.fromEntries(names.map((name) => [name, facetOf(rows.filter(({ facet }) => facet === name))]));
};
