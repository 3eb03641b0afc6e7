/** Goal: the most watched cards come round in every run, and each of the others in its turn. */
import { expect } from 'chai';
import { chooseCards, planCards, ringWithin } from '../../src/collecting/cards-in-turn.js';

const ring = { cardsEachRun: 4 };
const card = (cardId: string, checkedMs: number) => ({ cardId, checkedMs });

describe('cards in turn', () => {
  it('plans a run: all where they fit, else half for the most watched and half for the rest', () => {
    expect(planCards(4, ring)).to.deep.equal({ hourly: 4, othersEachRun: 0, othersEveryHours: null });
    expect(planCards(10, ring)).to.deep.equal({ hourly: 2, othersEachRun: 2, othersEveryHours: 4 });
    expect(planCards(1_000, { cardsEachRun: 207 })).to.deep.equal({
      hourly: 103,
      othersEachRun: 104,
      othersEveryHours: 9,
    });
    expect(planCards(3, { cardsEachRun: 0 })).to.deep.equal({ hourly: 0, othersEachRun: 0, othersEveryHours: null });
  });

  it('plans no more cards than calls are left for, and as many as ever where nobody knows', () => {
    const full = { cardsMax: 9, cardsEachRun: 4, callsOfCard: 3 };
    expect(ringWithin(full, null)).to.equal(full);
    for (const [left, cards] of [
      [12, 4],
      [1_000, 4],
      [11, 3],
      [3, 1],
      [2, 0],
      [0, 0],
    ] as const)
      expect(ringWithin(full, left)).to.deep.equal({ ...full, cardsEachRun: cards });
  });

  it('takes the first by rank, then those not asked for the longest, and none asked for just now', () => {
    const ranked = [card('a', 90), card('b', 80), card('c', 70), card('d', 10), card('e', 0), card('f', 60)];
    expect(chooseCards(ranked, ring, 1_000)).to.deep.equal(['a', 'b', 'e', 'd']);
    expect(chooseCards(ranked, ring, 85)).to.deep.equal(['b', 'e', 'd']);
    expect(chooseCards(ranked, { cardsEachRun: 0 }, 1_000)).to.deep.equal([]);
  });

  it('asks for every card within the hours that it says', () => {
    const asked = new Map<string, number>(Array.from({ length: 11 }, (_, at) => [`c${at}`, -1]));
    const { othersEveryHours } = planCards(asked.size, ring);
    for (let hour = 0; hour < (othersEveryHours ?? 0); hour += 1) {
      const ranked = [...asked].map(([cardId, checkedMs]) => card(cardId, checkedMs));
      for (const id of chooseCards(ranked, ring, 1_000)) asked.set(id, hour);
    }
    expect([...asked.values()].every((hour) => hour >= 0)).to.equal(true);
  });
});
