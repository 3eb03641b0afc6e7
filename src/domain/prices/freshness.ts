/**
 * How fresh a price is: when the source was last checked, when the price changed, whether it is stale, and whether a newer
 * row of the source is held.
 */
import { limits } from '../../base/limits.js';
import { instantOf } from '../instant.js';
import { isSimulated } from '../source.js';
import type { QuarantineReason } from './held.js';
import type { Currency } from './money.js';
import type { PriceKind } from './price-key.js';
import { type PriceNumbers, shownNumbers } from './price-numbers.js';

/** A newer row of the source that was set aside. The price beside it is the one before, and not confirmed. */
export interface HeldPrice {
  /** Id of the ObservationQuarantined event of the row: what a release or a rejection names. */
  readonly quarantine_id: string;
  readonly reason: QuarantineReason;
  /** The source's stamp from which rows of this price have been held without a break. */
  readonly since: string;
  /** What the row offers; this and the other numbers are `null` where the row does not have them or cannot be read. */
  readonly market_price: number | null;
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly direct_low_price: number | null;
}

/** The same as a query returns it, in minor units; `since` in any form of RFC 3339. */
export interface HeldNumbers extends PriceNumbers {
  readonly quarantine_id: string;
  readonly reason: QuarantineReason;
  readonly since: string;
}

/** Returns what is held, amounts in major units; `null` if nothing is. */
export const heldPriceOf = (held: HeldNumbers | null, currency: Currency): HeldPrice | null => {
  if (held === null) return null;
  return {
    quarantine_id: held.quarantine_id,
    reason: held.reason,
    since: instantOf(new Date(held.since)),
    ...shownNumbers(held, currency),
  };
};

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
  /** A newer row of the source that was set aside; `null` if none is. */
  readonly held: HeldPrice | null;
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
  row: {
    source: string;
    kind: PriceKind;
    currency: Currency;
    effective_at: string;
    last_checked: string | null;
    withdrawn: boolean;
    held: HeldNumbers | null;
  },
  now: Date,
): Freshness => ({
  source: row.source,
  kind: row.kind,
  effective_at: row.effective_at,
  last_checked: row.last_checked,
  last_changed: row.effective_at,
  stale: isStale(row, now),
  simulated: isSimulated(row.source),
  held: heldPriceOf(row.held, row.currency),
});
