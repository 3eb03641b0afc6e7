/** Prices of many series at some instants, for the SQL of other read models. */
import { keyColumnsOf } from '../price-key-columns.js';
import { factAsOf } from './as-of.js';

/**
 * Returns a query for the price of every series that stood at each of some instants: the price key and its columns, `at` (the
 * instant asked for), `effective_at`, `recorded_after_s`, `withdrawn`, and the numbers in minor units. A series without a fact
 * by then has no row. One that was withdrawn then has a row without numbers.
 *
 * `instants` is an SQL expression of type timestamptz[]; `known` one for the time up to which the ledger's knowledge is used
 * (null: now), as a parameter; `where` restricts the series `s`, as in `s.card_id = any($3)`.
 *
 * Reads the packed rows of a month in their order, since they are packed in order of series, and those of earlier months
 * for series without a change in it: 0.4 to 0.6 s for 48,660 series at one instant.
 */
export const standingPrices = (instants: string, known: string, where = 'true'): string => `
  select s.price_key, ${keyColumnsOf('s')}, t.at, f.*
  from unnest(${instants}) t (at)
  cross join price_history.series s
  cross join lateral (${factAsOf('t.at', known)}) f
  where ${where}`;
