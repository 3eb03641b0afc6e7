/** Goal: the slider reaches every moment of the record. Method: its stops for young and old ledgers, and back from the address. */
import { expect } from 'chai';
import { knownAtOf, stopOf, stopsBetween } from '../../src/web/chart/known-at.js';

describe('the stops of "What did we know on"', () => {
  it('are days once the record is older than two weeks, the last one being now', () => {
    const stops = stopsBetween('2026-10-25T20:05:33.123Z', Date.parse('2026-11-29T05:00:00Z'));
    expect(knownAtOf(stops, 0)).to.equal('2026-10-25');
    expect(knownAtOf(stops, stops.last - 1)).to.equal('2026-11-28');
    expect(knownAtOf(stops, stops.last)).to.equal(null);
  });

  it('are seconds for a ledger of some minutes, as the demo is', () => {
    const stops = stopsBetween('2026-11-29T05:24:15.703Z', Date.parse('2026-11-29T05:40:00Z'));
    expect(knownAtOf(stops, 1)).to.equal('2026-11-29T05:24:16Z');
    expect(stops.last).to.be.at.most(1_500);
  });

  it('are found again from an address', () => {
    const stops = stopsBetween('2026-10-25T20:05:33Z', Date.parse('2026-11-29T05:00:00Z'));
    for (const index of [0, 7, stops.last]) expect(stopOf(stops, knownAtOf(stops, index))).to.equal(index);
    expect(stopOf(stops, 'nonsense')).to.equal(stops.last);
    expect(stopOf(stops, '1999-01-01')).to.equal(0);
  });
});
