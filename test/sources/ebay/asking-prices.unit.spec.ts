/** Goal: a card's asking prices are those of its ordinary offers, whatever one seller parks beside them. */
import { expect } from 'chai';
import fc from 'fast-check';
import { askingPrices, type KnownOffer, withoutOutliers } from '../../../src/sources/ebay/asking-prices.js';
import { checkProperty } from '../../support/check-property.js';

const offer = (price: number, more: Partial<KnownOffer> = {}): KnownOffer => ({
  printing: 'reverse-holofoil',
  condition: null,
  grade: null,
  language: 'en',
  price,
  shipping: null,
  ...more,
});
const kept = (...prices: number[]): number[] =>
  withoutOutliers(prices.map((price) => ({ price }))).map(({ price }) => price);
const rowsOf = (...offers: KnownOffer[]) => askingPrices('pokemon-1', 'USD', offers);

describe('asking prices of a card', () => {
  it('cuts what is parked far above and below, where there are offers enough to say so', () => {
    expect(kept(1_000, 1_100, 950, 99_999)).to.deep.equal([950, 1_000, 1_100]);
    expect(kept(1_000, 1_100, 950, 20)).to.deep.equal([950, 1_000, 1_100]);
    expect(kept(1_000, 1_100, 99_999)).to.deep.equal([1_000, 1_100, 99_999]);
    expect(kept(1_000, 1_000, 1_000, 1_000, 2_000, 2_001)).to.deep.equal([1_000, 1_000, 1_000, 1_000, 2_000]);
    expect(kept(1_000, 1_400, 2_000, 2_800, 4_000)).to.deep.equal([1_000, 1_400, 2_000, 2_800, 4_000]);
  });

  it('states low, median and high, the number of offers, and the cheapest shipping of the lowest', () => {
    const [row, ...others] = rowsOf(
      offer(1_250, { shipping: 499 }),
      offer(1_250, { shipping: 78 }),
      offer(1_300, { shipping: 0 }),
      offer(2_000),
    );
    expect(others).to.have.length(0);
    expect(row).to.deep.include({
      outcome: 'price',
      cardId: 'pokemon-1',
      amounts: { low: '12.50', mid: '12.50', high: '20.00', market: null, direct_low: null },
      sampleSize: 4,
      shipping: '0.78',
    });
    expect(row)
      .to.have.nested.property('key.printing')
      .that.deep.equals({ name: 'Reverse Holofoil', slug: 'reverse-holofoil' });
  });

  it('leaves the shipping out where the lowest offers state none', () => {
    expect(rowsOf(offer(100), offer(200, { shipping: 5 }))[0]).not.to.have.property('shipping');
  });

  it('keeps conditions, grades, printings and languages apart', () => {
    const psa = (grade: string) => ({ grader: 'PSA', grade, qualifier: null });
    const rows = rowsOf(
      offer(100),
      offer(200, { condition: 'NM' }),
      offer(300, { grade: psa('9') }),
      offer(400, { grade: psa('10') }),
      offer(500, { printing: 'normal' }),
      offer(600, { language: 'ja' }),
    );
    expect(rows).to.have.length(6);
    for (const row of rows) expect(row).to.have.property('sampleSize', 1);
  });

  it('the same offers are the same prices in any order, in order, and within what was asked', async () => {
    const prices = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 30 });
    await checkProperty(
      fc.asyncProperty(prices, (amounts) => {
        const rows = rowsOf(...amounts.map((price) => offer(price)));
        expect(rowsOf(...amounts.toReversed().map((price) => offer(price)))).to.deep.equal(rows);
        const [row] = rows;
        if (row?.outcome !== 'price') return Promise.resolve(false);
        const [low, mid, high] = [row.amounts.low, row.amounts.mid, row.amounts.high].map((text) =>
          Math.round(Number(text) * 100),
        );
        const isWithin = [low, mid, high].every((amount) => amounts.includes(amount as number));
        return Promise.resolve(isWithin && (low as number) <= (mid as number) && (mid as number) <= (high as number));
      }),
      300,
    );
  });
});
