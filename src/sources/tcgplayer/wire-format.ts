/** Paths and answers of TCGplayer's API, version 1.39.0. Its lists have the envelope and the rows that tcgcsv mirrors. */
import { z } from 'zod';
import type { OtherAnswer } from '../../collecting/source.js';

/** Rows of a page: the most that the API gives. */
export const pageRows = 100;
/** Ids in the path of a request: the most that the API takes. */
export const idsMax = 250;

export const tokenPath = '/token';
const version = '/v1.39.0';
const page = (offset: number): string => `offset=${offset}&limit=${pageRows}`;

export const groupsPath = (category: number, offset: number): string =>
  `${version}/catalog/categories/${category}/groups?${page(offset)}`;
export const productsPath = (group: number, offset: number, withSkus: boolean): string =>
  `${version}/catalog/products?groupId=${group}&getExtendedFields=true${withSkus ? '&includeSkus=true' : ''}&${page(offset)}`;
export const pricesPath = (group: number): string => `${version}/pricing/group/${group}`;
export const skuPricesPath = (skuIds: readonly number[]): string => `${version}/pricing/sku/${skuIds.join(',')}`;

/** The tables of a category that name what SKUs have by number. */
export type WordTable = 'printings' | 'conditions' | 'languages';
export const wordsPath = (category: number, table: WordTable): string =>
  `${version}/catalog/categories/${category}/${table}`;

/** The text of an empty list. */
const emptyList = '{"totalItems":0,"success":true,"errors":[],"results":[]}';

/**
 * Returns whether the API's sentence means that there is nothing, or not all that was asked for by id: "No products were
 * found." That a URL was not found is another thing.
 */
export const saysNothingFound = (sentence: unknown): boolean =>
  typeof sentence === 'string' &&
  !/\burl\b/i.test(sentence) &&
  (/\bno\b.{1,200}\bfound\b/is.test(sentence) || /\b(?:not|n't) (?:be )?found\b/i.test(sentence));

const refusal = z.object({ errors: z.array(z.unknown()).min(1) });

/** Parses JSON. Returns `undefined` if it is none. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * Reads an answer with another status than 200. An empty list is a 404 whose errors say that nothing was found; a list without
 * some of the ids asked for is a 207 with the rows that there are.
 */
export const readAnswer = ({ status, text }: OtherAnswer): string | null => {
  const json = parsed(text);
  if (status === 207) return json === undefined ? null : text;
  const { data } = refusal.safeParse(json);
  return status === 404 && data?.errors.every(saysNothingFound) === true ? emptyList : null;
};
