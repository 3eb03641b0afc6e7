/**
 * A condition as a person types it: `<= 10 USD`, `low < 2.50 EUR`, `down 10% in 7d`, `up 5 USD`, `either 10% and 1 USD`,
 * `new high in 30d`, `available`, `withdrawn`. Amounts are in major units, percents have at most two decimals.
 */
import { alertMetrics, type AlertRuleInput, type AlertWhen, comparisons } from '../domain/alerts/rule.js';
import { currencies, type Currency, parseAmount } from '../domain/prices/money.js';
import { ledgerError } from '../base/errors.js';

export type ParsedWhen = Pick<AlertRuleInput, 'when' | 'metric' | 'currency'>;

const expected = 'a condition such as "<= 10 USD", "down 10% in 7d", "up 5 USD", "new high in 30d" or "available"';

const refuse = (text: string, why: string = expected): Error =>
  ledgerError('VALIDATION_FAILED', `--when ${text}: expected ${why}`, { details: { when: why } });

const amountOf = (text: string, number: string, code: string): { amount: number; currency: Currency } => {
  const currency = currencies.find((each) => each === code.toUpperCase());
  if (currency === undefined) throw refuse(text, `a currency, one of ${currencies.join(', ')}`);
  const parsed = parseAmount(number, currency);
  if (!parsed.ok) throw refuse(text, `an amount of ${currency}, not ${number}`);
  return { amount: parsed.value, currency };
};

/** "12.5" → 1250, digit by digit: no float on the way. */
const basisPointsOf = (percent: string): number => {
  const [whole = '', fraction = ''] = percent.split('.');
  return Number(whole + fraction.padEnd(2, '0'));
};

const number = String.raw`\d+(?:\.\d+)?`;
const money = String.raw`(${number})\s*([a-z]{3})`;
const threshold = new RegExp(`^(<=|>=|<|>|=)\\s*${money}$`, 'i');
const change = new RegExp(
  String.raw`^(up|down|either)\s+(?:(\d+(?:\.\d{1,2})?)\s*%)?(?:\s*(and)?\s*${money})?(?:\s+in\s+(\d+)\s*d)?$`,
  'i',
);
const extreme = /^new\s+(high|low)\s+in\s+(\d+)\s*d$/i;
const availability = /^(available|withdrawn)$/i;

const parseChange = (text: string, match: RegExpExecArray): ParsedWhen => {
  const [, direction = '', percent, and, digits, code, days] = match;
  if (percent === undefined && digits === undefined) throw refuse(text);
  if ((percent !== undefined && digits !== undefined) !== (and !== undefined)) throw refuse(text);
  const money = digits === undefined || code === undefined ? null : amountOf(text, digits, code);
  const when: AlertWhen = {
    type: 'change',
    direction: direction.toLowerCase() as 'up' | 'down' | 'either',
    basis_points: percent === undefined ? null : basisPointsOf(percent),
    amount: money?.amount ?? null,
    window_days: days === undefined ? null : Number(days),
  };
  return { when, ...(money === null ? {} : { currency: money.currency }) };
};

const parseCondition = (text: string, condition: string): ParsedWhen => {
  const level = threshold.exec(condition);
  if (level !== null) {
    const { amount, currency } = amountOf(text, level[2] ?? '', level[3] ?? '');
    const comparison = comparisons.find((each) => each === level[1]) ?? '<=';
    return { when: { type: 'threshold', comparison, amount }, currency };
  }
  const moved = change.exec(condition);
  if (moved !== null) return parseChange(text, moved);
  const record = extreme.exec(condition);
  if (record !== null) {
    const type = record[1]?.toLowerCase() === 'high' ? 'new_high' : 'new_low';
    return { when: { type, window_days: Number(record[2]) } };
  }
  const shown = availability.exec(condition);
  if (shown === null) throw refuse(text);
  return { when: { type: 'availability', becomes: shown[1]?.toLowerCase() as 'available' | 'withdrawn' } };
};

/** Reads a condition. Throws VALIDATION_FAILED saying what was expected; ranges are left to the rule's own check. */
export const parseWhen = (text: string): ParsedWhen => {
  const condition = text.trim();
  const metric = alertMetrics.find((name) => condition.toLowerCase().startsWith(`${name} `));
  if (metric === undefined) return parseCondition(text, condition);
  return { ...parseCondition(text, condition.slice(metric.length).trim()), metric };
};

/** The hysteresis as typed: `5%` or `0.50` (of the rule's currency). Throws VALIDATION_FAILED. */
export const parseHysteresis = (text: string, currency: Currency): NonNullable<AlertRuleInput['hysteresis']> => {
  const percent = /^(\d+(?:\.\d{1,2})?)\s*%$/.exec(text.trim());
  if (percent !== null) return { basis_points: basisPointsOf(percent[1] ?? '') };
  const parsed = parseAmount(text.trim(), currency);
  if (parsed.ok) return { amount: parsed.value };
  throw ledgerError('VALIDATION_FAILED', `--hysteresis ${text}: expected a percentage such as 5%, or an amount`, {
    details: { hysteresis: 'a percentage such as 5%, or an amount' },
  });
};
