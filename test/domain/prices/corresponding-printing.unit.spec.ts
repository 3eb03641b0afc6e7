/** Goal: only printings that are the same copies are compared between marketplaces. */
import { expect } from 'chai';
import { correspondingPrinting } from '../../../src/domain/prices/corresponding-printing.js';

describe('the corresponding printing', () => {
  const cases: readonly (readonly [printings: readonly string[], other: string, corresponding: string | null])[] = [
    [['normal'], 'normal', 'normal'],
    [['reverse-holofoil', 'normal'], 'normal', 'normal'],
    [['reverse-holofoil', 'normal'], 'holo-or-reverse-holo', 'reverse-holofoil'],
    // The only version that there is has the columns without a suffix.
    [['holofoil'], 'normal', 'holofoil'],
    [['holofoil'], 'holo-or-reverse-holo', null],
    [['holofoil', 'reverse-holofoil'], 'normal', 'holofoil'],
    [['holofoil', 'reverse-holofoil'], 'holo-or-reverse-holo', 'reverse-holofoil'],
    [['holofoil', 'normal'], 'holo-or-reverse-holo', 'holofoil'],
    // Which of the two it is cannot be told.
    [['holofoil', 'normal', 'reverse-holofoil'], 'holo-or-reverse-holo', null],
    [['1st-edition', 'unlimited'], 'normal', 'unlimited'],
    [['1st-edition-holofoil', 'unlimited-holofoil'], 'normal', 'unlimited-holofoil'],
    [['1st-edition'], 'normal', '1st-edition'],
    [['foil', 'normal'], 'foil', 'foil'],
    [['foil'], 'normal', 'foil'],
    [['foil'], 'foil', null],
    [['normal'], 'foil', null],
    [[], 'normal', null],
  ];
  for (const [printings, other, corresponding] of cases) {
    it(`of ${printings.join(', ') || 'none'}, ${other} is ${corresponding ?? 'none'}`, () => {
      expect(correspondingPrinting(printings, other)).to.equal(corresponding);
      expect(correspondingPrinting(printings.toReversed(), other)).to.equal(corresponding);
    });
  }
});
