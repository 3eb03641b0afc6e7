/**
 * Reads cards of TCGdex: what it says that products of Cardmarket are. Its cards name the products of both marketplaces, of all
 * printings of a card or of each (https://github.com/tcgdex/cards-database, interfaces.d.ts).
 */
import { z } from 'zod';
import { cardIdOf } from '../domain/cards/card.js';
import { readLines } from './read-catalog.js';
import type { ForeignProduct } from './types.js';

/** The marketplace whose products it names, beside those that the ledger's own ids are made of. */
export const tcgdexSystem = 'cardmarket';

/** Ids of products by marketplace. */
const thirdParty = z.looseObject({ cardmarket: z.int().positive().nullish(), tcgplayer: z.int().positive().nullish() });
const card = z.looseObject({
  localId: z.union([z.string(), z.int()]).transform(String),
  name: z.union([z.string().min(1), z.looseObject({ en: z.string().min(1).optional() })]),
  thirdParty: thirdParty.nullish(),
  // Older cards have flags instead: { normal: true, reverse: false, … }.
  variants: z.unknown().optional(),
  variants_detailed: z.unknown().optional(),
});
const variants = z.array(z.looseObject({ thirdParty: thirdParty.nullish() }));

const variantsOf = (value: unknown): z.infer<typeof variants> => variants.safeParse(value).data ?? [];

/**
 * Returns the products of Cardmarket that TCGdex knows, with the cards that it says they are: a card a line, as its database
 * or `/v2/en/cards/{id}` has it. A product has the name and number of the first card that names it. Cards without an English
 * name or an id of both marketplaces are left out. Throws VALIDATION_FAILED naming the line.
 */
export const readTcgdexProducts = (text: string): ForeignProduct[] => {
  const products = new Map<string, { name: string; number: string; claims: Set<string> }>();
  for (const { localId, name, ...each } of readLines(text, 'products', (value) => card.safeParse(value))) {
    const english = typeof name === 'string' ? name : name.en;
    if (english === undefined) continue;
    for (const { thirdParty: ids } of [each, ...variantsOf(each.variants), ...variantsOf(each.variants_detailed)]) {
      if (ids?.cardmarket == null || ids.tcgplayer == null) continue;
      const id = String(ids.cardmarket);
      const product = products.get(id) ?? { name: english, number: localId, claims: new Set() };
      products.set(id, product);
      product.claims.add(cardIdOf('pokemon', ids.tcgplayer));
    }
  }
  return [...products].map(([id, { name, number, claims }]) => ({
    system: tcgdexSystem,
    id,
    name,
    game: 'pokemon',
    number,
    said_to_be: [...claims],
  }));
};
