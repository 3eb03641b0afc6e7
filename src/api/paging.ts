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

/** A part of a cursor, up to a card's whole search text. No stored text holds NUL, and Postgres rejects it. */
const part = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/);
const cursorSchema = z.tuple([part(20), part(4_000), part(100)]);

export interface Cursor {
  /** The order of the walk: a cursor is valid in its own order only. */
  readonly sort: string;
  readonly value: string;
  readonly id: string;
}

/** Encodes a place in a walk as opaque text. */
export const writeCursor = ({ sort, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** Decodes a cursor. Throws INVALID_CURSOR if the text is malformed or belongs to another order. */
export const readCursor = (text: string, sort: string): Cursor => {
  const invalid = (reason: string): Error =>
    ledgerError('INVALID_CURSOR', `cursor: ${reason}`, { details: { cursor: reason } });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw invalid('malformed');
  }
  const parsed = cursorSchema.safeParse(value);
  if (!parsed.success) throw invalid('malformed');
  if (parsed.data[0] !== sort) throw invalid(`expected one of sort=${sort}, got one of sort=${parsed.data[0]}`);
  return { sort, value: parsed.data[1], id: parsed.data[2] };
};

/** Returns the value of `Link: <…>; rel="next"`: the request's own query with the given parameters replaced. */
export const nextLink = (request: Request, parameters: Readonly<Record<string, string>>): string => {
  const url = new URL(request.originalUrl, 'http://host');
  for (const name of ['offset', 'cursor']) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return `<${url.pathname}${url.search}>; rel="next"`;
};
