/** Read model `price-history`: every price ever shown, and what was held meanwhile. */
import { heldTypes } from '../../src/domain/prices/held.js';
import type { Projection } from '../../src/projecting/projection.js';
import { foldPriceHistory } from './fold.js';
import { rebuildPriceHistory } from './rebuild.js';
import { totalsColumns } from './series-totals.js';
import { priceHistoryTables } from './tables.js';

export const priceHistory: Projection = {
  name: 'price-history',
  schema: 'price_history',
  version: 4,
  eventTypes: heldTypes,
  tables: priceHistoryTables,
  rows: (schema) => {
    const totals = Object.keys(totalsColumns)
      .map((name) => `s.${name}`)
      .join(', ');
    const bySeries = (table: string, columns: string): string =>
      `select s.card_id, r as row from ${schema}.${table} t join ${schema}.series s using (series_id)
       cross join lateral (select s.price_key, ${columns}) r`;
    return {
      series: `select s.card_id, r as row from ${schema}.series s
        cross join lateral (select s.price_key, s.priced, ${totals}) r`,
      observations: bySeries('observations', 't.effective_at, recorded_after_s, low, mid, high, market, direct_low'),
      withdrawals: bySeries('withdrawals', 't.effective_at, recorded_after_s'),
      voids: bySeries('voids', 't.effective_at, recorded_after_s'),
      holds: bySeries(
        'holds',
        'quarantine_id, t.effective_at, recorded_after_s, reason, low, mid, high, market, direct_low, rejected_from, rejected_at',
      ),
    };
  },
  startFold: foldPriceHistory,
  startRebuild: rebuildPriceHistory(),
};
