/** The prices of a source as they stood at an instant of the past, for a collector that records a day it has kept. */
import type { Database } from '../../src/postgres/database.js';
import { setsOfCards } from '../catalog/lookups.js';
import { setsOfSnapshots } from '../coverage/checks.js';
import { type SourcePrice, sourcePriceOf, type SourcePriceRow } from '../latest-prices/prices-of-source.js';
import { joinLatestPrice } from '../latest-prices/queries.js';
import { keyColumnsOf } from '../price-key-columns.js';
import { factAsOf } from './as-of.js';
import { lastObservation } from './observations.js';

/** $1 source, $2 instant. A card that is not listed belongs where its newest price was seen. */
const pricesSql = (edge: { readonly strictlyBefore: boolean }): string => `
  select s.price_key, s.card_id, ${keyColumnsOf('s')}, f.low, f.mid, f.high, f.market, f.direct_low, f.withdrawn, f.effective_at,
         coalesce(f.market, m.market) as last_market, coalesce(c.set_id, k.set_id) as set_id
  from price_history.series s
  cross join lateral (${factAsOf('$2::timestamptz', 'null', edge)}) f
  left join lateral (${lastObservation('price_history', {
    series: 's.series_id',
    as: 'o',
    at: '$2::timestamptz',
    ...edge,
    where: 'f.market is null and o.market > 0',
  })}) m on true
  left join ${setsOfCards} c on c.card_id = s.card_id
  ${joinLatestPrice('s.price_key')}
  left join ${setsOfSnapshots} k on k.event_id = p.provenance
  where s.source = $1`;

/**
 * Returns the price of every key of `source` that stood at `at`, withdrawn ones included; with `strictlyBefore`, that stood
 * before it.
 */
export const pricesOfSourceAt = async (
  database: Database,
  source: string,
  at: string,
  edge: { readonly strictlyBefore: boolean },
): Promise<SourcePrice[]> => (await database.query<SourcePriceRow>(pricesSql(edge), [source, at])).map(sourcePriceOf);
