/** How fresh a price is: when the source was last checked, when the price changed, whether it is stale. */
import { limits } from '../../base/limits.js';
import { isSimulated } from '../source.js';

/** What every price carries. */
export interface Freshness {
  readonly source: string;
  readonly kind: string;
  /** The source's stamp of these numbers. */
  readonly effective_at: string;
  /** When the source was last checked for this card's set; `null` if never, or not since the card moved to the set. */
  readonly last_checked: string | null;
  readonly last_changed: string;
  readonly stale: boolean;
  readonly simulated: boolean;
}

/** Returns whether the price was not checked for limits.staleAfterMs, or is no longer shown by the source. */
export const isStale = (price: { last_checked: string | null; withdrawn: boolean }, now: Date): boolean =>
  price.withdrawn ||
  price.last_checked === null ||
  now.getTime() - Date.parse(price.last_checked) > limits.staleAfterMs;

/** Returns the freshness of a row that has these columns. */
export const freshnessOf = (
  row: { source: string; kind: string; effective_at: string; last_checked: string | null; withdrawn: boolean },
  now: Date,
): Freshness => ({
  source: row.source,
  kind: row.kind,
  effective_at: row.effective_at,
  last_checked: row.last_checked,
  last_changed: row.effective_at,
  stale: isStale(row, now),
  simulated: isSimulated(row.source),
});
