/** Goal: two prices are the same only if all five numbers are. */
import { expect } from 'chai';
import {
  hasPriceNumber,
  noPriceNumbers,
  pickPriceNumbers,
  priceNumbers,
  samePriceNumbers,
  withoutZeros,
} from '../../../src/domain/prices/price-numbers.js';
import { numbers, observation } from '../../support/events.js';

describe('price numbers', () => {
  it('are the same when all five are', () => {
    expect(samePriceNumbers(numbers(1), numbers(1))).to.equal(true);
    for (const name of priceNumbers) {
      expect(samePriceNumbers(numbers(1), { ...numbers(1), [name]: 7 }), name).to.equal(false);
      expect(samePriceNumbers({ ...numbers(1), [name]: null }, { ...numbers(1), [name]: 0 }), name).to.equal(false);
    }
  });

  it('are picked from the data of an event, all five and nothing else', () => {
    const picked = pickPriceNumbers(observation());
    expect(Object.keys(picked)).to.have.members([...priceNumbers]);
    expect(samePriceNumbers(picked, observation())).to.equal(true);
  });

  it('are none where they are 0', () => {
    for (const name of priceNumbers) {
      expect(withoutZeros({ ...numbers(1), [name]: 0 }), name).to.deep.equal({ ...numbers(1), [name]: null });
    }
    const whole = numbers(1);
    expect(withoutZeros(whole)).to.equal(whole);
    expect(withoutZeros({ low: 0, mid: 0, high: 0, market: 0, direct_low: 0 })).to.deep.equal(noPriceNumbers);
  });

  it('are an offer if there is any', () => {
    expect(hasPriceNumber(noPriceNumbers)).to.equal(false);
    for (const name of priceNumbers) expect(hasPriceNumber({ ...noPriceNumbers, [name]: 1 }), name).to.equal(true);
  });
});
