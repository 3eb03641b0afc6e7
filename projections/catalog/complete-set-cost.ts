/** What a complete set costs now (docs/sets.md). */
import { completeSet } from '../../src/domain/cards/complete-set.js';
import { toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { CountedPrice } from '../../src/domain/prices/set-value.js';
import type { Database } from '../../src/postgres/database.js';

/** The cost of the cheapest product of each number of a set. */
export interface CompleteSet {
  /** Of the numbers with a price; `null` if none has one. */
  readonly amount: number | null;
  readonly currency: 'USD';
  /**
   * Numbers of the set, as its cards have them.
   * @isInt
   */
  readonly numbers: number;
  /**
   * Numbers in the amount.
   * @isInt
   */
  readonly priced_numbers: number;
  /** The other numbers, as printed. */
  readonly numbers_without_price: readonly string[];
  /**
   * Numbers beyond the printed total, such as 201/198.
   * @isInt
   */
  readonly secret_numbers: number;
  /** The part of the amount that they cost. */
  readonly secret_amount: number | null;
  /**
   * Single cards without a number: in no complete set.
   * @isInt
   */
  readonly unnumbered_cards: number;
}

/** Returns what a set costs of which the cards count this, by card id; amounts in major units. */
export const completeSetCost = async (
  database: Database,
  counted: ReadonlyMap<string, CountedPrice>,
): Promise<CompleteSet> => {
  const cards = await database.query<{ card_id: string; number: string | null }>(
    'select card_id, number from catalog.cards where card_id = any($1) order by card_id',
    [[...counted.keys()]],
  );
  const cost = completeSet(
    cards.map(({ card_id, number }) => {
      const price = counted.get(card_id);
      return { number, price: price !== undefined && 'amount' in price ? price.amount : null };
    }),
  );
  return {
    amount: toMajorUnitsOrNull(cost.amount, comparedCurrency),
    currency: comparedCurrency,
    numbers: cost.numbers,
    priced_numbers: cost.numbers - cost.unpriced.length,
    numbers_without_price: cost.unpriced,
    secret_numbers: cost.secretNumbers,
    secret_amount: toMajorUnitsOrNull(cost.secretAmount, comparedCurrency),
    unnumbered_cards: cost.unnumbered,
  };
};
