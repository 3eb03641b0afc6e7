/** The rule of a watchlist, as it was given: what is left out has its default. */
import type { Schemas } from '../../../schemas.js';
import { type Condition, readCondition } from '../alerts/condition.js';
import { type Rule, ruleWords } from '../alerts/rule.js';

type ListRule = Schemas['ListRule'];

/** Returns the condition of a rule in any of the forms that the API takes; `null` for one that only the server reads. */
const conditionOf = (rule: ListRule): Condition | null => {
  const { when, alert_type: type, price_threshold: threshold, comparison_operator: operator } = rule;
  if (when !== undefined) return typeof when === 'string' ? (readCondition(when)?.when ?? null) : when;
  if (type === 'availability') return { type: 'availability', becomes: 'available' };
  if (threshold == null) return null;
  return { type: 'threshold', comparison: operator ?? (type === 'price_increase' ? '>=' : '<='), amount: threshold };
};

/** Returns the rule with its defaults, as the fields of a form have it; without a condition where none is readable. */
export const wholeRule = (rule: ListRule): Omit<Rule, 'card_id' | 'when'> & { readonly when?: Condition } => {
  const when = conditionOf(rule);
  const typed = typeof rule.when === 'string' ? readCondition(rule.when) : null;
  const hysteresis = rule.hysteresis ?? null;
  return {
    source: rule.source ?? '*',
    kind: rule.kind ?? 'market',
    printing: rule.printing ?? '',
    condition: rule.condition ?? null,
    grade: rule.grade ?? null,
    language: rule.language ?? null,
    currency: rule.currency ?? typed?.currency ?? 'USD',
    metric: rule.metric ?? typed?.metric ?? 'market',
    hysteresis: typeof hysteresis === 'string' ? bandOf(hysteresis) : hysteresis,
    cooldown_seconds: rule.cooldown_seconds ?? 0,
    repeat: rule.repeat ?? 'always',
    on_create: rule.on_create ?? 'fire',
    ...(when === null ? {} : { when }),
  };
};

/** Reads a band as it is typed: `5%`, or an amount. */
const bandOf = (text: string): Schemas['AlertHysteresis'] =>
  text.trim().endsWith('%')
    ? { basis_points: Math.round(Number.parseFloat(text) * 100) }
    : { amount: Number.parseFloat(text) };

/** Returns the rule in words. `money` shows an amount of a currency. */
export const listRuleWords = (rule: ListRule, money: (amount: number, currency: string) => string): string => {
  const { when, ...rest } = wholeRule(rule);
  return when === undefined ? `by ${JSON.stringify(rule.when)}` : ruleWords({ ...rest, when }, money);
};
