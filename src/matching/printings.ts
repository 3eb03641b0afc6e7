/** Reads which printing a title means, and chooses it among those of a card. */
import { gap } from './words.js';

/** What a title says of the printing. */
export interface PrintingWords {
  readonly edition: '1st' | 'unlimited' | null;
  readonly finish: 'holo' | 'reverse' | 'normal' | null;
}

export interface ReadPrinting extends PrintingWords {
  readonly rest: string;
}

const first = '(?:1st|first)[- ]?(?:ed(?:ition|n)?\\b\\.?)';
const notFirst = new RegExp(`\\b(?:no|not|non|without)[- ](?:a )?${first}(?:[- ]stamp)?`);
const firstEdition = new RegExp(
  `\\b${first}(?:[- ]stamp(?:ed)?)?|\\b1st\\b(?! ?(?:place|anniversary|partner|movie|prize|year))|\\b1e\\b`,
  'g',
);
const unlimited = /\b(?:unlimited|unlim|unltd|unl)\b(?: edition)?/g;
const nonHolo = /\b(?:non|no|not)[- ]?(?:holo(?:foil|graphic)?|foil)s?\b/g;
const reverse =
  /\b(?:rev(?:erse)?\b[-. ]*(?:holo(?:foil|graphic)?s?|foil)?|holo(?:foil|graphic)?[- ]rev(?:erse)?|mirror (?:holo|foil)|rev ?h(?:olo)?|r[/-]?h)\b/g;
const holo = /\b(?:holo(?:foil|graphic|gram)?s?|foil(?:ed)?)\b/;

/** Returns whether the pattern was there, and the text without it. */
const without = (text: string, pattern: RegExp): { readonly is: boolean; readonly rest: string } => {
  const rest = text.replace(pattern, gap);
  return { is: rest !== text, rest };
};

/** Reads the printing of a canonical title. Takes editions and reverse out; "holo" is also a word of names. */
export const readPrinting = (text: string): ReadPrinting => {
  const denied = without(text, notFirst);
  const isFirst = without(denied.rest, firstEdition);
  const isUnlimited = without(isFirst.rest, unlimited);
  const isNormal = without(isUnlimited.rest, nonHolo);
  const isReverse = without(isNormal.rest, reverse);
  const isOpen = isFirst.is && (isUnlimited.is || denied.is);
  const edition = isOpen ? null : isFirst.is ? '1st' : isUnlimited.is || denied.is ? 'unlimited' : null;
  const finish = isNormal.is ? 'normal' : isReverse.is ? 'reverse' : holo.test(isReverse.rest) ? 'holo' : null;
  return { edition, finish, rest: isReverse.rest };
};

const isFirst = (slug: string): boolean => slug.startsWith('1st-edition');
const isReverse = (slug: string): boolean => slug.startsWith('reverse');
const isHolo = (slug: string): boolean => /holofoil$|foil$/.test(slug) && !isReverse(slug);

const fitsEdition = (slug: string, edition: PrintingWords['edition']): boolean =>
  edition === null || isFirst(slug) === (edition === '1st');

const fitsFinish = (slug: string, finish: PrintingWords['finish']): boolean => {
  if (finish === null) return true;
  if (finish === 'reverse') return isReverse(slug);
  return finish === 'holo' ? isHolo(slug) : !isHolo(slug) && !isReverse(slug);
};

export type ChosenPrinting =
  | { readonly fits: true; readonly printing: string | null }
  /** The card has no printing of the kind that the title names. */
  | { readonly fits: false; readonly reason: string };

/** Chooses the printing of a card; `null` where several fit, or none is known. */
export const choosePrinting = (printings: readonly string[], said: PrintingWords): ChosenPrinting => {
  if (printings.length === 0) return { fits: true, printing: null };
  const ofEdition = printings.filter((slug) => fitsEdition(slug, said.edition));
  if (ofEdition.length === 0) return { fits: false, reason: `no ${said.edition ?? ''} edition printing` };
  const fitting = ofEdition.filter((slug) => fitsFinish(slug, said.finish));
  const [only] = fitting;
  if (only !== undefined) return { fits: true, printing: fitting.length === 1 ? only : null };
  // "Holo" is also what people call a reverse holofoil.
  if (said.finish === 'holo' && ofEdition.some(isReverse)) {
    return { fits: true, printing: ofEdition.length === 1 ? (ofEdition[0] ?? null) : null };
  }
  return { fits: false, reason: `no ${said.finish ?? ''} printing` };
};
