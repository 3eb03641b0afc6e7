/** The read models behind prices at both ends of a window of time: rankings, and the comparison of marketplaces. */
import type { ReadModel } from '../../projecting/read-model-versions.js';

export const windowModels = [
  'catalog',
  'latest_prices',
  'price_history',
  'coverage',
  'trending',
] as const satisfies ReadModel[];
