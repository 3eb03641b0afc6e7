/** Read model `price-history`: every price ever shown, and a daily roll-up. */
import { priceChangeTypes } from '../../src/domain/prices/price-change.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldPriceHistory } from './fold.js';
import { priceHistoryTables } from './tables.js';

export const priceHistory: Projection = {
  name: 'price-history',
  schema: 'price_history',
  version: 1,
  eventTypes: priceChangeTypes,
  tables: priceHistoryTables,
  rows: (schema) => {
    const bySeries = (table: string, columns: string): string =>
      `select s.card_id, r as row from ${schema}.${table} t join ${schema}.series s using (series_id)
       cross join lateral (select s.price_key, ${columns}) r`;
    return {
      observations: bySeries('observations', 't.effective_at, recorded_after_s, low, mid, high, market, direct_low'),
      withdrawals: bySeries('withdrawals', 't.effective_at, recorded_after_s'),
      voids: bySeries('voids', 't.effective_at, recorded_after_s'),
      candles: bySeries('candles', 't.day, open, high, low, close, observations'),
    };
  },
  startFold: foldPriceHistory,
};
