/**
 * Goal: a rebuild leaves the rows, ids included, that the live fold leaves, whichever way it reads the log.
 * Method: random sequences are appended to one growing log and folded live, page by page. After each, all read models are
 * rebuilt from the stored form of the log, and from its events, and every table is projections.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { projections } from '../../projections/index.js';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { rebuildPriceHistory } from '../../projections/price-history/rebuild.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createEventStoreLog } from '../../src/log/eventstoredb/eventstoredb-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import type { Projection } from '../../src/projecting/projection.js';
import type { Projector } from '../../src/projecting/projector.js';
import { buildTables } from '../../src/projecting/rebuild.js';
import { catalogEvents, collectionEvents, priceEvents, quarantineEvents } from '../support/event-sequences.js';
import { createRecorder, observation } from '../support/events.js';
import { startEventStoreStandIn } from '../support/eventstore/server.js';
import { type Dump, dump } from '../support/folding.js';
import { appendTogether } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';

/** Gives the events ids of their own, in what refers to them too: each run of the property has its own. */
const renamed = (events: readonly RecordedEvent[], run: string): RecordedEvent[] => {
  let text = JSON.stringify(events);
  events.forEach(({ id }, at) => (text = text.replaceAll(id, uuidFromName(`rebuild ${run} ${at}`))));
  return JSON.parse(text) as RecordedEvent[];
};

/** The history with next to no memory: rows, late facts and closed months are written all the time. */
const cramped: Projection = {
  ...priceHistory,
  startRebuild: rebuildPriceHistory({ rowsMax: 4, lateMax: 2, graceMs: 0 }),
};

const runtime = systemRuntime();

/** Each engine with the number of random sequences. Only Postgres has a reader of what it stores. */
type Engine = readonly [
  name: string,
  numRuns: number,
  open: (database: Database) => Promise<{ readonly log: EventLog; readonly stop?: () => Promise<void> }>,
];
const postgres: Engine = [
  'Postgres',
  8,
  (database) => Promise.resolve({ log: createPostgresLog({ database, runtime }) }),
];
const engines: readonly Engine[] = [
  postgres,
  ['memory', 3, () => Promise.resolve({ log: createMemoryLog({ runtime }) })],
  [
    'EventStoreDB (stand-in)',
    3,
    async () => {
      const server = await startEventStoreStandIn();
      return { log: createEventStoreLog({ url: server.url, runtime }), stop: () => server.stop() };
    },
  ],
];

describe('a rebuild', () => {
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let stop: (() => Promise<void>) | undefined;
  let projector: Projector;

  const begin = async (open: Engine[2]): Promise<void> => {
    ({ log, stop } = await open(database));
    projector = testProjector({ database, log });
    await projector.prepare();
  };

  beforeEach(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test rebuild' });
  });
  afterEach(async () => {
    await log.close();
    await stop?.();
    await database.close();
    await target.drop();
  });

  /** All tables; of the observations the view, since two instances may have packed different months. */
  const dumpOf = (schema: string): Promise<Dump> =>
    database.transaction(async (client) => {
      const { packed_months: packed, unpacked_observations: _rows, ...tables } = await dump(client, schema);
      if (packed === undefined) return tables;
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from ${schema}.observations t order by 1`,
      );
      return { ...tables, observations: rows.map(({ row }) => row) };
    });

  const rebuilt = async (from: EventLog, some: readonly Projection[], pageEvents: number): Promise<Dump[]> => {
    const plans = some.map((projection) => ({ projection, schema: `${projection.schema}_again`, fence: 0 }));
    for (const outcome of await buildTables({ database, log: from, plans, pageEvents }))
      if (outcome.outcome === 'failed') throw outcome.error;
    return Promise.all(plans.map(({ schema }) => dumpOf(schema)));
  };

  const withoutStored = (): EventLog => {
    const { stored: _stored, ...rest } = log;
    return rest;
  };

  const sequences = fc.tuple(
    priceEvents,
    fc.array(priceEvents, { minLength: 6, maxLength: 8 }),
    collectionEvents,
    catalogEvents,
    quarantineEvents,
  );
  const shapes = fc.record({
    together: fc.integer({ min: 1, max: 12 }),
    pageEvents: fc.integer({ min: 15, max: 150 }),
  });

  const equalsLive = async (numRuns: number): Promise<void> => {
    const ways: [string, EventLog][] = [['as events', withoutStored()]];
    if (log.stored !== undefined) ways.unshift(['as stored', log]);
    const names = projections.map(({ name }) => name);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(sequences, shapes, async ([prices, more, runs, cards, aside], { together, pageEvents }) => {
        run += 1;
        const plain = more.map((events) => events.filter(({ type }) => type === 'PriceObserved'));
        const all = [...plain.slice(0, 3), prices, ...plain.slice(3), runs, cards, aside].flatMap((events, at) =>
          renamed(events, `${run} ${at}`),
        );
        const half = Math.floor(all.length / 2);
        for (const part of [all.slice(0, half), all.slice(half)]) {
          await appendTogether(log, part, together);
          await projector.catchUp();
        }
        const live = await Promise.all(projections.map(({ schema }) => dumpOf(schema)));
        for (const [way, from] of ways) {
          const again = await rebuilt(from, projections, pageEvents);
          const [tight] = await rebuilt(from, [cramped], pageEvents);
          expect(tight, `little memory, ${way}`).to.deep.equal(live[projections.indexOf(priceHistory)]);
          again.forEach((tables, at) => expect(tables, `${projections[at]?.name} ${way}`).to.deep.equal(live[at]));
        }
        // The live fold goes on from rebuilt tables.
        if (run % 2 === 0) await projector.rebuild(names, new AbortController().signal);
      }),
      // Nothing is shrunk: the log keeps what the runs before appended.
      { numRuns, endOnFailure: true },
    );
  };
  for (const [engine, numRuns, open] of engines)
    it(`equals the live fold of a log in ${engine}`, async function () {
      this.timeout(180_000);
      await begin(open);
      await equalsLive(numRuns);
    });

  it('ends what is held or overruled of a key with the next observation of it, in the same page or another', async () => {
    await begin(postgres[2]);
    const { record, events } = createRecorder();
    const card = (nth: number) => ({ card_id: `pokemon-${nth}` });
    const observeAll = (effective_at: string): void => {
      for (const nth of [1, 2, 3]) record('PriceObserved', observation({ ...card(nth), effective_at }));
    };
    const then = '2025-09-01T20:00:00Z';
    let appended = 0;
    const shows = async (held: number, overruled: number): Promise<void> => {
      await appendTogether(log, events.slice(appended), 3);
      appended = events.length;
      await projector.catchUp();
      const live = await dumpOf(latestPrices.schema);
      expect([live['held_rows']?.length, live['overruled']?.length]).to.deep.equal([held, overruled]);
      for (const pageEvents of [100, 3]) expect(await rebuilt(log, [latestPrices], pageEvents)).to.deep.equal([live]);
    };
    observeAll(then);
    record('ObservationQuarantined', {
      observation: observation({ ...card(1), effective_at: then }),
      effective_at: then,
    });
    record('PriceCorrected', { ...card(2), effective_at: then });
    record('ObservationVoided', { ...card(3), effective_at: then, standing: null });
    await shows(1, 2);
    observeAll('2025-09-02T20:00:00Z');
    await shows(0, 0);
  });

  it('is told from one that reads a stored row less', async () => {
    await begin(postgres[2]);
    const { record, events } = createRecorder();
    for (const card of [1, 2, 3]) record('PriceObserved', observation({ card_id: `pokemon-${card}` }));
    await appendTogether(log, events, 3);
    await projector.catchUp();
    const { stored } = log as Required<EventLog>;
    const forgetful: EventLog = {
      ...log,
      stored: {
        ...stored,
        async readPage(options) {
          const page = await stored.readPage(options);
          return { ...page, runs: page.runs.map((run) => ({ ...run, to: run.to - 1 })) };
        },
      },
    };
    for (const projection of [latestPrices, priceHistory]) {
      const live = await dumpOf(projection.schema);
      expect(await rebuilt(log, [projection], 10)).to.deep.equal([live]);
      expect(await rebuilt(forgetful, [projection], 10)).not.to.deep.equal([live]);
    }
  });
});
