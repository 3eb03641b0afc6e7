import { expect } from 'chai';
import { planRing } from '../../src/collecting/ring.js';

describe('the plan of the ring', () => {
  const plan = (sets: number, dailyBudget: number, fullRun: number, requestsOfSet = 1) =>
    planRing(sets, { dailyBudget, fullRun, requestsOfSet });

  it('asks for all sets each hour where the budget carries it', () => {
    expect(plan(297, 10_000, 370)).to.deep.equal({ setsEachRun: 297, everyHours: 1 });
    expect(plan(0, 10_000, 370)).to.deep.equal({ setsEachRun: 0, everyHours: null });
  });

  it('goes round in several hours otherwise, and never overruns the budget of a day', () => {
    expect(plan(297, 10_000, 3_700)).to.deep.equal({ setsEachRun: 261, everyHours: 2 });
    expect(plan(297, 10_000, 2_300, 10)).to.deep.equal({ setsEachRun: 31, everyHours: 10 });
    for (const fullRun of [0, 370, 3_700, 9_990, 20_000]) {
      for (const requestsOfSet of [1, 10]) {
        const { setsEachRun } = plan(297, 10_000, fullRun, requestsOfSet);
        const spent = fullRun + 24 * (setsEachRun * requestsOfSet + (setsEachRun > 0 ? 1 : 0));
        expect(spent).to.be.at.most(Math.max(10_000, fullRun));
      }
    }
  });

  it('stands still where the runs over all sets need the whole budget', () => {
    expect(plan(297, 10_000, 10_000)).to.deep.equal({ setsEachRun: 0, everyHours: null });
  });
});
