/** Prices and changes as a person reads them. */
import { type Currency, currencyDecimals } from './money.js';

/** Returns an amount in major units with its currency: 45.99 USD; a dash without one. */
export const priceText = (amount: number | null, currency: Currency): string =>
  amount === null ? '-' : `${amount.toFixed(currencyDecimals[currency])} ${currency}`;

/** Returns a change: +2.21 (+4.8 %); a dash without one. */
export const changeText = (
  change: { readonly amount: number; readonly percentage: number } | null,
  currency: Currency,
): string => {
  if (change === null) return '-';
  const signed = (value: number, decimals: number): string => `${value > 0 ? '+' : ''}${value.toFixed(decimals)}`;
  return `${signed(change.amount, currencyDecimals[currency])} (${signed(change.percentage, 1)} %)`;
};
