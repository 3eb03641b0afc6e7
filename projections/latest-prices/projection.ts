/** Read model `latest-prices`: the newest price of every key, and what is held of it. */
import { heldTypes } from '../../src/domain/prices/held.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldLatestPrices } from './fold.js';
import { rebuildLatestPrices } from './rebuild.js';
import { latestPricesTables } from './tables.js';

export const latestPrices: Projection = {
  name: 'latest-prices',
  schema: 'latest_prices',
  version: 4,
  eventTypes: heldTypes,
  tables: latestPricesTables,
  rows: (schema) => ({
    prices: `select card_id, t as row from ${schema}.prices t`,
    card_prices: `select card_id, t as row from ${schema}.card_prices t`,
    held_rows: `select card_id, t as row from ${schema}.held_rows t`,
    overruled: `select card_id, t as row from ${schema}.overruled t`,
  }),
  startFold: foldLatestPrices,
  startRebuild: rebuildLatestPrices,
};
