/** Names of sources: the marketplaces that prices come from. */

/**
 * Sources that can be collected, in the order in which they speak for a card (prices/preference.ts). A `sandbox-` source is a
 * simulated market, for the demo and tests.
 */
export const sourceNames = [
  'tcgcsv',
  'sandbox-tcgcsv',
  'tcgplayer',
  'sandbox-tcgplayer',
  'cardmarket',
  'sandbox-cardmarket',
  'ebay',
  'sandbox-ebay',
] as const;
export type SourceName = (typeof sourceNames)[number];

/** Sources that are asked card by card: the scope of their snapshots is a card, and not a set. */
export const cardScopedSources: readonly string[] = ['ebay', 'sandbox-ebay'] satisfies readonly SourceName[];

/** Returns the scope of the snapshots that check a card at a source: the card itself, or its set. */
export const scopeOfCard = (
  source: string,
  { cardId, setId }: { readonly cardId: string; readonly setId: string },
): string => (cardScopedSources.includes(source) ? cardId : setId);

/** Returns whether the source's prices are simulated. */
export const isSimulated = (source: string): boolean => source.startsWith('sandbox-');

/**
 * Returns the marketplace that a source's prices are of, which is also the system of its product ids. A simulated source is of the
 * same one; tcgcsv mirrors TCGplayer.
 */
export const marketplaceOf = (source: string): string => {
  const name = source.replace(/^sandbox-/, '');
  return name === 'tcgcsv' ? 'tcgplayer' : name;
};

const placeOf = (source: string): number => {
  const place = (sourceNames as readonly string[]).indexOf(source);
  return place < 0 ? sourceNames.length : place;
};

/** Compares sources by the order of `sourceNames`; others follow by name. */
export const compareSources = (a: string, b: string): number => placeOf(a) - placeOf(b) || (a < b ? -1 : Number(a > b));
