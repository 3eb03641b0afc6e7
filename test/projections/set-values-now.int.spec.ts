/**
 * Goal: the value of a set at the newest snapshot, summed over the newest prices, and the values at the starts of windows, remembered
 * from page to page, are those of the walk over the history. Method: random markets of two sources (late facts, corrections, voids, withdrawals,
 * prices held back, cards that move, are withdrawn or merged) are folded page by page; both ways are asked after each page.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { catalog } from '../../projections/catalog/projection.js';
import { cardsOfValue, valuesOfSets } from '../../projections/catalog/set-values.js';
import { cardsOfValueNow, valuesOfNow } from '../../projections/catalog/set-values-now.js';
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { coverage } from '../../projections/coverage/projection.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { trending } from '../../projections/trending/projection.js';
import { createInvalidationIndex } from '../../src/api/cache/invalidation-index.js';
import { rememberPastValues } from '../../src/api/cache/past-values.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { type RecordedEvent } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { dayMs } from '../../src/domain/instant.js';
import { priceKeyText } from '../../src/domain/prices/price-key.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { invalidatedTags } from '../../src/projecting/invalidations.js';
import { type VersionVector, versionTextOf } from '../../src/projecting/read-model-versions.js';
import { checkProperty } from '../support/check-property.js';
import { eventsFor, split, withLiveTables } from '../support/folding.js';
import { eventsOfDays, keysOfMarket, marketDay, stampOfDay } from '../support/market-days.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

const models = [catalog, coverage, latestPrices, priceHistory, trending];
const sets = ['pokemon-3170', 'pokemon-604'] as const;

/** What happens to the catalog beside the prices, at the day with this place. */
const change = fc.record({
  place: fc.nat(20),
  what: fc.constantFrom('moved', 'moved', 'withdrawn', 'sealed', 'merged', 'held back', 'held back'),
  card: fc.constantFrom('pokemon-9', 'onepiece-3'),
  set: fc.constantFrom(...sets),
  key: fc.nat(keysOfMarket.length - 1),
  /** How many days ago the run was that tells it. */
  ago: fc.constantFrom(0, 0, 0, 1, 8, 20),
});

/** Follows the pages as the listener of a process does. */
const createFollower = () => {
  const index = createInvalidationIndex();
  let stamps: ReadonlyMap<string, string> = new Map();
  let marks: VersionVector = {};
  const poll = (page: readonly RecordedEvent[], at: RecordedEvent['position']): void => {
    const events = models.map((model) => ({ model: model.schema, events: eventsFor(model, page) }));
    const touched = new Map(events.map(({ model, events: own }) => [model, invalidatedTags(own, stamps)]));
    stamps = touched.get('coverage')?.stamps ?? stamps;
    index.apply(
      events.map(({ model, events: own }) => ({
        model,
        build: 1,
        position: at,
        pages: own.length === 0 ? [] : [{ position: at, tags: touched.get(model)?.tags ?? null }],
        complete: true,
      })),
    );
    marks = Object.fromEntries(models.map(({ schema }) => [schema, versionTextOf({ build: 1, position: at })]));
  };
  return {
    poll,
    marks: () => marks,
    holds: (dependencies: Parameters<typeof index.isValid>[0]) => index.isValid(dependencies),
  };
};

describe('the value of a set now', function () {
  this.timeout(180_000);
  let target: TestDatabase;
  let database: Database;
  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test set values', connectionsMax: 4 });
    await testProjector({ database, log: createMemoryLog({ runtime: systemRuntime() }) }).prepare();
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  it('is that of the walk, and so are remembered values of earlier days', async () => {
    const seen = { values: 0, remembered: 0, read: 0 };
    const property = fc.asyncProperty(
      fc.array(marketDay, { minLength: 12, maxLength: 24, size: 'max' }),
      fc.array(change, { minLength: 2, maxLength: 8 }),
      fc.uniqueArray(fc.integer({ min: 40, max: 120 }), { minLength: 2, maxLength: 3 }),
      async (days, changes, cuts) => {
        let today = 0;
        const events = eventsOfDays(days, ({ record }, place) => {
          today += days[place]?.after ?? 0;
          if (place === 0) record('SetListed', { set_id: sets[1] }, 0);
          // A run begins before what it finds.
          const run = (ago: number) => uuidFromName(`run ${Math.max(today - ago, 0)}`);
          record('CollectionStarted', { run_id: run(0), upstream_stamp: stampOfDay(today) }, 0);
          for (const { what, card: card_id, set: set_id, key, ago } of changes.filter((each) => each.place === place)) {
            const [collection, effective_at] = [run(ago), stampOfDay(Math.max(today - ago, 0))];
            const price = keysOfMarket[key];
            if (what === 'moved') record('CardRevised', { card_id, set_id, collection }, 0);
            if (what === 'sealed') record('CardRevised', { card_id, set_id, collection, product_type: 'sealed' }, 0);
            if (what === 'withdrawn') record('CardWithdrawn', { card_id, effective_at, collection }, 0);
            if (what === 'merged') record('CardMerged', { card_id, merged_into: 'pokemon-77' }, 0);
            if (what === 'held back' && price !== undefined) {
              const held = { withheld: 1, withheld_keys: [priceKeyText(price)], upstream_stamp: effective_at };
              record('SnapshotTaken', { source: price.source, scope: set_id, ...held }, 0);
            }
          }
        });
        await withLiveTables(database, models, async (tables, fold) => {
          const follower = createFollower();
          const read: string[] = [];
          const counting = {
            query: async (text: string, values: readonly unknown[]) => {
              if (text.includes('price_history')) read.push(text);
              return tables.query(text, values);
            },
          } as unknown as Database;
          const cache = { holds: follower.holds } as never;
          // Small pages after large ones: few of them tell of the past.
          for (const page of split(events, new Set(cuts.flatMap((cut) => [cut, cut + 2, cut + 5])))) {
            const last = page.at(-1);
            if (last === undefined) continue;
            await fold(page);
            follower.poll(page, last.position);
            const newest = await newestSnapshot(tables, {});
            if (newest === null) continue;
            const now = await valuesOfNow(tables, sets, newest);
            const walked = await valuesOfSets(tables, sets, [newest]);
            for (const setId of sets) {
              expect(now.get(setId), `${setId} at ${newest}`).to.deep.equal(walked.get(setId)?.[0]);
              const cards = await cardsOfValueNow(tables, setId, { newest, now: new Date(0) });
              expect(cards, `cards of ${setId}`).to.deep.equal(await cardsOfValue(tables, setId, newest));
              seen.values += now.get(setId)?.amount == null ? 0 : 1;
            }
            // No later than the latest start of a window.
            const latestMs = Date.parse(newest) - 6.5 * dayMs;
            const starts = [stampOfDay(1), stampOfDay(4)].filter((at) => Date.parse(at) <= latestMs);
            if (starts.length === 0) continue;
            read.length = 0;
            const valuesAt = rememberPastValues({ cache, database: counting }, follower.marks());
            const values = await valuesAt(sets, starts);
            seen[read.length === 0 ? 'remembered' : 'read'] += 1;
            const expected = await valuesOfSets(tables, sets, starts);
            for (const setId of sets) expect(values.get(setId), `${setId} before`).to.deep.equal(expected.get(setId));
          }
        });
      },
    );
    // A listing of a run that the coverage does not know, later than the newest snapshot.
    await fc.assert(property, { seed: 461_990_232, path: '148', numRuns: 1, endOnFailure: true });
    await checkProperty(property, 12);
    for (const [what, times] of Object.entries(seen)) expect(times, what).to.be.above(5);
  });
});
