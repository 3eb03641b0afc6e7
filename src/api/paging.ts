/** Pages: limit and offset for people, a cursor for walks. */
import type { Request } from 'express';
import { z } from 'zod';
import { ledgerError } from '../base/errors.js';

/** Where a page lies in the whole. */
export interface Pagination {
  /**
   * Rows in all.
   * @isInt
   */
  total: number;
  /** @isInt */
  limit: number;
  /** @isInt */
  offset: number;
  has_more: boolean;
}

/** The pagination of a page of `count` rows. */
export const paginationOf = (page: { total: number; limit: number; offset: number; count: number }): Pagination => ({
  total: page.total,
  limit: page.limit,
  offset: page.offset,
  has_more: page.offset + page.count < page.total,
});

/** A place may be a card's whole search text. NUL is in none of ours, and Postgres takes it in no text. */
const part = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/);
const cursorSchema = z.tuple([part(20), part(4_000), part(100)]);

export interface Cursor {
  /** The order the walk is in: a cursor of one order means nothing in another. */
  readonly sort: string;
  readonly value: string;
  readonly id: string;
}

/** An opaque text for a place in a walk. */
export const writeCursor = ({ sort, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** Throws INVALID_CURSOR for what we did not write, or wrote for another order. */
export const readCursor = (text: string, sort: string): Cursor => {
  const refuse = (why: string): Error => ledgerError('INVALID_CURSOR', `cursor: ${why}`, { details: { cursor: why } });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw refuse('is not one of ours');
  }
  const parsed = cursorSchema.safeParse(value);
  if (!parsed.success) throw refuse('is not one of ours');
  if (parsed.data[0] !== sort) throw refuse(`belongs to sort=${parsed.data[0]}, asked for sort=${sort}`);
  return { sort, value: parsed.data[1], id: parsed.data[2] };
};

/** The value of `Link: <…>; rel="next"`: the request's own query but for the given parameters. */
export const nextLink = (request: Request, parameters: Readonly<Record<string, string>>): string => {
  const url = new URL(request.originalUrl, 'http://host');
  for (const name of ['offset', 'cursor']) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return `<${url.pathname}${url.search}>; rel="next"`;
};
