/** What a card is found by, written once by the fold: the words of its name, number, set and rarity. */
import { deckCodeOf } from '../../src/domain/cards/deck-codes.js';
import { joinWords, searchItems, searchLexemes, searchText } from '../../src/domain/cards/search-text.js';

/**
 * Where a lexeme stands: A the name, B the number, C the set, D the rarity. A search ranks by it: words of the name before
 * words of the set.
 */
type Field = 'A' | 'B' | 'C' | 'D';

export interface SearchedCard {
  readonly name: string;
  readonly clean_name: string | null;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly set_id: string;
  readonly set_name: string | null;
  readonly abbreviation: string | null;
}

export interface SearchColumns {
  /** The words of the name: what equals the words typed comes first, and what names are sorted by. */
  readonly name_text: string;
  /** What numbers are sorted by: 4/102 before 10/102, OP08-009 before OP08-010; cards without one last. */
  readonly number_text: string;
  /** Every word of letters, once: what typing errors are corrected from. */
  readonly search_text: string;
  /** The lexemes as the text of a tsvector. */
  readonly search_vector: string;
}

/** Returns the words of letters among lexemes, each once. */
const lettersOnly = (lexemes: Iterable<string>): string[] =>
  [...new Set(lexemes)].filter((lexeme) => /^\p{L}+$/u.test(lexeme));

/** Returns the codes of a set: the source's abbreviation, and that of deck lists. */
const codesOf = (set: { readonly set_id: string; readonly abbreviation: string | null }): string[] => {
  const codes = [set.abbreviation, deckCodeOf(set.set_id)];
  return [...new Set(codes.flatMap((code) => (code === null || code.trim() === '' ? [] : [code])))];
};

/** Returns the lexemes of a set's name and codes. OP-01, OP 01 and OP01 are one code. */
export const setLexemes = (set: {
  readonly set_id: string;
  readonly name: string | null;
  readonly abbreviation: string | null;
}): string[][] => [set.name ?? '', ...codesOf(set)].flatMap(searchLexemes);

/** A number in the name, where the source gives none: "Trafalgar Law (119)". */
const numberInName = (name: string): string | null => /\((\d{3})\)/.exec(name)?.[1] ?? null;

/**
 * Returns the lexemes of a card's number: as printed, as one word, the number of a code (OP08-001: 1), and with the code of
 * its set (OBF 125).
 */
const numberLexemes = ({ name, number, ...set }: SearchedCard): string[] => {
  const given = number ?? numberInName(name);
  if (given === null || given === 'N/A') return [];
  const items = searchItems(given);
  const codes = codesOf(set).map((code) => joinWords(searchItems(code).flatMap(wordsOf)));
  const withCode = items.flatMap((item) => {
    const own = item.kind === 'number' ? item.number : item.kind === 'words' ? item.words[0] : undefined;
    return own !== undefined && /^\d+[a-z]?$/.test(own) ? codes.map((code) => joinWords([code, own])) : [];
  });
  const compact = searchText(given.replace(/[^\p{L}\p{N}]/gu, ''));
  return [...searchLexemes(given).flat(), ...(compact === '' ? [] : [compact]), ...withCode];
};

const wordsOf = (item: ReturnType<typeof searchItems>[number]): readonly string[] =>
  item.kind === 'words' ? item.words : [];

/** Positions end at 16,383. */
const positionMax = 16_000;
/** Words of two fields are no neighbours. */
const gap = 2;

/** Returns a number of which every run of digits has nine. */
const padded = (number: string): string => number.replace(/\d+/g, (digits) => digits.padStart(9, '0').slice(-9));

/** Returns the search columns of a card. */
export const searchColumns = (card: SearchedCard): SearchColumns => {
  const name_text = searchText(card.name);
  const name = searchLexemes(card.name);
  const named = new Set(name.flat());
  // A clean name repeats the name; its numbers lost their slash, so that a total would look like a number.
  const clean = searchLexemes(card.clean_name ?? '')
    .map((lexemes) => lettersOnly(lexemes).filter((lexeme) => !named.has(lexeme)))
    .filter((lexemes) => lexemes.length > 0);
  const fields: readonly (readonly [Field, readonly (readonly string[])[]])[] = [
    ['A', [...name, ...clean]],
    ['B', [numberLexemes(card)]],
    ['C', setLexemes({ ...card, name: card.set_name })],
    ['D', searchLexemes(card.rarity ?? '')],
  ];
  const entries = new Set<string>();
  const all = new Set<string>();
  let position = 1;
  for (const [field, items] of fields) {
    for (const lexemes of items) {
      for (const lexeme of new Set(lexemes)) {
        entries.add(`'${lexeme}':${Math.min(position, positionMax)}${field}`);
        all.add(lexeme);
      }
      position += 1;
    }
    position += gap;
  }
  return {
    name_text,
    number_text: `${card.number === null ? '~' : padded(card.number)} ${name_text}`,
    search_text: lettersOnly(all).join(' '),
    search_vector: [...entries].join(' '),
  };
};
