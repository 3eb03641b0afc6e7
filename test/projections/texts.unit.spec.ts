/** Goal: texts have the numbers that a Map would give them, through every growth and in any script. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createTexts } from '../../projections/texts.js';

describe('texts by number', () => {
  it('are numbered in the order of their first appearance, and read back', () => {
    const text = fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 300 }), (all) => {
        const texts = createTexts();
        const expected = new Map<string, number>();
        for (const each of all) {
          if (!expected.has(each)) expected.set(each, expected.size);
          expect(texts.numberOf(each)).to.equal(expected.get(each));
        }
        for (const [each, number] of expected) expect(texts.textOf(number)).to.equal(each);
      }),
    );
  });

  it('keep their numbers through every growth', () => {
    const texts = createTexts();
    const textOf = (nth: number): string => `pokemon-${nth}|tcgcsv|market|reverse-holofoil||||USD`;
    for (let nth = 0; nth < 20_000; nth += 1) expect(texts.numberOf(textOf(nth))).to.equal(nth);
    for (let nth = 0; nth < 20_000; nth += 1) {
      expect(texts.numberOf(textOf(nth))).to.equal(nth);
      expect(texts.textOf(nth)).to.equal(textOf(nth));
    }
  });
});
