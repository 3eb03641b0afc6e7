/**
 * A firing in words. Every number is that of the event, and speaks of the printing, condition, grade, language and source
 * that the event names: nothing is looked up again when the text is made.
 */
import type { AlertRule } from '../domain/alerts/rule.js';
import { amountText } from '../domain/prices/money.js';
import { gradeText } from '../domain/prices/price-key.js';
import type { FiringContent } from './notification.js';

type Firing = FiringContent['firing'];

const comparisonWords = {
  '<=': 'at or below',
  '<': 'below',
  '>=': 'at or above',
  '>': 'above',
  '=': 'exactly',
} as const;

/** Returns hundredths of a percent as a percentage: 1050 → 10.5 %. */
const percentText = (basisPoints: number): string => {
  const fraction = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${Math.floor(basisPoints / 100)}${fraction === '' ? '' : `.${fraction}`} %`;
};

const daysText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

const directionWords = { up: 'up', down: 'down', either: 'up or down' } as const;

/** Returns a condition in words: "at or below 10.00 USD", "down 10 % within 7 days". */
export const conditionText = (when: AlertRule['when'], currency: Firing['currency']): string => {
  switch (when.type) {
    case 'threshold':
      return `${comparisonWords[when.comparison]} ${amountText(when.amount, currency)}`;
    case 'change': {
      const sizes = [
        ...(when.basis_points === null ? [] : [percentText(when.basis_points)]),
        ...(when.amount === null ? [] : [amountText(when.amount, currency)]),
      ];
      const within = when.window_days === null ? '' : ` within ${daysText(when.window_days)}`;
      return `${directionWords[when.direction]} ${sizes.join(' and ')}${within}`;
    }
    case 'availability':
      return when.becomes === 'available' ? 'becomes available' : 'is no longer offered';
    case 'new_high':
      return `a new high of ${daysText(when.window_days)}`;
    case 'new_low':
      return `a new low of ${daysText(when.window_days)}`;
  }
};

/** Returns which copy the price is of: "Holofoil, NM, PSA 10, en". */
const copyText = ({ printing, condition, grade, language }: Firing): string =>
  [printing.name, condition, grade === null ? null : gradeText(grade), language]
    .filter((part) => part !== null)
    .join(', ');

const metricWords = {
  market: 'market price',
  low: 'lowest price',
  mid: 'middle price',
  direct_low: 'lowest direct price',
};

/** A price, or that there is none. */
const priceOrNone = (amount: number | null, currency: Firing['currency']): string =>
  amount === null ? 'no price' : amountText(amount, currency);

/** Returns the change, old → new: "12.00 → 9.90 USD"; without a price before, the new one. */
const movementText = ({ firing, when }: Pick<FiringContent, 'firing' | 'when'>): string => {
  const { price, previous, currency } = firing;
  if (when.type === 'availability' && when.becomes === 'withdrawn') {
    const before = previous?.price ?? null;
    return before === null ? 'no longer offered' : `${amountText(before, currency)} → no longer offered`;
  }
  const now = price === null && when.type === 'availability' ? 'offered again' : priceOrNone(price, currency);
  if (previous?.price === null || previous === null) return now;
  return `${amountText(previous.price, currency).replace(` ${currency}`, price === null ? ` ${currency}` : '')} → ${now}`;
};

/** Returns the title: "Lugia VSTAR (Holofoil): 12.00 → 9.90 USD". */
export const firingTitle = (content: FiringContent): string => {
  const title = `${content.card.name} (${copyText(content.firing)}): ${movementText(content)}`;
  return `${content.sample === true ? '[Sample] ' : ''}${content.simulated ? '[Simulated] ' : ''}${title}`;
};

/** Returns the facts of a firing, as label and value. */
export const firingFacts = (content: FiringContent): readonly (readonly [string, string])[] => {
  const { firing, when, card } = content;
  const { currency, reference, previous } = firing;
  const at = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    ['Card', [card.name, card.number, card.set_name].filter((part) => part !== null).join(' · ')],
    ['Copy', copyText(firing)],
    [`Now (${metricWords[firing.metric]})`, `${priceOrNone(firing.price, currency)}, ${at(firing.effective_at)}`],
    ...(previous === null
      ? []
      : [['Before', `${priceOrNone(previous.price, currency)}, ${at(previous.effective_at)}`] as const]),
    ['Alert', conditionText(when, currency)],
    ...(reference === null || reference.since === null
      ? []
      : [['Measured from', `${amountText(reference.amount, currency)}, ${at(reference.since)}`] as const]),
    ['Source', `${firing.source}, ${firing.kind === 'asking' ? 'asking price' : 'market price'}`],
    ...(content.simulated ? [['Note', 'simulated prices of the sandbox marketplace'] as const] : []),
  ];
};
