/**
 * Goal: each event has its effect once, wherever the process dies. Method: a death is enacted before, within and after
 * every single transaction in turn; the next process goes on from the checkpoint. The broken twin moves its checkpoint
 * in a transaction of its own: the same harness must find it diverging.
 */
import { expect } from 'chai';
import { type LogPosition, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import type { EventPage } from '../../src/log/event-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { moveCheckpoint, readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { type PageProcessor, processPage } from '../../src/subscriptions/process-page.js';
import { startFolding } from '../../src/projecting/fold-page.js';
import { createTables, dropTables } from '../../src/projecting/tables.js';
import { Death, deaths, mortal } from '../support/mortal-database.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { createTally, merges, poison, tallied } from '../support/tally.js';

type FoldOnePage = (folding: PageProcessor, page: EventPage, from: LogPosition) => Promise<void>;

/** Rows in one transaction, the checkpoint in the next. */
const brokenTwin: FoldOnePage = async (folding, page, from) => {
  const { database, subscriber, fence } = folding;
  const fold = createTally().projection.startFold(subscriber);
  await database.transaction((client) =>
    fold(
      client,
      page.events.map((event) => decodeEvent(event)),
    ),
  );
  const move = { subscriber, from, to: page.position, events: page.events.length, fence };
  await database.transaction((client) => moveCheckpoint(client, move));
};

describe('effects of events', () => {
  let target: TestDatabase;
  let database: Database;
  const { projection } = createTally();

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test crash', connectionsMax: 3 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  /** A process: from the checkpoint to the end of the events, or to its death. Says whether it got there. */
  const live = async (on: Database, events: readonly RecordedEvent[], fold: FoldOnePage): Promise<boolean> => {
    const folding = startFolding({ database: on, projection, schema: 'tally', fence: 1, onPoison: 'park' });
    let from = (await readCheckpoint(database, 'tally'))?.position ?? startPosition;
    try {
      for (;;) {
        const page = events.filter(({ position }) => position > from).slice(0, 3);
        const position = page.at(-1)?.position;
        if (position === undefined) return true;
        await fold(folding, { events: page, position, atHead: false }, from);
        from = position;
      }
    } catch (error) {
      if (error instanceof Death || (error as Error).cause instanceof Death) return false;
      throw error;
    }
  };

  /** Every death at every transaction, each followed by a life without one. Returns what came out wrong. */
  const divergences = async (
    events: readonly RecordedEvent[],
    expected: readonly number[],
    fold: FoldOnePage,
  ): Promise<string[]> => {
    const wrong: string[] = [];
    for (const when of deaths) {
      for (let nth = 1; ; nth += 1) {
        await database.transaction((client) => dropTables(client, 'tally'));
        await createTables(database, projection, { schema: 'tally', state: 'live' });
        const survived = await live(mortal(database, nth, when), events, fold);
        await live(database, events, fold);
        const found = await tallied(database);
        if (found.join() !== expected.join()) wrong.push(`${when} transaction ${nth}: ${found.join()}`);
        if (survived) break;
      }
    }
    return wrong;
  };

  it('come once, wherever the process dies', async () => {
    expect(await divergences(merges(8), [1, 2, 3, 4, 5, 6, 7, 8], processPage)).to.deep.equal([]);
  });

  it('come once also around poison, which is parked once', async () => {
    const events = merges(5, (index) => (index === 2 ? poison.thrown : 'x'));
    expect(await divergences(events, [1, 3, 4, 5], processPage)).to.deep.equal([]);
    expect(await database.query('select count(*) as n from subscriptions.dead_letters')).to.deep.equal([{ n: 1 }]);
  });

  it('come twice in the broken twin, and this harness finds it', async () => {
    const wrong = await divergences(merges(8), [1, 2, 3, 4, 5, 6, 7, 8], brokenTwin);
    expect(wrong).to.include('before transaction 2: 1,1,2,2,3,3,4,5,6,7,8');
    expect(wrong).to.include('after transaction 1: 1,1,2,2,3,3,4,5,6,7,8');
  });
});
