/** What a complete set costs: the cheapest product of each of its numbers (docs/sets.md). */

/** A single card of the set, and its one price in minor units; `null` if it has none in the compared currency. */
export interface NumberedCard {
  readonly number: string | null;
  readonly price: number | null;
}

export interface CompleteSetCost {
  /** Minor units, of all numbers with a price; `null` if none has one. */
  readonly amount: number | null;
  /** The part of the numbers beyond the printed total. */
  readonly secretAmount: number | null;
  readonly numbers: number;
  readonly secretNumbers: number;
  /** Numbers of which no product has a price, as printed, in order. */
  readonly unpriced: readonly string[];
  /** Cards without a number. */
  readonly unnumbered: number;
}

interface SetNumber {
  readonly printed: string;
  /** Beyond the printed total: 201/198. */
  readonly isSecret: boolean;
  cheapest: number | null;
}

const unpadded = (text: string): string => text.replace(/(?<!\d)0+(?=\d)/g, '');

/**
 * Returns what makes a number the same as another: 004/102 is 4/102, tg01/tg30 is TG1/TG30. 1/30 and 1/102 are two numbers:
 * some sets of the source consist of several with numbers of their own.
 */
const identityOf = (number: string): string => unpadded(number.toUpperCase().replace(/[^\p{L}\p{N}/!?]+/gu, ''));

const isSecret = (identity: string): boolean => {
  const [, number, total] = /^(\d+)\/(\d+)$/.exec(identity) ?? [];
  return number !== undefined && total !== undefined && Number(number) > Number(total);
};

const sumOf = (numbers: readonly SetNumber[]): number | null => {
  const priced = numbers.flatMap(({ cheapest }) => cheapest ?? []);
  return priced.length === 0 ? null : priced.reduce((sum, price) => sum + price, 0);
};

const inOrder = new Intl.Collator('en', { numeric: true });

/** Returns what one product of each number costs. */
export const completeSet = (cards: readonly NumberedCard[]): CompleteSetCost => {
  const numbers = new Map<string, SetNumber>();
  let unnumbered = 0;
  for (const { number, price } of cards) {
    const identity = number === null ? '' : identityOf(number);
    if (number === null || identity === '') {
      unnumbered += 1;
      continue;
    }
    const one = numbers.get(identity) ?? { printed: number.trim(), isSecret: isSecret(identity), cheapest: null };
    numbers.set(identity, one);
    if (price !== null) one.cheapest = Math.min(one.cheapest ?? price, price);
  }
  const all = [...numbers.values()];
  const secret = all.filter((each) => each.isSecret);
  return {
    amount: sumOf(all),
    secretAmount: sumOf(secret),
    numbers: all.length,
    secretNumbers: secret.length,
    unpriced: all
      .filter(({ cheapest }) => cheapest === null)
      .map(({ printed }) => printed)
      .sort(inOrder.compare),
    unnumbered,
  };
};
