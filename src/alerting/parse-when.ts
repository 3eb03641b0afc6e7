/**
 * Parses conditions as people type them: `<= 10 USD`, `low < 2.50 EUR`, `down 10% in 7d`, `up 5 USD`,
 * `either 10% and 1 USD`, `new high in 30d`, `available`, `withdrawn`. Amounts are in major units; percentages have at most
 * two decimals.
 */
import { alertMetrics, type AlertRuleInput, type AlertWhen, comparisons } from '../domain/alerts/rule.js';
import { currencies, type Currency, parseAmount } from '../domain/prices/money.js';
import { ledgerError } from '../base/errors.js';

export type ParsedWhen = Pick<AlertRuleInput, 'when' | 'metric' | 'currency'>;

const expected = 'a condition such as "<= 10 USD", "down 10% in 7d", "up 5 USD", "new high in 30d" or "available"';

/** Characters of a text that an error repeats. */
const shownCharsMax = 100;

const invalid = (text: string, why: string = expected): Error =>
  ledgerError('VALIDATION_FAILED', `when: expected ${why}, got "${text.slice(0, shownCharsMax)}"`, {
    details: { when: `expected ${why}` },
  });

const amountOf = (text: string, number: string, code: string): { amount: number; currency: Currency } => {
  const currency = currencies.find((each) => each === code.toUpperCase());
  if (currency === undefined) throw invalid(text, `a currency, one of ${currencies.join(', ')}`);
  const parsed = parseAmount(number, currency);
  if (!parsed.ok) throw invalid(text, `an amount of ${currency}, not ${number}`);
  return { amount: parsed.value, currency };
};

/** Converts "12.5" to 1250 without a float in between. */
const basisPointsOf = (percent: string): number => {
  const [whole = '', fraction = ''] = percent.split('.');
  return Number(whole + fraction.padEnd(2, '0'));
};

const digits = String.raw`\d+(?:\.\d+)?`;
const money = String.raw`(${digits})\s*([a-z]{3})`;
const threshold = new RegExp(`^(<=|>=|<|>|=)\\s*${money}$`, 'i');
const change = new RegExp(
  String.raw`^(up|down|either)\s+(?:(\d+(?:\.\d{1,2})?)\s*%)?(?:\s*(and)?\s*${money})?(?:\s+in\s+(\d+)\s*d)?$`,
  'i',
);
const extreme = /^new\s+(high|low)\s+in\s+(\d+)\s*d$/i;
const availability = /^(available|withdrawn)$/i;

const parseChange = (text: string, match: RegExpExecArray): ParsedWhen => {
  const [, direction = '', percent, and, amount, code, days] = match;
  if (percent === undefined && amount === undefined) throw invalid(text);
  if ((percent !== undefined && amount !== undefined) !== (and !== undefined)) throw invalid(text);
  const price = amount === undefined || code === undefined ? null : amountOf(text, amount, code);
  const when: AlertWhen = {
    type: 'change',
    direction: direction.toLowerCase() as 'up' | 'down' | 'either',
    basis_points: percent === undefined ? null : basisPointsOf(percent),
    amount: price?.amount ?? null,
    window_days: days === undefined ? null : Number(days),
  };
  return { when, ...(price === null ? {} : { currency: price.currency }) };
};

const parseCondition = (text: string, condition: string): ParsedWhen => {
  const thresholdMatch = threshold.exec(condition);
  if (thresholdMatch !== null) {
    const { amount, currency } = amountOf(text, thresholdMatch[2] ?? '', thresholdMatch[3] ?? '');
    const comparison = comparisons.find((each) => each === thresholdMatch[1]) ?? '<=';
    return { when: { type: 'threshold', comparison, amount }, currency };
  }
  const changeMatch = change.exec(condition);
  if (changeMatch !== null) return parseChange(text, changeMatch);
  const extremeMatch = extreme.exec(condition);
  if (extremeMatch !== null) {
    const type = extremeMatch[1]?.toLowerCase() === 'high' ? 'new_high' : 'new_low';
    return { when: { type, window_days: Number(extremeMatch[2]) } };
  }
  const availabilityMatch = availability.exec(condition);
  if (availabilityMatch === null) throw invalid(text);
  return { when: { type: 'availability', becomes: availabilityMatch[1]?.toLowerCase() as 'available' | 'withdrawn' } };
};

/** Parses a condition. Throws VALIDATION_FAILED with the expected form. Ranges are checked by the rule's schema. */
export const parseWhen = (text: string): ParsedWhen => {
  const condition = text.trim();
  const metric = alertMetrics.find((name) => condition.toLowerCase().startsWith(`${name} `));
  if (metric === undefined) return parseCondition(text, condition);
  return { ...parseCondition(text, condition.slice(metric.length).trim()), metric };
};

/** Parses a hysteresis: `5%`, or `0.50` in the rule's currency. Throws VALIDATION_FAILED. */
export const parseHysteresis = (text: string, currency: Currency): NonNullable<AlertRuleInput['hysteresis']> => {
  const percent = /^(\d+(?:\.\d{1,2})?)\s*%$/.exec(text.trim());
  if (percent !== null) return { basis_points: basisPointsOf(percent[1] ?? '') };
  const parsed = parseAmount(text.trim(), currency);
  if (parsed.ok) return { amount: parsed.value };
  const expectedBand = 'expected a percentage such as 5%, or an amount';
  throw ledgerError('VALIDATION_FAILED', `hysteresis: ${expectedBand}, got "${text.slice(0, shownCharsMax)}"`, {
    details: { hysteresis: expectedBand },
  });
};
