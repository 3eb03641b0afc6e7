/**
 * tcgcsv.com's wire format (source: the site's documentation and its open ETL, see docs/sources.md): paths, envelope,
 * rows. Rows are checked one by one: a bad one must not cost the file.
 */
import { z } from 'zod';
import { categoryOfGame, type Game, parseIdentity } from '../../domain/cards/card.js';
import { instantOf } from '../../domain/instant.js';
import { ledgerError } from '../../base/errors.js';

/** Raised when the same body would be read differently. */
export const parserVersion = 1;

export const stampPath = '/last-updated.txt';
export const groupsPath = (game: Game): string => `/tcgplayer/${categoryOfGame[game]}/groups`;

const groupPath = (setId: string): string => {
  const identity = parseIdentity(setId);
  if (identity === null) throw ledgerError('SET_NOT_FOUND', `"${setId}" is not a set id`);
  return `/tcgplayer/${categoryOfGame[identity.game]}/${identity.number}`;
};
export const pricesPath = (setId: string): string => `${groupPath(setId)}/prices`;
export const productsPath = (setId: string): string => `${groupPath(setId)}/products`;

const invalid = (path: string, why: string): Error => ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${why}`);

const stampPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:(Z)|([+-]\d{2}):?(\d{2}))$/;

/**
 * The stamp of last-updated.txt as the ledger writes instants. The site writes the offset without a colon
 * (`2026-07-23T20:05:33+0000`), which Date.parse does not promise to read. A stamp after `latest` is
 * refused: once collected, one of the future would make every later one look stale.
 */
export const parseStamp = (text: string, latest: Date | null): string => {
  const match = stampPattern.exec(text.trim());
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}${match[2] ?? `${match[3]}:${match[4]}`}`);
  if (Number.isNaN(at)) throw invalid(stampPath, `"${text.trim().slice(0, 60)}" is not a time`);
  if (latest !== null && at > latest.getTime()) throw invalid(stampPath, `${text.trim()} lies in the future`);
  return instantOf(new Date(at));
};

const envelope = z.object({
  success: z.literal(true),
  totalItems: z.int().min(0).optional(),
  results: z.array(z.unknown()),
});

export interface Listing {
  readonly rows: readonly unknown[];
  /** The envelope names more items than it holds: what is missing from it is not thereby gone. */
  readonly partial: boolean;
}

/** Opens a body. Throws SOURCE_PAYLOAD_INVALID when it is not JSON (an HTML page, say) or not the envelope. */
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
  /** Not part of the format, which is all US dollars: should it ever appear, it is believed. */
  currency: z.string().optional(),
});
export type PriceRow = z.infer<typeof priceRow>;
