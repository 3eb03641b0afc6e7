/** Takes the name of a product of the catalog apart: the card's own name, and what tells it from other products. */
import { type CardNumber, catalogNumber } from './numbers.js';
import { tokensOf } from './words.js';

/** Notes that say what the number says too. */
const commonWords = new Set(
  (
    'fullart altart secret rare shiny special delta species prime team plasma texture textured supporter basic holo common ' +
    'uncommon rainbow hyper ultra unnumbered illustration top bottom alpha omega foil promo the of and form'
  ).split(' '),
);
/** Words of notes that listings leave out. */
const emptyWords = new Set(
  'pokemon promo exclusive stamp stamped card cards the of and vol version ver holo foil from edition set blackstar promos sm xy bw swsh sv blackstar promos sm xy bw swsh sv'.split(
    ' ',
  ),
);

/** A note in brackets that a title has to say, for the product to be meant. */
export interface Note {
  readonly text: string;
  readonly words: readonly string[];
}

export interface ProductName {
  /** Words of the card's own name. */
  readonly words: readonly string[];
  readonly notes: readonly Note[];
  /** All words of the product's name. */
  readonly all: ReadonlySet<string>;
  /** The number that stands in the name, where the catalog has none beside it. */
  readonly number: CardNumber | null;
}

const bracketed = /\(([^()]*)\)|\[([^[\]]*)\]/g;
/** Behind a name: " - 125/197", " -BW47", " - SWSH075". */
const numberBehind = /\s-\s?([A-Z]{0,5}\s?\d+[a-z]?(?:\/\S+)?)(?=\s|$)/;
const isNumber = (text: string): boolean =>
  !/^(?:19|20)\d\d$/.test(text.trim()) &&
  /^[A-Za-z]{0,5}\s?\d+[a-z]?(?:\/[A-Za-z]{0,4}\d+)?$|^[A-Z]{1,4}\d*-\d+$/.test(text.trim());

/** Returns the words of a note that a title has to have; none if it says nothing of its own. */
const wordsOfNote = (text: string, isDeckGame: boolean): string[] => {
  if (isNumber(text)) return [];
  const words = tokensOf(text);
  if (!isDeckGame && words.every((word) => commonWords.has(word) || word.length === 1 || /^\d{1,3}$/.test(word)))
    return [];
  return words.filter((word) => !emptyWords.has(word));
};

/** Reads the name of a product. `isDeckGame`: of One Piece, where notes alone tell arts apart. */
export const readProductName = (name: string, isDeckGame: boolean): ProductName => {
  const notes: Note[] = [];
  let number: CardNumber | null = null;
  for (const [, round, square] of name.matchAll(bracketed)) {
    const text = round ?? square ?? '';
    if (isNumber(text)) number ??= catalogNumber(text);
    const words = wordsOfNote(text, isDeckGame);
    if (words.length > 0) notes.push({ text, words });
  }
  const outside = name.replace(bracketed, ' ');
  const [, behind] = numberBehind.exec(outside) ?? [];
  if (behind !== undefined) number = catalogNumber(behind);
  const words = tokensOf(outside.replace(numberBehind, ' ').replace(/_+'?s?/g, ' '));
  return { words, notes, all: new Set(tokensOf(name)), number };
};
