/**
 * Goal: whatever a source shows from day to day, price and hold are those of a simple model, and a day decided twice says
 * nothing new. Method: random days of one key, decided from what the log said before, against a model of a few lines.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { DecisionCounts } from '../../src/collecting/decide-prices.js';
import type { NewEvent } from '../../src/domain/envelope.js';
import {
  createHeldLedger,
  expectedOutcomes,
  type Outcome,
  type Shown,
  shownDays,
  stampOf,
} from '../support/held-days.js';

const told = (days: readonly Shown[]): { outcomes: Outcome[]; log: readonly NewEvent[]; counts: DecisionCounts[] } => {
  const { append, decide, outcome, log } = createHeldLedger();
  const counts: DecisionCounts[] = [];
  const outcomes = days.map((shown, day) => {
    const { events, ...counted } = decide(shown, day);
    append(events);
    // As a run that is resumed after all of it was appended.
    const { events: again, ...countedAgain } = decide(shown, day);
    const known = new Set(log.map(({ id }) => id));
    expect(again.filter(({ id }) => !known.has(id))).to.deep.equal([]);
    expect(countedAgain).to.deep.equal(counted);
    counts.push(counted);
    return outcome();
  });
  return { outcomes, log, counts };
};

describe('a price from day to day', () => {
  it('is that of the model, whatever the source shows', () => {
    fc.assert(
      fc.property(shownDays(12), (days) => {
        expect(told(days).outcomes).to.deep.equal(expectedOutcomes(days));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is recorded once for each changed row', () => {
    const types = (...days: Shown[]): string[] => told(days).log.map(({ type }) => type);
    expect(types(4, 62_000, 62_000)).to.deep.equal(['PriceObserved', 'ObservationQuarantined']);
    expect(types(4, 62_000, 62_000, 62_000, 62_000)).to.deep.equal([
      'PriceObserved',
      'ObservationQuarantined',
      'QuarantineReleased',
    ]);
    expect(types(4, 62_000, 63_000, 64_000)).to.deep.equal([
      'PriceObserved',
      'ObservationQuarantined',
      'ObservationQuarantined',
      'ObservationQuarantined',
      'QuarantineReleased',
    ]);
    expect(types(4, 62_000, 4, 4)).to.deep.equal(['PriceObserved', 'ObservationQuarantined', 'QuarantineRejected']);
    expect(types(4, 'euro', 'euro', 'euro', 'euro')).to.deep.equal(['PriceObserved', 'ObservationQuarantined']);
    expect(types('euro', 'absent', 'absent')).to.deep.equal(['ObservationQuarantined', 'QuarantineRejected']);
  });

  it('counts a held row as quarantined every day, and as changed once it is admitted', () => {
    const quarantined = { changed: 0, unchanged: 0, withdrawn: 0, quarantined: 1 };
    expect(told([4, 62_000, 62_000, 62_000, 62_000]).counts).to.deep.equal([
      { ...quarantined, changed: 1, quarantined: 0 },
      quarantined,
      quarantined,
      { ...quarantined, changed: 1, quarantined: 0 },
      { ...quarantined, unchanged: 1, quarantined: 0 },
    ]);
  });

  it('states the evidence and the stamps of what is admitted by rule', () => {
    const { log } = told([4, 62_000, 62_000, 64_000]);
    const [, first, second, released] = log;
    expect(released?.data).to.deep.include({
      quarantine_id: second?.id,
      evidence: [first?.id, second?.id],
      reason: `the source kept showing it: the market prices of ${[1, 2, 3].map(stampOf).join(', ')} agree`,
    });
    expect(released?.data['observation']).to.include({ market: 64_000, effective_at: stampOf(3) });
  });

  it('is measured from the last market price, also after a day without one or a withdrawal', () => {
    for (const between of [null, 0, 'absent'] as const) {
      expect(told([4, between, 62_000]).outcomes.at(-1)?.heldSince, String(between)).to.equal(stampOf(2));
    }
  });
});
