/** Paths and stamp of tcgcsv.com, from the site's documentation and its open ETL. Its lists are TCGplayer's (../tcgplayer-rows). */
import { instantOfStamp } from '../../domain/instant.js';
import { storableText } from '../../domain/text.js';
import { ledgerError } from '../../base/errors.js';

export const stampPath = '/last-updated.txt';
export const groupsPath = (category: number): string => `/tcgplayer/${category}/groups`;
export const pricesPath = (category: number, group: number): string => `/tcgplayer/${category}/${group}/prices`;
export const productsPath = (category: number, group: number): string => `/tcgplayer/${category}/${group}/products`;

const invalid = (path: string, why: string): Error => ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${why}`);

/** Returns the stamp of last-updated.txt as an instant. Throws SOURCE_PAYLOAD_INVALID. */
export const parseStamp = (text: string): string => {
  const stamp = instantOfStamp(text);
  if (stamp === null) throw invalid(stampPath, `"${storableText(text.trim().slice(0, 60))}" is not a time`);
  return stamp;
};
