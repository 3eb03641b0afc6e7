/** Conditions of alerts as the form has them, as text, and in words. */
import type { Schemas } from '../../../schemas.js';

export type Condition = Schemas['AlertCondition'];
export type Currency = Schemas['Currency'];
type Comparison = NonNullable<Condition['comparison']>;

/** What an alert can wait for, as the form lists it. */
export const kinds = ['threshold', 'change', 'new_high', 'new_low', 'available', 'withdrawn'] as const;
export type ConditionKind = (typeof kinds)[number];

export const kindOf = ({ type, becomes }: Condition): ConditionKind =>
  type === 'availability' ? (becomes ?? 'available') : type;

export const comparisonWords: Readonly<Record<Comparison, string>> = {
  '<=': 'at or below',
  '>=': 'at or above',
  '<': 'below',
  '>': 'above',
  '=': 'exactly',
};

export const directionWords = { down: 'down', up: 'up', either: 'up or down' } as const;

/** Returns hundredths of a percent as a percentage: 1050 → 10.5. */
export const percentOf = (basisPoints: number): number => basisPoints / 100;

/** Returns a percentage as hundredths of a percent; a float's error does not matter at two decimals. */
export const basisPointsOf = (percent: number): number => Math.round(percent * 100);

const daysText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

/** Returns a condition as it is typed: `<= 10 USD`, `down 10% and 1 USD in 7d`. Amounts in any currency are those of USD. */
export const conditionText = (when: Condition, currency: string): string => {
  const code = currency === '*' ? 'USD' : currency;
  switch (when.type) {
    case 'threshold':
      return `${when.comparison ?? '<='} ${when.amount ?? 0} ${code}`;
    case 'change': {
      const sizes = [
        ...(when.basis_points == null ? [] : [`${percentOf(when.basis_points)}%`]),
        ...(when.amount == null ? [] : [`${when.amount} ${code}`]),
      ];
      const within = when.window_days == null ? '' : ` in ${when.window_days}d`;
      return `${when.direction ?? 'either'} ${sizes.join(' and ')}${within}`;
    }
    case 'new_high':
    case 'new_low':
      return `new ${when.type === 'new_high' ? 'high' : 'low'} in ${when.window_days ?? 1}d`;
    case 'availability':
      return when.becomes ?? 'available';
  }
};

/** Returns what happens, after "when the market price": "is at or below $10.00". `money` shows an amount. */
export const conditionWords = (when: Condition, money: (amount: number) => string): string => {
  switch (when.type) {
    case 'threshold':
      return `is ${comparisonWords[when.comparison ?? '<=']} ${money(when.amount ?? 0)}`;
    case 'change': {
      const sizes = [
        ...(when.basis_points == null ? [] : [`${percentOf(when.basis_points)} %`]),
        ...(when.amount == null ? [] : [money(when.amount)]),
      ];
      const verb = { down: 'falls', up: 'rises', either: 'moves' }[when.direction ?? 'either'];
      const within = when.window_days == null ? '' : ` within ${daysText(when.window_days)}`;
      return `${verb} by ${sizes.join(' and ')} or more${within}`;
    }
    case 'new_high':
    case 'new_low':
      return `is the ${when.type === 'new_high' ? 'highest' : 'lowest'} of ${daysText(when.window_days ?? 1)}`;
    case 'availability':
      return when.becomes === 'withdrawn' ? 'is no longer offered' : 'is offered, for the first time or again';
  }
};

export interface TypedCondition {
  readonly when: Condition;
  readonly currency?: Currency;
  readonly metric?: Schemas['AlertMetric'];
}

const digits = String.raw`\d+(?:\.\d+)?`;
const money = String.raw`(${digits})\s*(usd|eur|gbp|jpy)`;
const threshold = new RegExp(`^(<=|>=|<|>|=)\\s*${money}$`, 'i');
const change = new RegExp(
  String.raw`^(up|down|either)\s+(?:(${digits})\s*%)?(?:\s*(?:and)?\s*${money})?(?:\s+in\s+(\d+)\s*d)?$`,
  'i',
);
const extreme = /^new\s+(high|low)\s+in\s+(\d+)\s*d$/i;
const metrics = ['market', 'low', 'mid', 'direct_low'] as const;

const currencyOf = (code: string | undefined): { readonly currency?: Currency } =>
  code === undefined ? {} : { currency: code.toUpperCase() as Currency };

/** Reads a condition of an address, typed as docs/alerts.md has it; `null` if it is none. */
export const readCondition = (text: string): TypedCondition | null => {
  const typed = text.trim().toLowerCase();
  const metric = metrics.find((name) => typed.startsWith(`${name} `));
  const rest = metric === undefined ? typed : typed.slice(metric.length).trim();
  const of = metric === undefined ? {} : { metric };
  const reached = threshold.exec(rest);
  if (reached !== null)
    return {
      when: { type: 'threshold', comparison: reached[1] as Comparison, amount: Number(reached[2]) },
      ...currencyOf(reached[3]),
      ...of,
    };
  const changed = change.exec(rest);
  if (changed !== null) {
    const [, direction, percent, amount, code, days] = changed;
    if (percent === undefined && amount === undefined) return null;
    return {
      when: {
        type: 'change',
        direction: direction as 'down' | 'either' | 'up',
        basis_points: percent === undefined ? null : basisPointsOf(Number(percent)),
        amount: amount === undefined ? null : Number(amount),
        window_days: days === undefined ? null : Number(days),
      },
      ...currencyOf(code),
      ...of,
    };
  }
  const highest = extreme.exec(rest);
  if (highest !== null)
    return { when: { type: highest[1] === 'high' ? 'new_high' : 'new_low', window_days: Number(highest[2]) }, ...of };
  return rest === 'available' || rest === 'withdrawn' ? { when: { type: 'availability', becomes: rest }, ...of } : null;
};
