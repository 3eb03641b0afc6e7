/** Goal: the badge of a card follows its published rule. Method: records at each border of the rule. */
import { expect } from 'chai';
import { judge, verdictRule } from '../../src/web/chart/verdict.js';

const extreme = (price: number) => ({ price, date: '2026-10-01', effective_at: '2026-10-01T20:05:00Z' });

const record = {
  current_market_price: 10,
  all_time_low: extreme(10),
  all_time_high: extreme(20),
  first_seen: '2026-10-01T20:05:00Z',
  held: null,
  stale: false,
  withdrawn: false,
};
/** 35 days, both counted: five weeks. */
const asOf = '2026-11-04T02:05:00Z';

const verdictAt = (price: number, low = 10, high = 20) =>
  judge({ ...record, current_market_price: price, all_time_low: extreme(low), all_time_high: extreme(high) }, asOf)
    .verdict;

describe('the verdict on a price', () => {
  it('is near an extreme within 5 % of it, and at it when equal', () => {
    expect([10, 10.5, 10.51, 18.99, 19, 20].map((price) => verdictAt(price))).to.deep.equal([
      'at_low',
      'near_low',
      'between',
      'between',
      'near_high',
      'at_high',
    ]);
  });

  it('is steady where the extremes lie less than 10 % apart', () => {
    expect(verdictAt(10, 10, 11)).to.equal('steady');
    expect(verdictAt(10, 10, 11.01)).to.equal('at_low');
  });

  it('needs five weeks, the first and the newest day counted', () => {
    expect(judge(record, asOf)).to.deep.equal({ verdict: 'at_low', reason: null, weeks: 5, aboveLow: 0 });
    expect(judge(record, '2026-11-03T20:05:00Z')).to.include({ verdict: null, reason: 'too_young', weeks: 4 });
    expect(verdictRule.weeks).to.equal(5);
  });

  it('is refused without a confirmed price', () => {
    const reasons = [{ stale: true }, { withdrawn: true }, { current_market_price: null }, { all_time_low: null }].map(
      (part) => judge({ ...record, ...part }, asOf).reason,
    );
    expect(reasons).to.deep.equal(['not_confirmed', 'no_price', 'no_price', 'no_price']);
  });

  it('is refused while a newer row is held', () => {
    const held = {
      quarantine_id: 'q',
      reason: 'jump' as const,
      since: asOf,
      ...{ market_price: 99, low_price: null, mid_price: null, high_price: null, direct_low_price: null },
    };
    expect(judge({ ...record, held }, asOf)).to.include({ verdict: null, reason: 'held' });
  });

  it('says how far over the lowest the price is', () => {
    expect(judge({ ...record, current_market_price: 12.34 }, asOf).aboveLow).to.equal(23.4);
  });
});
