import { expect } from 'chai';
import { csvPath, filtersOf, withFilters } from '../../src/web/filters.js';
import { exclusionReasons } from '../../projections/trending/exclusions.js';
import { leftOut, sumOf } from '../../src/web/pages/rankings/left-out.js';

describe('filters in the address', () => {
  const address = new URLSearchParams('period=30d&min_price=&limit=%2050&other=1&offset=40');

  it('are those of the page that are not empty', () => {
    expect(filtersOf(address, ['period', 'min_price', 'limit', 'as_of'])).to.deep.equal({ period: '30d', limit: '50' });
  });

  it('change without touching the others, and the list begins anew', () => {
    expect(withFilters(address, { period: '', as_of: '2026-11-28' }).toString()).to.equal(
      'min_price=&limit=+50&other=1&as_of=2026-11-28',
    );
    expect(address.get('offset')).to.equal('40');
  });

  it('make the address of the same rows as CSV', () => {
    expect(csvPath('/prices/trending', { period: '30d', source: undefined })).to.equal(
      '/v1/prices/trending?period=30d&format=csv',
    );
  });
});

describe('what a ranking left out', () => {
  it('is said in words for every reason of the API', () => {
    const all = leftOut(Object.fromEntries(exclusionReasons.map((reason) => [reason, 1])));
    expect(all.map(({ reason }) => reason)).to.have.members([...exclusionReasons]);
    for (const { reason, text } of all) expect(text).not.to.equal(reason.replaceAll('_', ' '));
  });

  it('has the most frequent reason first, and one of a newer server by its name', () => {
    const excluded = { thin: 3, below_floor: 20, not_yet_known: 5 };
    expect(leftOut(excluded).map(({ text }) => text)).to.deep.equal([
      'below the least price at the start',
      'not yet known',
      'too few different prices in the 30 days before the end: sold too seldom to be ranked',
    ]);
    expect(sumOf(excluded)).to.equal(28);
  });
});
