/** The made-up market: listings.ts in the rows of tcgcsv. Times have no zone; amounts are JSON numbers in dollars. */
import { toMajorUnits, toMajorUnitsOrNull } from '../../domain/prices/money.js';
import { stampOf, tickAt } from './calendar.js';
import { isSandboxCategory, sandboxCategories } from './categories.js';
import { createListings } from './listings.js';
import type { ListedGroup, ListedProduct } from './listings.js';
import type { Market } from './market.js';
import type { PriceRow } from './prices.js';

/** A host name that never resolves (RFC 2606). */
const nowhere = 'https://sandbox.invalid';

/** Returns "2025-06-17T11:40:15.84": no zone, and a fraction without trailing zeros, if there is one. */
export const zonelessTime = (time: Date): string =>
  time
    .toISOString()
    .slice(0, -1)
    .replace(/\.?0{1,3}$/, '');

/** Returns a set in the form of the source. */
export const groupRow = (group: ListedGroup): object => ({
  groupId: group.groupId,
  name: group.name,
  abbreviation: group.abbreviation,
  isSupplemental: group.supplemental,
  // a moment that the source filled in differs in form from a date of release: it has a zone, and more digits
  publishedOn: group.releaseUnknown
    ? group.publishedOn.toISOString().replace('Z', '1Z')
    : zonelessTime(group.publishedOn),
  modifiedOn: zonelessTime(group.modifiedOn),
  categoryId: group.categoryId,
});

/** Returns a product in the form of the source. */
export const productRow = (product: ListedProduct): object => ({
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

/** Returns a price in the form of the source: dollars. */
export const priceRow = (row: PriceRow): object => ({
  productId: row.productId,
  lowPrice: toMajorUnits(row.low, 'USD'),
  midPrice: toMajorUnits(row.mid, 'USD'),
  highPrice: toMajorUnits(row.high, 'USD'),
  marketPrice: toMajorUnitsOrNull(row.market, 'USD'),
  directLowPrice: toMajorUnitsOrNull(row.directLow, 'USD'),
  subTypeName: row.printing,
});

/** Creates the market of a seed. `seed` is any integer; only its low 32 bits count. */
export const createSeededMarket = (options: { readonly seed: number }): Market => {
  const listings = createListings(options);
  return {
    at: (time) => {
      const listed = listings.at(time);
      return {
        stamp: listed.stamp,
        categoryIds: sandboxCategories,
        groups: (categoryId) => (isSandboxCategory(categoryId) ? listed.groups(categoryId).map(groupRow) : []),
        products: (categoryId, groupId) =>
          isSandboxCategory(categoryId) ? listed.products(categoryId, groupId)?.map(productRow) : undefined,
        prices: (categoryId, groupId) =>
          isSandboxCategory(categoryId) ? listed.prices(categoryId, groupId)?.map(priceRow) : undefined,
      };
    },
    next: (time) => stampOf(tickAt(time) + 1),
  };
};
