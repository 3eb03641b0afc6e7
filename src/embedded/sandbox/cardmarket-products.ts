/**
 * The products of Cardmarket that the market's products are: with ids of their own, names without a set, and prices in euros that
 * follow those in dollars without being equal to them.
 */
import { printingOrder } from '../../domain/prices/preference.js';
import { printingOf } from '../../domain/prices/price-key.js';
import { draw, mix, smoothNoise } from './hash.js';
import type { Publication } from './market.js';

export interface CardmarketGamePlan {
  readonly id: number;
  readonly categoryId: number;
  /** The columns of the second printing, and the printings that they are of. */
  readonly suffix: string;
  readonly secondPrintings: readonly string[];
  readonly singles: { readonly idCategory: number; readonly categoryName: string };
  readonly others: { readonly idCategory: number; readonly categoryName: string };
}

export const gamePlans: readonly CardmarketGamePlan[] = [
  {
    id: 6,
    categoryId: 3,
    suffix: '-holo',
    secondPrintings: ['Reverse Holofoil'],
    singles: { idCategory: 51, categoryName: 'Pokémon Single' },
    others: { idCategory: 52, categoryName: 'Pokémon Booster' },
  },
  {
    id: 18,
    categoryId: 68,
    suffix: '-foil',
    secondPrintings: ['Foil'],
    singles: { idCategory: 1_621, categoryName: 'One Piece Single' },
    others: { idCategory: 1_622, categoryName: 'One Piece Booster' },
  },
];

/** A product of the market, as the rows of tcgcsv have it. */
interface MarketProduct {
  readonly productId: number;
  readonly groupId: number;
  readonly name: string;
  readonly number: string | null;
  readonly prices: readonly MarketPrice[];
}

interface MarketPrice {
  readonly productId: number;
  readonly subTypeName: string;
  readonly lowPrice: number | null;
  readonly marketPrice: number | null;
}

const numberOf = (row: { readonly extendedData?: readonly { readonly name: string; readonly value: string }[] }) =>
  row.extendedData?.find(({ name }) => name === 'Number')?.value ?? null;

/** Returns the products of a category with their prices. */
const productsOf = (publication: Publication, categoryId: number): MarketProduct[] =>
  (publication.groups(categoryId) as readonly { groupId: number }[]).flatMap(({ groupId }) => {
    const prices = new Map<number, MarketPrice[]>();
    for (const row of (publication.prices(categoryId, groupId) ?? []) as readonly MarketPrice[]) {
      prices.set(row.productId, [...(prices.get(row.productId) ?? []), row]);
    }
    const rows = (publication.products(categoryId, groupId) ?? []) as readonly (MarketProduct &
      Parameters<typeof numberOf>[0])[];
    return rows.map((row) => ({
      productId: row.productId,
      groupId,
      name: row.name,
      number: numberOf(row),
      prices: prices.get(row.productId) ?? [],
    }));
  });

const idsMax = 2 ** 28;
/** Odd, so that no two products share an id; small enough for whole numbers. */
const idFactor = 11_184_811;
/** Products that Cardmarket has beside those of the market: reprints that no card is known for. */
const reprintOffset = 2 ** 27;
const idOf = (place: number): number => 1 + ((place * idFactor + 4_711) % idsMax);

/** Returns the id of Cardmarket's product for a product of the market. */
export const cardmarketIdOf = (productId: number): number => idOf(productId);

/** Share of singles that have a reprint with the same name. */
const reprintShare = 0.03;

/** A product of Cardmarket. */
export interface CardmarketProduct {
  readonly idProduct: number;
  readonly name: string;
  readonly isSingle: boolean;
  readonly idExpansion: number;
  readonly idMetacard: number;
  readonly source: MarketProduct;
  readonly key: number;
}

/** Returns the name as Cardmarket writes it: without what tells an art or a set, and of One Piece with the number. */
const nameOf = ({ name, number }: MarketProduct, { categoryId }: CardmarketGamePlan): string => {
  if (number === null) return name;
  const plain = name.replace(/\s*\([^()]*\)/g, '').trim();
  return categoryId === 68 ? `${plain} (${number})` : plain;
};

const textKey = (text: string): number =>
  Array.from(text).reduce((key, char) => mix(key, char.codePointAt(0) ?? 0), 0x7e);

/** Returns the products of a game, some of them twice: a reprint has the same name and another id. */
export const cardmarketProducts = (publication: Publication, plan: CardmarketGamePlan): CardmarketProduct[] =>
  productsOf(publication, plan.categoryId).flatMap((source) => {
    const key = mix(0xca4d, source.productId);
    const name = nameOf(source, plan);
    const isSingle = source.number !== null;
    const shared = { name, isSingle, source, idMetacard: 100_000 + (textKey(name) % 900_000) };
    const own = { ...shared, key, idProduct: idOf(source.productId), idExpansion: 1_000 + (source.groupId % 100_000) };
    if (!isSingle || draw(key, 1) >= reprintShare) return [own];
    const place = source.productId + reprintOffset;
    return [own, { ...shared, key: mix(key, 2), idProduct: idOf(place), idExpansion: 999 }];
  });

const rank = ({ subTypeName }: MarketPrice): number => {
  const at = (printingOrder as readonly string[]).indexOf(printingOf(subTypeName).slug);
  return at === -1 ? printingOrder.length : at;
};

const cents = (amount: number): number => Math.max(0.01, Math.round(amount * 100) / 100);

/** Euros to a dollar, as a card of this key stands in Europe on a day: some 0.9, up and down by a few percent in weeks. */
const rateOf = (key: number, day: number): number =>
  0.78 + 0.24 * draw(key, 3) + 0.05 * smoothNoise(key, 4, day, 9) + 0.02 * smoothNoise(key, 5, day, 2);

/** Returns the columns of a printing. Without sales there is no trend, without offers nothing: written as 0 beside nulls. */
const columnsOf = (
  suffix: string,
  price: MarketPrice | undefined,
  key: number,
  day: number,
): Record<string, number | null> => {
  const rate = rateOf(key, day);
  const trend = price?.marketPrice == null ? 0 : cents(price.marketPrice * rate);
  const low = price?.lowPrice == null ? null : cents(price.lowPrice * rate * (0.8 + 0.15 * draw(key, 6)));
  const average = (salt: number): number | null =>
    trend === 0 ? null : cents(trend * (0.94 + 0.12 * draw(mix(key, salt), day)));
  return {
    [`avg${suffix}`]: average(7),
    [`low${suffix}`]: low,
    [`trend${suffix}`]: trend,
    [`avg1${suffix}`]: average(8),
    [`avg7${suffix}`]: average(9),
    [`avg30${suffix}`]: average(10),
  };
};

const dayMs = 86_400_000;

/** Returns the row of a product in the price guide. */
export const guideRowOf = (product: CardmarketProduct, plan: CardmarketGamePlan, stamp: Date): object => {
  const { source, key, idProduct, isSingle } = product;
  const day = Math.floor(stamp.getTime() / dayMs);
  const [first, ...rest] = [...source.prices].sort((a, b) => rank(a) - rank(b));
  const second = rest.find(({ subTypeName }) => plan.secondPrintings.includes(subTypeName));
  return {
    idProduct,
    idCategory: (isSingle ? plan.singles : plan.others).idCategory,
    ...columnsOf('', first, key, day),
    ...columnsOf(plan.suffix, second, mix(key, 11), day),
  };
};
