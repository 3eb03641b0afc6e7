/** How fresh a price is: when the source was last checked, when the price changed, whether it is stale. */
import { limits } from '../../base/limits.js';
import { isSimulated } from '../source.js';
import type { PriceKind } from './price-key.js';

/** Source and age of a price. */
export interface Freshness {
  readonly source: string;
  /** `market`: the source's market price and its kin. `asking`: offers only. */
  readonly kind: PriceKind;
  /** The source's stamp of these numbers. */
  readonly effective_at: string;
  /** When the source was last checked for this card's set; `null` if never, or not since the card moved there. */
  readonly last_checked: string | null;
  /** When the numbers last changed. */
  readonly last_changed: string;
  /** Not confirmed for 36 hours, or no longer shown by the source. */
  readonly stale: boolean;
  /** From the sandbox marketplace: not a real price. */
  readonly simulated: boolean;
}

/** Returns whether the price was not checked for limits.staleAfterMs, or is no longer shown by the source. */
const isStale = (price: { last_checked: string | null; withdrawn: boolean }, now: Date): boolean =>
  price.withdrawn ||
  price.last_checked === null ||
  now.getTime() - Date.parse(price.last_checked) > limits.staleAfterMs;

/** Returns when the first of the prices becomes stale, in milliseconds since 1970; Infinity if all are stale. */
export const staleAtMs = (prices: readonly Pick<Freshness, 'last_checked' | 'stale'>[]): number =>
  Math.min(
    ...prices.map(({ last_checked, stale }) =>
      stale || last_checked === null ? Infinity : Date.parse(last_checked) + limits.staleAfterMs + 1,
    ),
  );

/** Returns the freshness of a row that has these columns. */
export const freshnessOf = (
  row: { source: string; kind: PriceKind; effective_at: string; last_checked: string | null; withdrawn: boolean },
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
