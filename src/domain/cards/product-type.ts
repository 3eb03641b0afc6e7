/**
 * What a product is: a single card, a sealed product, or unknown. Judged from evidence only; a source that says nothing
 * is not taken at its silence.
 */
import type { ProductType } from './card.js';
import { searchText } from './search-text.js';

/**
 * Words and phrases that name a sealed product, as `searchText` writes them. Of 2,872 real products without number and
 * rarity they name 2,674, and none of the 183 single cards among them. Rejected: "set", "stadium", "academy" and "gift"
 * alone, which are words of single cards.
 */
export const productWords: readonly string[] = [
  'album',
  'albums',
  'anniversary set',
  'battle academy',
  'battle stadium',
  'binder',
  'binders',
  'blister',
  'blisters',
  'booster',
  'boosters',
  'box',
  'boxes',
  'bundle',
  'bundles',
  'calendar',
  'carton',
  'cartons',
  'case',
  'cases',
  'chest',
  'chests',
  'collection',
  'collections',
  'commemoration set',
  'deck',
  'decks',
  'display',
  'displays',
  'gift set',
  'kit',
  'kits',
  'pack',
  'packs',
  'playmat',
  'portfolio',
  'sleeves',
  'starter set',
  'tin',
  'tins',
  'toolkit',
];
/** Names of single cards that hold a product word. */
const cardNames: readonly string[] = ['iron bundle'];
/** A card with a code for the online game comes out of a product; it is none. */
const codeCard = 'code card';

const holds = (text: string, phrases: readonly string[]): boolean => {
  const padded = ` ${text} `;
  return phrases.some((phrase) => padded.includes(` ${phrase} `));
};

/** Returns whether the words typed ask for sealed products. */
export const asksForSealed = (text: string): boolean =>
  holds(text, [...productWords, 'etb', 'upc', 'sealed']) && !holds(text, [codeCard, ...cardNames]);

/** Returns whether the words typed ask for cards with a code for the online game. */
export const asksForCodes = (text: string): boolean => holds(text, ['code', 'codes']);

/**
 * Returns the type of a product: `single` with a number or a rarity, `sealed` with a bar code (`UPC`) or a product word in its
 * name, else `unknown`. Words in brackets say where a card came from (`Pikachu (Prize Pack Series 1)`) and do not count.
 */
export const productTypeOf = (product: {
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly attributes: { readonly [name: string]: string };
}): ProductType => {
  if (product.number !== null || product.rarity !== null) return 'single';
  if ((product.attributes['UPC'] ?? '').trim() !== '') return 'sealed';
  if (holds(searchText(product.name), [codeCard])) return 'unknown';
  const outside = searchText(product.name.replace(/\([^)]*\)|\[[^\]]*\]/g, ' '));
  return holds(outside, productWords) && !holds(outside, cardNames) ? 'sealed' : 'unknown';
};
