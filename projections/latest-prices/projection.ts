/** Read model `latest-prices`: the newest price of every key. */
import { priceChangeTypes } from '../../src/domain/prices/price-change.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldLatestPrices, rebuildLatestPrices } from './fold.js';
import { latestPricesTables } from './tables.js';

export const latestPrices: Projection = {
  name: 'latest-prices',
  schema: 'latest_prices',
  version: 1,
  eventTypes: priceChangeTypes,
  tables: latestPricesTables,
  rows: (schema) => ({ prices: `select card_id, t as row from ${schema}.prices t` }),
  startFold: foldLatestPrices,
  startRebuild: rebuildLatestPrices,
};
