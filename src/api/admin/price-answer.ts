/** Prices and events as the answers of administration have them. */
import type { RecordedCommand } from '../../commands/command.js';
import { gradeText, type PriceKey, type PriceKind } from '../../domain/prices/price-key.js';
import type { PriceNumbers } from '../../domain/prices/price-numbers.js';
import { type Currency, toMajorUnitsOrNull } from '../../domain/prices/money.js';

/** The event that records an order. */
export interface RecordedAnswer {
  /** `already_recorded`: the same order was given before, and nothing was appended. */
  readonly outcome: 'appended' | 'already_recorded';
  readonly event_id: string;
  readonly type: string;
  readonly stream: string;
  readonly position: string;
}

/** What a price is a price of. */
export interface PriceKeyAnswer {
  readonly card_id: string;
  readonly source: string;
  readonly kind: PriceKind;
  readonly printing: string;
  readonly condition: string | null;
  readonly grade: string | null;
  readonly language: string | null;
  readonly currency: Currency;
}

/** Numbers in major units. */
export interface NumbersAnswer {
  readonly low_price: number | null;
  readonly mid_price: number | null;
  readonly high_price: number | null;
  readonly market_price: number | null;
  readonly direct_low_price: number | null;
}

/** Returns what records an order. */
export const recordedAnswer = ({ outcome, event_id, type, stream, position }: RecordedCommand): RecordedAnswer => ({
  outcome,
  event_id,
  type,
  stream,
  position,
});

/** Returns a key. */
export const priceKeyAnswer = (key: PriceKey): PriceKeyAnswer => ({
  card_id: key.card_id,
  source: key.source,
  kind: key.kind,
  printing: key.printing.name,
  condition: key.condition,
  grade: key.grade === null ? null : gradeText(key.grade),
  language: key.language,
  currency: key.currency,
});

/** Returns numbers in major units. */
export const numbersAnswer = (numbers: PriceNumbers, currency: Currency): NumbersAnswer => {
  const major = (minor: number | null): number | null => toMajorUnitsOrNull(minor, currency);
  return {
    low_price: major(numbers.low),
    mid_price: major(numbers.mid),
    high_price: major(numbers.high),
    market_price: major(numbers.market),
    direct_low_price: major(numbers.direct_low),
  };
};
