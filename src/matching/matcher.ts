/**
 * The matcher: which card a listing's title or a product of another marketplace means. docs/matching.md says how it decides.
 * Build one for a catalog and keep it: building takes a while, a match does not.
 */
import { type CatalogIndex, createIndexBuilder } from './catalog-index.js';
import { matchListing } from './match-listing.js';
import { matchProduct } from './match-product.js';
import type { Catalog, Matcher } from './types.js';

/** Creates the matcher of an index. */
export const matcherOf = (index: CatalogIndex): Matcher => ({
  matchListing: (listing) => matchListing(index, listing),
  matchProduct: (product) => matchProduct(index, product),
  describe(cardId) {
    const found = index.cards.get(cardId);
    if (found === undefined) return null;
    const { printings, language } = found.card;
    return { printing: printings.length === 1 ? (printings[0] ?? null) : null, language: language ?? 'en' };
  },
});

/** Creates the matcher of a catalog that is in memory. */
export const createMatcher = (catalog: Catalog): Matcher => {
  const builder = createIndexBuilder(catalog.sets);
  builder.add(catalog.cards);
  return matcherOf(builder.finish());
};
