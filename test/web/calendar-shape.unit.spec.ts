import { expect } from 'chai';
import { missedDays, pathOf, wordsOf } from '../../src/web/pages/status/calendar-shape.js';

describe('the calendar of a set', () => {
  it('draws each letter as a shape of its own, at its day', () => {
    expect(pathOf('C-C', 'C')).to.equal('M1 1h8v8h-8zM21 1h8v8h-8z');
    expect(pathOf('UM', 'U')).to.equal('M4 4h2v2h-2z');
    expect(pathOf('UM', 'M')).to.equal('M12 2l6 6m0-6l-6 6');
    expect(pathOf('--', 'M')).to.equal('');
  });

  it('names the missed days, newest first, over the end of a month', () => {
    expect(missedDays('CMC-M', '2026-02-27')).to.deep.equal(['2026-03-03', '2026-02-28']);
  });

  it('says the same in words', () => {
    expect(wordsOf('-CCUM')).to.equal('2 changed, 1 unchanged, 1 missed');
    expect(wordsOf('--C')).to.equal('1 changed');
  });
});
