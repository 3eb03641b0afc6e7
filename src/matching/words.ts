/** One spelling for titles of listings and names of the catalog, and the words of both. */
import { plainText } from '../domain/cards/search-text.js';

/** Ways of writing one thing → the word for it. Sellers and the catalog write each of them in several ways. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\bpre[- ]?releases?\b/g, 'prerelease'],
  [/\bover[- ]?sized?\b/g, 'jumbo'],
  [/\bcosmos?(?: foil)?\b/g, 'cosmos'],
  [/\bgold star\b/g, 'star'],
  [/\balt(?:ernate|ernative|ernat|)?[-. ]*(?:full[- ]?)?art(?:work|s)?\b|\baa\b/g, 'altart'],
  [/\bfull[- ]?art\b|\bfa\b/g, 'fullart'],
  [/\bmaster ?ball\b/g, 'masterball'],
  [/\bpoke ?ball\b/g, 'pokeball'],
  [/\bworlds\b|\bworld champ(?:s|ionships?)?\b/g, 'worldchampionship'],
  [/\bchamp(?:s|ionships)\b/g, 'championship'],
  [/\bregionals\b/g, 'regional'],
  [/\bprize pack\b/g, 'prizepack'],
  [/\banniv\b/g, 'anniversary'],
  [/\bmc ?donald'?s?\b/g, 'mcdonalds'],
  [/\btrick (?:or|and|n) treat\b/g, 'trick or trade'],
  [/\bl(?:e?ve?)?l?v?\.? ?x\b/g, 'lvx'],
  [/\bv[- ]?union\b/g, 'vunion'],
  [/\bv[- ]max\b/g, 'vmax'],
  [/\bv[- ]star\b/g, 'vstar'],
  [/\bbuild[- ]a[- ]bear\b/g, 'buildabear'],
  [/\btournaments\b/g, 'tournament'],
  [/\bvolume\b/g, 'vol'],
  [/\btreasure rare\b/g, 'tr'],
  [/\bblack star promos?\b/g, 'blackstar promo'],
];

const dashes = /[\u2010-\u2015\u2212]/g;

/** Returns a text in the one spelling: lower case, without accents, symbols as words. */
export const canonical = (text: string): string =>
  spellings
    .reduce((read, [written, word]) => read.replace(written, word), plainText(text).replace(dashes, '-'))
    .replace(/\s+/g, ' ')
    .trim();

/** A place that a reader took out of a title: words on both sides of it are no neighbours. */
export const gap = ' \u241f ';
const isGap = (token: string): boolean => token === '\u241f';

/** Returns a number without leading zeros: 004 → 4, op01 → op1. */
export const unpadded = (token: string): string => token.replace(/(?<!\d)0+(?=\d)/g, '');

const tokenPattern = /[\p{L}\p{N}]+|\u241f/gu;

/** Returns the words of a canonical text; a gap is kept. */
const rawTokens = (text: string): string[] => (text.replaceAll("'", '').match(tokenPattern) ?? []).map(unpadded);

/** Returns the words of a text of the catalog. */
export const tokensOf = (text: string): string[] => rawTokens(canonical(text));

/** Words in a row, at most: the longest name of a set has nine. */
const gramWordsMax = 9;

export interface Span {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The words of a title, and every row of them written as one: ho oh → hooh. */
export interface TitleWords {
  readonly tokens: readonly string[];
  readonly has: (word: string) => boolean;
  /** Where a row of words stands; empty where it does not. */
  readonly spansOf: (joined: string) => readonly Span[];
  readonly grams: ReadonlyMap<string, readonly Span[]>;
}

/** Reads the words of a canonical title. */
export const titleWords = (text: string): TitleWords => {
  const tokens = rawTokens(text);
  const grams = new Map<string, Span[]>();
  for (let from = 0; from < tokens.length; from += 1) {
    let joined = '';
    for (let to = from + 1; to <= tokens.length && to - from <= gramWordsMax; to += 1) {
      const token = tokens[to - 1] ?? '';
      if (isGap(token)) break;
      joined += token;
      const spans = grams.get(joined);
      if (spans === undefined) grams.set(joined, [{ from, to }]);
      else spans.push({ from, to });
    }
  }
  return {
    tokens,
    grams,
    has: (word) => grams.has(word),
    spansOf: (joined) => grams.get(joined) ?? [],
  };
};

/** Reads what a pattern finds and takes it out of the text. */
export const take = (
  text: string,
  pattern: RegExp,
): { readonly found: RegExpExecArray | null; readonly rest: string } => {
  const found = pattern.exec(text);
  if (found === null) return { found, rest: text };
  const { index } = found;
  return { found, rest: text.slice(0, index) + gap + text.slice(index + found[0].length) };
};
