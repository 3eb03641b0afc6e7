/** The ways to read what was typed, best first: as it stands, then less and less literally. */
import type { SearchItem } from '../../src/domain/cards/search-text.js';
import type { Database } from '../../src/postgres/database.js';
import { nearWords, vocabularyOf } from './correct-words.js';
import {
  apartFrom,
  candidatesOf,
  type Condition,
  conditionOf,
  hasCode,
  readQuestion,
  type Reading,
  unknownWords,
  withoutFillers,
} from './word-query.js';

/** What is searched for. */
export interface Question {
  /** Its words, in the normal form. */
  readonly text: string;
  /** The words before and between its numbers: what the name of a card asked for by name and number is. */
  readonly name: string;
  readonly condition: Condition;
  /**
   * Returns the question as a person would type it, given the words of the best result; `null` if it is what was typed.
   */
  readonly said: (bestResult: string) => string | null;
}

const textOfItem = (item: SearchItem, { corrections, looseNumbers }: Reading, words: ReadonlySet<string>): string => {
  switch (item.kind) {
    case 'words':
      return item.words
        .flatMap((word) => (looseNumbers === true ? apartFrom(word) : [word]))
        .map((word) => {
          const meanings = corrections?.get(word) ?? [word];
          return meanings.find((meaning) => words.has(meaning)) ?? meanings[0] ?? word;
        })
        .join(' ');
    case 'number':
      return looseNumbers === true ? item.number : `${item.number}/${item.total}`;
    case 'total':
      return `/${item.total}`;
    case 'sign':
      return item.sign;
  }
};

const textOf = (items: readonly SearchItem[], reading: Reading, words: ReadonlySet<string> = new Set()): string =>
  items.map((item) => textOfItem(item, reading, words)).join(' ');

const hasDigit = (item: SearchItem | undefined): boolean =>
  item !== undefined && item.kind !== 'sign' && (item.kind !== 'words' || item.words.some((word) => /\d/.test(word)));

/**
 * Yields the readings of a question. A word that the catalog does not have cannot be found as it stands: it is corrected to
 * the nearest ones. A number may be unfinished; then its total and words that say nothing may be wrong; last, a word that
 * only begins a word of the catalog may be a mistyped one. Yields nothing for a text without a word.
 */
export async function* readingsOf(database: Database, text: string): AsyncGenerator<Question> {
  const typed = readQuestion(text);
  if (typed.length === 0) return;
  const vocabulary = await vocabularyOf(database, candidatesOf(typed));
  const question = (items: readonly SearchItem[], reading: Reading, isSaid: boolean): Question => ({
    text: textOf(items, reading).replaceAll('/', ' '),
    name: textOf(
      items.filter((item) => !hasDigit(item)),
      reading,
    ),
    condition: conditionOf(items, vocabulary, reading),
    said: (best) => (isSaid ? textOf(items, reading, new Set(best.split(' '))) : null),
  });

  const isKnown = (items: readonly SearchItem[]): boolean => unknownWords(items, vocabulary).length === 0;
  const isNumberLast = hasDigit(typed.at(-1));
  if (isKnown(typed) || hasCode(typed, vocabulary)) {
    yield question(typed, {}, false);
    if (isNumberLast) yield question(typed, { unfinishedNumber: true }, false);
  }
  const items = withoutFillers(typed);
  if (items.length < typed.length && isKnown(items)) yield question(items, {}, true);
  if (isKnown(items) && items.some(hasDigit)) yield question(items, { looseNumbers: true }, true);

  const isWhole = (word: string): boolean => vocabulary.whole(word) || /\P{L}/u.test(word);
  const unknown = unknownWords(items, vocabulary);
  const doubtful = unknown.length > 0 ? unknown : items.flatMap((item) => (item.kind === 'words' ? item.words : []));
  const corrections = await nearWords(
    database,
    doubtful.filter((word) => !isWhole(word)),
  );
  if (corrections.size === 0 || unknown.some((word) => !corrections.has(word))) return;
  yield question(items, { corrections }, true);
  if (!items.some(hasDigit)) return;
  if (isNumberLast) yield question(items, { corrections, unfinishedNumber: true }, true);
  yield question(items, { corrections, looseNumbers: true }, true);
}
