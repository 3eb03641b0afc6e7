/** Goal: a missing file and a refusal are told apart in the order of asking. */
import { expect } from 'chai';
import { createRefusals } from '../../src/collecting/refusals.js';

type Ending = 'answered' | 'refused' | 'skipped';

/** Whether the client is refused after requests that end in the order of asking; `-`: not yet. */
const refused = (endings: readonly (Ending | '-')[], answeredBefore = false): boolean => {
  const refusals = createRefusals(answeredBefore);
  const places = endings.map(() => refusals.ask());
  endings.forEach((ending, at) => {
    if (ending !== '-') refusals.end(places[at] as number, ending);
  });
  return refusals.isRefused();
};

describe('refusals', () => {
  it('are the first file, unless an earlier attempt had an answer', () => {
    expect(refused(['refused'])).to.equal(true);
    expect(refused(['skipped', 'refused'])).to.equal(true);
    expect(refused(['refused'], true)).to.equal(false);
    expect(refused(['answered', 'refused'])).to.equal(false);
  });

  it('are three in a row; what says nothing of the client does not interrupt the row', () => {
    expect(refused(['answered', 'refused', 'refused'])).to.equal(false);
    expect(refused(['answered', 'refused', 'refused', 'refused'])).to.equal(true);
    expect(refused(['answered', 'refused', 'skipped', 'refused', 'skipped', 'refused'])).to.equal(true);
    expect(refused(['answered', 'refused', 'refused', 'answered', 'refused', 'refused'])).to.equal(false);
    expect(refused(['refused', 'refused', 'refused'], true)).to.equal(true);
  });

  it('wait for requests that are under way', () => {
    expect(refused(['answered', 'refused', '-', 'refused', 'refused'])).to.equal(false);
    expect(refused(['answered', '-', 'refused', 'refused', 'refused'])).to.equal(true);
  });
});
