/**
 * Ten days of made-up prices in the format of the recorded ones, holding every special case the recordings have. The
 * recordings themselves are not ours to pass on, so a checkout has these; a folder of real days given in
 * TCGCSV_REAL_DATA (with prices/ and products/ in it) is tested beside them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RecordedRow } from './tcgcsv-files.js';

export const madeDays = Array.from({ length: 10 }, (_, at) => `2025-03-${String(at + 1).padStart(2, '0')}`);

/** Where each special case is, by day (index into `madeDays`), group and product. */
export const madeCases = {
  /** Listed in `from` before `day`, in `to` from then on. */
  moves: [
    { product: 8_000_101, from: 80_001, to: 80_002, day: 3 },
    { product: 8_000_102, from: 80_001, to: 80_003, day: 6 },
  ],
  /** All market prices of the group are null before `day`; it is offered from the first day. */
  launch: { group: 80_004, day: 5 },
  /** Grows from 10 rows to 300 on two days. */
  growth: { group: 86_801, days: [4, 5] },
  /** Groups absent before `day`. */
  appearances: [
    { group: 80_005, day: 4 },
    { group: 80_006, day: 5 },
  ],
  /** A group absent on `day` alone. */
  absence: { group: 80_006, day: 8 },
  /** A product, and one printing of another, absent on these days. */
  vanishing: { product: 8_000_210, days: [2, 3] },
  vanishingPrinting: { product: 8_000_211, printing: 'Reverse Holofoil', days: [5] },
  /** Market times 12 on `day`, back the day after. */
  spike: { product: 8_000_212, day: 4 },
  /** Market divided by 10 on `day`, for good. */
  crash: { product: 8_000_213, day: 6 },
  parkedHigh: { product: 8_000_214, high: 99_999 },
  neverSold: { product: 8_000_215 },
  /** Sealed, printing Normal, no number and no rarity. */
  sealed: { product: 8_000_290, group: 80_002 },
  firstEdition: { group: 80_003, printings: ['1st Edition', '1st Edition Holofoil', 'Unlimited'] },
  /** In the catalog, never in the prices. */
  unpriced: { product: 8_000_299, group: 80_002 },
  /** Three products of one number. */
  parallels: { group: 86_802, number: 'MX01-001', products: [8_680_001, 8_680_002, 8_680_003] },
} as const;

interface MadeProduct {
  readonly productId: number;
  readonly groupId: number;
  readonly category: 3 | 68;
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly printings: readonly string[];
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const cards = (
  group: number,
  first: number,
  count: number,
  printings: readonly string[],
  category: 3 | 68 = 3,
): MadeProduct[] =>
  range(count).map((at) => ({
    productId: first + at,
    groupId: group,
    category,
    name: `Made Card ${first + at}, "quoted" é`,
    number: `${String(at + 1).padStart(3, '0')}/${count}`,
    rarity: at % 9 === 0 ? 'Rare' : 'Common',
    printings,
  }));

const products: readonly MadeProduct[] = [
  ...cards(80_001, 8_000_101, 12, ['Holofoil']),
  ...cards(80_002, 8_000_201, 60, ['Normal', 'Reverse Holofoil']),
  ...cards(80_002, 8_000_290, 1, ['Normal']).map((card) => ({
    ...card,
    number: null,
    rarity: null,
    name: 'Made Booster Box',
  })),
  ...cards(80_002, 8_000_299, 1, []),
  ...cards(80_003, 8_000_301, 30, ['1st Edition', 'Unlimited']),
  ...cards(80_003, 8_000_351, 8, ['1st Edition Holofoil', 'Unlimited Holofoil']),
  ...cards(80_004, 8_000_401, 80, ['Normal']),
  ...cards(80_005, 8_000_501, 9, ['Holofoil']),
  ...cards(80_006, 8_000_601, 7, ['Normal']),
  ...cards(86_801, 8_680_101, 300, ['Foil'], 68),
  ...cards(86_802, 8_680_001, 20, ['Normal'], 68).map((card, at) => ({
    ...card,
    number: at < 3 ? 'MX01-001' : `MX01-${String(at).padStart(3, '0')}`,
    name: at === 1 ? 'Made Leader (Parallel)' : at === 2 ? 'Made Leader (Manga)' : `Made Crew ${at}`,
  })),
];

const groupOn = (product: MadeProduct, day: number): number => {
  const move = madeCases.moves.find((candidate) => candidate.product === product.productId);
  return move === undefined || day < move.day ? product.groupId : move.to;
};

const isOffered = (product: MadeProduct, printing: string, day: number): boolean => {
  const { growth, appearances, absence, vanishing, vanishingPrinting } = madeCases;
  const appearance = appearances.find(({ group }) => group === product.groupId);
  if (appearance !== undefined && day < appearance.day) return false;
  if (absence.group === product.groupId && absence.day === day) return false;
  if (vanishing.product === product.productId && vanishing.days.some((gone) => gone === day)) return false;
  const isPrinting = vanishingPrinting.product === product.productId && vanishingPrinting.printing === printing;
  if (isPrinting && vanishingPrinting.days.some((gone) => gone === day)) return false;
  if (product.groupId !== growth.group) return true;
  const shown = day < growth.days[0] ? 10 : day < growth.days[1] ? 150 : 300;
  return product.productId - 8_680_101 < shown;
};

/** Cents of the market price: a third of the products move each day. */
const marketCents = (product: MadeProduct, place: number, day: number): number => {
  const { productId } = product;
  const moves = Math.floor((day + (productId % 3)) / 3);
  const steady = 30 + ((productId * 7_919) % 2_000) + place * 55 + moves * 7;
  if (productId === madeCases.spike.product && day === madeCases.spike.day) return steady * 12;
  if (productId === madeCases.crash.product && day >= madeCases.crash.day) return Math.round(steady / 10);
  return steady;
};

const rowOf = (product: MadeProduct, place: number, day: number): RecordedRow => {
  const cents = marketCents(product, place, day);
  const unsold =
    product.productId === madeCases.neverSold.product ||
    (product.groupId === madeCases.launch.group && day < madeCases.launch.day);
  const dollars = (value: number): number => Math.round(value) / 100;
  return {
    date: madeDays[day] ?? '',
    category: product.category,
    group: groupOn(product, day),
    product: product.productId,
    printing: product.printings[place] ?? '',
    // every ninth product is offered above what it last sold for
    low: dollars(cents * (product.productId % 9 === 0 ? 1.05 : 0.8)),
    mid: dollars(cents * 1.1),
    high: product.productId === madeCases.parkedHigh.product ? madeCases.parkedHigh.high : dollars(cents * 3),
    market: unsold ? null : dollars(cents),
    directLow: product.category === 3 && product.productId % 3 === 0 ? dollars(cents * 0.9) : null,
  };
};

/** The rows of a day by its place in `madeDays`, in file order. */
export const madeRows = (day: number): RecordedRow[] =>
  products.flatMap((product) =>
    product.printings.flatMap((printing, place) =>
      isOffered(product, printing, day) ? [rowOf(product, place, day)] : [],
    ),
  );

const ndjson = (rows: readonly object[]): Buffer => gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

const groupHead = 'groupId,name,abbreviation,isSupplemental,publishedOn,modifiedOn,categoryId';
// 80_006 and 86_801 are in no list, as new groups are in none of the recordings
const named = [
  '80001,Made Promos,MP,False,2020-01-01T00:00:00,2024-05-01T10:00:00.5,3',
  '80002,"Made Set: Harbour, Reef",,False,2024-11-08T00:00:00,2025-02-17T20:08:54.2,3',
  '80003,Made First Set,MF,False,1999-06-16T00:00:00,2024-06-17T20:08:28.51,3',
  '80004,Made Launch,ML,False,2025-03-06T00:00:00,2025-02-27T09:42:01.037,3',
  '80005,Made Late Promos,,True,2025-03-05T00:00:00,2025-03-04T00:00:00,3',
];

export interface MadeFolders {
  readonly pricesDir: string;
  readonly productsDir: string;
  remove(): void;
}

/** Writes the ten days to a new temporary folder. */
export const writeMadeDays = (): MadeFolders => {
  const root = mkdtempSync(join(tmpdir(), 'made-tcgcsv-'));
  const pricesDir = join(root, 'prices');
  const productsDir = join(root, 'products');
  mkdirSync(pricesDir);
  mkdirSync(productsDir);
  madeDays.forEach((day, at) => writeFileSync(join(pricesDir, `${day}.ndjson.gz`), ndjson(madeRows(at))));
  for (const category of [3, 68] as const) {
    // group 80_006's products have no names: the recordings lack those of new sets too
    const known = products.filter((product) => product.category === category && product.groupId !== 80_006);
    const rows = known.map(({ productId, groupId, name, number, rarity }) => ({
      productId,
      name,
      cleanName: name.replace(/[^A-Za-z0-9 ]/g, ''),
      categoryId: category,
      groupId,
      number,
      rarity,
    }));
    writeFileSync(join(productsDir, `tcgplayer_products_cat${category}_made.ndjson.gz`), ndjson(rows));
  }
  writeFileSync(join(productsDir, 'tcgplayer_groups_cat3_made.csv'), `${[groupHead, ...named].join('\n')}\n`);
  writeFileSync(
    join(productsDir, 'tcgplayer_groups_cat68_made.csv'),
    `${groupHead}\n86802,Made Crew Set,MX01,False,2024-12-06T00:00:00,2024-12-06T14:09:39.72,68\n`,
  );
  return { pricesDir, productsDir, remove: () => rmSync(root, { recursive: true, force: true }) };
};
