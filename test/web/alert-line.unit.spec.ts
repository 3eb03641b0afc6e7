/** Goal: the line of an alert goes through the address and in steps that suit its price. Method: both ways, for cheap and dear cards. */
import { expect } from 'chai';
import fc from 'fast-check';
import { alertOf, alertStep, alertText, conditionOf, proposed, roundTo } from '../../src/web/chart/alert-line.js';
import type { LineItem } from '../../src/web/chart/chart-data.js';

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

  describe('that is proposed', () => {
    const items = (...prices: readonly (number | null)[]): LineItem[] =>
      prices.map((price, day) => ({ day, price: price ?? 0, hidden: price === null }));
    const whole = { from: 0, to: 99 };

    it('is a tenth below a price that only rose, to the cent', () => {
      expect(proposed(items(10, 11, 12.15), whole, 2)).to.deep.equal({ side: 'below', price: 10.94 });
      expect(proposed(items(0.01), whole, 2)?.price).to.equal(0.01);
      expect(proposed(items(null), whole, 2)).to.equal(null);
      expect(proposed([], whole, 2)).to.equal(null);
    });

    it('was crossed by a fall of the days shown, the nearest to a tenth below', () => {
      // A tenth below 12 is 10.80: the fall from 11 to 10.50 went through it, in steps of five cents.
      expect(proposed(items(11, 10.5, 12), whole, 2)?.price).to.equal(10.8);
      // The nearest is the end of the fall: it fired when the price came to it.
      expect(proposed(items(14, 12.5, 12), whole, 2)?.price).to.equal(12);
      // From 9 on it would have stayed below; the fall from 10 began above.
      expect(proposed(items(10, 8, 20), whole, 2)?.price).to.equal(9.98);
      // A fall of a single cent.
      expect(proposed(items(0.02, 0.01), whole, 2)?.price).to.equal(0.01);
      expect(proposed(items(1_300, 1_100, 1_200), whole, 0)?.price).to.equal(1_100);
    });

    it('is of the days shown only; the price that stood before them counts', () => {
      const fell = items(11, 10.5, 12, 12);
      expect(proposed(fell, { from: 1, to: 3 }, 2)?.price, 'fell on the first day shown').to.equal(10.8);
      expect(proposed(fell, { from: 2, to: 3 }, 2)?.price, 'fell before').to.equal(10.8);
      const fellDeep = items(7, 6, 12, 12);
      expect(proposed(fellDeep, { from: 2, to: 3 }, 2)?.price).to.equal(10.8);
      expect(proposed(fellDeep, { from: 0, to: 3 }, 2)?.price).to.equal(6.98);
    });

    it('counts a fall over days without a line', () => {
      expect(proposed(items(11, null, null, 10.5, 12), whole, 2)?.price).to.equal(10.8);
    });

    it('would have fired: each proposal is crossed by the prices themselves', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2, maxLength: 12 }), (cents) => {
          const prices = cents.map((cent) => cent / 100);
          const line = proposed(items(...prices), whole, 2)?.price ?? 0;
          const falls = prices.some((price, at) => at > 0 && price < (prices[at - 1] ?? 0));
          const crossed = prices.some((price, at) => at > 0 && (prices[at - 1] ?? 0) > line && price <= line);
          expect(crossed || !falls, `${prices.join()} at ${line}`).to.equal(true);
        }),
      );
    });
  });

  it('is rounded to the decimals of its currency', () => {
    expect(roundTo(0.1 + 0.2, 2)).to.equal(0.3);
  });
});
