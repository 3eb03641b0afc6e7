/**
 * Goal: the rows of a read model depend on the events only, never on where pages end or a process starts again.
 * Method: random sequences folded one event at a time are compared, all tables and ids, with the same in one page, in
 * random pages, and in random pages by a new fold each.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import type { Fold, Projection } from '../../src/projecting/projection.js';
import { alerts } from '../../projections/alerts/projection.js';
import { catalog } from '../../projections/catalog/projection.js';
import { changes } from '../../projections/changes/projection.js';
import { coverage } from '../../projections/coverage/projection.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { foldPriceHistory } from '../../projections/price-history/fold.js';
import { packAll, type PackingLimits } from '../../projections/price-history/pack-closed-months.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { quarantine } from '../../projections/quarantine/projection.js';
import { trending } from '../../projections/trending/projection.js';
import { checkProperty } from '../support/check-property.js';
import {
  alertStreamEvents,
  catalogEvents,
  collectionEvents,
  priceEvents,
  quarantineEvents,
} from '../support/event-sequences.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { dayMs } from '../../src/domain/instant.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { createRecorder, observation, type Recorder } from '../support/events.js';
import { type Dump, eventsFor, split, type Tables, withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const placeOf = ({ position, recorded_at }: RecordedEvent) => ({ position, recorded_at });

describe('page boundaries', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test pages', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  const check = async (tables: Tables, events: readonly RecordedEvent[], cuts: ReadonlySet<number>): Promise<void> => {
    const folded = (pages: readonly RecordedEvent[][], restart = false): Promise<Dump> =>
      tables.undone(async () => {
        await tables.fold(pages, restart);
        return tables.dump();
      });
    const single = await folded(events.map((event) => [event]));
    expect(await folded([[...events]]), 'one page').to.deep.equal(single);
    expect(await folded(split(events, cuts)), 'pages').to.deep.equal(single);
    expect(await folded(split(events, cuts), true), 'pages, a new fold each').to.deep.equal(single);
    const rebuilt = tables.undone(async () => {
      await tables.rebuild(split(events, cuts));
      return tables.dump();
    });
    expect(await rebuilt, 'a rebuild').to.deep.equal(single);
  };

  /** The same events in any order, also one that no writer appends: a row may be rejected before it is set aside. */
  const inAnyOrder = (sequences: fc.Arbitrary<RecordedEvent[]>): fc.Arbitrary<RecordedEvent[]> =>
    sequences.chain((events) =>
      fc
        .shuffledSubarray(events, { minLength: events.length })
        .map((shuffled) =>
          shuffled.map((event, at) => ({ ...event, ...placeOf(events[at] as RecordedEvent), revision: at })),
        ),
    );

  const cuts = fc.uniqueArray(fc.nat(23), { maxLength: 8 }).map((all) => new Set(all));
  const cases: [Projection, fc.Arbitrary<RecordedEvent[]>, number][] = [
    [catalog, catalogEvents, 40],
    [latestPrices, priceEvents, 60],
    [priceHistory, priceEvents, 30],
    [coverage, collectionEvents, 40],
    [quarantine, quarantineEvents, 40],
    [trending, priceEvents, 60],
    [changes, priceEvents, 40],
    [alerts, alertStreamEvents, 60],
  ];
  for (const [projection, sequences, numRuns] of cases) {
    it(`do not show in ${projection.name}`, async () => {
      await withTables(database, projection, (tables) =>
        checkProperty(
          fc.asyncProperty(fc.oneof(sequences, inAnyOrder(sequences)), cuts, (events, at) => check(tables, events, at)),
          numRuns,
        ),
      );
    });
  }

  it('do not show in price-history, whatever is packed at their ends', async () => {
    const never = { graceMs: 10 * 365 * dayMs, lateRowsMax: Infinity, rowsAtOnce: 1 };
    const packings = [
      { graceMs: 0, lateRowsMax: 1, rowsAtOnce: 2 },
      { graceMs: 3 * dayMs, lateRowsMax: 3, rowsAtOnce: 1_000 },
    ];
    let packed = 0;
    await withTables(database, priceHistory, (tables) =>
      checkProperty(
        fc.asyncProperty(priceEvents, cuts, fc.boolean(), async (events, at, restart) => {
          const folded = (limits: PackingLimits): Promise<Dump> =>
            tables.undone(async () => {
              let fold = foldPriceHistory(tables.schema, limits);
              for (const page of split(eventsFor(priceHistory, events), at)) {
                if (restart) fold = foldPriceHistory(tables.schema, limits);
                await fold(tables.client, page);
              }
              const rows = await tables.rows('packed_months');
              expect(limits === never && rows.length > 0, 'packed though no month is closed').to.equal(false);
              packed += rows.length;
              return tables.dump();
            });
          const single = await folded(never);
          for (const limits of packings) expect(await folded(limits)).to.deep.equal(single);
          const everything = tables.undone(async () => {
            await tables.fold(split(events, at));
            await packAll(tables.client, tables.schema, Date.UTC(2026, 0));
            expect(await tables.rows('unpacked_observations')).to.deep.equal([]);
            const dump = await tables.dump();
            await packAll(tables.client, tables.schema, Date.UTC(2026, 0));
            expect(await tables.dump(), 'packed twice').to.deep.equal(dump);
            return dump;
          });
          expect(await everything, 'all months').to.deep.equal(single);
        }),
        30,
      ),
    );
    expect(packed).to.be.greaterThan(20);
  });

  /** What once came out differently: between all of these events a page may end. */
  const sequences: [string, Projection, (recorder: Recorder) => void][] = [
    [
      'a late observation beside the void of the newest',
      latestPrices,
      ({ record }) => {
        record('PriceObserved');
        record('PriceObserved', { effective_at: '2025-09-01T00:00:00Z' });
        record('ObservationVoided', { standing: null });
      },
    ],
    [
      'two voids of an instant without an observation',
      priceHistory,
      ({ record }) => {
        record('ObservationVoided', { standing: null }, 0);
        record('ObservationVoided', { standing: null }, 0);
        record('PriceObserved', {}, 0);
      },
    ],
    [
      'two withdrawals of one instant, differently spelled',
      priceHistory,
      ({ record }) => {
        record('PriceWithdrawn', {}, 0);
        record('PriceWithdrawn', { printing: printingOf('HOLOFOIL') }, 0);
        record('PriceObserved', {}, 0);
      },
    ],
    [
      'a row that is rejected before it is set aside, and again',
      quarantine,
      ({ record }) => {
        const quarantine_id = uuidFromName('recorded 1');
        record('QuarantineRejected', { quarantine_id });
        record('ObservationQuarantined');
        record('QuarantineRejected', { quarantine_id });
      },
    ],
    [
      'an event about a card that does not name its set',
      catalog,
      ({ record }) => {
        record('SetListed');
        record('CardListed');
        record('CardMerged');
      },
    ],
    [
      'a run that starts again after it ended without a start',
      coverage,
      ({ record }) => {
        record('CollectionFailed');
        record('CollectionStarted');
        record('CollectionFinished');
      },
    ],
  ];
  for (const [what, projection, tell] of sequences) {
    it(`do not show around ${what}`, async () => {
      const recorder = createRecorder();
      tell(recorder);
      await withTables(database, projection, async (tables) => {
        for (const at of [[0], [1], [0, 1]]) await check(tables, recorder.events, new Set(at));
      });
    });
  }

  it('are noticed in a fold that forgets earlier pages', async () => {
    // The broken twin keeps only the last observation of each page.
    const broken: Projection = {
      ...latestPrices,
      startFold: (schema) => {
        const fold: Fold = latestPrices.startFold(schema);
        return (client, events) => fold(client, events.slice(-1));
      },
    };
    const { record, events } = createRecorder();
    record('PriceObserved');
    record('PriceObserved', observation({ card_id: 'onepiece-558022' }));
    const failed = await withTables(database, broken, (tables) => check(tables, events, new Set([0]))).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(failed?.message).to.match(/^one page: /);
  });
});
