/**
 * One alert watching one price: armed → fired → cooling → armed.
 *
 * - `armed`: the condition did not hold when last looked at; it fires when it holds. So it fires on the crossing, and a
 *   price that only stays beyond the point says nothing new.
 * - `fired`: the condition has held since, or the price has not yet left the band around it (hysteresis). Also where it
 *   held already when the alert was made and that was to be skipped.
 * - `cooling`: the band was left, the cooldown is not over.
 *
 * Time here is the price's own, `effective_at`, never the clock: a back-test, a rebuild and a day collected late then give
 * the same firings. Percents are compared as whole numbers, price × 10,000 against price × basis points: exact, nothing is
 * rounded (limits.ts asserts that the products fit).
 */
import { type AlertRule, type Comparison } from './rule.js';
import { extremeBetween, type KeyState, priceAt, priceNow } from './key-state.js';
import { dayMs } from '../instant.js';

export type Phase = 'armed' | 'fired' | 'cooling';

export interface Watch {
  readonly phase: Phase;
  /** effective_at of the price that last fired. */
  readonly firedAtMs: number | null;
  /** What a change is measured from: the price when armed, or the one that last fired. */
  readonly reference: { readonly price: number; readonly atMs: number } | null;
}

/** A watch of which nothing needs to be kept. */
export const freshWatch: Watch = { phase: 'armed', firedAtMs: null, reference: null };

/** What the price was compared with. */
export interface Measured {
  /** Minor units, and since when this price held (null: a threshold). null: nothing to compare with. */
  readonly reference: { readonly amount: number; readonly sinceMs: number | null } | null;
  /** Since when prices were looked at; null: only the newest was. */
  readonly fromMs: number | null;
}

interface Reading extends Measured {
  readonly holds: boolean;
  /** Holds, or would with the hysteresis. */
  readonly inBand: boolean;
}

/** Basis points in one. */
const whole = 10_000;

/** The hysteresis around `base`, in minor units × 10,000. */
const slackAround = ({ hysteresis }: AlertRule, base: number): number => {
  if (hysteresis === null) return 0;
  return 'amount' in hysteresis ? hysteresis.amount * whole : base * hysteresis.basis_points;
};

/** `slack` in minor units × 10,000 makes the comparison wider. */
const compares = (comparison: Comparison, price: number, amount: number, slack: number): boolean => {
  const difference = (price - amount) * whole;
  switch (comparison) {
    case '<=':
      return difference <= slack;
    case '<':
      return difference < slack;
    case '>=':
      return difference >= -slack;
    case '>':
      return difference > -slack;
    case '=':
      return Math.abs(difference) <= slack;
  }
};

const readThreshold = (rule: AlertRule, comparison: Comparison, amount: number, price: number): Reading => ({
  holds: compares(comparison, price, amount, 0),
  inBand: compares(comparison, price, amount, slackAround(rule, amount)),
  reference: { amount, sinceMs: null },
  fromMs: null,
});

type Change = Extract<AlertRule['when'], { type: 'change' }>;

/** Nothing is a percentage of zero: from a price of 0 only an absolute change is one. */
const hasChanged = (when: Change, from: number, to: number): boolean => {
  const up = to - from;
  const size = when.direction === 'up' ? up : when.direction === 'down' ? -up : Math.abs(up);
  if (when.amount !== null && size < when.amount) return false;
  if (when.basis_points === null) return true;
  return from > 0 && size * whole >= from * when.basis_points;
};

/** The newest price. */
interface Now {
  readonly price: number;
  readonly atMs: number;
}

const readChange = (rule: AlertRule, when: Change, watch: Watch, state: KeyState, of: Now): Reading => {
  if (watch.reference === null) return { holds: false, inBand: false, reference: null, fromMs: null };
  const windowFromMs = when.window_days === null ? -Infinity : of.atMs - when.window_days * dayMs;
  const slid = windowFromMs > watch.reference.atMs ? priceAt(state, rule.metric, windowFromMs) : null;
  const from = slid ?? watch.reference;
  const holds = hasChanged(when, from.price, of.price);
  const fromMs = Math.max(watch.reference.atMs, windowFromMs);
  return { holds, inBand: holds, reference: { amount: from.price, sinceMs: from.atMs }, fromMs };
};

const readExtreme = (rule: AlertRule, which: 'high' | 'low', days: number, state: KeyState, of: Now): Reading => {
  const fromMs = of.atMs - days * dayMs;
  const found = extremeBetween(state, rule.metric, which, { fromMs, beforeMs: of.atMs });
  // The first price of all is higher than nothing.
  if (found === null) return { holds: false, inBand: false, reference: null, fromMs: null };
  const comparison = which === 'high' ? '>' : '<';
  return {
    holds: compares(comparison, of.price, found.price, 0),
    inBand: compares(comparison, of.price, found.price, slackAround(rule, found.price)),
    reference: { amount: found.price, sinceMs: found.atMs },
    fromMs: found.knownFromMs,
  };
};

/** How the condition stands; null: there is no price to tell by, so nothing changes. */
const read = (rule: AlertRule, watch: Watch, state: KeyState): Reading | null => {
  const { when } = rule;
  if (state.last === null) return null;
  if (when.type === 'availability') {
    const holds = state.last.withdrawn === (when.becomes === 'withdrawn');
    return { holds, inBand: holds, reference: null, fromMs: null };
  }
  const price = priceNow(state, rule.metric);
  if (price === null) return null;
  const of = { price, atMs: state.last.atMs };
  switch (when.type) {
    case 'threshold':
      return readThreshold(rule, when.comparison, when.amount, price);
    case 'change':
      return readChange(rule, when, watch, state, of);
    case 'new_high':
      return readExtreme(rule, 'high', when.window_days, state, of);
    case 'new_low':
      return readExtreme(rule, 'low', when.window_days, state, of);
  }
};

export interface Evaluation {
  readonly watch: Watch;
  readonly rearmed: boolean;
  readonly fired: Measured | null;
}

/** Re-arms when the band is left and the cooldown over; the time of both is that of the newest price. */
const rearm = (rule: AlertRule, watch: Watch, reading: Reading, atMs: number): { phase: Phase; rearmed: boolean } => {
  if (watch.phase === 'armed' || (watch.phase === 'fired' && reading.inBand))
    return { phase: watch.phase, rearmed: false };
  const isCool = watch.firedAtMs === null || atMs - watch.firedAtMs >= rule.cooldown_seconds * 1_000;
  if (isCool) return { phase: 'armed', rearmed: true };
  // Back beyond the point within the cooldown: that crossing is lost on purpose, and the band is to be left anew. A change
  // is measured from the price that fired, so what it still amounts to after the cooldown is told then.
  return { phase: reading.holds && rule.when.type !== 'change' ? 'fired' : 'cooling', rearmed: false };
};

/**
 * Looks at the newest price of `state`. `canFire` false: what came about is nobody's news (an observation voided, an alert
 * moved or resumed); the watch then stands as if it had been told already.
 */
export const evaluate = (rule: AlertRule, watch: Watch, state: KeyState, canFire: boolean): Evaluation => {
  const reading = read(rule, watch, state);
  if (reading === null || state.last === null) return { watch, rearmed: false, fired: null };
  const { atMs } = state.last;
  const price = priceNow(state, rule.metric);
  const isChange = rule.when.type === 'change';
  const here = isChange && price !== null ? { price, atMs } : null;
  const { phase, rearmed } = rearm(rule, watch, reading, atMs);
  if (phase === 'armed' && reading.holds) {
    if (canFire) {
      // A change has no band to leave: from here on it is measured from this price.
      const next: Watch = { phase: isChange ? 'cooling' : 'fired', firedAtMs: atMs, reference: here };
      return { watch: next, rearmed, fired: { reference: reading.reference, fromMs: reading.fromMs } };
    }
    return isChange || watch.phase === 'fired'
      ? { watch, rearmed: false, fired: null }
      : { watch: { ...watch, phase: 'fired' }, rearmed: false, fired: null };
  }
  const reference = watch.reference ?? here;
  const isSame = phase === watch.phase && reference === watch.reference;
  return { watch: isSame ? watch : { ...watch, phase, reference }, rearmed, fired: null };
};

/**
 * What a change is measured from was corrected, voided or stated again under the same stamp: it is measured from what
 * should have stood. `by` null: nothing did, and the next price is measured from.
 */
export const amendReference = (
  watch: Watch,
  atMs: number,
  by: { readonly price: number; readonly atMs: number } | null,
): Watch => {
  if (watch.reference?.atMs !== atMs) return watch;
  if (by !== null && by.price === watch.reference.price && by.atMs === atMs) return watch;
  return { ...watch, reference: by };
};
