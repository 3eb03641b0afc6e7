/** The names people have for sets, compared: code, the source's name, that without its series, or some of its words. Pure. */
import { distance } from 'fastest-levenshtein';
import type { Game } from '../../src/domain/cards/card.js';
import { deckCodeOf } from '../../src/domain/cards/deck-codes.js';
import { joinWords, searchItems, searchText } from '../../src/domain/cards/search-text.js';
import { nearestOf } from './correct-words.js';
import { setLexemes } from './search-vector.js';
import {
  type Condition,
  conditionOf,
  holdsFor,
  readQuestion,
  unknownWords,
  type Vocabulary,
  withoutFillers,
} from './word-query.js';

/** A set with the names that are compared. */
export interface NamedSet {
  readonly set_id: string;
  readonly game: Game;
  readonly name: string;
  readonly abbreviation: string | null;
  readonly withdrawn: boolean;
}

/** Sets named where none fits, and the greatest share of letters in which their names differ. */
const nearMax = 8;
const nearShareMax = 0.5;

/** Returns a name without blanks, hyphens, padding and "and": OP-01 and OP01 are op1. */
const keyOf = (name: string): string =>
  joinWords(
    searchItems(name)
      .flatMap((item) => (item.kind === 'words' ? item.words : []))
      .filter((word, _at, words) => word !== 'and' || words.length === 1),
  );

/** "SWSH12: Silver Tempest" → SWSH12 and Silver Tempest; "XY - Evolutions" → XY and Evolutions. */
const partsOf = (name: string): readonly [string, string] | null => {
  const [, before, after] = /^(.*?)(?::\s+| - )(.*)$/.exec(name) ?? [];
  return before === undefined || after === undefined ? null : [before, after];
};

/** The keys of a set, best first: an identifier means the sets of the first kind that any set has it as. */
const keyKinds: readonly ((set: NamedSet) => readonly (string | null)[])[] = [
  ({ name, abbreviation }) => [name, abbreviation],
  ({ set_id }) => [deckCodeOf(set_id)],
  ({ name }) => [partsOf(name)?.[1] ?? null],
  ({ name }) => [partsOf(name)?.[0] ?? null],
];

const lexemesBySet = new WeakMap<NamedSet, readonly string[]>();
/** Returns the lexemes of a set; computed once for each answer. */
const lexemesOf = (set: NamedSet): readonly string[] => {
  const known = lexemesBySet.get(set) ?? setLexemes(set).flat();
  lexemesBySet.set(set, known);
  return known;
};

/** Returns the words of the sets as a vocabulary. */
const vocabularyOfSets = (sets: readonly NamedSet[]): { vocabulary: Vocabulary; words: readonly string[] } => {
  const words = new Set(sets.flatMap(lexemesOf));
  const list = [...words];
  const begins = (word: string): boolean => list.some((one) => one.startsWith(word));
  return { vocabulary: { whole: (word) => words.has(word), begins }, words: list };
};

const wholly = (condition: Condition): Condition => {
  if ('all' in condition) return { all: condition.all.map(wholly) };
  if ('any' in condition) return { any: condition.any.map(wholly) };
  if ('next' in condition) return { next: [wholly(condition.next[0]), wholly(condition.next[1])] };
  return { ...condition, unfinished: false };
};

const setsThat = (sets: readonly NamedSet[], condition: Condition): NamedSet[] =>
  sets.filter((set) => holdsFor(condition, lexemesOf(set)));

/** Returns the sets whose name or code has all words, whole or unfinished, and what was read if a word was mistyped. */
export const setsWithWords = (
  sets: readonly NamedSet[],
  text: string,
): { found: readonly NamedSet[]; condition: Condition | null; didYouMean: string | null } => {
  const typed = readQuestion(text);
  if (typed.length === 0) return { found: [], condition: null, didYouMean: null };
  const { vocabulary, words } = vocabularyOfSets(sets);
  for (const items of [typed, withoutFillers(typed)]) {
    const condition = conditionOf(items, vocabulary);
    const found = setsThat(sets, condition);
    if (found.length > 0) return { found, condition, didYouMean: null };
  }
  const items = withoutFillers(typed);
  const corrections = new Map(unknownWords(items, vocabulary).map((word) => [word, nearestOf(word, words)]));
  if (corrections.size === 0 || [...corrections.values()].some((near) => near.length === 0))
    return { found: [], condition: null, didYouMean: null };
  const condition = conditionOf(items, vocabulary, { corrections });
  const found = setsThat(sets, condition);
  const [best] = found;
  if (best === undefined) return { found, condition, didYouMean: null };
  const lexemes = new Set(lexemesOf(best));
  const corrected = (word: string): string =>
    corrections.get(word)?.find((meaning) => lexemes.has(meaning)) ?? corrections.get(word)?.[0] ?? word;
  return { found, condition, didYouMean: searchText(text).split(' ').map(corrected).join(' ') };
};

/** Series that people name before a set (Scarlet & Violet Obsidian Flames), as keys, and how the source writes them. */
const series: readonly (readonly [key: string, written: string])[] = [
  ['heartgoldsoulsilver', 'hgss'],
  ['diamondpearl', 'dp'],
  ['scarletviolet', 'sv'],
  ['swordshield', 'swsh'],
  ['blackwhite', 'bw'],
  ['sunmoon', 'sm'],
  ['hgss', 'hgss'],
  ['swsh', 'swsh'],
  ['bw', 'bw'],
  ['dp', 'dp'],
  ['ex', 'ex'],
  ['sm', 'sm'],
  ['sv', 'sv'],
  ['xy', 'xy'],
];
/** Names that every series has: Sun & Moon Base Set is not Base Set. */
const commonNames: ReadonlySet<string> = new Set(['base', 'baseset', 'promo', 'promos', 'promocards']);

/** Returns the sets that have `key` as their name or code: of the best kind of name that any set has it as. */
const setsNamed = (sets: readonly NamedSet[], key: string): readonly NamedSet[] => {
  if (key === '') return [];
  for (const keys of keyKinds) {
    const named = sets.filter((set) => keys(set).some((name) => name !== null && keyOf(name) === key));
    // A set that the source took back gives way to one of its name that is there.
    const listed = named.filter(({ withdrawn }) => !withdrawn);
    if (named.length > 0) return listed.length > 0 ? listed : named;
  }
  return [];
};

/** Returns the sets that have all words of an identifier whole; only those of whose name no word is left, if there are any. */
const setsWithAllWords = (sets: readonly NamedSet[], identifier: string): readonly NamedSet[] => {
  const { condition, didYouMean } = setsWithWords(sets, identifier);
  if (condition === null || didYouMean !== null) return [];
  const found = setsWithWhole(sets, condition);
  const typed = new Set(searchText(identifier).split(' '));
  const covered = found.filter(({ name }) =>
    searchText(name)
      .split(' ')
      .every((word) => typed.has(word)),
  );
  return covered.length > 0 ? covered : found;
};

/** Returns the sets that a key names after its series. */
const setsOfSeries = (sets: readonly NamedSet[], key: string): readonly NamedSet[] => {
  const [before, written = ''] = series.find(([one]) => key.startsWith(one) && key !== one) ?? [];
  if (before === undefined) return [];
  const rest = key.slice(before.length);
  const ofSeries = setsNamed(sets, `${written}${rest}`);
  return ofSeries.length > 0 || commonNames.has(rest) ? ofSeries : setsNamed(sets, rest);
};

/** Returns what a set identifier means: a name or code, words that a set has, or a name after its series. */
export const meantBy = (sets: readonly NamedSet[], identifier: string): readonly NamedSet[] => {
  const key = keyOf(identifier);
  // Promos are Black Star Promos on the cards; the source leaves it out.
  const promos = identifier.replace(/\bblack star\b/i, ' ');
  const ways = [
    () => setsNamed(sets, key),
    () => setsNamed(sets, key.replace(/^(pokemon|onepiece)/, '')),
    () => setsWithAllWords(sets, identifier),
    () => setsOfSeries(sets, key),
    () => setsNamed(sets, key.replace(/(set|expansion)$/, '')),
    () => (promos === identifier ? [] : meantBy(sets, promos)),
  ];
  for (const way of ways) {
    const meant = way();
    if (meant.length > 0) return meant;
  }
  return [];
};

/** Returns the sets that an identifier nearly means: with all its words, else most of them, else spelled much like it. */
export const setsNear = (sets: readonly NamedSet[], identifier: string): readonly NamedSet[] => {
  const { found } = setsWithWords(sets, identifier);
  if (found.length > 0) return found;
  const words = searchText(identifier)
    .split(' ')
    .filter((word) => word.length > 2);
  const hits = sets.map((set) => {
    const lexemes = lexemesOf(set);
    return { set, count: words.filter((word) => lexemes.some((lexeme) => lexeme.startsWith(word))).length };
  });
  const most = Math.max(0, ...hits.map(({ count }) => count));
  if (most > 0) return hits.flatMap(({ set, count }) => (count === most ? [set] : [])).slice(0, nearMax);
  const key = keyOf(identifier);
  return sets
    .map((set) => {
      const keys = keyKinds.flatMap((kind) => kind(set)).flatMap((name) => (name === null ? [] : keyOf(name)));
      return { set, share: Math.min(...keys.map((one) => distance(one, key) / Math.max(one.length, key.length, 1))) };
    })
    .filter(({ share }) => share <= nearShareMax)
    .sort((a, b) => a.share - b.share)
    .slice(0, nearMax)
    .map(({ set }) => set);
};

/** Returns those of the sets that have all words of the condition whole. */
export const setsWithWhole = (sets: readonly NamedSet[], condition: Condition): NamedSet[] =>
  setsThat(sets, wholly(condition));
