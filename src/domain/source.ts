/** Names of sources: the marketplaces that prices come from. */

/** Sources that can be collected. A `sandbox-` source is a simulated market, for the demo and tests. */
export const sourceNames = ['tcgcsv', 'sandbox-tcgcsv'] as const;
export type SourceName = (typeof sourceNames)[number];

/** Returns whether the source's prices are simulated. */
export const isSimulated = (source: string): boolean => source.startsWith('sandbox-');
