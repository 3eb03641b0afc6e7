/**
 * Goal: a page's rows and its checkpoint are written together or not at all; poison is parked, exactly it and nothing
 * else; trouble of the server neither parks nor skips; who lost the lease cannot write.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { LogPosition, RecordedEvent } from '../../src/domain/envelope.js';
import { startPosition } from '../../src/domain/envelope.js';
import { errorCode, isTransient } from '../../src/base/errors.js';
import type { EventPage } from '../../src/log/event-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { subscriberStatuses, raiseFence, readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { type PageProcessor, processPage } from '../../src/subscriptions/process-page.js';
import { startFolding } from '../../src/projecting/fold-page.js';
import { createTables, dropTables } from '../../src/projecting/tables.js';
import { checkProperty } from '../support/check-property.js';
import { createRecorder, metadata } from '../support/events.js';
import { split } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { createTally, merges, poison, type Tally, tallied } from '../support/tally.js';

const pageOf = (events: readonly RecordedEvent[], position = events.at(-1)?.position as LogPosition): EventPage => ({
  events,
  position,
  atHead: true,
});
const numbersOf = (events: readonly RecordedEvent[]): number[] =>
  events.map(({ data }) => Number(String(data['card_id']).slice(8)));
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: unknown) => error,
  );

describe('folding a page', () => {
  let target: TestDatabase;
  let database: Database;
  let tally: Tally;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test folding', connectionsMax: 5 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(async () => {
    tally = createTally();
    await database.transaction((client) => dropTables(client, 'tally'));
    await createTables(database, tally.projection, { schema: 'tally', state: 'live' });
  });

  const folding = (over: Partial<PageProcessor> = {}): PageProcessor =>
    startFolding({ database, projection: tally.projection, schema: 'tally', fence: 1, onPoison: 'park', ...over });
  const checkpoint = async () => {
    const found = await readCheckpoint(database, 'tally');
    if (found === undefined) throw new Error('no checkpoint');
    return found;
  };
  const parked = () =>
    database.query<{ position: string; reason: string; type: string; stream: string; event_id: string }>(
      'select position, event_id, type, stream, reason from subscriptions.dead_letters order by position',
    );

  it('writes rows and moves the checkpoint, also for a page without events', async () => {
    const events = merges(5);
    const on = folding();
    await processPage(on, pageOf(events.slice(0, 2)), startPosition);
    expect(await checkpoint()).to.include({ position: events[1]?.position, events: 2, state: 'live', error: null });
    const beyond = '0000000000000009' as LogPosition;
    await processPage(on, pageOf([], beyond), events[1]?.position as LogPosition);
    await processPage(on, pageOf([], beyond), beyond);
    expect(await checkpoint()).to.include({ position: beyond, events: 2 });
    expect(await tallied(database)).to.deep.equal([1, 2]);
    expect(tally.started).to.equal(1);
  });

  it('parks exactly the poison, of every kind, with its reason', async () => {
    const events = merges(20, (index) => (index === 13 ? poison.thrown : index === 1 ? poison.refused : 'x'));
    events[6] = { ...(events[6] as RecordedEvent), schema_version: 99 };
    events[19] = { ...(events[19] as RecordedEvent), type: 'CardFolded' };
    const told: string[] = [];
    await processPage(
      folding({ onParked: ({ position }, reason) => told.push(`${position} ${reason}`) }),
      pageOf(events),
      startPosition,
    );
    expect(await tallied(database)).to.deep.equal([2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19]);
    const letters = await parked();
    expect(letters.map(({ position }) => Number(position))).to.deep.equal([1, 7, 13, 20]);
    const reasons = [/division by zero/, /version 99 is newer/, /cannot take poison/, /unknown type CardFolded/];
    reasons.forEach((reason, at) => expect(letters[at]?.reason).to.match(reason));
    const { position, id, type, stream } = events[6];
    expect(letters[1]).to.include({ position, event_id: id, type, stream });
    expect(told).to.deep.equal(letters.map((letter) => `${letter.position} ${letter.reason}`));
    expect(await checkpoint()).to.include({ position: events[19].position, events: 16 });
    const [status] = await subscriberStatuses(database);
    expect(status).to.include({ subscriber: 'tally', dead_letters: 4, holder: null });
  });

  it('parks exactly the poison at any place and with any page size', async () => {
    const some = (maxLength: number) => fc.uniqueArray(fc.nat(11), { maxLength });
    const places = fc.record({ bad: some(5), cuts: some(4) });
    await checkProperty(
      fc.asyncProperty(places, async ({ bad, cuts }) => {
        await database.transaction((client) => dropTables(client, 'tally'));
        await createTables(database, tally.projection, { schema: 'tally', state: 'live' });
        const events = merges(12, (index) => (bad.includes(index - 1) ? poison.thrown : 'x'));
        const on = folding();
        let from: LogPosition = startPosition;
        for (const page of split(events, new Set(cuts)).filter(({ length }) => length > 0)) {
          await processPage(on, pageOf(page), from);
          from = page.at(-1)?.position as LogPosition;
        }
        expect(await tallied(database)).to.deep.equal(numbersOf(events.filter((_, index) => !bad.includes(index))));
        expect((await parked()).map(({ position }) => Number(position) - 1)).to.deep.equal(
          [...bad].sort((a, b) => a - b),
        );
      }),
      12,
    );
  });

  it('stops at poison in a rebuild: parks nothing, folds nothing beyond it', async () => {
    const events = merges(8, (index) => (index === 6 ? poison.thrown : 'x'));
    const error = await failure(processPage(folding({ onPoison: 'stop' }), pageOf(events), startPosition));
    expect((error as Error).message).to.match(/cannot take poison/);
    expect(await parked()).to.deep.equal([]);
    expect(await tallied(database)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(await checkpoint()).to.include({ position: events[4]?.position });
    const undecodable = [
      { ...(merges(1)[0] as RecordedEvent), schema_version: 2, position: '0000000000000006' as LogPosition },
    ];
    const refused = await failure(
      processPage(folding({ onPoison: 'stop' }), pageOf(undecodable), events[4]?.position as LogPosition),
    );
    expect(errorCode(refused)).to.equal('EVENT_NOT_UNDERSTOOD');
  });

  it('parks and skips nothing when the server fails, and succeeds in a retry', async () => {
    const events = merges(6);
    const on = folding();
    const owner = openDatabase({ url: target.url, application: 'test owner', asApp: false });
    const troubles: Tally['onFold'][] = [
      () => {
        throw Object.assign(new Error('the server is shutting down'), { code: '57P01' });
      },
      async (client) => {
        const [row] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
        await owner.query('select pg_terminate_backend($1)', [row?.pid]);
      },
      async (client) => {
        await client.query(`set local statement_timeout = '1ms'`);
        await client.query('select pg_sleep(10)');
      },
    ];
    try {
      for (const trouble of troubles) {
        tally.onFold = trouble;
        tally.onFolded = trouble;
        const error = await failure(processPage(on, pageOf(events), startPosition));
        expect(isTransient(error), String(error)).to.equal(true);
        expect(await checkpoint()).to.include({ position: startPosition, events: 0 });
        expect([await tallied(database), await parked()]).to.deep.equal([[], []]);
      }
    } finally {
      await owner.close();
    }
    const started = tally.started;
    tally.onFold = () => undefined;
    tally.onFolded = () => undefined;
    await processPage(on, pageOf(events), startPosition);
    expect(await tallied(database)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    // Each failed transaction cost a fold; the last one is used as it is.
    expect(started).to.equal(1 + troubles.length);
    expect(tally.started).to.equal(started);
  });

  it('lets exactly one of two concurrent writers commit', async () => {
    const events = merges(4);
    let inside = 0;
    let open = (): void => undefined;
    const both = new Promise<void>((resolve) => (open = resolve));
    tally.onFolded = async () => {
      inside += 1;
      if (inside === 2) open();
      await both;
    };
    const outcomes = await Promise.allSettled([
      processPage(folding(), pageOf(events), startPosition),
      processPage(folding(), pageOf(events), startPosition),
    ]);
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [errorCode(outcome.reason)] : []));
    expect(lost).to.deep.equal(['LEASE_LOST']);
    expect(await tallied(database)).to.deep.equal([1, 2, 3, 4]);
    expect(await checkpoint()).to.include({ position: events[3]?.position, events: 4 });
  });

  it('rejects a token older than the newest, also for parking', async () => {
    const events = merges(2, (index) => (index === 2 ? poison.thrown : 'x'));
    await raiseFence(database, 'tally', 7);
    await raiseFence(database, 'tally', 3);
    for (const page of [events, events.slice(1)]) {
      const error = await failure(processPage(folding({ fence: 6 }), pageOf(page), startPosition));
      expect(errorCode(error)).to.equal('LEASE_LOST');
    }
    expect([await tallied(database), await parked()]).to.deep.equal([[], []]);
    expect(await checkpoint()).to.include({ position: startPosition });
    await processPage(folding({ fence: 7 }), pageOf(events), startPosition);
    expect(await tallied(database)).to.deep.equal([1]);
    // A writer with a newer token needs no fence raised for it, and shuts out the older one.
    const more = createRecorder();
    const next = { ...more.record('CardMerged'), position: '0000000000000003' as LogPosition, metadata };
    await processPage(folding({ fence: 8 }), pageOf([next]), events[1]?.position as LogPosition);
    const late = { ...next, position: '0000000000000004' as LogPosition };
    expect(errorCode(await failure(processPage(folding({ fence: 7 }), pageOf([late]), next.position)))).to.equal(
      'LEASE_LOST',
    );
  });

  it('rejects a page when the tables were dropped', async () => {
    await database.transaction((client) => dropTables(client, 'tally'));
    const empty = pageOf([], '0000000000000001' as LogPosition);
    expect(errorCode(await failure(processPage(folding(), empty, startPosition)))).to.equal('LEASE_LOST');
  });
});
