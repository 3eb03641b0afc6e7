/** Goal: what is far from the other numbers of its kind is found, whatever that number is, and what spreads widely is not. */
import { expect } from 'chai';
import { isWithin, medianOf, spreadOf } from '../../../src/domain/prices/spread.js';

const bounds = { min: 2, max: 5 } as const;

describe('the spread of numbers', () => {
  it('has the lower of two middle numbers as the median', () => {
    expect([medianOf([1, 2, 3]), medianOf([1, 2, 3, 4]), medianOf([7])]).to.deep.equal([2, 2, 7]);
  });

  it('is three standard deviations of the logarithms, within the bounds', () => {
    // The absolute deviations of the logarithms are 0, ln 1.2 twice and ln 1.44 twice: e^(3 × 1.4826 × ln 1.2).
    const { median, factor } = spreadOf([100 / 1.44, 100 / 1.2, 100, 120, 144], bounds);
    expect(median).to.equal(100);
    expect(factor).to.be.closeTo(1.2 ** (3 * 1.4826), 1e-9);
    expect(spreadOf([99, 100, 101], bounds).factor).to.equal(2);
    expect(spreadOf([1, 10, 100, 1_000, 10_000], bounds).factor).to.equal(5);
  });

  it('is not moved by a number that is parked anywhere', () => {
    const ordinary = [90, 95, 100, 105, 110];
    expect(spreadOf([...ordinary, 99_999], bounds)).to.deep.equal(spreadOf([...ordinary, 111], bounds));
  });

  it('reaches as far down as up', () => {
    const spread = { median: 100, factor: 4 };
    expect([24.9, 25, 400, 400.1].map((number) => isWithin(number, spread))).to.deep.equal([false, true, true, false]);
  });
});
