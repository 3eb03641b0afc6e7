/** A day of kept files as a source: the same rows as if they had been asked for, and facts of cards that nobody knows yet. */
import { scopeKey } from '../../domain/cards/facts.js';
import { rowText } from '../../collecting/validate-rows.js';
import type { KeptSource } from '../../collecting/kept-days.js';
import type { FileContent, PriceList, SourceFile, SourceRun } from '../../collecting/source.js';
import type { Category } from '../tcgplayer-rows/categories.js';
import { readCsvRows } from './csv-rows.js';
import type { FolderFile } from './kept-files.js';
import { type Listing, parseListing } from '../tcgplayer-rows/listing.js';
import { parseGroups, parsePrices, parseProducts } from '../tcgplayer-rows/parse.js';

/** A set of a day: the files that its prices and its products are read from. */
export interface KeptSet {
  readonly setId: string;
  readonly category: Category;
  readonly prices: FolderFile | undefined;
  readonly products: FolderFile | undefined;
}

/** Rows of a listing with their numbers in the file. */
interface NumberedListing extends Listing {
  readonly numbers: readonly number[];
}

const jsonListing = (path: string, text: string): NumberedListing => {
  const listing = parseListing(path, text);
  return { ...listing, numbers: listing.rows.map((_row, at) => at + 1) };
};

const csvListing = (path: string, text: string, part: 'price' | 'product'): NumberedListing => {
  const rows = readCsvRows(path, text).flatMap((row) => {
    const value = row[part];
    return value === null ? [] : [{ value, number: row.number }];
  });
  return {
    rows: rows.map(({ value }) => value),
    numbers: rows.map(({ number }) => number),
    totalItems: null,
    faulty: false,
  };
};

const listingOf = ({ kind, path }: FolderFile, text: string, part: 'price' | 'product'): NumberedListing =>
  kind === 'csv' ? csvListing(path, text, part) : jsonListing(path, text);

/** Returns the path of a file in a run. */
export const pathOf = ({ path }: Pick<FolderFile, 'path'>): string => `/${path}`;

/** Where rows stand, by their text. */
type Places = Map<string, { readonly file: string; readonly row: number }>;

/** Reads the prices of a set, and notes where each row stands. */
const readPrices = ({ setId, category }: KeptSet, file: FolderFile, text: string, places: Places): PriceList => {
  const listing = listingOf(file, text, 'price');
  for (const [at, row] of listing.rows.entries()) {
    const key = rowText(row);
    if (!places.has(key)) places.set(key, { file: file.path, row: listing.numbers[at] ?? 0 });
  }
  const { game, language } = category;
  return { ...parsePrices(category, setId, listing), scope: { game, language } };
};

/** Reads the products of a set that the catalog does not have: what a card was like on a day of the past revises nothing. */
const readProducts = (
  { setId, category }: KeptSet,
  file: FolderFile,
  text: string,
  { known }: SourceRun,
): Pick<FileContent, 'cards' | 'omissions'> => {
  const { omissions, cards, ...list } = parseProducts(category, setId, listingOf(file, text, 'product'));
  const fresh = cards.filter(({ card_id }) => !known.cards.has(card_id));
  return { omissions, cards: [{ ...list, cards: fresh, unread: [], whole: false }] };
};

/** The file with the prices of a set; a CSV file has its products too. */
const pricesFile = (set: KeptSet, file: FolderFile, places: Places, run: SourceRun): SourceFile => ({
  path: pathOf(file),
  kind: 'prices',
  setId: set.setId,
  read: (text) => ({
    prices: [readPrices(set, file, text, places)],
    ...(set.products === file ? readProducts(set, file, text, run) : {}),
  }),
});

const productsFile = (set: KeptSet, file: FolderFile, run: SourceRun): SourceFile => ({
  path: pathOf(file),
  kind: 'cards',
  setId: set.setId,
  read: (text) => readProducts(set, file, text, run),
});

const groupsFile = (category: Category, file: FolderFile, { known }: SourceRun): SourceFile => ({
  path: pathOf(file),
  kind: 'sets',
  setId: null,
  read: (text) => {
    const { omissions, scope, sets } = parseGroups(category, parseListing(file.path, text));
    const others = [...known.sets.values()].filter((set) => scopeKey(set) === scopeKey(scope) && !set.withdrawn);
    const fresh = sets.filter(({ set_id }) => !known.sets.has(set_id));
    return { omissions, sets: { scope, sets: [...others, ...fresh], unread: [], whole: false } };
  },
});

/** The end of a category's files: with them, all of its prices of the day are at hand. */
export const endPath = (day: string, category: Category): string => `/${day}/${category.id}/`;

const endFile = (day: string, category: Category): SourceFile => ({
  path: endPath(day, category),
  kind: 'prices',
  setId: null,
  read: (): FileContent => ({ allPricesOf: [{ game: category.game, language: category.language }] }),
});

/** Returns the categories of which there are prices. */
export const categoriesOf = (sets: readonly KeptSet[]): Category[] => [
  ...new Set(sets.filter(({ prices }) => prices !== undefined).map(({ category }) => category)),
];

/** Creates the source of a day. `parserVersion` is that of the source `name`, whose rows they are. */
export const createKeptSource = (
  name: string,
  parserVersion: number,
  {
    day,
    sets,
    groups,
  }: { day: string; sets: readonly KeptSet[]; groups: readonly (FolderFile & { category: Category })[] },
): KeptSource => {
  const places: Places = new Map();
  return {
    name,
    settings: { url: 'import:', pauseMs: 0, minIntervalMs: 0, dailyBudget: 0 },
    parserVersion,
    forbidsMissingFiles: false,
    schedule: { cron: '0 0 1 1 *', lateAfterMs: 0 },
    catalogRefreshMs: Number.POSITIVE_INFINITY,
    stamp: null,
    placeOf: (text) => places.get(text),
    async fetch(run) {
      const failed = new Set<string>();
      for (const file of groups) await run.get(groupsFile(file.category, file, run));
      await run.eachSet(
        sets.map(({ setId }) => setId),
        async (setId) => {
          const set = sets.find((each) => each.setId === setId) as KeptSet;
          if (set.prices !== undefined && (await run.get(pricesFile(set, set.prices, places, run))) === null) {
            failed.add(scopeKey(set.category));
          }
          if (set.products !== undefined && set.products !== set.prices)
            await run.get(productsFile(set, set.products, run));
        },
      );
      for (const category of categoriesOf(sets)) {
        if (!failed.has(scopeKey(category))) await run.get(endFile(day, category));
      }
    },
  };
};
