/** Read model `trending`: the newest weeks of every ungraded market price, for gainers, losers, highs and lows. */
import { priceChangeTypes } from '../../src/domain/prices/price-change.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldTrending, rebuildTrending } from './fold.js';
import { trendingTables } from './tables.js';

export const trending: Projection = {
  name: 'trending',
  schema: 'trending',
  version: 1,
  eventTypes: priceChangeTypes,
  tables: trendingTables,
  rows: (schema) => ({
    recent: `select card_id, t as row from ${schema}.recent t`,
    newest: `select null::text as card_id, t as row from ${schema}.newest t`,
  }),
  startFold: foldTrending,
  startRebuild: rebuildTrending,
};
