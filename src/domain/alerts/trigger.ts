/**
 * The trigger of one alert on one price key: armed → fired → cooling → armed.
 *
 * - `armed`: the condition did not hold at the last price, and fires when it holds. So an alert fires on the crossing; a
 *   price that stays beyond the point fires no more.
 * - `fired`: the condition has held since, or the price has not left the band around it (hysteresis). Also where it held
 *   when the alert was created and `on_create` is `skip`.
 * - `cooling`: the price left the band, and the cooldown is not over.
 *
 * A rule sees its own metric only. An event that changes other numbers neither fires nor re-arms. Rejected: to look at every
 * event, because a change of `low` at an unchanged market price re-armed a new high.
 *
 * Time is the price's own, `effective_at`. Rejected: the clock, with which a back-test, a rebuild or a day collected late
 * would fire differently. Percentages are compared as whole numbers, price × 10,000 against price × basis points, without
 * rounding (limits.ts asserts that the products fit).
 */
import { dayMs } from '../instant.js';
import { extremeBetween, type KeyState, type NewestPrice, priceAt, type PriceAt, priceNow } from './key-state.js';
import type { AlertRule, Comparison } from './rule.js';

export type Phase = 'armed' | 'fired' | 'cooling';

export interface Trigger {
  readonly phase: Phase;
  /** effective_at of the price that last fired; `null` if none did. */
  readonly firedAtMs: number | null;
  /** What a change is measured from: the price when armed, or the one that last fired. */
  readonly reference: PriceAt | null;
}

/** The trigger of a key that has none stored. */
export const initialTrigger: Trigger = { phase: 'armed', firedAtMs: null, reference: null };

/** What the price was compared with. */
export interface Basis {
  /**
   * Minor units, and the time from which this price held (`null` for a threshold). `null` if there was nothing to compare
   * with.
   */
  readonly reference: { readonly amount: number; readonly sinceMs: number | null } | null;
  /** Start of the time whose prices were compared; `null` if only the newest was. */
  readonly fromMs: number | null;
}

interface ConditionResult extends Basis {
  readonly holds: boolean;
  /** Holds, or would with the hysteresis. */
  readonly inBand: boolean;
}

const basisPointsOfOne = 10_000;

/** Returns the hysteresis around `base`, in minor units × 10,000. */
export const slackAround = ({ hysteresis }: AlertRule, base: number): number => {
  if (hysteresis === null) return 0;
  return 'amount' in hysteresis ? hysteresis.amount * basisPointsOfOne : base * hysteresis.basis_points;
};

/** `slack`, in minor units × 10,000, widens the comparison. */
const compares = (comparison: Comparison, price: number, amount: number, slack: number): boolean => {
  const difference = (price - amount) * basisPointsOfOne;
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

const nothingToCompare: ConditionResult = { holds: false, inBand: false, reference: null, fromMs: null };

type Change = Extract<AlertRule['when'], { type: 'change' }>;

/** Nothing is a percentage of zero: from a price of 0 only an absolute change counts. */
const hasChanged = (when: Change, from: number, to: number): boolean => {
  const up = to - from;
  const size = when.direction === 'up' ? up : when.direction === 'down' ? -up : Math.abs(up);
  if (when.amount !== null && size < when.amount) return false;
  if (when.basis_points === null) return true;
  return from > 0 && size * basisPointsOfOne >= from * when.basis_points;
};

const evaluateChange = (
  rule: AlertRule,
  when: Change,
  { reference }: Trigger,
  state: KeyState,
  now: PriceAt,
): ConditionResult => {
  if (reference === null) return nothingToCompare;
  const windowFromMs = when.window_days === null ? -Infinity : now.atMs - when.window_days * dayMs;
  const atWindowStart = windowFromMs > reference.atMs ? priceAt(state, rule.metric, windowFromMs) : null;
  const from = atWindowStart ?? reference;
  const holds = hasChanged(when, from.price, now.price);
  const fromMs = Math.max(reference.atMs, windowFromMs);
  return { holds, inBand: holds, reference: { amount: from.price, sinceMs: from.atMs }, fromMs };
};

const evaluateExtreme = (
  rule: AlertRule,
  which: 'high' | 'low',
  days: number,
  state: KeyState,
  now: PriceAt,
): ConditionResult => {
  const { price, atMs } = priceAt(state, rule.metric, now.atMs) ?? now;
  const extreme = extremeBetween(state, rule.metric, which, { fromMs: atMs - days * dayMs, beforeMs: atMs });
  if (extreme === null) return nothingToCompare;
  const [beyond, orEqual] = which === 'high' ? (['>', '>='] as const) : (['<', '<='] as const);
  return {
    holds: compares(beyond, price, extreme.price, 0),
    // The same price again, after none was shown, has not gone back.
    inBand: compares(orEqual, price, extreme.price, slackAround(rule, extreme.price)),
    reference: { amount: extreme.price, sinceMs: extreme.atMs },
    fromMs: extreme.knownFromMs,
  };
};

/** Returns whether the condition holds at the newest price; `null` if there is no price to evaluate. */
const evaluateCondition = (rule: AlertRule, trigger: Trigger, state: KeyState): ConditionResult | null => {
  const { when } = rule;
  if (state.newest === null) return null;
  if (when.type === 'availability') {
    const holds = state.newest.withdrawn === (when.becomes === 'withdrawn');
    return { holds, inBand: holds, reference: null, fromMs: null };
  }
  const price = priceNow(state, rule.metric);
  if (price === null) return null;
  const now = { price, atMs: state.newest.atMs };
  switch (when.type) {
    case 'threshold': {
      const { comparison, amount } = when;
      return {
        holds: compares(comparison, price, amount, 0),
        inBand: compares(comparison, price, amount, slackAround(rule, amount)),
        reference: { amount, sinceMs: null },
        fromMs: null,
      };
    }
    case 'change':
      return evaluateChange(rule, when, trigger, state, now);
    case 'new_high':
      return evaluateExtreme(rule, 'high', when.window_days, state, now);
    case 'new_low':
      return evaluateExtreme(rule, 'low', when.window_days, state, now);
  }
};

/** Returns whether the newest price of the rule's metric, or for availability the offer, is another one than `before`. */
export const hasNews = (rule: AlertRule, before: NewestPrice | null, { newest }: KeyState): boolean => {
  if (rule.when.type === 'availability') return before?.withdrawn !== newest?.withdrawn;
  return (before?.numbers[rule.metric] ?? null) !== (newest?.numbers[rule.metric] ?? null);
};

export interface Evaluation {
  readonly trigger: Trigger;
  readonly rearmed: boolean;
  /** What the price was compared with; `null` if the alert does not fire. */
  readonly fired: Basis | null;
}

/** Re-arms when the price has left the band and the cooldown is over, both by the time of the newest price. */
const rearm = (
  rule: AlertRule,
  { phase, firedAtMs }: Trigger,
  { holds, inBand }: ConditionResult,
  atMs: number,
): { phase: Phase; rearmed: boolean } => {
  if (phase === 'armed' || (phase === 'fired' && inBand)) return { phase, rearmed: false };
  const isCool = firedAtMs === null || atMs - firedAtMs >= rule.cooldown_seconds * 1_000;
  if (isCool) return { phase: 'armed', rearmed: true };
  // A crossing within the cooldown is lost on purpose: the price must leave the band again. A change is measured from the
  // price that fired, so what it amounts to after the cooldown fires then.
  return { phase: holds && rule.when.type !== 'change' ? 'fired' : 'cooling', rearmed: false };
};

/**
 * Evaluates `rule` at the newest price of `state`. With `canFire` false nothing fires: the price is no crossing (an
 * observation was voided, an alert resumed or moved to another card). The trigger is then as if it had fired already.
 */
export const evaluate = (rule: AlertRule, trigger: Trigger, state: KeyState, canFire: boolean): Evaluation => {
  const condition = evaluateCondition(rule, trigger, state);
  if (condition === null || state.newest === null) return { trigger, rearmed: false, fired: null };
  const { atMs } = state.newest;
  const price = priceNow(state, rule.metric);
  const isChange = rule.when.type === 'change';
  const newReference = isChange && price !== null ? { price, atMs } : null;
  const { phase, rearmed } = rearm(rule, trigger, condition, atMs);
  if (phase === 'armed' && condition.holds) {
    if (canFire) {
      // A change has no band to leave: it is measured from this price from now on.
      const next: Trigger = { phase: isChange ? 'cooling' : 'fired', firedAtMs: atMs, reference: newReference };
      return { trigger: next, rearmed, fired: { reference: condition.reference, fromMs: condition.fromMs } };
    }
    const isUnchanged = isChange || trigger.phase === 'fired';
    return { trigger: isUnchanged ? trigger : { ...trigger, phase: 'fired' }, rearmed: false, fired: null };
  }
  const reference = trigger.reference ?? newReference;
  const isSame = phase === trigger.phase && reference === trigger.reference;
  return { trigger: isSame ? trigger : { ...trigger, phase, reference }, rearmed, fired: null };
};

/**
 * Replaces the reference of a change where the price of that instant was corrected, voided or observed again. With `by`
 * `null` no price takes its place: the next one becomes the reference.
 */
export const amendReference = (trigger: Trigger, atMs: number, by: PriceAt | null): Trigger => {
  const { reference } = trigger;
  if (reference?.atMs !== atMs) return trigger;
  if (by !== null && by.price === reference.price && by.atMs === atMs) return trigger;
  return { ...trigger, reference: by };
};
