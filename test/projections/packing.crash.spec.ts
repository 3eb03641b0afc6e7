/**
 * Goal: wherever the process dies while months are packed, the history is the fold of the log. Method: a death is enacted
 * before, within and after every transaction in turn, over months that close and late observations that are packed again;
 * the next process goes on from the checkpoint. The broken twin takes rows out in a transaction of its own
 * and puts them back in that of the page: the same harness must find it.
 */
import { expect } from 'chai';
import { foldPriceHistory } from '../../projections/price-history/fold.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { startFolding } from '../../src/projecting/fold-page.js';
import type { Projection } from '../../src/projecting/projection.js';
import { createTables, dropTables } from '../../src/projecting/tables.js';
import { readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { processPage } from '../../src/subscriptions/process-page.js';
import { createRecorder, observation } from '../support/events.js';
import { Death, deaths, mortal } from '../support/mortal-database.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

const { schema } = priceHistory;
const packing: Projection = {
  ...priceHistory,
  startFold: (name) => foldPriceHistory(name, { graceMs: 0, lateRowsMax: 2, rowsAtOnce: 2 }),
};

/** Three months of three cards; then late observations and a void of the first month, and two more months. */
const monthsOfPrices = (): RecordedEvent[] => {
  const { record, events } = createRecorder('2025-06-01T00:00:00Z');
  const observe = (card: number, effective_at: string, market: number): void =>
    void record('PriceObserved', observation({ card_id: `pokemon-${card}`, effective_at, market }));
  for (const month of [1, 2, 3])
    for (const card of [1, 2, 3]) for (const day of [5, 15]) observe(card, `2025-0${month}-${day + 10}T20:00:00Z`, day);
  for (const card of [1, 2, 3]) observe(card, '2025-01-02T20:00:00Z', 99);
  record('ObservationVoided', {
    ...observation({ card_id: 'pokemon-1' }),
    effective_at: '2025-01-15T20:00:00Z',
    standing: null,
  });
  for (const month of [4, 5]) for (const card of [1, 2, 3]) observe(card, `2025-0${month}-10T20:00:00Z`, month);
  return events;
};

describe('packing', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test packing crash', connectionsMax: 3 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  /** A process: from the checkpoint to the end of the events, or to its death. Returns whether it got there. */
  const live = async (on: Database, projection: Projection, events: readonly RecordedEvent[]): Promise<boolean> => {
    const folding = startFolding({ database: on, projection, schema, fence: 1, onPoison: 'stop' });
    let from = (await readCheckpoint(database, schema))?.position ?? startPosition;
    try {
      for (;;) {
        const page = events.filter(({ position }) => position > from).slice(0, 4);
        const position = page.at(-1)?.position;
        if (position === undefined) return true;
        await processPage(folding, { events: page, position, atHead: false }, from);
        from = position;
      }
    } catch (error) {
      if (error instanceof Death || (error as Error).cause instanceof Death) return false;
      throw error;
    }
  };

  const begin = async (): Promise<void> => {
    await database.transaction((client) => dropTables(client, schema));
    await createTables(database, priceHistory, { schema, state: 'live' });
  };
  const rows = async (): Promise<Record<string, unknown>> => {
    const tables: Record<string, unknown> = {};
    for (const [table, select] of Object.entries(priceHistory.rows(schema)))
      tables[table] = (await database.query(`select row::text from (${select}) r order by 1`)).map(
        (each) => each['row'],
      );
    return tables;
  };

  /** Every death at every transaction, each followed by a life without one. Returns after which the rows were wrong. */
  const divergences = async (projection: Projection): Promise<string[]> => {
    const events = monthsOfPrices();
    await begin();
    const never = { graceMs: 1e12, lateRowsMax: Infinity, rowsAtOnce: 1 };
    await live(database, { ...priceHistory, startFold: (name) => foldPriceHistory(name, never) }, events);
    const expected = await rows();
    const wrong: string[] = [];
    for (const when of deaths) {
      for (let nth = 1; ; nth += 1) {
        await begin();
        const survived = await live(mortal(database, nth, when), projection, events);
        await live(database, packing, events);
        const [packed] = await database.query('select count(*) as n from price_history.packed_months');
        expect(packed?.['n']).to.be.greaterThan(5);
        const found = JSON.stringify(await rows());
        if (found !== JSON.stringify(expected)) wrong.push(`${when} transaction ${nth}`);
        if (survived) break;
      }
    }
    return wrong;
  };

  it('loses and doubles nothing, wherever the process dies', async () => {
    expect(await divergences(packing)).to.deep.equal([]);
  });

  it('is noticed to lose rows where it takes them out in a transaction of its own', async () => {
    const twin: Projection = {
      ...packing,
      startFold: (name) => {
        const fold = packing.startFold(name);
        return async (client, events) => {
          const taken = await database.query('delete from price_history.unpacked_observations returning *');
          await client.query(
            `insert into price_history.unpacked_observations
             select * from jsonb_populate_recordset(null::price_history.unpacked_observations, $1)`,
            [JSON.stringify(taken)],
          );
          await fold(client, events);
        };
      },
    };
    const wrong = await divergences(twin);
    expect(wrong).to.not.deep.equal([]);
    for (const when of wrong) expect(when).to.match(/^within/);
  });
});
