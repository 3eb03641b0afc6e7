/** Names of sources: the marketplaces that prices come from. */

/** Sources this version collects from. `sandbox-` sources are simulated markets (demo and tests). */
export const sourceNames = ['tcgcsv', 'sandbox-tcgcsv'] as const;
export type SourceName = (typeof sourceNames)[number];
export const isSimulated = (source: string): boolean => source.startsWith('sandbox-');
