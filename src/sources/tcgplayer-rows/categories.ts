/** TCGplayer's categories that the ledger can follow, by number. */
import type { CatalogScope } from '../../domain/cards/facts.js';

export interface Category extends CatalogScope {
  readonly id: number;
}

/**
 * Source: tcgcsv.com's list of categories; 70 is DC Comics, not One Piece. English is `null`: the format does not name it,
 * and "en" would change the id of every fact recorded so far.
 */
export const categories: readonly Category[] = [
  { id: 3, game: 'pokemon', language: null },
  { id: 68, game: 'onepiece', language: null },
  { id: 85, game: 'pokemon', language: 'ja' },
];

/** Categories that are followed unless configured otherwise. */
export const defaultCategories: readonly number[] = [3, 68];

/** Returns the category of that number; `undefined` if the ledger cannot follow it. */
export const categoryOf = (id: number): Category | undefined => categories.find((category) => category.id === id);
