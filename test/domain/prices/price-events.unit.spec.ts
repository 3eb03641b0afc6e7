/**
 * Goal: derived ids never change. Golden values: a failure here means that collecting an old fact again would append it
 * a second time, in every ledger there is.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { EventData, Observation } from '../../../src/domain/events.js';
import { canonicalJson, uuidFromName } from '../../../src/domain/ids.js';
import {
  observationQuarantined,
  priceObserved,
  priceWithdrawn,
  snapshotId,
} from '../../../src/domain/prices/price-events.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { goodData, observation, proof, run } from '../../support/events.js';

describe('derived ids', () => {
  it('are those of the first release', () => {
    expect(uuidFromName('')).to.equal('00d2b2d3-3919-5b84-82ce-d9b497eb389f');
    expect(uuidFromName('tcg')).to.equal('15832014-18c8-5d64-a89f-8485eca9741f');
    expect(priceObserved(observation()).id).to.equal('82ba2d54-3d82-5000-b651-e85ba2c91662');
    expect(priceWithdrawn(goodData.PriceWithdrawn).id).to.equal('518259eb-f685-55af-870b-e40eaad38154');
    expect(observationQuarantined(goodData.ObservationQuarantined).id).to.equal('50106f3e-4c4c-5c3f-bc58-04d1b4a7ea29');
    const { source, scope, upstream_stamp, payload_sha256 } = goodData.SnapshotTaken;
    expect(snapshotId({ source, scope, upstream_stamp, payload_sha256 })).to.equal(
      '93581ade-a0ae-51ff-976f-f074747d4bd5',
    );
  });

  it('of an observation ignore the run and the proof, and the order of keys', () => {
    const { id } = priceObserved(observation());
    expect(priceObserved(observation({ collection: proof, provenance: run })).id).to.equal(id);
    const reversed = Object.fromEntries(Object.entries(observation()).reverse()) as unknown as Observation;
    expect(priceObserved(reversed).id).to.equal(id);
  });

  it('of an observation change with every other field', () => {
    const changes: Partial<Observation>[] = [
      { card_id: 'pokemon-517046' },
      { source: 'tcgcsv' },
      { kind: 'asking' },
      { printing: printingOf('Normal') },
      { printing: { name: 'holofoil', slug: 'holofoil' } },
      { condition: 'NM' },
      { grade: { grader: 'PSA', grade: '10', qualifier: null } },
      { language: 'en' },
      { currency: 'EUR' },
      { low: 11 },
      { mid: 0 },
      { high: null },
      { market: 246 },
      { direct_low: 1 },
      { sample_size: 1 },
      { effective_at: '2025-09-21T20:05:34Z' },
    ];
    const stated = Object.keys(observation()).filter((name) => name !== 'collection' && name !== 'provenance');
    expect(new Set(changes.flatMap(Object.keys))).to.deep.equal(new Set(stated));
    const ids = [observation(), ...changes.map(observation)].map((data) => priceObserved(data).id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('of a withdrawal and of an observation of the same key differ', () => {
    expect(priceWithdrawn(goodData.PriceWithdrawn).id).not.to.equal(priceObserved(observation()).id);
    const later = { ...goodData.PriceWithdrawn, effective_at: '2025-09-22T20:05:33Z' };
    expect(priceWithdrawn(later).id).not.to.equal(priceWithdrawn(goodData.PriceWithdrawn).id);
    const again = { ...goodData.PriceWithdrawn, collection: proof };
    expect(priceWithdrawn(again).id).to.equal(priceWithdrawn(goodData.PriceWithdrawn).id);
  });

  it('of a quarantined row follow from the row, not from what was read from it or when', () => {
    const data: EventData<'ObservationQuarantined'> = goodData.ObservationQuarantined;
    const { id } = observationQuarantined(data);
    expect(observationQuarantined({ ...data, observation: null, collection: proof, provenance: run }).id).to.equal(id);
    for (const change of [
      { row: '{}' },
      { reason: 'range' as const },
      { detail: 'x' },
      { effective_at: '2025-09-22T20:05:33Z' },
    ]) {
      expect(observationQuarantined({ ...data, ...change }).id).not.to.equal(id);
    }
  });

  it('are not made for data that the schema rejects', () => {
    expect(() => priceObserved({ ...observation(), low: 1.5 })).to.throw();
    expect(() => priceObserved({ ...observation(), surprise: 1 } as Observation)).to.throw();
  });
});

describe('canonical JSON', () => {
  it('is one text for one value', () => {
    expect(canonicalJson({ b: [1, null, 'é'], a: { d: 1e21, c: -0 } })).to.equal(
      '{"a":{"c":0,"d":1e+21},"b":[1,null,"é"]}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(shuffled)).to.equal(canonicalJson(value));
      }),
    );
  });

  it('refuses what is not JSON', () => {
    expect(() => canonicalJson(undefined)).to.throw(TypeError);
    expect(() => canonicalJson({ a: NaN })).to.throw();
  });
});
