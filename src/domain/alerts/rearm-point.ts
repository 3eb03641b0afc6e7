/** Where a price must go before a threshold is armed again. */
import { slackAround } from './trigger.js';
import type { AlertRule } from './rule.js';

/** Minor units; both `null` if no amount says it: the price must equal no longer, or something else must happen. */
export interface RearmPoint {
  readonly above: number | null;
  readonly below: number | null;
}

const basisPointsOfOne = 10_000;

/**
 * Returns the amounts beyond which the rule is armed again: above the band of `<=` and `<`, below that of `>=` and `>`. A price of
 * `<` (`>`) is armed at the amount itself too, which is rounded to the unit before it, so that beyond means the same for all.
 */
export const rearmPoint = (rule: AlertRule): RearmPoint => {
  const { when } = rule;
  if (when.type !== 'threshold') return { above: null, below: null };
  const { comparison, amount } = when;
  const slack = slackAround(rule, amount) / basisPointsOfOne;
  switch (comparison) {
    case '<=':
      return { above: Math.floor(amount + slack), below: null };
    case '<':
      return { above: Math.ceil(amount + slack) - 1, below: null };
    case '>=':
      return { above: null, below: Math.ceil(amount - slack) };
    case '>':
      return { above: null, below: Math.floor(amount - slack) + 1 };
    case '=':
      return { above: null, below: null };
  }
};
