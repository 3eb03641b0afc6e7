/** Paths and stamp of tcgcsv.com, from the site's documentation and its open ETL. Its lists are TCGplayer's (../tcgplayer-rows). */
import { instantOf, isInCalendar } from '../../domain/instant.js';
import { storableText } from '../../domain/text.js';
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
  // Date.parse reads the 30th of February as the 2nd of March.
  const exists =
    isInCalendar(`${match?.[1]?.slice(0, 10)}`) && !Number.isNaN(at) && isInCalendar(instantOf(new Date(at)));
  if (!exists) throw invalid(stampPath, `"${storableText(text.trim().slice(0, 60))}" is not a time`);
  return instantOf(new Date(at));
};
