/**
 * Recorded tcgcsv days as files: `prices/DATE.ndjson.gz` (a row a printing) and `products/` (names and groups). Read
 * lazily, a day parsed once, two days at most in memory: a day is ~48,000 rows.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One price as recorded: dollars, as the source printed them. */
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

export interface RecordedProduct {
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

export interface RecordedGroup {
  readonly groupId: number;
  readonly name: string;
  readonly abbreviation: string;
  readonly isSupplemental: boolean;
  readonly publishedOn: string;
  readonly modifiedOn: string;
  readonly categoryId: number;
}

export interface RecordedDay {
  readonly rows: readonly RecordedRow[];
  /** Rows of "category/group", in the order of the file. */
  readonly byGroup: ReadonlyMap<string, readonly RecordedRow[]>;
}

export interface RecordedFiles {
  /** Days with prices, oldest first. */
  readonly days: readonly string[];
  day(day: string): RecordedDay;
  readonly groups: ReadonlyMap<number, RecordedGroup>;
  productsOf(groupId: number): readonly RecordedProduct[];
  product(productId: number): RecordedProduct | undefined;
}

const daysKept = 2;
const suffix = '.ndjson.gz';

const readRows = <Row>(file: string): Row[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

const csvCells = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );

const readGroups = (file: string): RecordedGroup[] => {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const columns = csvCells(head);
  return lines.map((line) => {
    const cells = csvCells(line);
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
    return {
      groupId: Number(cell('groupId')),
      name: cell('name'),
      abbreviation: cell('abbreviation'),
      isSupplemental: cell('isSupplemental') === 'True',
      publishedOn: cell('publishedOn'),
      modifiedOn: cell('modifiedOn'),
      categoryId: Number(cell('categoryId')),
    };
  });
};

const grouped = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const map = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = map.get(key);
    if (list === undefined) map.set(key, [item]);
    else list.push(item);
  }
  return map;
};

/** Opens the two folders; throws when there is no day in the first. */
export const openRecorded = (folders: { readonly pricesDir: string; readonly productsDir: string }): RecordedFiles => {
  const { pricesDir, productsDir } = folders;
  const days = readdirSync(pricesDir)
    .filter((file) => /^\d{4}-\d\d-\d\d\.ndjson\.gz$/.test(file))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
  if (days.length === 0) throw new Error(`no DATE${suffix} in ${pricesDir}`);
  const files = readdirSync(productsDir).sort();
  const products = files
    .filter((file) => file.startsWith('tcgplayer_products_') && file.endsWith(suffix))
    .flatMap((file) => readRows<RecordedProduct>(join(productsDir, file)));
  const groups = files
    .filter((file) => file.startsWith('tcgplayer_groups_') && file.endsWith('.csv'))
    .flatMap((file) => readGroups(join(productsDir, file)));
  const byGroup = grouped(products, ({ groupId }) => groupId);
  const byId = new Map(products.map((product) => [product.productId, product]));
  const kept = new Map<string, RecordedDay>();
  return {
    days,
    day: (day) => {
      const known = kept.get(day);
      if (known !== undefined) return known;
      if (!days.includes(day)) throw new Error(`no prices of ${day}; there are those of ${days.join(', ')}`);
      const rows = readRows<RecordedRow>(join(pricesDir, `${day}${suffix}`));
      const read = { rows, byGroup: grouped(rows, ({ category, group }) => `${category}/${group}`) };
      kept.set(day, read);
      for (const old of [...kept.keys()].slice(0, -daysKept)) kept.delete(old);
      return read;
    },
    groups: new Map(groups.map((group) => [group.groupId, group])),
    productsOf: (groupId) => byGroup.get(groupId) ?? [],
    product: (productId) => byId.get(productId),
  };
};
