/** Why prices take no part in a ranking, in words (docs/trending.md). */
import type { components } from '../../generated/api-types.js';

export type Excluded = components['schemas']['Exclusions'];
type Reason = keyof Excluded;

/** Reads after the number of prices. */
const texts: Record<Reason, string> = {
  other_currency: 'in another currency than the one asked for',
  not_collected: 'the source was not looked at within 12 hours of the start',
  withdrawn: 'the source no longer shows them',
  no_end_price: 'no market price at the end',
  no_start_price: 'no market price at the start',
  below_floor: 'below the least price at the start',
  thin: 'too few different prices in the 30 days before the end: sold too seldom to be ranked',
  merged: 'the card is another one now',
  stale: 'their set was not checked in the 36 hours before the end',
  held: 'a newer row waits in quarantine, so they are not confirmed',
  suspect: 'the price disagrees with that of another marketplace',
  unreliable: 'no other number confirms the move',
};

export interface LeftOut {
  readonly reason: string;
  readonly text: string;
  readonly prices: number;
}

/** Returns the reasons that left a price out, the most frequent first. A reason of a newer server speaks for itself. */
export const leftOut = (excluded: Excluded): readonly LeftOut[] =>
  Object.entries(excluded)
    .map(([reason, prices]) => ({ reason, text: texts[reason as Reason] ?? reason.replaceAll('_', ' '), prices }))
    .sort((a, b) => b.prices - a.prices);

/** Returns how many prices were left out. */
export const sumOf = (excluded: Excluded): number => leftOut(excluded).reduce((sum, { prices }) => sum + prices, 0);
