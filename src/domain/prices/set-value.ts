/** The value of a set over time: the sum of its single cards, each at its one price (docs/sets.md). */
import { limits } from '../../base/limits.js';
import { comparedCurrency } from './preference.js';
import { type OnePrice, type PriceSeries, walkOnePrice } from './one-price-over-time.js';

/** A card and when it was a single card of the set. */
export interface MemberCard {
  readonly cardId: string;
  /** In order of time. */
  readonly spans: readonly { readonly fromMs: number; readonly isMember: boolean }[];
  readonly series: readonly PriceSeries[];
}

/** A snapshot of the set. */
export interface SetCheck {
  readonly source: string;
  /** Its stamp, in milliseconds since 1970. */
  readonly atMs: number;
  /** Keys of the prices that it held back. */
  readonly withheld: readonly string[];
}

/** An instant at which the value is computed. */
export interface ValueInstant {
  readonly atMs: number;
  /** The newest snapshot of any set and source by then, in milliseconds since 1970; `null` if there is none. */
  readonly newestMs: number | null;
}

/** The value of a set at an instant; amounts in minor units of the compared currency. */
export interface SetValueAt {
  /** `null` if no card has a price. */
  readonly amount: number | null;
  readonly cards: number;
  readonly priced: number;
  readonly carried: number;
  readonly otherCurrency: number;
  /** In order of their names. */
  readonly sources: readonly string[];
}

const confirmedMs = limits.priceConfirmedMs + limits.windowSlackMs;

/** Creates the walk over the snapshots of a set: which prices they confirmed recently enough, at growing instants. */
const walkChecks = (checks: readonly SetCheck[]): ((instant: ValueInstant) => (series: PriceSeries) => boolean) => {
  let [begin, end] = [0, 0];
  return ({ atMs, newestMs }) => {
    while (end < checks.length && (checks[end] as SetCheck).atMs <= atMs) end += 1;
    if (newestMs === null) return () => false;
    while (begin < end && (checks[begin] as SetCheck).atMs < newestMs - confirmedMs) begin += 1;
    const recent = checks.slice(begin, end);
    const whole = new Set(recent.flatMap(({ source, withheld }) => (withheld.length === 0 ? [source] : [])));
    return ({ source, priceKey }) =>
      whole.has(source) || recent.some((check) => check.source === source && !check.withheld.includes(priceKey));
  };
};

/** What a card counts, in minor units of the compared currency. */
export type CountedPrice =
  | { readonly as: 'priced' | 'carried'; readonly amount: number; readonly source: string }
  | { readonly as: 'unpriced' | 'other_currency' };

/** Returns what a card counts with its one price. */
const countedPrice = (price: OnePrice | null): CountedPrice => {
  if (price === null || price.withdrawn || price.lastMarket === null) return { as: 'unpriced' };
  if (price.currency !== comparedCurrency) return { as: 'other_currency' };
  return { as: price.market === null ? 'carried' : 'priced', amount: price.lastMarket, source: price.source };
};

/**
 * Creates the walk over the cards of a set. Each call yields what the cards count that are in the set at an instant, by their
 * ids; instants grow from call to call, and every walk is read to its end.
 */
const walkCards = (
  cards: readonly MemberCard[],
  checks: readonly SetCheck[],
): ((instant: ValueInstant) => Generator<readonly [cardId: string, counted: CountedPrice]>) => {
  const confirmedAt = walkChecks(checks);
  const walks = cards.map(({ cardId, spans, series }) => ({ cardId, spans, passed: 0, priceAt: walkOnePrice(series) }));
  return function* (instant) {
    const isConfirmed = confirmedAt(instant);
    for (const walk of walks) {
      while ((walk.spans[walk.passed]?.fromMs ?? Infinity) <= instant.atMs) walk.passed += 1;
      if (walk.spans[walk.passed - 1]?.isMember !== true) continue;
      yield [walk.cardId, countedPrice(walk.priceAt(instant.atMs, isConfirmed))];
    }
  };
};

/** Returns what each card of the set counts at an instant. */
export const countedPrices = (
  cards: readonly MemberCard[],
  checks: readonly SetCheck[],
  instant: ValueInstant,
): ReadonlyMap<string, CountedPrice> => new Map(walkCards(cards, checks)(instant));

/** Returns the value at each of the instants, which are in order of time, as the checks are. */
export const setValues = (
  cards: readonly MemberCard[],
  checks: readonly SetCheck[],
  instants: readonly ValueInstant[],
): SetValueAt[] => {
  const cardsAt = walkCards(cards, checks);
  return instants.map((instant) => {
    const sum = { amount: 0, cards: 0, priced: 0, carried: 0, otherCurrency: 0 };
    const sources = new Set<string>();
    for (const [, counted] of cardsAt(instant)) {
      sum.cards += 1;
      if (counted.as === 'other_currency') sum.otherCurrency += 1;
      if (!('amount' in counted)) continue;
      sum.amount += counted.amount;
      sum.priced += 1;
      if (counted.as === 'carried') sum.carried += 1;
      sources.add(counted.source);
    }
    return { ...sum, amount: sum.priced === 0 ? null : sum.amount, sources: [...sources].sort() };
  });
};
