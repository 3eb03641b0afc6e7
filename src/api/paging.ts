/** Pages: limit and offset for people, a cursor for stable walks. */
import type { Request } from 'express';
import { z } from 'zod';
import { ledgerError } from '../base/errors.js';

export interface Pagination {
  /**
   * Rows in all.
   * @isInt
   */
  readonly total: number;
  /** @isInt */
  readonly limit: number;
  /** @isInt */
  readonly offset: number;
  readonly has_more: boolean;
}

/** Returns the pagination of a page of `count` rows. */
export const paginationOf = (page: { total: number; limit: number; offset: number; count: number }): Pagination => ({
  total: page.total,
  limit: page.limit,
  offset: page.offset,
  has_more: page.offset + page.count < page.total,
});

/** What a walk asks for: the query's parameters by name, without those that only page. */
export type Question = Readonly<Record<string, string>>;

const pagingParameters: readonly string[] = ['limit', 'offset', 'cursor', 'min_position', 'format'];

/**
 * Returns the question of a query. `resolved` are values that the query leaves open, such as the default order. A
 * parameter that is added to a query later belongs to its question without further ado.
 */
export const questionOf = (query: object, resolved: Question = {}): Question => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || pagingParameters.includes(name) ? [] : [[name, String(value)] as const],
  );
  return { ...Object.fromEntries(given), ...resolved };
};

/** A part of a cursor, up to a card's whole search text. No stored text holds NUL, and Postgres rejects it. */
const part = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/);
const cursorSchema = z.tuple([z.record(z.string().max(60), z.string().max(1_000)), part(4_000), part(100)]);

/** A place in a walk. */
export interface Place {
  /** Of the order of the walk. */
  readonly value: string;
  readonly id: string;
}

/** Encodes a place in the walk of a question as opaque text. */
export const writeCursor = (question: Question, { value, id }: Place): string =>
  Buffer.from(JSON.stringify([question, value, id])).toString('base64url');

/** Returns the first parameter in which two questions differ, with both values; `undefined` if they are the same. */
const difference = (asked: Question, own: Question): string | undefined => {
  const shown = (text: string | undefined): string => (text === undefined ? 'none' : JSON.stringify(text));
  const name = [...new Set([...Object.keys(own), ...Object.keys(asked)])].find((each) => own[each] !== asked[each]);
  return name === undefined ? undefined : `${name} was ${shown(own[name])}, is ${shown(asked[name])}`;
};

/**
 * Decodes a cursor. Throws INVALID_CURSOR if the text is malformed or belongs to another question, naming the parameter in
 * which they differ: continued there, the walk would skip rows and repeat others.
 */
export const readCursor = (text: string, question: Question): Place => {
  const invalid = (reason: string): Error =>
    ledgerError('INVALID_CURSOR', `cursor: ${reason}`, { details: { cursor: reason } });
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw invalid('malformed');
  }
  const parsed = cursorSchema.safeParse(decoded);
  if (!parsed.success) throw invalid('malformed');
  const [own, value, id] = parsed.data;
  const differs = difference(question, own);
  if (differs !== undefined) throw invalid(`belongs to another question: ${differs}`);
  return { value, id };
};

/** Returns the value of `Link: <…>; rel="next"`: the request's own query with the given parameters replaced. */
export const nextLink = (request: Request, parameters: Readonly<Record<string, string>>): string => {
  const url = new URL(request.originalUrl, 'http://host');
  for (const name of ['offset', 'cursor']) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return `<${url.pathname}${url.search}>; rel="next"`;
};
