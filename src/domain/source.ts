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
] as const;
export type SourceName = (typeof sourceNames)[number];

/** Returns whether the source's prices are simulated. */
export const isSimulated = (source: string): boolean => source.startsWith('sandbox-');
