/**
 * SKUs of the sandbox: each printing of a single in five conditions, a sealed product unopened, in the language of its
 * category. Their ids and prices follow from the product and its price rows, so that every market has them.
 */
import { draw, mix } from './hash.js';

/** Ids of a product's SKUs begin at fifty times its own. */
const skusOfProductMax = 50;
const japanese = 85;

const printingNames = [
  'Normal',
  'Holofoil',
  'Reverse Holofoil',
  '1st Edition',
  '1st Edition Holofoil',
  'Unlimited',
  'Unlimited Holofoil',
  'Foil',
] as const;

export const printingRows: readonly object[] = printingNames.map((name, at) => ({
  printingId: at + 1,
  name,
  displayOrder: at + 1,
  modifiedOn: '2025-06-02T15:11:07.5',
}));

/** Conditions of a single, the best first, with what they cost beside near mint. */
const played = [
  { name: 'Near Mint', abbreviation: 'NM', factor: 1 },
  { name: 'Lightly Played', abbreviation: 'LP', factor: 0.86 },
  { name: 'Moderately Played', abbreviation: 'MP', factor: 0.7 },
  { name: 'Heavily Played', abbreviation: 'HP', factor: 0.5 },
  { name: 'Damaged', abbreviation: 'D', factor: 0.35 },
] as const;
const unopenedId = played.length + 1;

export const conditionRows: readonly object[] = [...played, { name: 'Unopened', abbreviation: 'U' }].map(
  ({ name, abbreviation }, at) => ({ conditionId: at + 1, name, abbreviation, displayOrder: at + 1 }),
);

const [english, japaneseLanguage] = [1, 7];
export const languageRows: readonly object[] = [
  { languageId: english, name: 'English', abbr: 'EN' },
  { languageId: japaneseLanguage, name: 'Japanese', abbr: 'JP' },
];

interface Sku {
  readonly skuId: number;
  readonly productId: number;
  readonly languageId: number;
  readonly printingId: number;
  readonly conditionId: number;
}

interface Row {
  readonly productId?: unknown;
  readonly categoryId?: unknown;
  readonly subTypeName?: unknown;
  readonly lowPrice?: unknown;
  readonly marketPrice?: unknown;
  readonly extendedData?: unknown;
}

const isSealed = ({ extendedData }: Row): boolean =>
  !Array.isArray(extendedData) ||
  !extendedData.some((each: { name?: unknown }) => each.name === 'Number' || each.name === 'Rarity');

/** Returns the id of the product of a SKU. */
export const productOfSku = (skuId: number): number => Math.floor(skuId / skusOfProductMax);

/** Returns the SKUs of a product whose prices are among `prices`. */
export const skusOf = (product: unknown, prices: readonly unknown[]): Sku[] => {
  const row = product as Row;
  const productId = Number(row.productId);
  const languageId = Number(row.categoryId) === japanese ? japaneseLanguage : english;
  const offered = (prices as readonly Row[]).filter((price) => price.productId === row.productId);
  const printings = offered.map(({ subTypeName }) => printingNames.findIndex((name) => name === subTypeName));
  const conditionIds = isSealed(row) ? [unopenedId] : played.map((_, at) => at + 1);
  return printings
    .filter((at) => at !== -1)
    .flatMap((at) =>
      conditionIds.map((conditionId, index) => ({
        skuId: productId * skusOfProductMax + at * played.length + index,
        productId,
        languageId,
        printingId: at + 1,
        conditionId,
      })),
    );
};

const cents = (dollars: unknown, factor: number): number | null =>
  typeof dollars === 'number' ? Math.max(1, Math.round(dollars * 100 * factor)) / 100 : null;

/** Returns the prices of the SKUs among `skuIds`. Some have no offer and no sale: all of their numbers are null. */
export const skuPriceRows = (
  skuIds: readonly number[],
  products: readonly unknown[],
  prices: readonly unknown[],
): object[] => {
  const known = new Map(products.flatMap((product) => skusOf(product, prices)).map((sku) => [sku.skuId, sku]));
  const rows = new Map(
    (prices as readonly Row[]).map((row) => [`${String(row.productId)} ${String(row.subTypeName)}`, row]),
  );
  return skuIds.flatMap((skuId) => {
    const sku = known.get(skuId);
    if (sku === undefined) return [];
    const row = rows.get(`${sku.productId} ${printingNames[sku.printingId - 1] ?? ''}`);
    const factor = played[sku.conditionId - 1]?.factor ?? 1;
    const isOffered = factor === 1 || draw(mix(sku.productId, skuId), 1) > 0.3;
    const low = isOffered ? cents(row?.lowPrice, factor) : null;
    return [
      {
        skuId,
        lowPrice: low,
        lowestShipping: low === null ? null : 1.31,
        lowestListingPrice: low,
        marketPrice: isOffered ? cents(row?.marketPrice, factor) : null,
        directLowPrice: null,
      },
    ];
  });
};
