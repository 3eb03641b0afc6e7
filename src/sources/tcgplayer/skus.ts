/**
 * SKUs: a product in a printing, a condition and a language, by numbers. The tables of a category say what the numbers mean.
 */
import { cardIdOf } from '../../domain/cards/card.js';
import { type Condition, type Printing, printingOf } from '../../domain/prices/price-key.js';
import type { FileContent, RowOmission, SourceFile } from '../../collecting/source.js';
import type { Category } from '../tcgplayer-rows/categories.js';
import { parseListing, rowId } from '../tcgplayer-rows/listing.js';
import { describe, notAnId, omittedRow } from '../tcgplayer-rows/row-fields.js';
import { type WordTable, wordsPath } from './wire-format.js';

/** A SKU by its numbers. */
export interface Sku {
  readonly skuId: number;
  readonly cardId: string;
  readonly printingId: number;
  readonly conditionId: number;
  readonly languageId: number;
}

const numbers = ['skuId', 'printingId', 'conditionId', 'languageId'] as const;

const idOf = (value: unknown): number | null => rowId.safeParse(value).data ?? null;
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

/** Reads the SKU at `place`; a text says why it cannot be. */
const readSku = (cardId: string, entry: unknown): Sku | string => {
  const fields = fieldsOf(entry);
  if (fields === null) return `expected an object, got ${describe(entry)}`;
  const ids = numbers.map((name) => idOf(fields[name]));
  const wrong = ids.indexOf(null);
  if (wrong !== -1) return notAnId(numbers[wrong] as string, fields[numbers[wrong] as string]);
  const [skuId, printingId, conditionId, languageId] = ids as [number, number, number, number];
  return { skuId, cardId, printingId, conditionId, languageId };
};

/** Reads the SKUs of a page of products. What cannot be read is named by its place. */
export const readSkus = (
  { game }: Category,
  setId: string,
  rows: readonly unknown[],
): { readonly skus: readonly Sku[]; readonly omissions: readonly RowOmission[] } => {
  const skus: Sku[] = [];
  const omissions: RowOmission[] = [];
  for (const [at, row] of rows.entries()) {
    const fields = fieldsOf(row);
    const productId = idOf(fields?.['productId']);
    // The product is not taken either, and that is noted.
    if (fields === null || productId === null) continue;
    const list = fields['skus'];
    const place = `results.${at}.skus`;
    if (!Array.isArray(list)) {
      omissions.push(omittedRow(setId, place, `expected a list, got ${describe(list)}`));
      continue;
    }
    for (const [index, entry] of list.entries()) {
      const sku = readSku(cardIdOf(game, productId), entry);
      if (typeof sku === 'string') omissions.push(omittedRow(setId, `${place}.${index}`, sku));
      else skus.push(sku);
    }
  }
  return { skus, omissions };
};

/** What the numbers of a category's SKUs mean. */
export interface SkuWords {
  readonly printings: ReadonlyMap<number, Printing>;
  readonly conditions: ReadonlyMap<number, Condition>;
  readonly languages: ReadonlyMap<number, string>;
}

const conditionNames: Readonly<Record<string, Condition>> = {
  'near mint': 'NM',
  'lightly played': 'LP',
  'moderately played': 'MP',
  'heavily played': 'HP',
  damaged: 'DMG',
  unopened: 'S',
};

const languageNames: Readonly<Record<string, string>> = {
  english: 'en',
  japanese: 'ja',
  german: 'de',
  french: 'fr',
  italian: 'it',
  spanish: 'es',
  portuguese: 'pt',
  korean: 'ko',
  russian: 'ru',
  thai: 'th',
  indonesian: 'id',
  'chinese (s)': 'zh-hans',
  'chinese (t)': 'zh-hant',
  'simplified chinese': 'zh-hans',
  'traditional chinese': 'zh-hant',
};

/** How the rows of a table are read. */
interface Table<Word> {
  readonly id: string;
  /** Returns what a name means; `null` if the ledger has no word for it. */
  readonly wordOf: (name: string) => Word | null;
}

const printingTable: Table<Printing> = {
  id: 'printingId',
  wordOf: (name) => {
    const printing = printingOf(name.trim());
    return printing.slug === '' || printing.name.length > 60 ? null : printing;
  },
};
const named =
  <Word>(names: Readonly<Record<string, Word>>) =>
  (name: string): Word | null => {
    const key = name.trim().toLowerCase();
    return Object.hasOwn(names, key) ? (names[key] as Word) : null;
  };
const conditionTable: Table<Condition> = { id: 'conditionId', wordOf: named(conditionNames) };
const languageTable: Table<string> = { id: 'languageId', wordOf: named(languageNames) };

interface WordsFile<Word> extends FileContent {
  readonly words: ReadonlyMap<number, Word>;
}

/** Returns the file of a table. A name without a word costs only the prices of its SKUs, and is noted. */
const wordsFile = <Word>(
  category: Category,
  table: WordTable,
  { id, wordOf }: Table<Word>,
): SourceFile<WordsFile<Word>> => {
  const path = wordsPath(category.id, table);
  const read = (text: string): WordsFile<Word> => {
    const words = new Map<number, Word>();
    const omissions: RowOmission[] = [];
    for (const [at, row] of parseListing(path, text).rows.entries()) {
      const fields = fieldsOf(row);
      const number = idOf(fields?.[id]);
      const name = fields?.['name'];
      const word = typeof name === 'string' ? wordOf(name) : null;
      const place = `results.${at}`;
      if (number === null) omissions.push(omittedRow(null, `${place}.${id}`, notAnId(id, fields?.[id])));
      else if (word === null) omissions.push(omittedRow(null, `${place}.name`, `no known name: ${describe(name)}`));
      else words.set(number, word);
    }
    return { words, omissions };
  };
  return { path, kind: 'sets', setId: null, read };
};

/** Returns the files of the tables of a category. */
export const wordsFiles = (category: Category) => ({
  printings: wordsFile(category, 'printings', printingTable),
  conditions: wordsFile(category, 'conditions', conditionTable),
  languages: wordsFile(category, 'languages', languageTable),
});
