/** Goal: the line of an alert goes through the address and in steps that suit its price. Method: both ways, for cheap and dear cards. */
import { expect } from 'chai';
import { alertOf, alertStep, alertText, conditionOf, proposed, roundTo } from '../../src/web/chart/alert-line.js';

describe('the line of an alert', () => {
  it('is found again from an address, and nothing else is', () => {
    const line = { side: 'above', price: 12.5 } as const;
    expect(alertOf(alertText(line))).to.deep.equal(line);
    for (const text of [null, '', 'below:', 'below:0', 'below:-1', 'beside:5', 'below:1e3'])
      expect(alertOf(text), String(text)).to.equal(null);
  });

  it('is a threshold of a rule', () => {
    expect(conditionOf({ side: 'below', price: 9 })).to.deep.equal({ type: 'threshold', comparison: '<=', amount: 9 });
    expect(conditionOf({ side: 'above', price: 9 }).comparison).to.equal('>=');
  });

  it('moves by 1, 2 or 5 of a unit, never below the least amount of the currency', () => {
    expect([0.34, 4, 12, 50, 420, 10_000].map((price) => alertStep(price, 2))).to.deep.equal([
      0.01, 0.02, 0.05, 0.2, 2, 50,
    ]);
    expect(alertStep(120, 0)).to.equal(1);
  });

  it('begins a tenth below the price, to the cent', () => {
    expect(proposed(12.15, 2)).to.deep.equal({ side: 'below', price: 10.94 });
    expect(proposed(0.01, 2).price).to.equal(0.01);
    expect(roundTo(0.1 + 0.2, 2)).to.equal(0.3);
  });
});
