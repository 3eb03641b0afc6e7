/** Goal: numbers of a set are counted as collectors do, and each by its cheapest product. */
import { expect } from 'chai';
import { completeSet } from '../../src/domain/cards/complete-set.js';

const cost = (...cards: readonly (readonly [number: string | null, price: number | null])[]) =>
  completeSet(cards.map(([number, price]) => ({ number, price })));

describe('a complete set', () => {
  it('has each number once, however it is written, at its cheapest product', () => {
    expect(cost(['004/102', 500], ['4/102', 300], [' 4 / 102 ', null], ['5/102', 20])).to.include({
      amount: 320,
      numbers: 2,
      secretAmount: null,
    });
    expect(cost(['OP08-001', 5], ['op08-001', 9], ['TG01/TG30', 1], ['TG1/TG30', 2], ['!', 3], ['?', 4])).to.include({
      amount: 13,
      numbers: 4,
    });
    // Two decks in one set of the source, with totals of their own.
    expect(cost(['1/30', 1], ['1/102', 2]).numbers).to.equal(2);
  });

  it('says which numbers have no price, in order, and how many cards have no number', () => {
    const { amount, unpriced, unnumbered } = cost(
      ['10/102', null],
      ['9/102', null],
      ['9/102', null],
      [null, 5],
      ['1/102', 7],
    );
    expect([amount, unpriced, unnumbered]).to.deep.equal([7, ['9/102', '10/102'], 1]);
    expect(cost(['1/2', null]).amount).to.equal(null);
    expect(cost()).to.deep.include({ amount: null, numbers: 0, unpriced: [] });
  });

  it('tells apart what lies beyond the printed total', () => {
    expect(cost(['197/198', 10], ['201/198', 900], ['202/198', null], ['TG31/TG30', 5], ['SWSH001', 2])).to.include({
      amount: 917,
      secretNumbers: 2,
      secretAmount: 900,
      numbers: 5,
    });
  });
});
