/**
 * A rule as people state and read it: over REST, on the command line and in the docs. Amounts are in major units of the
 * rule's currency there, and in minor units in events; this is the one place where they are converted.
 */
import { ledgerError } from '../base/errors.js';
import { type AlertMetric, type AlertRule, alertRuleInputSchema, type AlertRuleInput } from '../domain/alerts/rule.js';
import { currencies, type Currency, currencyDecimals, parseAmount, toMajorUnits } from '../domain/prices/money.js';
import { gradeText, type PriceKind } from '../domain/prices/price-key.js';
import { parseHysteresis, parseWhen } from './parse-when.js';

/** A condition as an object; which fields it takes depends on its type. */
export interface AlertCondition {
  readonly type: 'threshold' | 'change' | 'availability' | 'new_high' | 'new_low';
  /** Of a threshold. */
  readonly comparison?: '<=' | '>=' | '<' | '>' | '=';
  /** Of a threshold, or of a change; in major units of the rule's currency. */
  readonly amount?: number | null;
  /** Of a change. */
  readonly direction?: 'up' | 'down' | 'either';
  /**
   * Of a change: hundredths of a percent. With an amount, both must be reached.
   * @isInt
   */
  readonly basis_points?: number | null;
  /**
   * Of a new high or low, or of a change: days looked back.
   * @isInt
   */
  readonly window_days?: number | null;
  /** Of availability. */
  readonly becomes?: 'available' | 'withdrawn';
}

/** How far a price must go back before the alert is armed again: one of the two. */
export interface AlertHysteresis {
  /**
   * Hundredths of a percent.
   * @isInt
   */
  readonly basis_points?: number;
  /** In major units of the rule's currency. */
  readonly amount?: number;
}

/** Which prices of a card, and how often. Everything has a default. */
export interface AlertOptions {
  /** A source, or * for each of them; default: that of the card's one price */
  readonly source?: string;
  readonly kind?: PriceKind;
  /** A printing in any spelling, or * for each of them; default: the card's one printing */
  readonly printing?: string;
  /** A condition, * for any; null (default): prices without one */
  readonly condition?: 'NM' | 'LP' | 'MP' | 'HP' | 'DMG' | 'S' | '*' | null;
  /** A grade such as PSA 10, * for any; null (default): ungraded cards */
  readonly grade?: string | null;
  /** A language, * for any; null (default): prices without one */
  readonly language?: string | null;
  /** Default: that of the condition, else USD */
  readonly currency?: 'USD' | 'EUR' | 'GBP' | 'JPY' | '*';
  readonly metric?: 'market' | 'low' | 'mid' | 'direct_low';
  /** How far the price must go back before the alert is armed again: as an object, or as text such as 5% or 0.50 */
  readonly hysteresis?: string | AlertHysteresis | null;
  /**
   * Time after a firing within which the same price does not fire again
   * @isInt
   */
  readonly cooldown_seconds?: number;
  readonly repeat?: 'once' | 'always';
  readonly on_create?: 'fire' | 'skip';
}

/** A rule as it is asked for. */
export interface AlertTerms extends AlertOptions {
  /** The card, e.g. pokemon-517045 */
  readonly card_id: string;
  /** As text such as `<= 10 USD` or `down 10% in 7d`, or as an object */
  readonly when: string | AlertCondition;
}

/** A rule as it is answered: every field is there. */
export interface AlertRuleAnswer {
  readonly card_id: string;
  readonly source: string;
  readonly kind: PriceKind;
  /** The slug of the printing; * for each of them. */
  readonly printing: string;
  readonly condition: string | null;
  readonly grade: string | null;
  readonly language: string | null;
  readonly currency: string;
  readonly metric: AlertMetric;
  readonly when: AlertCondition;
  readonly hysteresis: AlertHysteresis | null;
  /** @isInt */
  readonly cooldown_seconds: number;
  readonly repeat: 'once' | 'always';
  readonly on_create: 'fire' | 'skip';
}

/** Returns VALIDATION_FAILED for one field. */
const invalidTerm = (field: string, problem: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: ${problem}`, { details: { [field]: problem } });

/** Returns an amount in minor units. Throws VALIDATION_FAILED naming `field`, or `currency` if there is none. */
const minorUnits = (field: string, amount: number, currency: Currency | '*'): number => {
  if (currency === '*') throw invalidTerm('currency', `an amount needs its currency, one of ${currencies.join(', ')}`);
  const parsed = parseAmount(String(amount), currency);
  if (parsed.ok) return parsed.value;
  const decimals = currencyDecimals[currency];
  const digits = decimals === 0 ? 'without decimals' : `with at most ${decimals} decimals`;
  throw invalidTerm(field, `expected an amount of ${currency} of 0 or more ${digits}, got ${amount}`);
};

/** Returns a condition in minor units. A change may leave out what does not limit it. */
const inMinorUnits = (when: AlertCondition, currency: Currency | '*'): AlertRuleInput['when'] => {
  const open = when.type === 'change' ? { basis_points: null, amount: null, window_days: null } : {};
  const converted = when.amount == null ? {} : { amount: minorUnits('when.amount', when.amount, currency) };
  // The rule's schema refuses what is missing, and what does not belong to the type.
  return { ...open, ...when, ...converted } as AlertRuleInput['when'];
};

/** Parses a grade as people write it: PSA 10, PSA 9 OC. */
const gradeOfText = (text: string): NonNullable<AlertRuleInput['grade']> => {
  if (text === '*') return text;
  const [grader, grade, qualifier, ...more] = text.trim().split(/\s+/);
  if (grader === undefined || grade === undefined || more.length > 0)
    throw invalidTerm('grade', `expected a grade such as PSA 10, or *, got "${text}"`);
  return { grader, grade, qualifier: qualifier ?? null };
};

const hysteresisOf = (hysteresis: AlertTerms['hysteresis'], currency: Currency | '*'): AlertRuleInput['hysteresis'] => {
  if (hysteresis == null) return null;
  if (typeof hysteresis === 'string') {
    const slack = parseHysteresis(hysteresis, currency === '*' ? 'USD' : currency);
    if ('amount' in slack && currency === '*') minorUnits('hysteresis', slack.amount, currency);
    return slack;
  }
  const { amount, basis_points } = hysteresis;
  if ((amount === undefined) === (basis_points === undefined))
    throw invalidTerm('hysteresis', 'expected either basis_points or amount');
  if (basis_points !== undefined) return { basis_points };
  return { amount: minorUnits('hysteresis.amount', amount as number, currency) };
};

/** Throws VALIDATION_FAILED if two fields say different things. */
const agreed = <T>(field: string, given: T | undefined, inCondition: T | undefined): T | undefined => {
  if (given !== undefined && inCondition !== undefined && given !== inCondition)
    throw invalidTerm(field, `expected ${String(inCondition)}, as the condition has it, got ${String(given)}`);
  return given ?? inCondition;
};

/**
 * Returns the rule that the terms state, with defaults filled in; a printing as it is given, which must be a slug or `*`
 * (`ruleOfCard` resolves it). Throws VALIDATION_FAILED naming the field, such as `when.amount`.
 */
export const ruleOfTerms = (terms: AlertTerms): AlertRule => {
  const { when, hysteresis, grade, metric, ...rest } = terms;
  const typed = typeof when === 'string' ? parseWhen(when) : undefined;
  const currency = agreed<Currency | '*'>('currency', terms.currency, typed?.currency) ?? 'USD';
  const ofMetric = agreed('metric', metric, typed?.metric);
  const parsed = alertRuleInputSchema.safeParse({
    ...rest,
    currency,
    ...(ofMetric === undefined ? {} : { metric: ofMetric }),
    ...(grade == null ? {} : { grade: gradeOfText(grade) }),
    when: typed?.when ?? inMinorUnits(when as AlertCondition, currency),
    hysteresis: hysteresisOf(hysteresis, currency),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidTerm(issue?.path.join('.') || 'rule', issue?.message ?? 'is not valid');
};

/** Returns a rule with its amounts in major units. */
export const termsOfRule = (rule: AlertRule): AlertRuleAnswer => {
  const { when, hysteresis, grade, currency } = rule;
  // A rule with an amount has a currency.
  const major = (amount: number): number => toMajorUnits(amount, currency as Currency);
  return {
    ...rule,
    grade: grade === null || grade === '*' ? grade : gradeText(grade),
    when: 'amount' in when ? { ...when, amount: when.amount === null ? null : major(when.amount) } : when,
    hysteresis: hysteresis !== null && 'amount' in hysteresis ? { amount: major(hysteresis.amount) } : hysteresis,
  };
};
