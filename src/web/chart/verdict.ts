/**
 * The verdict on a current price, by a rule that the page publishes (docs/dashboard.md). It says how a price stands to those on
 * record, and nothing of tomorrow's.
 */
import type { components } from '../generated/api-types.js';

type Schemas = components['schemas'];

/** The published numbers of the rule. */
export const verdictRule = {
  /** So near to an extreme counts as near. */
  nearPercent: 5,
  /** Fewer weeks of evidence give no verdict. */
  weeks: 5,
  /** A price that moved less than this between its extremes is near both: steady. */
  movedPercent: 10,
} as const;

export type Verdict = 'at_high' | 'at_low' | 'between' | 'near_high' | 'near_low' | 'steady';

/** Why there is no verdict. */
export type NoVerdict = 'held' | 'no_price' | 'not_confirmed' | 'too_young';

export interface Judged {
  readonly verdict: Verdict | null;
  readonly reason: NoVerdict | null;
  /** Whole weeks from the first day on record to the newest, both days counted. */
  readonly weeks: number;
  /** The current price above the lowest, in percent; `null` without a price. */
  readonly aboveLow: number | null;
}

const dayMs = 86_400_000;
const dayOf = (time: string): number => Math.floor(Date.parse(time) / dayMs);

type Standing = Pick<
  Schemas['PrintingStats'],
  'all_time_high' | 'all_time_low' | 'current_market_price' | 'first_seen' | 'held' | 'stale' | 'withdrawn'
>;

const verdictOn = (price: number, low: number, high: number): Verdict => {
  const near = verdictRule.nearPercent / 100;
  if (high <= low * (1 + verdictRule.movedPercent / 100)) return 'steady';
  if (price <= low) return 'at_low';
  if (price <= low * (1 + near)) return 'near_low';
  if (price >= high) return 'at_high';
  return price >= high * (1 - near) ? 'near_high' : 'between';
};

/** Judges the current market price of a key by its record up to `asOf`. */
export const judge = (stats: Standing, asOf: string): Judged => {
  const weeks = Math.max(0, Math.floor((dayOf(asOf) - dayOf(stats.first_seen) + 1) / 7));
  const { current_market_price: price, all_time_low: low, all_time_high: high } = stats;
  if (price === null || low === null || high === null || stats.withdrawn)
    return { verdict: null, reason: 'no_price', weeks, aboveLow: null };
  const aboveLow = low.price === 0 ? null : Math.round((price / low.price - 1) * 1_000) / 10;
  const none = (reason: NoVerdict): Judged => ({ verdict: null, reason, weeks, aboveLow });
  if (stats.held !== null) return none('held');
  if (stats.stale) return none('not_confirmed');
  if (weeks < verdictRule.weeks) return none('too_young');
  return { verdict: verdictOn(price, low.price, high.price), reason: null, weeks, aboveLow };
};
