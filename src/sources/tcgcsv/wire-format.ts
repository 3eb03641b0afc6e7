/**
 * tcgcsv.com's wire format, from the site's documentation and its open ETL: paths, envelope, rows. Rows are checked one by
 * one, so that a bad one does not cost the file.
 */
import { z } from 'zod';
import { instantOf } from '../../domain/instant.js';
import { ledgerError } from '../../base/errors.js';

export const stampPath = '/last-updated.txt';
export const groupsPath = (category: number): string => `/tcgplayer/${category}/groups`;
export const pricesPath = (category: number, group: number): string => `/tcgplayer/${category}/${group}/prices`;
export const productsPath = (category: number, group: number): string => `/tcgplayer/${category}/${group}/products`;

const invalid = (path: string, why: string): Error => ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${why}`);

const stampPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:(Z)|([+-]\d{2}):?(\d{2}))$/;

/**
 * Returns the stamp of last-updated.txt as an instant. The site writes the offset without a colon
 * (`2026-07-23T20:05:33+0000`), which Date.parse does not promise to read. Throws SOURCE_PAYLOAD_INVALID.
 */
export const parseStamp = (text: string): string => {
  const match = stampPattern.exec(text.trim());
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}${match[2] ?? `${match[3]}:${match[4]}`}`);
  if (Number.isNaN(at)) throw invalid(stampPath, `"${text.trim().slice(0, 60)}" is not a time`);
  return instantOf(new Date(at));
};

const envelope = z.object({
  success: z.literal(true),
  totalItems: z.int().min(0).optional(),
  results: z.array(z.unknown()),
});

export interface Listing {
  readonly rows: readonly unknown[];
  /** Whether the envelope counts more items than it holds. Then the missing ones are not known to be withdrawn. */
  readonly partial: boolean;
}

/** Opens a body. Throws SOURCE_PAYLOAD_INVALID if it is not JSON (an HTML page, say) or not the envelope. */
export const parseListing = (path: string, text: string): Listing => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const what = /^\s*</.test(text) ? 'HTML instead of JSON' : 'not JSON';
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${what}`, { cause: error });
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(path, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
  }
  const { results, totalItems } = parsed.data;
  return { rows: results, partial: totalItems !== undefined && totalItems > results.length };
};

const id = z.int().min(1).max(9_999_999_999);
const text = (max: number) => z.string().max(max).nullish();

export const groupRow = z.object({
  groupId: id,
  categoryId: z.int(),
  name: z.string().min(1).max(300),
  abbreviation: text(60),
  isSupplemental: z.boolean().optional(),
  /** The flag's name in older TCGplayer clients. */
  supplemental: z.boolean().optional(),
  publishedOn: text(40),
  modifiedOn: text(40),
});

export const productRow = z.object({
  productId: id,
  groupId: id,
  name: z.string().min(1).max(500),
  cleanName: text(500),
  imageUrl: text(1_000),
  url: text(1_000),
  presaleInfo: z.object({ isPresale: z.boolean(), releasedOn: text(40), note: text(5_000) }).nullish(),
  extendedData: z.array(z.object({ name: z.string().max(200), value: z.string().max(20_000) })).nullish(),
});

const price = z.number().nullable();
export const priceRow = z.object({
  productId: id,
  subTypeName: z.string().trim().min(1).max(60),
  lowPrice: price,
  midPrice: price,
  highPrice: price,
  marketPrice: price,
  directLowPrice: price,
  /** Not part of the format, whose amounts are US dollars; a row that names another currency is set aside. */
  currency: z.string().optional(),
});
