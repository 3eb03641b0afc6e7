/** Goal: nothing of a seller, a place or a certified copy is kept of an answer, whatever stands where. */
import { expect } from 'chai';
import fc from 'fast-check';
import { reduceItem, reduceSearch } from '../../../src/sources/ebay/reduce.js';
import { checkProperty } from '../../support/check-property.js';
import { item, listing, searchPage } from './answers.js';

const secrets = ['card.shop.77', '99.1', '902', 'Springfield', 'ebayimg', 'https:'];

describe('what is kept of eBay answers', () => {
  it('keeps the used fields of a search, and nothing else', () => {
    const reduced = reduceSearch('/s', searchPage([listing(1, 'Charizard', '5.00')]));
    for (const secret of secrets) expect(reduced).not.to.contain(secret);
    expect(JSON.parse(reduced)).to.deep.equal({
      total: 1,
      limit: 200,
      offset: 0,
      itemSummaries: [
        {
          itemId: 'v1|1|0',
          title: 'Charizard',
          price: { value: '5.00', currency: 'USD' },
          conditionId: '4000',
          buyingOptions: ['FIXED_PRICE', 'BEST_OFFER'],
          shippingOptions: [{ shippingCostType: 'FIXED', shippingCost: { value: '1.25', currency: 'USD' } }],
        },
      ],
    });
  });

  it('keeps the descriptors of an item but its certificate', () => {
    const reduced = reduceItem(
      '/i',
      item(1, '2750', [
        ['Professional Grader', 'PSA'],
        ['Certification Number', '81234567'],
      ]),
    );
    for (const secret of [...secrets, '81234567', 'Certification']) expect(reduced).not.to.contain(secret);
    expect(reduced).to.contain('PSA');
  });

  it('keeps no seller that stands in place of a field', async () => {
    const hidden = fc.constantFrom<unknown>(
      { username: 'card.shop.77' },
      [{ username: 'card.shop.77' }],
      { value: { username: 'card.shop.77' }, currency: ['card.shop.77'] },
      [[{ shippingCost: { value: { username: 'card.shop.77' } } }]],
      { shippingCost: 'card.shop.77' },
    );
    const fields = [
      'itemId',
      'title',
      'price',
      'conditionId',
      'buyingOptions',
      'shippingOptions',
      'itemGroupType',
      'seller',
    ];
    await checkProperty(
      fc.asyncProperty(fc.constantFrom(...fields), hidden, (field, value) => {
        const text = searchPage([{ ...listing(1, 'x', '5.00'), [field]: value }]);
        return Promise.resolve(!reduceSearch('/s', text).includes('card.shop'));
      }),
      200,
    );
  });
});
