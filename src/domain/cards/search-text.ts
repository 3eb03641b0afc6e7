/**
 * One normal form for what is stored and what is typed. Names, numbers, sets and questions are read by `searchItems`, so
 * that both sides cannot drift: SQL compares only what this module wrote.
 */

/** Apostrophes that keyboards and sources write. Replaced before NFKD, which makes the acute accent a blank, and after it. */
const apostrophes = /['’‘`´ʼʻ‛′ʹ＇]/g;
/** Characters without a meaning of their own: trade marks, soft hyphens, zero widths, variation selectors. */
const invisible = /[™®©\u00ad\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f]/g;

/** Symbols that sources write as words, and letters without a decomposition. In lower case. */
const spelled: Readonly<Record<string, string>> = {
  '&': ' and ',
  '♀': ' f ',
  '♂': ' m ',
  '★': ' star ',
  '☆': ' star ',
  '⭐': ' star ',
  '◇': ' prism star ',
  '♢': ' prism star ',
  '◊': ' prism star ',
  α: ' alpha ',
  β: ' beta ',
  γ: ' gamma ',
  δ: ' delta ',
  ω: ' omega ',
  '⁄': '/',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
};
const spelledPattern = new RegExp(`[${Object.keys(spelled).join('')}]`, 'gu');

/** Longest lexeme. Postgres refuses more than 2,046 bytes. */
const lexemeCharsMax = 200;
const cut = (lexeme: string): string =>
  lexeme.length <= lexemeCharsMax
    ? lexeme
    : Array.from(lexeme)
        .slice(0, lexemeCharsMax / 2)
        .join('');

/**
 * Returns a text in lower case, without accents, in half width, with symbols as words. Only the accents of Latin, Greek and
 * Cyrillic are removed: the marks of Japanese kana make another letter.
 */
export const plainText = (text: string): string =>
  text
    .replace(apostrophes, "'")
    .replace(invisible, '')
    .normalize('NFKD')
    .replace(apostrophes, "'")
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(spelledPattern, (symbol) => spelled[symbol] ?? symbol);

/** Returns a word with its numbers without leading zeros: 004 → 4, op08 → op8. */
const unpadded = (word: string): string => word.replace(/(?<!\d)0+(?=\d)/g, '');

/** Joins words as one is typed without blank or hyphen; two numbers keep a hyphen: op8 and 1 → op8-1, not op81. */
export const joinWords = (words: readonly string[]): string =>
  cut(
    words.reduce((joined, word) => (/\d$/.test(joined) && /^\d/.test(word) ? `${joined}-${word}` : joined + word), ''),
  );

/** A part of a text between blanks. */
export type SearchItem =
  | {
      readonly kind: 'words';
      /** The words between hyphens and dots, without leading zeros: Ho-Oh → ho, oh. */
      readonly words: readonly string[];
      /** The first word before a possessive s: Misty's → misty. */
      readonly stem: string | null;
      /** As `words` joined, with the zeros that were written. */
      readonly printed: string;
    }
  /** A number of a total: 004/102 → 4, 102. */
  | { readonly kind: 'number'; readonly number: string; readonly total: string; readonly printed: string }
  /** A total alone: /102. */
  | { readonly kind: 'total'; readonly total: string }
  /** ! or ? alone, which are numbers of cards. */
  | { readonly kind: 'sign'; readonly sign: string };

const numberPattern = /^(?:no\.)?#?([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)?|[!?])\/([\p{L}\p{N}][\p{L}\p{N}-]*)\.?$/u;
const totalPattern = /^\/([\p{L}\p{N}]+)$/u;

const itemsOfChunk = (chunk: string): SearchItem[] => {
  if (chunk === '!' || chunk === '?') return [{ kind: 'sign', sign: chunk }];
  const [, before, after] = numberPattern.exec(chunk) ?? [];
  if (before !== undefined && after !== undefined && /\d/.test(before + after)) {
    // Charizard-4/102: the name stands before the number.
    const [, word, number = before] = /^(\p{L}{3,})-(\d.*)$/u.exec(before) ?? [];
    const total = after.replaceAll('-', '');
    const compact = number.replaceAll('-', '');
    const item: SearchItem = {
      kind: 'number',
      number: cut(unpadded(compact)),
      total: cut(unpadded(total)),
      printed: cut(`${compact}/${total}`),
    };
    return word === undefined ? [item] : [...itemsOfChunk(word), item];
  }
  const [, total] = totalPattern.exec(chunk) ?? [];
  if (total !== undefined && /\d/.test(total)) return [{ kind: 'total', total: cut(unpadded(total)) }];
  const written = chunk.replaceAll("'", '').match(/[\p{L}\p{N}\p{M}]+/gu);
  if (written === null) return [];
  const [, stem] = /^([\p{L}\p{N}]+?)(?:'s|(?<=s)')(?![\p{L}\p{N}])/u.exec(chunk) ?? [];
  return [
    {
      kind: 'words',
      words: written.map((word) => cut(unpadded(word))),
      stem: stem === undefined ? null : cut(unpadded(stem)),
      printed: joinWords(written),
    },
  ];
};

/** Returns what a text consists of, in order. */
export const searchItems = (text: string): SearchItem[] =>
  plainText(text)
    .replace(/\s*\/\s*/g, '/')
    .split(/[\s()[\]{}<>,;:"“”„«»|—–_~…・·]+/u)
    .flatMap(itemsOfChunk);

/** Returns the words of a text, numbers without leading zeros: "Misty's Tears 004/102" → "mistys tears 4 102". */
export const searchText = (text: string): string =>
  searchItems(text)
    .flatMap((item) => {
      if (item.kind === 'words') return item.words;
      if (item.kind === 'number') return [item.number, item.total];
      return item.kind === 'total' ? [item.total] : [item.sign];
    })
    .join(' ');

/**
 * Returns the lexemes under which a text is found, item by item: its words, the words joined (Ho-Oh: hooh), the word without
 * the possessive s, numbers with and without their total, and as printed, for numbers that are not typed to the end.
 */
export const searchLexemes = (text: string): string[][] =>
  searchItems(text).map((item) => {
    switch (item.kind) {
      case 'words': {
        const { words, stem, printed } = item;
        const joined = joinWords(words);
        return [...words, joined, ...(stem === null ? [] : [stem]), ...(/\d/.test(printed) ? [printed] : [])];
      }
      case 'number': {
        const { number, total, printed } = item;
        return [`${number}/${total}`, number, `/${total}`, printed, printed.slice(0, printed.indexOf('/'))];
      }
      case 'total':
        return [`/${item.total}`];
      case 'sign':
        return [item.sign];
    }
  });
