/**
 * Money is an integer number of minor units beside its currency. No float arithmetic on prices, no conversion.
 */
import { limits } from '../../base/limits.js';

/** Decimal places of the currencies the ledger knows (ISO 4217). */
export const currencyDecimals = { USD: 2, EUR: 2, GBP: 2, JPY: 0 } as const;
export type Currency = keyof typeof currencyDecimals;
export const currencies = Object.keys(currencyDecimals) as [Currency, ...Currency[]];

export type MinorUnits =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: 'not_a_decimal' | 'negative' | 'too_precise' | 'out_of_range' };

/**
 * Returns a decimal amount ("0.1", "245", "99999.99") in minor units of `currency`, read digit by digit.
 *
 * `String(number)` is a fair input for an amount that came through JSON.parse: JavaScript prints the shortest decimal
 * that reads back as the same double, which for up to 15 significant digits is the text the source sent. Rejected:
 * `Math.round(x * 100)`, which hides a third decimal (1.005) instead of refusing it.
 */
export const parseAmount = (text: string, currency: Currency): MinorUnits => {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return { ok: false, reason: 'not_a_decimal' };
  const [, sign, whole = '', fraction = ''] = match;
  const decimals = currencyDecimals[currency];
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > decimals) return { ok: false, reason: 'too_precise' };
  if (whole.length > 12) return { ok: false, reason: 'out_of_range' };
  const value = Number(whole + significant.padEnd(decimals, '0'));
  if (value > limits.priceMinorUnitsMax) return { ok: false, reason: 'out_of_range' };
  if (sign === '-' && value !== 0) return { ok: false, reason: 'negative' };
  return { ok: true, value };
};

/**
 * Returns minor units as the JSON number of the API: 4599 USD → 45.99. Division by a power of ten is correctly rounded,
 * so the printed decimal is exact for every amount within limits.
 */
export const toMajorUnits = (minor: number, currency: Currency): number => minor / 10 ** currencyDecimals[currency];

/** Returns the same for an amount that may be missing; `null` stays `null`. */
export const toMajorUnitsOrNull = (minor: number | null, currency: Currency): number | null =>
  minor === null ? null : toMajorUnits(minor, currency);

/** Returns minor units as a person reads them: 4599 USD → 45.99 USD. Digits are moved, nothing is divided. */
export const amountText = (minor: number, currency: Currency): string => {
  const decimals = currencyDecimals[currency];
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${minor < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
};

/**
 * Returns a bound of a query in minor units, narrowed to whole ones by `round`. A bound beyond limits.priceMinorUnitsMax is
 * one that no price reaches.
 */
export const boundInMinorUnits = (major: number, currency: Currency, round: (value: number) => number): number =>
  Math.min(limits.priceMinorUnitsMax + 1, round(Number((major * 10 ** currencyDecimals[currency]).toFixed(4))));
