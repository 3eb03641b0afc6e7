/** Prices of a card as of an instant, as the ledger knew them at another. */
import type { Database } from '../../src/postgres/database.js';
import { lastCheckAsOf } from '../coverage/checks.js';
import { type Price, priceOf, type PriceRow } from '../latest-prices/queries.js';
import { keyColumnsOf } from '../price-key-columns.js';
import { checkedSeries, factAsOf } from './as-of.js';
import { heldAsOf } from './held.js';

/** $1 card, $2 valid at, $3 known at (null: now). */
const asOfSql = `
  select ${keyColumnsOf('s')}, f.low, f.mid, f.high, f.market, f.direct_low, f.withdrawn, f.effective_at,
         ${lastCheckAsOf(checkedSeries, '$2::timestamptz', '$3')} as last_checked,
         ${heldAsOf('$2::timestamptz', '$3')} as held
  from price_history.series s
  cross join lateral (${factAsOf('$2::timestamptz', '$3')}) f
  where s.card_id = $1
  order by s.kind, s.source, s.printing_slug, s.condition, s.grader, s.grade, s.language`;

/**
 * Returns what held at `validAt`, using only what the ledger had recorded by `knownAt`. Staleness is that of `validAt`:
 * whether a reader of that moment would have got a stale price. The history keeps no ids of events: `event_id` is `null`.
 */
export const pricesOfCardAsOf = async (
  database: Database,
  cardId: string,
  times: { validAt: string; knownAt?: string | undefined },
): Promise<Price[]> => {
  const rows = await database.query<PriceRow>(asOfSql, [cardId, times.validAt, times.knownAt ?? null]);
  return rows.map((row) => priceOf(row, new Date(times.validAt)));
};
