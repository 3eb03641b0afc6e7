/**
 * Files of tcgcsv in a folder, as people keep them: trees `DATE/CATEGORY/GROUP/prices` such as the site's archives unpack to,
 * products and lists of groups beside them, and ProductsAndPrices.csv files, each of them gzipped or not. Only a folder's
 * name dates a file. The date of the file itself is when it was copied.
 */
import { type Dirent, promises as fs } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ledgerError } from '../../base/errors.js';
import { isInCalendar } from '../../domain/instant.js';
import { type Category, categoryOf } from '../tcgplayer-rows/categories.js';

export type KeptKind = 'csv' | 'groups' | 'prices' | 'products' | 'stamp';

/** A file of the folder. */
export interface FolderFile {
  /** Below the folder, with `/` between its parts: 2024-02-08/3/604/prices. */
  readonly path: string;
  /** UTC day of the folder that it stands in. */
  readonly day: string;
  readonly kind: KeptKind;
  /** `null` for a stamp, and for a CSV file outside a category's folder: its rows name their category and group. */
  readonly category: Category | null;
  /** Number of the group; `null` for a stamp, a list of groups, and a CSV file outside a group's folder. */
  readonly group: number | null;
  /** Returns its bytes, unpacked. */
  read(): Promise<Buffer>;
}

/** A file of the folder that is not taken, and why. */
export interface UnusedFile {
  readonly path: string;
  readonly reason: string;
}

export interface FolderContent {
  readonly files: readonly FolderFile[];
  readonly unused: readonly UnusedFile[];
}

const unpack = promisify<Buffer, Buffer>(gunzip);

const dated = /^(?:(?<above>.*)\/)?(?:prices-)?(?<day>\d{4}-\d{2}-\d{2})\/(?:tcgplayer\/)?(?<rest>.+)$/;
const inGroup = /^(?<category>\d{1,9})\/(?<group>\d{1,9})\/(?<name>prices|products)(?:\.json)?$/;
const inCategory = /^(?<category>\d{1,9})\/groups(?:\.json)?$/i;
const csv = /^(?:(?<category>\d{1,9})\/(?:(?<group>\d{1,9})\/)?)?[^/]*ProductsAndPrices\.csv$/i;

type Place = Pick<FolderFile, 'category' | 'group' | 'kind'>;

/** Returns what a file is by its path below the folder of a day, or why it is none that can be taken. */
const placeOf = (rest: string, followed: readonly number[]): Place | string => {
  if (rest === 'last-updated.txt') return { kind: 'stamp', category: null, group: null };
  const { category, group, name } = (inGroup.exec(rest) ?? inCategory.exec(rest) ?? csv.exec(rest))?.groups ?? {};
  const isCsv = csv.test(rest);
  if (category === undefined && !isCsv) {
    return /\.(7z|zip|tar|rar)(\.|$)/i.test(rest) ? 'an archive: unpack it first' : 'no file of tcgcsv by its name';
  }
  const its = category === undefined ? null : categoryOf(Number(category));
  if (its === undefined) return `category ${category} cannot be followed`;
  if (its !== null && !followed.includes(its.id)) return `category ${category} is not followed`;
  const kind = isCsv ? 'csv' : ((name ?? 'groups') as KeptKind);
  return { kind, category: its, group: group === undefined ? null : Number(group) };
};

/** Returns the file at a path below the folder, or why it is not taken. */
const fileAt = (folder: string, path: string, followed: readonly number[]): FolderFile | UnusedFile => {
  const { day, rest } = dated.exec(path)?.groups ?? {};
  const packed = /\.gz$/i.test(path);
  if (day === undefined || rest === undefined || !isInCalendar(day)) {
    const isArchive = /\.(7z|zip|tar|rar)(\.|$)/i.test(path);
    return {
      path,
      reason: isArchive ? 'an archive: unpack it first' : 'no folder above it is named by a day, such as 2024-02-08',
    };
  }
  const place = placeOf(rest.replace(/\.gz$/i, ''), followed);
  if (typeof place === 'string') return { path, reason: place };
  const read = async (): Promise<Buffer> => {
    const bytes = await fs.readFile(join(folder, path));
    return packed ? unpack(bytes) : bytes;
  };
  return { path, day, ...place, read };
};

const entriesOf = async (folder: string): Promise<Dirent[]> => {
  try {
    return await fs.readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    const details = { folder: 'expected a folder that can be read' };
    throw ledgerError('VALIDATION_FAILED', `${folder}: ${(error as Error).message}`, { details, cause: error });
  }
};

/**
 * Lists the files of a folder, in order of their paths. `followed` are the numbers of the categories that are taken. Throws
 * VALIDATION_FAILED if the folder cannot be read.
 */
export const readFolder = async (folder: string, followed: readonly number[]): Promise<FolderContent> => {
  const paths = (await entriesOf(folder))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
  const found = paths.map((path) => fileAt(folder, path, followed));
  return {
    files: found.filter((file): file is FolderFile => 'kind' in file),
    unused: found.filter((file): file is UnusedFile => 'reason' in file),
  };
};
