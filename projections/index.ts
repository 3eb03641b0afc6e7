/** All read models. Adding one means adding its folder and its line here. */
import type { Projection } from '../src/projecting/projection.js';
import { alerts } from './alerts/projection.js';
import { catalog } from './catalog/projection.js';
import { changes } from './changes/projection.js';
import { coverage } from './coverage/projection.js';
import { latestPrices } from './latest-prices/projection.js';
import { priceHistory } from './price-history/projection.js';
import { quarantine } from './quarantine/projection.js';
import { trending } from './trending/projection.js';

export const projections: readonly Projection[] = [
  catalog,
  latestPrices,
  priceHistory,
  coverage,
  quarantine,
  trending,
  changes,
  alerts,
];

/** The read models by the schemas of their live tables. */
export const readModels = projections.map(({ schema }) => schema);
