/** What the newest weeks say, for the SQL and code of other read models. */
import { marketNone } from './tables.js';

/** The instants of a price in milliseconds since 1970, ascending; what stood from each on; whether earlier ones were dropped. */
export type RecentMarket = readonly [atMs: readonly number[], market: readonly number[], pruned: boolean];

/** Returns a scalar subquery for the newest weeks of a price, as RecentMarket; null if it is no ungraded market price. */
export const recentMarket = (priceKey: string): string =>
  `(select json_build_array(t.at_ms, t.market, t.pruned) from trending.recent t where t.price_key = ${priceKey})`;

/**
 * Returns what stood at an instant: minor units, `market` is `null` without a number; `atMs` is `null` if nothing stood yet.
 * `null` if that was dropped.
 */
export const marketAt = (
  [instants, market, pruned]: RecentMarket,
  atMs: number,
): { readonly market: number | null; readonly atMs: number | null } | null => {
  let at = instants.length - 1;
  while (at >= 0 && (instants[at] as number) > atMs) at -= 1;
  if (at < 0) return pruned ? null : { market: null, atMs: null };
  const stood = market[at] as number;
  return { market: stood > marketNone ? stood : null, atMs: instants[at] as number };
};

/** A scalar subquery for the newest stamp of any ungraded market price, in milliseconds since 1970; null if there is none. */
export const newestPriceMs = '(select n.at_ms from trending.newest n)';
