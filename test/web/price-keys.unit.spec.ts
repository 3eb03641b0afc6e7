/** Goal: a price key has one name in an address, and the API's parameters. Method: raw, graded and asking keys of a card. */
import { expect } from 'chai';
import { keyId, keyName, keyOf, keyQuery, type PriceKey } from '../../src/web/chart/price-keys.js';

const raw: PriceKey = {
  source: 'tcgcsv',
  kind: 'market',
  printing: 'Reverse Holofoil',
  condition: null,
  grade: null,
  language: null,
  currency: 'USD',
};
const graded: PriceKey = { ...raw, condition: 'NM', grade: { grader: 'PSA', grade: '10', qualifier: null } };
const asking: PriceKey = { ...raw, kind: 'asking' };

describe('the names of price keys', () => {
  it('tell the keys of a card apart', () => {
    const keys = [raw, graded, asking];
    expect(keys.map((key) => keyOf(keys, keyId(key)))).to.deep.equal(keys);
    expect(keyOf(keys, 'gone')).to.equal(raw);
    expect(keyOf<PriceKey>([], null)).to.equal(undefined);
  });

  it('are those of people', () => {
    expect([raw, graded, asking].map(keyName)).to.deep.equal([
      'Reverse Holofoil',
      'Reverse Holofoil, NM, PSA 10',
      'Reverse Holofoil, asking',
    ]);
  });

  it('are those of the API', () => {
    expect(keyQuery(graded)).to.deep.equal({
      ...{ source: 'tcgcsv', printing: 'Reverse Holofoil', kind: 'market' },
      ...{ grade: 'PSA 10', condition: 'NM' },
    });
    expect(keyQuery(raw)).to.include({ grade: 'none' }).and.not.to.have.property('condition');
  });
});
