/**
 * Recorded days of tcgcsv as a market, read from a folder: `prices/DATE.ndjson.gz` (one row for each printing) and, where
 * recorded, `products/tcgplayer_products_*.ndjson.gz` and `products/tcgplayer_groups_*.csv`. A product without a recorded
 * name is "Product <id>", a group "Group <id>".
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ledgerError } from '../../base/errors.js';
import type { Market, Publication } from './market.js';

/** One recorded price: dollars, as the source printed them. */
export interface RecordedRow {
  readonly date: string;
  readonly category: number;
  readonly group: number;
  readonly product: number;
  readonly printing: string;
  readonly low: number | null;
  readonly mid: number | null;
  readonly high: number | null;
  readonly market: number | null;
  readonly directLow: number | null;
}

interface RecordedProduct {
  readonly productId: number;
  readonly name: string;
  readonly cleanName?: string | null;
  readonly groupId: number;
  readonly number?: string | null;
  readonly rarity?: string | null;
  readonly url?: string;
  readonly imageUrl?: string;
  readonly modifiedOn?: string;
}

interface RecordedGroup {
  readonly groupId: number;
  readonly categoryId: number;
  readonly [column: string]: unknown;
}

export interface RecordedMarket extends Market {
  /** Days with prices, oldest first: "2025-09-21". */
  readonly days: readonly string[];
  /** Returns the rows of a day in the order of its file. */
  rows(day: string): readonly RecordedRow[];
}

interface RecordedDay {
  readonly rows: readonly RecordedRow[];
  readonly publication: Publication;
}

/** A day is some 48,000 rows. */
const daysInMemory = 2;
const suffix = '.ndjson.gz';

/** Returns the stamp of a recorded day: tcgcsv publishes at 20:05 UTC. */
export const stampOfDay = (day: string): Date => new Date(`${day}T20:05:33Z`);

const readRows = <Row>(file: string): Row[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

const csvCells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );

/** Returns the groups of a CSV file whose columns have the names of the JSON fields. */
const readGroups = (file: string): RecordedGroup[] => {
  const [columns = [], ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/).map(csvCells);
  return lines.map((cells) => {
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
    const [groupId, categoryId] = [Number(row['groupId']), Number(row['categoryId'])];
    return { ...row, groupId, categoryId, isSupplemental: row['isSupplemental'] === 'True' };
  });
};

const unnamedGroup = (categoryId: number, groupId: number): RecordedGroup => ({
  groupId,
  name: `Group ${groupId}`,
  abbreviation: '',
  isSupplemental: false,
  publishedOn: '2025-10-01T00:00:00',
  modifiedOn: '2025-10-01T00:00:00',
  categoryId,
});

const groupBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const map = new Map<Key, Item[]>();
  for (const item of items) {
    const list = map.get(keyOf(item));
    if (list === undefined) map.set(keyOf(item), [item]);
    else list.push(item);
  }
  return map;
};

const priceRow = (row: RecordedRow): object => ({
  productId: row.product,
  lowPrice: row.low,
  midPrice: row.mid,
  highPrice: row.high,
  marketPrice: row.market,
  directLowPrice: row.directLow,
  subTypeName: row.printing,
});

const productRow = (
  productId: number,
  listed: { categoryId: number; groupId: number },
  recorded: RecordedProduct | undefined,
): object => {
  const name = recorded?.name ?? `Product ${productId}`;
  const facts = [
    { name: 'Number', displayName: 'Card Number', value: recorded?.number },
    { name: 'Rarity', displayName: 'Rarity', value: recorded?.rarity },
  ];
  return {
    productId,
    name,
    cleanName: recorded === undefined ? name : (recorded.cleanName ?? null),
    imageUrl: recorded?.imageUrl ?? `https://tcgplayer-cdn.tcgplayer.com/product/${productId}_200w.jpg`,
    ...listed,
    url: recorded?.url ?? `https://www.tcgplayer.com/product/${productId}`,
    // fixed: with the date of the day, every unnamed product would look edited every day
    modifiedOn: recorded?.modifiedOn ?? '2025-09-01T00:00:00',
    imageCount: 1,
    presaleInfo: { isPresale: false, releasedOn: null, note: null },
    extendedData: facts.filter(({ value }) => value != null && value !== ''),
  };
};

const filesOf = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
};

/** Opens the recorded days of a folder. Throws VALIDATION_FAILED if there are none. */
export const openRecordedMarket = (folder: string): RecordedMarket => {
  const days = filesOf(join(folder, 'prices'))
    .filter((file) => /^\d{4}-\d\d-\d\d\.ndjson\.gz$/.test(file))
    .map((file) => file.slice(0, -suffix.length));
  const [firstDay] = days;
  if (firstDay === undefined) throw ledgerError('VALIDATION_FAILED', `${folder}: expected prices/DATE${suffix} in it`);
  const productFiles = filesOf(join(folder, 'products'));
  const readAll = <Row>(name: RegExp, read: (file: string) => Row[]): Row[] =>
    productFiles.filter((file) => name.test(file)).flatMap((file) => read(join(folder, 'products', file)));
  const products = readAll<RecordedProduct>(/^tcgplayer_products_.*\.ndjson\.gz$/, readRows);
  const groups = readAll(/^tcgplayer_groups_.*\.csv$/, readGroups);
  const productById = new Map(products.map((product) => [product.productId, product]));
  const productsByGroup = groupBy(products, ({ groupId }) => groupId);
  const groupIds = new Set(groups.map(({ groupId }) => groupId));
  const inMemory = new Map<string, RecordedDay>();

  const publicationOf = (day: string, rows: readonly RecordedRow[]): Publication => {
    const priced = groupBy(rows, ({ category, group }) => `${category}/${group}`);
    const unnamed = [...priced.keys()].flatMap((key) => {
      const [categoryId = 0, groupId = 0] = key.split('/').map(Number);
      return groupIds.has(groupId) ? [] : [unnamedGroup(categoryId, groupId)];
    });
    const listed = [...groups, ...unnamed];
    const rowsOf = (categoryId: number, groupId: number): readonly RecordedRow[] | undefined =>
      listed.some((group) => group.groupId === groupId && group.categoryId === categoryId)
        ? (priced.get(`${categoryId}/${groupId}`) ?? [])
        : undefined;
    return {
      stamp: stampOfDay(day),
      categoryIds: [...new Set(listed.map(({ categoryId }) => categoryId))].sort((a, b) => a - b),
      groups: (categoryId) => listed.filter((group) => group.categoryId === categoryId),
      products: (categoryId, groupId) => {
        const offered = rowsOf(categoryId, groupId)?.map(({ product }) => product);
        const described = (productsByGroup.get(groupId) ?? []).map(({ productId }) => productId);
        return (
          offered &&
          [...new Set([...offered, ...described])]
            .sort((a, b) => a - b)
            .map((productId) => productRow(productId, { categoryId, groupId }, productById.get(productId)))
        );
      },
      prices: (categoryId, groupId) => rowsOf(categoryId, groupId)?.map(priceRow),
    };
  };

  const load = (day: string): RecordedDay => {
    const loaded = inMemory.get(day);
    if (loaded !== undefined) return loaded;
    const rows = readRows<RecordedRow>(join(folder, 'prices', `${day}${suffix}`));
    const read = { rows, publication: publicationOf(day, rows) };
    inMemory.set(day, read);
    for (const old of [...inMemory.keys()].slice(0, -daysInMemory)) inMemory.delete(old);
    return read;
  };

  return {
    days,
    rows: (day) => load(day).rows,
    at: (time) => load(days.findLast((day) => stampOfDay(day) <= time) ?? firstDay).publication,
    next: (time) => {
      const day = days.find((candidate) => stampOfDay(candidate) > time);
      return day === undefined ? null : stampOfDay(day);
    },
  };
};
