/** Goal: one reading of what an event says of a price, for every event type, and one rule for the newest price. */
import { expect } from 'chai';
import type { LedgerEvent } from '../../../src/domain/envelope.js';
import { type EventType, eventTypes } from '../../../src/domain/events.js';
import { effectOnNewest, priceChangeOf, priceChangeTypes } from '../../../src/domain/prices/price-change.js';
import { createRecorder, goodData } from '../../support/events.js';

const goodEvent = (type: EventType): LedgerEvent => createRecorder().record(type) as LedgerEvent;

describe('what an event says of a price', () => {
  it('is stated by the five types of priceChangeTypes and by no other', () => {
    const stating = eventTypes.filter((type) => priceChangeOf(goodEvent(type)) !== null);
    expect(stating).to.have.members([...priceChangeTypes]);
  });

  it('is the numbers and the proof of an observation', () => {
    const data = goodData.PriceObserved;
    expect(priceChangeOf(goodEvent('PriceObserved'))).to.deep.equal({
      kind: 'observed',
      key: data,
      effectiveAt: data.effective_at,
      numbers: data,
      sampleSize: data.sample_size,
      lowShipping: null,
      provenance: data.provenance,
    });
    const shipped = { ...goodEvent('PriceObserved'), data: { ...data, low_shipping: 399 } } as LedgerEvent;
    expect(priceChangeOf(shipped)).to.include({ lowShipping: 399 });
  });

  it('is the released observation, not the release', () => {
    const { observation } = goodData.QuarantineReleased;
    expect(priceChangeOf(goodEvent('QuarantineReleased'))).to.deep.include({
      kind: 'observed',
      key: observation,
      numbers: observation,
      provenance: observation.provenance,
    });
  });

  it('has no proof and no sample for a correction', () => {
    expect(priceChangeOf(goodEvent('PriceCorrected'))).to.deep.include({
      kind: 'observed',
      numbers: goodData.PriceCorrected,
      sampleSize: null,
      lowShipping: null,
      provenance: null,
    });
  });

  it('is a withdrawal', () => {
    expect(priceChangeOf(goodEvent('PriceWithdrawn'))).to.deep.include({
      kind: 'withdrawn',
      effectiveAt: goodData.PriceWithdrawn.effective_at,
      provenance: goodData.PriceWithdrawn.provenance,
    });
  });

  it('is a void with what stands without it', () => {
    expect(priceChangeOf(goodEvent('ObservationVoided'))).to.deep.include({
      kind: 'voided',
      effectiveAt: goodData.ObservationVoided.effective_at,
      standing: goodData.ObservationVoided.standing,
    });
  });
});

describe('a number of 0 in an event', () => {
  it('is none, as an earlier version recorded it', () => {
    const zero = { ...goodData.PriceObserved, market: 0, low: 0 };
    const read = (type: EventType, data: object): unknown =>
      priceChangeOf({ ...goodEvent(type), data: { ...goodData[type], ...data } } as LedgerEvent);
    expect(read('PriceObserved', zero))
      .to.have.property('numbers')
      .that.includes({ market: null, low: null, high: 99_999 });
    expect(read('QuarantineReleased', { observation: zero }))
      .to.have.property('numbers')
      .that.includes({ market: null });
    expect(read('PriceCorrected', zero)).to.have.property('numbers').that.includes({ market: null });
    const standing = { ...goodData.ObservationVoided.standing, market: 0 };
    expect(read('ObservationVoided', { standing }))
      .to.have.property('standing')
      .that.includes({ market: null, low: 10 });
  });
});

describe('effect on the newest price', () => {
  for (const kind of ['observed', 'withdrawn'] as const) {
    it(`${kind}: the later instant holds, and of one instant the later recorded`, () => {
      expect(effectOnNewest(kind, 1, null)).to.equal('newest');
      expect(effectOnNewest(kind, 2, 1)).to.equal('newest');
      expect(effectOnNewest(kind, 1, 1)).to.equal('newest');
      expect(effectOnNewest(kind, 0, 1)).to.equal('late');
    });
  }

  it('voided: replaces only the newest price itself', () => {
    expect(effectOnNewest('voided', 1, 1)).to.equal('replaced');
    expect(effectOnNewest('voided', 0, 1)).to.equal('late');
    expect(effectOnNewest('voided', 2, 1)).to.equal('late');
    expect(effectOnNewest('voided', 1, null)).to.equal('late');
  });
});
