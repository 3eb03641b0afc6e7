/** The days of a folder: which of its files each set of a day is read from. */
import { setIdOf } from '../../domain/cards/card.js';
import type { KeptDay, KeptFile, KeptSource } from '../../collecting/kept-days.js';
import type { Category } from '../tcgplayer-rows/categories.js';
import { readCsvRows } from './csv-rows.js';
import type { FolderFile, UnusedFile } from './kept-files.js';
import { categoriesOf, createKeptSource, endPath, type KeptSet, pathOf } from './kept-source.js';
import { parseStamp } from './wire-format.js';

/** A day of the folder, and the source that reads it. */
export interface FolderDay extends KeptDay {
  readonly source: KeptSource;
}

/** A CSV file whose rows say which group they are of. */
type Grouped = FolderFile & { readonly category: Category; readonly group: number };

const isGrouped = (file: FolderFile): file is Grouped => file.category !== null && file.group !== null;

/** Gathers the files of a day by set. Of two files with the same part of a set the first counts. */
const gatherSets = (files: readonly Grouped[], unused: UnusedFile[]): KeptSet[] => {
  const sets = new Map<string, { -readonly [name in keyof KeptSet]: KeptSet[name] }>();
  const take = (file: Grouped, part: 'prices' | 'products'): boolean => {
    const setId = setIdOf(file.category.game, file.group);
    const set = sets.get(setId) ?? { setId, category: file.category, prices: undefined, products: undefined };
    sets.set(setId, set);
    const isFirst = set[part] === undefined;
    set[part] ??= file;
    return isFirst;
  };
  // The JSON files before the CSV, which has the same in fewer fields.
  for (const file of files.toSorted((a, b) => Number(a.kind === 'csv') - Number(b.kind === 'csv'))) {
    const parts = file.kind === 'csv' ? (['prices', 'products'] as const) : [file.kind as 'prices' | 'products'];
    const used = parts.filter((part) => take(file, part));
    if (used.length === 0) unused.push({ path: file.path, reason: 'another file has the same of that set and day' });
  }
  return [...sets.values()];
};

const stampOf = async (day: string, file: FolderFile | undefined, unused: UnusedFile[]): Promise<string> => {
  // The site begins to write a day at 20:00 UTC, as its documentation says. No file of a day is older than that.
  const usual = `${day}T20:00:00Z`;
  if (file === undefined) return usual;
  try {
    const stamp = parseStamp((await file.read()).toString());
    if (stamp.slice(0, 10) === day) return stamp;
    unused.push({ path: file.path, reason: `its stamp ${stamp} is not of the folder's day` });
  } catch (error) {
    unused.push({ path: file.path, reason: (error as Error).message });
  }
  return usual;
};

/** Finds the category and the group of a CSV file that no folder names, by its first row. */
const groupOfCsv = async (file: FolderFile, categories: readonly Category[]): Promise<Grouped | UnusedFile> => {
  try {
    const [first] = readCsvRows(file.path, (await file.read()).toString());
    const { categoryId, groupId } = first?.product ?? {};
    const category = categories.find(({ id }) => id === categoryId);
    if (category === undefined) return { path: file.path, reason: `category ${String(categoryId)} is not followed` };
    if (typeof groupId !== 'number') return { path: file.path, reason: 'its first row names no group' };
    return { ...file, category, group: groupId };
  } catch (error) {
    return { path: file.path, reason: (error as Error).message };
  }
};

const endOf = (day: string, sets: readonly KeptSet[], category: Category): KeptFile => {
  const paths = sets.flatMap((set) => (set.category === category ? (set.prices?.path ?? []) : []));
  return { path: endPath(day, category), read: () => Promise.resolve(Buffer.from(JSON.stringify(paths))) };
};

/**
 * Arranges the files of a folder by day. `unused` gains the files that are not taken. `parserVersion` is that of the source
 * `name`, whose rows they are.
 */
export const daysOfFolder = async (
  files: readonly FolderFile[],
  { name, parserVersion, categories }: { name: string; parserVersion: number; categories: readonly Category[] },
  unused: UnusedFile[],
): Promise<FolderDay[]> => {
  const days: FolderDay[] = [];
  for (const day of new Set(files.map((file) => file.day))) {
    const ofDay = files.filter((file) => file.day === day);
    const grouped: Grouped[] = [];
    for (const file of ofDay.filter(({ kind }) => kind === 'prices' || kind === 'products' || kind === 'csv')) {
      const found = isGrouped(file) ? file : await groupOfCsv(file, categories);
      if ('reason' in found) unused.push(found);
      else grouped.push(found);
    }
    const sets = gatherSets(grouped, unused);
    const groups = ofDay.filter((file): file is FolderFile & { category: Category } => file.kind === 'groups');
    const stamp = await stampOf(
      day,
      ofDay.find(({ kind }) => kind === 'stamp'),
      unused,
    );
    const parts = sets.flatMap(({ prices, products }) => [prices ?? [], products ?? []]).flat();
    days.push({
      day,
      stamp,
      setIds: sets.flatMap(({ setId, prices }) => (prices === undefined ? [] : [setId])),
      files: [
        ...[...new Set([...groups, ...parts])].map((file) => ({ path: pathOf(file), read: () => file.read() })),
        ...categoriesOf(sets).map((category) => endOf(day, sets, category)),
      ],
      source: createKeptSource(name, parserVersion, { day, sets, groups }),
    });
  }
  return days;
};
