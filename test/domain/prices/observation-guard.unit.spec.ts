/** The quick yes says yes only where the schema does: spoilt in any field, an observation is the schema's to refuse. */
import { expect } from 'chai';
import fc from 'fast-check';
import { eventDefinitions } from '../../../src/domain/events.js';
import { isSurelyObservation } from '../../../src/domain/prices/observation-guard.js';

const good = {
  card_id: 'pokemon-517045',
  source: 'tcgcsv',
  kind: 'market',
  printing: { name: 'Reverse Holofoil', slug: 'reverse-holofoil' },
  condition: null,
  grade: null,
  language: null,
  currency: 'USD',
  low: 10,
  mid: 51,
  high: 2551,
  market: null,
  direct_low: 0,
  sample_size: null,
  effective_at: '2025-09-21T20:05:33Z',
  collection: '5f1bd9a4-3a5c-4f9c-9a55-c2f1d2a7f0e1',
  provenance: '5f1bd9a4-3a5c-5f9c-9a55-c2f1d2a7f0e1',
};
const { schema } = eventDefinitions.PriceObserved;
const accepts = (data: Record<string, unknown>): boolean => schema.safeParse(data).success;

describe('isSurelyObservation', () => {
  it('knows an ordinary observation', () => {
    expect(accepts(good)).to.equal(true);
    expect(isSurelyObservation({ ...good })).to.equal(true);
  });

  it('never says yes where the schema says no, whatever field is spoilt', () => {
    const bad = fc.oneof(
      fc.anything(),
      fc.constantFrom(
        '',
        'x',
        -1,
        0.5,
        2 ** 31,
        '2025-02-30T00:00:00Z',
        '2025-09-21',
        'Tcg CSV',
        'pokemon-0',
        'EUR',
        'asking',
      ),
      fc.record({ name: fc.string(), slug: fc.string() }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good), 'extra'), bad, (field, value) => {
        const spoilt = { ...good, [field]: value };
        if (isSurelyObservation(spoilt)) expect(accepts(spoilt), `${field} = ${fc.stringify(value)}`).to.equal(true);
      }),
      { numRuns: 3_000 },
    );
    for (const field of Object.keys(good)) {
      const { [field as keyof typeof good]: _gone, ...without } = good;
      expect(isSurelyObservation(without), `without ${field}`).to.equal(false);
    }
  });

  it('does not take a field that is missing for one it has seen, in a process that has seen none', async () => {
    const url = import.meta.resolve('../../../src/domain/prices/observation-guard.js') + '?fresh';
    const fresh = (await import(url)) as { isSurelyObservation: typeof isSurelyObservation };
    const { source: _gone, ...without } = good;
    expect(fresh.isSurelyObservation({ ...without, extra: 1 })).to.equal(false);
  });

  it('a printing that differs from a known one in its slug only is no surer', () => {
    expect(isSurelyObservation({ ...good })).to.equal(true);
    expect(isSurelyObservation({ ...good, printing: { name: 'Reverse Holofoil', slug: 'Reverse Holofoil' } })).to.equal(
      false,
    );
  });
});
