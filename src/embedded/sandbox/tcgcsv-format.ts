/**
 * The market in tcgcsv's words: its paths and its JSON bodies, as the site serves them. Prices have no totalItems,
 * times have no zone and 0 to 3 digits of a second, money is a JSON number without trailing zeros.
 */
import { toMajorUnits, toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { isSandboxCategory, sandboxCategories } from './categories.js';
import type { SandboxCategory } from './categories.js';
import type { ListedGroup, ListedProduct, MarketView } from './market.js';
import type { PriceRow } from './prices.js';

export interface TcgcsvEnvelope {
  readonly totalItems?: number;
  readonly success: true;
  readonly errors: readonly string[];
  readonly results: readonly object[];
}

export type TcgcsvAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly envelope: TcgcsvEnvelope }
  | { readonly kind: 'not-found' };

/** Names under which the sandbox's addresses can never lead anywhere (RFC 2606). */
const nowhere = 'https://sandbox.invalid';

/** "2026-07-23T20:05:33+0000" and a newline: last-updated.txt. */
export const lastUpdatedText = (stamp: Date): string => `${stamp.toISOString().slice(0, 19)}+0000\n`;

/** "2025-06-17T11:40:15.84": no zone, a fraction only when there is one, without its trailing zeros. */
export const zonelessTime = (time: Date): string =>
  time
    .toISOString()
    .slice(0, -1)
    .replace(/\.?0{1,3}$/, '');

const groupRow = (group: ListedGroup): object => ({
  groupId: group.groupId,
  name: group.name,
  abbreviation: group.abbreviation,
  isSupplemental: group.supplemental,
  // a moment filled in by the source differs in form from a date it was given: a zone, and more digits
  publishedOn: group.releaseUnknown
    ? group.publishedOn.toISOString().replace('Z', '1Z')
    : zonelessTime(group.publishedOn),
  modifiedOn: zonelessTime(group.modifiedOn),
  categoryId: group.categoryId,
});

const productRow = (product: ListedProduct): object => ({
  productId: product.productId,
  name: product.name,
  cleanName: product.cleanName,
  imageUrl: `${nowhere}/product/${product.productId}_200w.jpg`,
  categoryId: product.categoryId,
  groupId: product.groupId,
  url: `${nowhere}/product/${product.productId}`,
  modifiedOn: zonelessTime(product.modifiedOn),
  imageCount: 1,
  presaleInfo: {
    isPresale: product.presaleUntil !== null,
    releasedOn: product.presaleUntil === null ? null : zonelessTime(product.presaleUntil),
    note: null,
  },
  extendedData: product.facts,
});

const priceRow = (row: PriceRow): object => ({
  productId: row.productId,
  lowPrice: toMajorUnits(row.low, 'USD'),
  midPrice: toMajorUnits(row.mid, 'USD'),
  highPrice: toMajorUnits(row.high, 'USD'),
  marketPrice: toMajorUnitsOrNull(row.market, 'USD'),
  directLowPrice: toMajorUnitsOrNull(row.directLow, 'USD'),
  subTypeName: row.printing,
});

const categoryNames: Readonly<Record<SandboxCategory, string>> = {
  3: 'Pokemon',
  68: 'One Piece Card Game',
  85: 'Pokemon Japan',
};

const categoryRow = (categoryId: SandboxCategory): object => {
  const name = categoryNames[categoryId];
  return {
    categoryId,
    name,
    modifiedOn: '2025-06-02T15:11:07.5',
    displayName: name,
    seoCategoryName: name,
    categoryDescription: null,
    categoryPageTitle: null,
    sealedLabel: 'Sealed Products',
    nonSealedLabel: 'Single Cards',
    conditionGuideUrl: `${nowhere}/conditions`,
    isScannable: true,
    popularity: categoryId === 3 ? 20_000 : 5_000,
    isDirect: true,
  };
};

const listed = (rows: readonly object[]): TcgcsvAnswer => ({
  kind: 'json',
  // an empty group is answered without totalItems
  envelope: { ...(rows.length === 0 ? {} : { totalItems: rows.length }), success: true, errors: [], results: rows },
});

const notFound: TcgcsvAnswer = { kind: 'not-found' };

const groupAnswer = (view: MarketView, category: SandboxCategory, group: number, file: string): TcgcsvAnswer => {
  if (file === 'products') {
    const products = view.products(category, group);
    return products === undefined ? notFound : listed(products.map(productRow));
  }
  const prices = view.prices(category, group);
  if (prices === undefined) return notFound;
  return { kind: 'json', envelope: { success: true, errors: [], results: prices.map(priceRow) } };
};

/** What tcgcsv answers for `path` when the market is as `view` shows it. */
export const tcgcsvAnswer = (view: MarketView, path: string): TcgcsvAnswer => {
  if (path === '/last-updated.txt') return { kind: 'text', text: lastUpdatedText(view.stamp) };
  if (path === '/tcgplayer/categories') return listed(sandboxCategories.map(categoryRow));
  const match = /^\/tcgplayer\/(\d{1,9})\/(?:(groups)|(\d{1,9})\/(products|prices))$/.exec(path);
  if (match === null) return notFound;
  const [, category = '', groups, group = '', file = ''] = match;
  const categoryId = Number(category);
  if (!isSandboxCategory(categoryId)) return notFound;
  if (groups !== undefined) return listed(view.groups(categoryId).map(groupRow));
  return groupAnswer(view, categoryId, Number(group), file);
};
