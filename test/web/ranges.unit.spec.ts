/** Goal: buttons and brush stay within the record. Method: ranges at its borders. */
import { expect } from 'chai';
import { clampRange, nameOf, rangeOf, shiftRange } from '../../src/web/chart/ranges.js';

const whole = { from: 100, to: 500 };

describe('the ranges of the chart', () => {
  it('end with the record, and are no longer than it', () => {
    expect(rangeOf('30d', whole)).to.deep.equal({ from: 470, to: 500 });
    expect(rangeOf('1y', { from: 490, to: 500 })).to.deep.equal({ from: 490, to: 500 });
    expect(rangeOf('all', whole)).to.deep.equal(whole);
  });

  it('are named by the longest button that shows them', () => {
    expect(nameOf({ from: 493, to: 500 }, whole)).to.equal('7d');
    expect(nameOf(whole, whole)).to.equal('all');
    expect(nameOf({ from: 480, to: 490 }, whole)).to.equal(undefined);
    // A record of five days is all of it by any button.
    expect(nameOf({ from: 495, to: 500 }, { from: 495, to: 500 })).to.equal('all');
  });

  it('keep two days between the handles', () => {
    expect(clampRange({ from: 300, to: 250 }, whole, 'from')).to.deep.equal({ from: 248, to: 250 });
    expect(clampRange({ from: 300, to: 250 }, whole, 'to')).to.deep.equal({ from: 300, to: 302 });
    expect(clampRange({ from: 0, to: 900 }, whole, 'from')).to.deep.equal(whole);
  });

  it('keep their length when moved to an end', () => {
    expect(shiftRange({ from: 200, to: 230 }, -500, whole)).to.deep.equal({ from: 100, to: 130 });
    expect(shiftRange({ from: 200, to: 230 }, 500, whole)).to.deep.equal({ from: 470, to: 500 });
    expect(shiftRange({ from: 200, to: 230 }, 7, whole)).to.deep.equal({ from: 207, to: 237 });
  });
});
