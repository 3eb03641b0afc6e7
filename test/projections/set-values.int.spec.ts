/**
 * Goal: the value of a set at any instant, as known at any other, is what the events say. Method: random events (prices,
 * corrections, voids, withdrawals, listings, moves, merges, snapshots that hold prices back, of two sources) in a ledger;
 * values at random instants are compared with a model that reads the events one by one.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { valuesOfSets } from '../../projections/catalog/set-values.js';
import { dayMs, instantOf } from '../../src/domain/instant.js';
import { startPosition } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';
import { type PriceKey, priceKeyText, printingOf } from '../../src/domain/prices/price-key.js';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';
import { checkProperty } from '../support/check-property.js';
import { numbers, priceKey } from '../support/events.js';
import { createValueModel, type ModelValue } from '../support/value-model.js';

/** Days after the first one; a price is no longer confirmed after seven and a half. */
const days = [0, 1, 2, 8, 9, 17] as const;
const firstMs = Date.parse('2025-09-01T20:05:33Z');
const stampOf = (day: number): string => instantOf(new Date(firstMs + (days[day] ?? 0) * dayMs));

const step = fc.record({
  what: fc.constantFrom(
    ...Array.from({ length: 12 }, () => 'observe' as const),
    ...Array.from({ length: 5 }, () => 'observe without a number' as const),
    'withdraw price',
    'correct',
    'correct to nothing',
    'void',
    'void to the same instant',
    'list',
    'withdraw card',
    'merge',
    'snapshot',
    'snapshot that holds back',
  ),
  card: fc.nat(1),
  printing: fc.constantFrom('Normal', 'Holofoil'),
  source: fc.constantFrom('tcgcsv', 'tcgcsv', 'tcgcsv', 'other'),
  currency: fc.constantFrom('USD' as const, 'USD' as const, 'EUR' as const),
  day: fc.nat(days.length - 1),
  set: fc.constantFrom(0, 0, 0, 1),
  single: fc.boolean(),
  cents: fc.integer({ min: 1, max: 99 }),
  seconds: fc.constantFrom(1, 60, 86_400),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('the value of a set', function () {
  this.timeout(120_000);
  let world: ApiFixture;
  let samples = 0;
  before(async () => {
    world = await openApiFixture({ start: '2025-10-01T00:00:00Z' });
    for (const day of days.keys())
      await world.tell('CollectionStarted', { run_id: uuidFromName(`run ${day}`), upstream_stamp: stampOf(day) });
  });
  after(() => world.close());

  /** Tells the steps of cards and sets that no other sample has. */
  const tellSample = async (steps: readonly Step[]) => {
    samples += 1;
    const cardId = (card: number): string => `pokemon-${samples * 10 + card + 1}`;
    const setId = (set: number): string => `pokemon-${samples * 10 + set + 1}`;
    for (const card of [0, 1])
      await world.tell('CardListed', { card_id: cardId(card), set_id: setId(0), collection: uuidFromName('run 0') });
    for (const [at, one] of steps.entries()) {
      await world.runtime.advance(one.seconds * 1_000);
      const card_id = cardId(one.card);
      const stamp = stampOf(one.day);
      const collection = uuidFromName(`run ${one.day}`);
      const currency = one.source === 'other' ? one.currency : 'USD';
      const key: PriceKey = priceKey({ card_id, source: one.source, printing: printingOf(one.printing), currency });
      const price = { ...key, effective_at: stamp };
      switch (one.what) {
        case 'observe':
        case 'observe without a number':
          // Distinct, so that each is an observation of its own.
          await world.tell('PriceObserved', {
            ...price,
            ...numbers(one.what === 'observe' ? one.cents : null),
            low: at,
          });
          break;
        case 'withdraw price':
          await world.tell('PriceWithdrawn', price);
          break;
        case 'correct':
        case 'correct to nothing':
          await world.tell('PriceCorrected', { ...price, ...numbers(one.what === 'correct' ? one.cents : null) });
          break;
        case 'void':
          await world.tell('ObservationVoided', { ...price, standing: null });
          break;
        case 'void to the same instant': {
          const observation_id = uuidFromName(`standing ${samples} ${at}`);
          const standing = one.single
            ? { ...numbers(one.cents), effective_at: stamp, observation_id }
            : { ...noPriceNumbers, effective_at: stamp, observation_id, withdrawn: true as const };
          await world.tell('ObservationVoided', { ...price, standing });
          break;
        }
        case 'list':
          await world.tell('CardListed', {
            card_id,
            set_id: setId(one.set),
            product_type: one.single || one.cents > 20 ? 'single' : 'sealed',
            collection,
          });
          break;
        case 'withdraw card':
          await world.tell('CardWithdrawn', { card_id, effective_at: stamp, collection });
          break;
        case 'merge':
          await world.tell('CardMerged', { card_id, merged_into: cardId((one.card + 1) % 2) });
          break;
        case 'snapshot':
        case 'snapshot that holds back': {
          const held = one.what === 'snapshot' ? {} : { withheld: 1, withheld_keys: [priceKeyText(key)] };
          const { source, day } = one;
          const run_id = uuidFromName(`run ${day}`);
          await world.tell('SnapshotTaken', { source, run_id, scope: setId(one.set), upstream_stamp: stamp, ...held });
          break;
        }
      }
    }
    await world.fold();
    return [setId(0), setId(1)] as const;
  };

  const recorded = async () => {
    const page = await world.log.readAll({ after: startPosition, limit: 10_000 });
    return page.events;
  };

  it('equals the model at any valid_at and known_at', async () => {
    const seen = new Map<string, number>();
    await checkProperty(
      fc.asyncProperty(
        fc.array(step, { minLength: 8, maxLength: 40 }),
        fc.subarray([0, 1, 2, 3, 5, 16, 17, 18, 20, 34, 36], { minLength: 2 }),
        fc.constantFrom(null, null, 0.3, 0.6, 0.8, 0.95),
        async (steps, halfDays, share) => {
          const fromMs = world.runtime.now().getTime();
          const sets = await tellSample(steps);
          const lastedMs = world.runtime.now().getTime() - fromMs;
          const knownAt =
            share === null ? undefined : instantOf(new Date(fromMs + Math.floor((share * lastedMs) / 1_000) * 1_000));
          const instants = halfDays.map((half) => instantOf(new Date(firstMs + (half * dayMs) / 2)));
          const model = createValueModel(await recorded());
          const all = await valuesOfSets(world.database, sets, instants, knownAt);
          for (const setId of sets) {
            const values = all.get(setId);
            const expected = instants.map((at): ModelValue => model.valueOf(setId, at, knownAt));
            expect(values, `${setId} at ${instants.join(', ')} known at ${knownAt ?? 'now'}`).to.deep.equal(expected);
            for (const { amount, carried } of expected) {
              const marks = { priced: amount !== null, carried: carried > 0 };
              for (const [mark, is] of Object.entries(marks)) seen.set(mark, (seen.get(mark) ?? 0) + (is ? 1 : 0));
            }
          }
        },
      ),
      24,
    );
    for (const [mark, times] of seen) expect(times, mark).to.be.above(0);
  });
});
