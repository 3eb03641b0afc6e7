/** Goal: a grade or a condition is read from labels and from numbers alike, and what is not understood says nothing false. */
import { expect } from 'chai';
import { readItem } from '../../../src/sources/ebay/item-details.js';
import { readAnswer } from '../../../src/sources/ebay/wire-format.js';
import { item } from './answers.js';

const detailsOf = (conditionId: string, ...descriptors: (readonly [string, string])[]) => {
  const { grade, condition } = readItem('/i', item(1, conditionId, descriptors));
  return { grade, condition };
};
const verdict = (grader: string, grade: string) => ({ grade: { grader, grade, qualifier: null }, condition: null });
const ungraded = (condition: string | null) => ({ grade: null, condition });

describe('details of an item at eBay', () => {
  it('reads grades by label and by number', () => {
    expect(detailsOf('2750', ['Professional Grader', 'PSA'], ['Grade', '10'])).to.deep.equal(verdict('PSA', '10'));
    expect(
      detailsOf('2750', ['Professional Grader', 'Professional Sports Authenticator (PSA)'], ['Grade', '9']),
    ).to.deep.equal(verdict('PSA', '9'));
    expect(detailsOf('2750', ['27501', '275013'], ['27502', '275021'])).to.deep.equal(verdict('BGS', '9.5'));
    expect(detailsOf('2750', ['27501', '275015'], ['27502', '2750218'])).to.deep.equal(verdict('CGC', '1'));
    expect(detailsOf('2750', ['27501', '275010'], ['27502', '2750219'])).to.deep.equal(verdict('PSA', 'Authentic'));
  });

  it('a graded copy whose verdict it cannot read is never ungraded', () => {
    const unreadable = { grade: 'unreadable', condition: null };
    expect(detailsOf('2750')).to.deep.equal(unreadable);
    expect(detailsOf('2750', ['Professional Grader', 'PSA'], ['Grade', '9.5'])).to.deep.equal(unreadable);
    expect(detailsOf('2750', ['Grade', 'Gem'])).to.deep.equal(unreadable);
    expect(detailsOf('4000', ['Grade', '9'])).to.deep.equal(unreadable);
    expect(readItem('/i', '{"conditionId":"2750","conditionDescriptors":{"name":"x"}}')).to.deep.include(unreadable);
  });

  it('reads conditions by label and by number', () => {
    expect(detailsOf('4000', ['Card Condition', 'Near Mint or Better'])).to.deep.equal(ungraded('NM'));
    expect(detailsOf('4000', ['40001', '400015'])).to.deep.equal(ungraded('LP'));
    expect(detailsOf('4000', ['40001', '400016'])).to.deep.equal(ungraded('MP'));
    expect(detailsOf('4000', ['Card Condition', 'Heavily Played (Poor)'])).to.deep.equal(ungraded('HP'));
    // The scale of sports cards.
    expect(detailsOf('4000', ['40001', '400011'])).to.deep.equal(ungraded(null));
    expect(detailsOf('4000')).to.deep.equal(ungraded(null));
  });

  it('names a descriptor of another shape', () => {
    const text = '{"conditionId":"4000","conditionDescriptors":[{"name":"40001","values":[{"content":7}]}]}';
    expect(readItem('/i', text).omissions.map(({ place }) => place)).to.deep.equal(['conditionDescriptors.0.values.0']);
  });

  it('an item that ended is one without details; another refusal is none', () => {
    const answer = (status: number, path: string, errorId: number) =>
      readAnswer({ path, status, text: JSON.stringify({ errors: [{ errorId, domain: 'API_BROWSE' }] }) });
    expect(answer(404, '/buy/browse/v1/item/v1%7C1%7C0', 11_001)).to.equal('{}');
    expect(answer(404, '/buy/browse/v1/item/v1%7C1%7C0', 1_001)).to.equal(null);
    expect(answer(404, '/buy/browse/v1/item_summary/search?q=x', 11_001)).to.equal(null);
    expect(readItem('/i', '{}')).to.deep.equal({ grade: null, condition: null, omissions: [] });
  });
});
