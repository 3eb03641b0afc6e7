/** Goal: only what somebody asks for one copy is an offer; what cannot be read costs its own listing, and is named. */
import { expect } from 'chai';
import fc from 'fast-check';
import { isLedgerError } from '../../../src/base/errors.js';
import { readSearchPage } from '../../../src/sources/ebay/offers.js';
import { reduceSearch } from '../../../src/sources/ebay/reduce.js';
import { checkProperty } from '../../support/check-property.js';
import { listing, searchPage } from './answers.js';

const read = (rows: readonly unknown[], total = rows.length, isFirst = true) =>
  readSearchPage('/s', reduceSearch('/s', searchPage(rows, total)), 'USD', isFirst);

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isLedgerError(error)) return error.code;
    throw error;
  }
  return 'none';
};

describe('offers of a search at eBay', () => {
  it('reads price, cheapest shipping and whether the copy is graded', () => {
    const options = [
      { shippingCostType: 'FIXED', shippingCost: { value: '4.99', currency: 'USD' } },
      { shippingCostType: 'CALCULATED' },
      { shippingCostType: 'FIXED', shippingCost: { value: '0.78', currency: 'USD' } },
      { shippingCostType: 'FIXED', shippingCost: { value: '0.10', currency: 'USD', convertedFromCurrency: 'GBP' } },
    ];
    const page = read([
      listing(1, 'Charizard 4/102', '12.5', { shippingOptions: options }),
      listing(2, 'Charizard 4/102 PSA 9', '900.00', {
        conditionId: '2750',
        shippingOptions: [{ shippingCostType: 'CALCULATED' }],
      }),
      listing(3, 'Charizard 4/102', '7', { conditionId: '1000', shippingOptions: undefined }),
    ]);
    expect(page.offers).to.deep.equal([
      { itemId: 'v1|1|0', title: 'Charizard 4/102', price: 1250, shipping: 78, graded: false },
      { itemId: 'v1|2|0', title: 'Charizard 4/102 PSA 9', price: 90_000, shipping: null, graded: true },
      { itemId: 'v1|3|0', title: 'Charizard 4/102', price: 700, shipping: null, graded: null },
    ]);
    expect(page.omissions).to.deep.equal([]);
  });

  it('takes no bid, no listing of several variations, and no amount that was converted or is in another currency', () => {
    const page = read([
      listing(1, 'auction', '1.00', {
        buyingOptions: ['AUCTION'],
        currentBidPrice: { value: '1.00', currency: 'USD' },
      }),
      listing(2, 'choose your card', '1.00', { itemGroupType: 'SELLER_DEFINED_VARIATIONS' }),
      listing(3, 'converted', '1.00', {
        price: { value: '1.00', currency: 'USD', convertedFromValue: '0.80', convertedFromCurrency: 'GBP' },
      }),
      listing(4, 'pounds', '1.00', { price: { value: '1.00', currency: 'GBP' } }),
      listing(5, 'both', '9.00', {
        buyingOptions: ['FIXED_PRICE', 'AUCTION'],
        currentBidPrice: { value: '1.00', currency: 'USD' },
      }),
    ]);
    expect(page.offers.map(({ title, price }) => [title, price])).to.deep.equal([['both', 900]]);
    expect(page.ids).to.have.length(5);
    expect(page.omissions).to.deep.equal([]);
  });

  it('reads a search without listings, which has no list', () => {
    expect(read([])).to.deep.include({ total: 0, rows: 0, readable: true, offers: [] });
  });

  it('refuses a first page whose listings are missing, and what is no page', () => {
    expect(codeOf(() => read([], 12))).to.equal('SOURCE_PAYLOAD_INVALID');
    expect(codeOf(() => read([], 12, false))).to.equal('none');
    for (const text of ['', '<html>', '[]', '{}', '{"total":-1}', '{"total":1,"itemSummaries":{}}']) {
      expect(
        codeOf(() => readSearchPage('/s', reduceSearch('/s', text), 'USD', true)),
        text,
      ).to.equal('SOURCE_PAYLOAD_INVALID');
    }
  });

  it('names the place of what it cannot read', () => {
    const page = read([
      listing(1, 'a', '1.00', { price: { value: 1, currency: 'USD' } }),
      listing(2, 'b', '1.005'),
      listing(3, 'c', '1.00', { buyingOptions: undefined }),
      listing(4, 'd', '1.00', {
        shippingOptions: [{ shippingCost: { value: 2, currency: 'USD' } }],
        conditionId: 4000,
      }),
      7,
    ]);
    expect(page.omissions.map(({ kind, place }) => `${kind} ${place}`)).to.deep.equal([
      'row itemSummaries.0.price.value',
      'row itemSummaries.1.price.value',
      'row itemSummaries.2.buyingOptions',
      'field itemSummaries.3.shippingOptions.0.shippingCost.value',
      'field itemSummaries.3.conditionId',
      'row itemSummaries.4',
    ]);
    expect(page.offers.map(({ title }) => title)).to.deep.equal(['d']);
    expect(page.readable).to.equal(false);
  });

  it('a field of any type, missing or added costs its own listing at most, and is named', async () => {
    const good = listing(1, 'good', '5.00');
    const anything = fc.oneof(fc.constant(undefined), fc.anything({ maxDepth: 2, withNullPrototype: false }));
    const fields = ['itemId', 'title', 'price', 'conditionId', 'buyingOptions', 'shippingOptions', 'itemGroupType'];
    await checkProperty(
      fc.asyncProperty(fc.constantFrom(...fields), anything, fc.jsonValue(), (field, value, added) => {
        const odd = { ...listing(2, 'odd', '6.00'), [field]: value, somethingNew: added };
        const page = read([odd, good]);
        expect(page.offers.some(({ title }) => title === 'good')).to.equal(true);
        const isMeant = typeof value === 'string' || Array.isArray(value) || value === undefined;
        return Promise.resolve(page.offers.length === 2 || page.omissions.length > 0 || isMeant);
      }),
      300,
    );
  });
});
