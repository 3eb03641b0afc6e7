/**
 * The envelope of TCGplayer's lists, which tcgcsv mirrors. Rows are checked one by one, so that a bad one does not cost the
 * file; catalog-rows.ts reads groups and products, price-row.ts prices.
 */
import { z } from 'zod';
import { storableText } from '../../domain/text.js';
import { ledgerError } from '../../base/errors.js';

const invalid = (path: string, why: string): Error => ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${why}`);

const envelope = z.object({
  success: z.literal(true),
  /** Only a hint, so an unreadable one costs nothing. */
  totalItems: z.int().min(0).nullish().catch(null),
  errors: z.array(z.unknown()).nullish().catch(null),
  results: z.array(z.unknown()),
});

export interface Listing {
  readonly rows: readonly unknown[];
  /** Items that the source has, by its own count; `null` if it states none. */
  readonly totalItems: number | null;
  /** Whether the source says that it did not answer in full. Then nothing in it proves that something is missing. */
  readonly faulty: boolean;
}

/** A listing with the sentences by which the source says that it did not answer in full. */
export interface ReadListing extends Listing {
  readonly errors: readonly unknown[];
}

/** Real rows have three levels: product, extendedData, entry. */
const rowDepthMax = 12;
const byteOrderMark = /^\uFEFF+/;
const isGoodText = (text: string): boolean => !byteOrderMark.test(text) && storableText(text) === text;
const goodText = (text: string): string => storableText(text.replace(byteOrderMark, ''));

const isGood = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return isGoodText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isGood(item, depth - 1));
  return Object.entries(value).every(([name, each]) => isGoodText(name) && isGood(each, depth - 1));
};

const cleaned = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return goodText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [goodText(name), cleaned(each, depth - 1)]));
};

/**
 * Returns a row whose texts can be stored and compared: U+FFFD for NUL and halves of surrogate pairs, no byte order mark in
 * front. What is nested deeper than rowDepthMax becomes `null`: JSON.stringify would overflow the stack.
 */
const cleanRow = (row: unknown): unknown => (isGood(row, rowDepthMax) ? row : cleaned(row, rowDepthMax));

/** Control characters that JSON does not allow in a text; line ends and tabs between values are allowed. */
const bareControls = /[\0-\x08\x0B\x0C\x0E-\x1F]/g;

/** Parses JSON. A byte order mark, or a control character that was written without its escape, does not cost the file. */
const parseJson = (text: string): unknown => {
  const body = text.replace(byteOrderMark, '');
  try {
    return JSON.parse(body);
  } catch (error) {
    const repaired = body.replace(bareControls, '\uFFFD');
    if (repaired === body) throw error;
    return JSON.parse(repaired);
  }
};

/** Opens a body. Throws SOURCE_PAYLOAD_INVALID if it is not JSON (an HTML page, say) or not the envelope. */
export const parseListing = (path: string, text: string): ReadListing => {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    const what = /^\s*</.test(text) ? 'HTML instead of JSON' : 'not JSON';
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${what}`, { cause: error });
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(path, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
  }
  const { results, totalItems, errors } = parsed.data;
  const said = errors ?? [];
  return { rows: results.map(cleanRow), totalItems: totalItems ?? null, faulty: said.length > 0, errors: said };
};

/** Ids are 32-bit integers in the format; identityPattern of the ledger allows ten digits. */
export const rowId = z.int().min(1).max(9_999_999_999);
