/** All read models. A new one is a folder here and a line below. */
import type { Projection } from '../src/projecting/projection.js';
import { catalog } from './catalog/projection.js';
import { coverage } from './coverage/projection.js';
import { latestPrices } from './latest-prices/projection.js';
import { priceHistory } from './price-history/projection.js';

export const projections: readonly Projection[] = [catalog, latestPrices, priceHistory, coverage];
