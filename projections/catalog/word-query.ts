/**
 * Reads what is typed as a condition on lexemes: each word whole or unfinished, words with a blank or hyphen too many or
 * too few, numbers as one. Pure; the words of the catalog are given. The condition is asked of cards as a tsquery, and of
 * sets by `holdsFor`.
 */
import { joinWords, type SearchItem, searchItems } from '../../src/domain/cards/search-text.js';

export type Condition =
  | {
      readonly lexeme: string;
      /** Also what begins with the lexeme. */
      readonly unfinished: boolean;
      /** Only as name or number: 001 is no set's code 01. */
      readonly notOfSet?: boolean;
    }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  /** The second follows the first. */
  | { readonly next: readonly [Condition, Condition] };

/** Which words of letters the catalog has. */
export interface Vocabulary {
  readonly whole: (word: string) => boolean;
  /** Whether a word of the catalog begins so. */
  readonly begins: (word: string) => boolean;
}

/** How far the condition departs from what was typed. */
export interface Reading {
  /** The words that a typed word is corrected to. */
  readonly corrections?: ReadonlyMap<string, readonly string[]>;
  /** The last number may be unfinished: op08-0. */
  readonly unfinishedNumber?: boolean;
  /** Totals do not count, and a code and its number may stand apart: sources give wrong totals. */
  readonly looseNumbers?: boolean;
  /** Signs and words that say nothing of a card (pokemon, card) may be absent. */
  readonly dropped?: boolean;
}

/** Words for which people type others. */
const synonyms: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['etb', [['elite', 'trainer', 'box']]],
  ['upc', [['ultra', 'premium', 'collection']]],
  ['female', [['f']]],
  ['male', [['m']]],
  ['mega', [['m']]],
]);
/** Words that say nothing of a card, or only which printing of it is meant. */
const fillers: ReadonlySet<string> = new Set(
  (
    'card cards game one piece pokemon tcg the english gold ' + '1st first edition unlimited holo holofoil foil reverse'
  ).split(' '),
);

/** Joins and splits that one condition has at most; each doubles it. */
const joinsMax = 4;
const splitsMax = 3;
const wordsMax = 30;

const isLetters = (word: string): boolean => /^\p{L}+$/u.test(word);
const singleOf = (item: SearchItem | undefined): { word: string; printed: string } | null =>
  item?.kind === 'words' && item.words.length === 1 ? { word: item.words[0] ?? '', printed: item.printed } : null;

/** Returns the items of a question; `and` says nothing beside others. */
export const readQuestion = (text: string): readonly SearchItem[] => {
  const items = searchItems(text).slice(0, wordsMax);
  const others = items.filter((item) => singleOf(item)?.word !== 'and');
  return others.length === 0 ? items : others;
};

/** Returns the ways to cut a word in two, each part of two letters or more. */
const cutsOf = (word: string): (readonly [string, string])[] =>
  Array.from({ length: Math.max(0, word.length - 3) }, (_, at) => [word.slice(0, at + 2), word.slice(at + 2)] as const);

/** Returns a word without the s of a plural or possessive: promos, mistys. */
const singularOf = (word: string): string | null =>
  word.length > 3 && word.endsWith('s') && isLetters(word) ? word.slice(0, -1) : null;

/** Returns the words of letters that the vocabulary is asked for. */
export const candidatesOf = (items: readonly SearchItem[]): string[] => {
  const words = items.flatMap((item) => (item.kind === 'words' ? item.words : []));
  const wholes = items.flatMap((item) => (item.kind === 'words' ? [joinWords(item.words)] : []));
  const joins = items.flatMap((item, at) => {
    const [first, second] = [singleOf(item), singleOf(items[at + 1])];
    return first === null || second === null ? [] : [joinWords([first.word, second.word])];
  });
  const cuts = words.flatMap((word) => (isLetters(word) ? cutsOf(word).flat() : []));
  const singulars = words.flatMap((word) => singularOf(word) ?? []);
  return [...new Set([...words, ...wholes, ...joins, ...cuts, ...singulars])].filter(isLetters);
};

const splitsOf = (word: string, isLast: boolean, vocabulary: Vocabulary): Condition[] =>
  cutsOf(word)
    .filter(([first, second]) => vocabulary.whole(first) && vocabulary.whole(second))
    .slice(0, splitsMax)
    .map(([first, second]) => ({
      next: [
        { lexeme: first, unfinished: false },
        { lexeme: second, unfinished: isLast && second.length > 2 },
      ],
    }));

/** A word that neighbours make, if they were typed apart. */
interface Join {
  /** Items it is made of. */
  readonly span: 2 | 3;
  readonly condition: Condition & { readonly lexeme: string };
}

/** Returns the words that the items from `at` on may make together. */
const joinsAt = (items: readonly SearchItem[], at: number, vocabulary: Vocabulary): Join[] => {
  const [a, b, c] = [singleOf(items[at]), singleOf(items[at + 1]), singleOf(items[at + 2])];
  if (a === null || b === null) return [];
  const joined = joinWords([a.word, b.word]);
  if (isLetters(joined)) {
    const unfinished = at + 2 === items.length;
    const known = vocabulary.whole(joined) || (unfinished && joined.length > 3 && vocabulary.begins(joined));
    return known ? [{ span: 2, condition: { lexeme: joined, unfinished } }] : [];
  }
  // A number and its total, or a code and a number (op 01, obf 125, op08 001, op 08 001).
  if (/^\d+$/.test(a.word) && /^\d+$/.test(b.word))
    return [{ span: 2, condition: { lexeme: `${a.word}/${b.word}`, unfinished: false } }];
  if (!/^\p{L}/u.test(a.word) || !/^\d/.test(b.word)) return [];
  const printed = joinWords([a.printed, b.printed]);
  const code: Join = { span: 2, condition: { lexeme: joined, unfinished: false, notOfSet: isWide(printed) } };
  if (!isLetters(a.word) || c === null || !/^\d/.test(c.word)) return [code];
  return [{ span: 3, condition: { lexeme: joinWords([joined, c.word]), unfinished: false } }, code];
};

/** Whether letters stand before a number of three digits with a zero: no code of a set is written so. */
const isWide = (printed: string): boolean => /^\p{L}+0\d\d/u.test(printed);

interface Context {
  readonly vocabulary: Vocabulary;
  readonly reading: Reading;
  readonly isLast: boolean;
}

const anyOf = (conditions: readonly Condition[]): Condition => {
  const [first] = conditions;
  return first !== undefined && conditions.length === 1 ? first : { any: conditions };
};
const allOf = (conditions: readonly Condition[]): Condition => {
  const [first] = conditions;
  return first !== undefined && conditions.length === 1 ? first : { all: conditions };
};

/** Returns what a number that is typed so far may become: as printed, and without zeros where none were typed. */
const unfinishedNumbers = (lexeme: string, printed: string): Condition[] => {
  const padded = /(?<!\d)0/.test(printed);
  return [...new Set(padded ? [printed] : [printed, lexeme])].map((one) => ({ lexeme: one, unfinished: true }));
};

/** Returns a name and the number written to it: pikachu25 → pikachu, 25. Otherwise the word alone. */
export const apartFrom = (word: string): string[] => {
  const [, name, number] = /^(\p{L}{3,})(\d+)$/u.exec(word) ?? [];
  return name === undefined || number === undefined ? [word] : [name, number];
};

const conditionOfWord = (word: string, printed: string, context: Context): Condition => {
  const { vocabulary, reading, isLast } = context;
  if (!isLetters(word)) {
    if (reading.unfinishedNumber === true && isLast) return anyOf(unfinishedNumbers(word, printed));
    const whole: Condition = { lexeme: word, unfinished: false, notOfSet: isWide(printed) };
    const apart = reading.looseNumbers === true ? apartFrom(word) : [];
    return apart.length < 2 ? whole : anyOf([whole, allOf(apart.map((one) => ({ lexeme: one, unfinished: false })))]);
  }
  // One letter in the midst is a word (Monkey D Luffy); unfinished it would be any.
  const unfinished = word.length > 1 || isLast || !vocabulary.whole(word);
  const meanings = reading.corrections?.get(word) ?? [word];
  const singular = singularOf(word);
  return anyOf([
    ...meanings.map((lexeme) => ({ lexeme, unfinished: lexeme === word && unfinished })),
    ...(singular !== null && vocabulary.whole(singular) ? [{ lexeme: singular, unfinished: false }] : []),
    ...splitsOf(word, isLast, vocabulary),
    ...(synonyms.get(word) ?? []).map((words) => allOf(words.map((lexeme) => ({ lexeme, unfinished: false })))),
  ]);
};

/** A number after the code of a set or of promos: op8-1, p1, eb1-6. */
const codeNumber = /^\p{L}{1,5}\d*-?\d+[a-z]?$/u;

const conditionOfWords = (item: SearchItem & { kind: 'words' }, context: Context): Condition => {
  const { words, stem, printed } = item;
  const { vocabulary, reading, isLast } = context;
  const [first = ''] = words;
  if (words.length === 1) {
    const own = conditionOfWord(first, printed, context);
    return stem === null || !vocabulary.whole(stem) ? own : anyOf([own, { lexeme: stem, unfinished: false }]);
  }
  const apart = allOf(
    words.map((word, at) => conditionOfWord(word, word, { ...context, isLast: isLast && at === words.length - 1 })),
  );
  const joined = joinWords(words);
  // op08-001 is that number, and not any 1 of the set.
  if (codeNumber.test(joined)) {
    if (reading.looseNumbers === true) return apart;
    if (reading.unfinishedNumber === true && isLast) return anyOf(unfinishedNumbers(joined, printed));
    return { lexeme: joined, unfinished: false, notOfSet: isWide(printed) };
  }
  if (!isLetters(joined)) return anyOf([{ lexeme: joined, unfinished: false }, apart]);
  return vocabulary.begins(joined) ? anyOf([{ lexeme: joined, unfinished: isLast }, apart]) : apart;
};

const conditionOfItem = (item: SearchItem, context: Context): Condition => {
  const { reading, isLast } = context;
  switch (item.kind) {
    case 'words':
      return conditionOfWords(item, context);
    case 'number': {
      const lexeme = `${item.number}/${item.total}`;
      if (reading.looseNumbers === true) return { lexeme: item.number, unfinished: false };
      if (reading.unfinishedNumber === true && isLast) return anyOf(unfinishedNumbers(lexeme, item.printed));
      return { lexeme, unfinished: false };
    }
    case 'total':
      return { lexeme: `/${item.total}`, unfinished: reading.unfinishedNumber === true && isLast };
    case 'sign':
      return { lexeme: item.sign, unfinished: false };
  }
};

const isFiller = (item: SearchItem): boolean => item.kind === 'sign' || fillers.has(singleOf(item)?.word ?? '');

/** Returns the items that count: without fillers, unless there is nothing else. */
export const withoutFillers = (items: readonly SearchItem[]): readonly SearchItem[] => {
  const others = items.filter((item) => !isFiller(item));
  return others.length === 0 ? items : others;
};

/** Returns the condition that all items hold, in the order typed, neighbours also as one word. */
export const conditionOf = (items: readonly SearchItem[], vocabulary: Vocabulary, reading: Reading = {}): Condition => {
  const lastAt = items.length - 1;
  let left = joinsMax;
  const joins = items.map((_item, at) => {
    const found = joinsAt(items, at, vocabulary).slice(0, left);
    left -= found.length;
    return found;
  });
  const from = (at: number): Condition[] => {
    const item = items[at];
    if (item === undefined) return [];
    const apart = allOf([conditionOfItem(item, { vocabulary, reading, isLast: at === lastAt }), ...from(at + 1)]);
    const joined = (joins[at] ?? []).map(({ condition, span }) => allOf([condition, ...from(at + span)]));
    return [anyOf([apart, ...joined])];
  };
  return allOf(from(0));
};

/** Where the words are looked for: anywhere, in name and number, or there and not unfinished. */
export type Scope = 'anywhere' | 'in name' | 'whole in name';

/** Returns the condition as the text of a tsquery. Lexemes hold no quotes. */
export const tsqueryOf = (condition: Condition, scope: Scope): string => {
  if ('all' in condition) return `(${condition.all.map((one) => tsqueryOf(one, scope)).join(' & ')})`;
  if ('any' in condition) return `(${condition.any.map((one) => tsqueryOf(one, scope)).join(' | ')})`;
  if ('next' in condition) return `(${condition.next.map((one) => tsqueryOf(one, scope)).join(' <-> ')})`;
  const fields = scope !== 'anywhere' || condition.notOfSet === true ? 'AB' : '';
  const flags = `${condition.unfinished && scope !== 'whole in name' ? '*' : ''}${fields}`;
  return `'${condition.lexeme}'${flags === '' ? '' : `:${flags}`}`;
};

/** Returns whether the condition holds for lexemes in order. That one follows another is not looked at. */
export const holdsFor = (condition: Condition, lexemes: readonly string[]): boolean => {
  if ('all' in condition) return condition.all.every((one) => holdsFor(one, lexemes));
  if ('any' in condition) return condition.any.some((one) => holdsFor(one, lexemes));
  if ('next' in condition) return condition.next.every((one) => holdsFor(one, lexemes));
  const { lexeme, unfinished } = condition;
  return lexemes.some((one) => (unfinished ? one.startsWith(lexeme) : one === lexeme));
};

const isCode = ({ condition }: Join): boolean => !isLetters(condition.lexeme);

/** Returns whether a word stands before a number that it may be the code of: op 01. */
export const hasCode = (items: readonly SearchItem[], vocabulary: Vocabulary): boolean =>
  items.some((_item, at) => joinsAt(items, at, vocabulary).some(isCode));

/** Returns the words of letters that the vocabulary does not have: not whole, unfinished, joined or split. */
export const unknownWords = (items: readonly SearchItem[], vocabulary: Vocabulary): string[] => {
  const joined = (at: number): boolean => joinsAt(items, at, vocabulary).some((join) => !isCode(join));
  return items.flatMap((item, at) => {
    if (item.kind !== 'words' || joined(at) || joined(at - 1)) return [];
    const { words, stem } = item;
    const whole = joinWords(words);
    // A number with a code is right or wrong: its letters are not looked at.
    if (words.length > 1 && (codeNumber.test(whole) || vocabulary.begins(whole))) return [];
    const isLast = at === items.length - 1;
    return words.filter(
      (word) =>
        isLetters(word) &&
        !vocabulary.begins(word) &&
        !vocabulary.whole(singularOf(word) ?? '') &&
        !synonyms.has(word) &&
        splitsOf(word, isLast, vocabulary).length === 0 &&
        !(stem !== null && vocabulary.whole(stem)),
    );
  });
};
