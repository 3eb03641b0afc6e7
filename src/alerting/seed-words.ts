/** Short words for the commonest rules: `price_drop` with a threshold, `price_increase`, `availability`. */
import type { AlertRule } from '../domain/alerts/rule.js';
import { type Currency, toMajorUnits } from '../domain/prices/money.js';
import { ledgerError } from '../base/errors.js';
import type { AlertCondition, AlertTerms } from './alert-terms.js';

export type AlertType =
  'price_drop' | 'price_increase' | 'availability' | 'threshold' | 'change' | 'new_high' | 'new_low';

/** What the words say of a rule. */
export interface SeedWords {
  readonly alert_type: AlertType;
  readonly price_threshold: number | null;
  readonly comparison_operator: '<=' | '>=' | '<' | '>' | '=' | null;
}

/** The words as they are given, beside or instead of a condition. */
export type GivenWords = { readonly [word in keyof SeedWords]?: SeedWords[word] | undefined };

const invalid = (field: string, problem: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: ${problem}`, { details: { [field]: problem } });

/** Returns the words of a rule. */
export const seedWordsOf = ({ when, currency }: AlertRule): SeedWords => {
  if (when.type !== 'threshold') return { alert_type: when.type, price_threshold: null, comparison_operator: null };
  const { comparison, amount } = when;
  const byDirection = comparison.startsWith('<') ? 'price_drop' : 'price_increase';
  return {
    alert_type: comparison === '=' ? 'threshold' : byDirection,
    price_threshold: toMajorUnits(amount, currency as Currency),
    comparison_operator: comparison,
  };
};

const operators: Partial<Record<AlertType, readonly NonNullable<SeedWords['comparison_operator']>[]>> = {
  price_drop: ['<=', '<'],
  price_increase: ['>=', '>'],
  threshold: ['<=', '>=', '<', '>', '='],
};

/** Returns the condition that the words mean. Throws VALIDATION_FAILED naming the word. */
const conditionOf = ({
  alert_type,
  price_threshold = null,
  comparison_operator = null,
}: GivenWords): AlertCondition => {
  if (alert_type === undefined) throw invalid('when', 'expected a condition, or alert_type with a price_threshold');
  if (alert_type === 'availability') {
    if (price_threshold !== null) throw invalid('price_threshold', 'expected none with availability');
    if (comparison_operator !== null) throw invalid('comparison_operator', 'expected none with availability');
    return { type: 'availability', becomes: 'available' };
  }
  const allowed = operators[alert_type];
  if (allowed === undefined) throw invalid('when', `expected the condition of ${alert_type}`);
  if (price_threshold === null) throw invalid('price_threshold', `expected an amount with ${alert_type}`);
  const comparison = comparison_operator ?? allowed[0] ?? '<=';
  if (alert_type === 'threshold' && comparison_operator === null)
    throw invalid('comparison_operator', `expected one of ${allowed.join(', ')}`);
  if (!allowed.includes(comparison))
    throw invalid('comparison_operator', `expected ${allowed.join(' or ')} with ${alert_type}, got ${comparison}`);
  return { type: 'threshold', comparison, amount: price_threshold };
};

/** Returns the condition that is given, or that the words mean. Throws VALIDATION_FAILED. */
export const conditionGiven = (when: AlertTerms['when'] | undefined, words: GivenWords): AlertTerms['when'] =>
  when ?? conditionOf(words);

/** Throws VALIDATION_FAILED if a word that is given contradicts the rule. */
export const assertAgrees = (rule: AlertRule, words: GivenWords): void => {
  const own = seedWordsOf(rule);
  for (const word of ['alert_type', 'price_threshold', 'comparison_operator'] as const) {
    const given = words[word];
    const isThreshold = word === 'alert_type' && given === 'threshold' && rule.when.type === 'threshold';
    if (given === undefined || given === own[word] || isThreshold) continue;
    throw invalid(word, `expected ${own[word] ?? 'none'}, as the condition has it, got ${given ?? 'null'}`);
  }
};
