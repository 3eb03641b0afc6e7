/** Goal: `If-Match` is read as RFC 9110 has it, for every resource alike. */
import { expect } from 'chai';
import { assertIfMatch, revisionTag } from '../../src/api/if-match.js';
import { errorCode } from '../../src/base/errors.js';

const outcome = (ifMatch: string | undefined): string => {
  try {
    assertIfMatch(ifMatch, 'thing', 3);
    return 'matches';
  } catch (error) {
    return errorCode(error);
  }
};

describe('If-Match', () => {
  it('names a revision by its tag', () => expect(revisionTag(3)).to.equal('"r3"'));

  for (const [ifMatch, expected] of [
    [undefined, 'matches'],
    ['*', 'matches'],
    [' * ', 'matches'],
    ['"r3"', 'matches'],
    ['"r2", "r3"', 'matches'],
    ['"r2","other, with a comma" ,, "r3",', 'matches'],
    ['"r2"', 'PRECONDITION_FAILED'],
    ['"r33"', 'PRECONDITION_FAILED'],
    // Compared strongly: a weak tag is of no use here.
    ['W/"r3"', 'PRECONDITION_FAILED'],
    ['W/"r2", "r3"', 'matches'],
    ['', 'VALIDATION_FAILED'],
    [',', 'VALIDATION_FAILED'],
    ['r3', 'VALIDATION_FAILED'],
    ['"r3', 'VALIDATION_FAILED'],
    ['"r3" "r2"', 'VALIDATION_FAILED'],
    ['"r3", *', 'VALIDATION_FAILED'],
  ] as const)
    it(`${String(ifMatch)}: ${expected}`, () => expect(outcome(ifMatch)).to.equal(expected));
});
