/** Whether a title says the name of a card. */
import { distance } from 'fastest-levenshtein';
import type { GameIndex, IndexedCard } from './catalog-index.js';
import type { TitleWords } from './words.js';

export type NameFound = 'whole' | 'part' | 'mistyped' | null;

/** Other words for a word of a name. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  m: ['mega'],
  mega: ['m'],
  newgate: ['whitebeard'],
  linlin: ['bigmom'],
  teach: ['blackbeard'],
  female: ['f'],
  male: ['m'],
  star: ['goldstar'],
  professors: ['professor'],
};
/** Words that titles leave out. */
const optionalWords = new Set(['and', 'the', 'of', 'd', 's']);
/** Words of a kind of card, which make another card of the same Pokémon. */
const kinds = [
  'vmax',
  'vstar',
  'gx',
  'break',
  'prime',
  'legend',
  'lvx',
  'vunion',
  'radiant',
  'shining',
  'delta',
  'alolan',
  'galarian',
  'hisuian',
  'paldean',
  'δ',
];

/** Letters from which on a word may be mistyped, once and twice. */
const typoCharsMin = 5;
const secondTypoCharsMin = 8;
/**
 * Share of a name that is enough, where the number says which card it is, rare words counting more: Boa is Boa Hancock,
 * Charlotte is one of twenty. The given name is enough by itself: Luffy is Monkey.D.Luffy.
 */
const partMin = 0.34;

const isSaid = (words: TitleWords, word: string): boolean =>
  words.has(word) || (otherWords[word]?.some((other) => words.has(other)) ?? false);

const letters = (word: string): string => Array.from(word).sort().join('');

/** Returns whether a word of the title is the word mistyped, and no word of another name. */
const isMistyped = ({ tokens }: TitleWords, word: string, { nameWords }: GameIndex): boolean => {
  if (word.length < typoCharsMin) return false;
  const far = word.length >= secondTypoCharsMin ? 2 : 1;
  return tokens.some((token) => {
    if (nameWords.has(token) || Math.abs(token.length - word.length) > far || token.length < typoCharsMin - 1)
      return false;
    const isSwapped = token.length === word.length && letters(token) === letters(word);
    return isSwapped || distance(token, word) <= far;
  });
};

const shareSaid = (card: IndexedCard, words: TitleWords, { nameWords }: GameIndex): number => {
  let all = 0;
  let said = 0;
  for (const word of new Set(card.name.words)) {
    if (word.length < 3) continue;
    const weight = 1 / (nameWords.get(word) ?? 1);
    all += weight;
    if (isSaid(words, word)) said += weight;
  }
  return all === 0 ? 0 : said / all;
};

/** Returns how a title says the name of a card; `null` if it does not. */
export const nameIn = (card: IndexedCard, words: TitleWords, index: GameIndex): NameFound => {
  if (words.has(card.joinedName)) return 'whole';
  const needed = card.name.words.filter((word) => !optionalWords.has(word));
  const missing = needed.filter((word) => !isSaid(words, word));
  if (needed.length > 0 && missing.length === 0) return 'whole';
  if (card.card.game === 'onepiece') {
    const given = card.name.words.at(-1) ?? '';
    if ((given.length >= 3 && isSaid(words, given)) || shareSaid(card, words, index) >= partMin) return 'part';
  }
  const [only] = missing;
  return missing.length === 1 && only !== undefined && isMistyped(words, only, index) ? 'mistyped' : null;
};

/** Returns the word of another kind of card of the same name; `null` if the title has none. */
export const otherKind = (card: IndexedCard, words: TitleWords): string | null =>
  card.card.game !== 'pokemon'
    ? null
    : (kinds.find(
        (kind) =>
          words.tokens.includes(kind) &&
          !card.name.all.has(kind) &&
          !card.set.words.has(kind) &&
          !(card.card.rarity ?? '').toLowerCase().includes(kind),
      ) ?? null);
