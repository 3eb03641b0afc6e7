/**
 * Goal: what a page touched is told with its rows or not at all, exactly, and wakes who listens. Method: real tables and
 * projections on Postgres; a fold that fails; a process that dies right after its commit.
 */
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { decodeEvent, newEvent } from '../../src/domain/upcasting.js';
import { limits } from '../../src/base/limits.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { type Projector } from '../../src/projecting/projector.js';
import { projectedChannel, invalidatedTags } from '../../src/projecting/invalidations.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { createRecorder, goodData, metadata, observation, streamOf } from '../support/events.js';
import { until } from '../support/fake-runtime.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import type { EventData, EventType } from '../../src/domain/events.js';
import { testProjector } from '../support/projector.js';

describe('invalidated tags of a page', () => {
  const recorder = createRecorder();
  const told = <T extends EventType>(type: T, data: Partial<EventData<T>> = {}) =>
    decodeEvent(recorder.record(type, { ...goodData[type], ...data }));
  const allTagsOf = (...events: Parameters<typeof invalidatedTags>[0]) =>
    [...(invalidatedTags(events, new Map()).tags ?? ['all'])].sort();
  const tagsOf = (...events: Parameters<typeof invalidatedTags>[0]) =>
    allTagsOf(...events).filter((tag) => tag !== 'past');

  it('are those of cards by their card and price streams, of sets by their streams and snapshots', () => {
    expect(
      tagsOf(
        told('CardListed', { card_id: 'pokemon-1' }),
        told('PriceObserved', observation({ card_id: 'pokemon-2' })),
      ),
    ).to.deep.equal(['card:pokemon-1', 'card:pokemon-2']);
    expect(
      tagsOf(told('SetRevised', { set_id: 'pokemon-9' }), told('SnapshotTaken', { scope: 'pokemon-8' })),
    ).to.deep.equal(['set:pokemon-8', 'set:pokemon-9', 'snapshots']);
    expect(tagsOf(told('CollectionStarted'))).to.deep.equal([]);
    const ofCard = told('SnapshotTaken', { scope: 'pokemon-8', source: 'ebay' });
    expect(tagsOf(ofCard), 'a source that is asked card by card').to.deep.equal(['card:pokemon-8', 'snapshots']);
  });

  it('exist for every folded event type of which answers are kept: not those of a run, of orders on a source, nor of a user’s alerts', () => {
    for (const type of new Set(projections.flatMap(({ eventTypes }) => eventTypes))) {
      const expected = /^(Collection|Source|Alert)/.test(type) ? 0 : 1;
      expect(tagsOf(told(type)).length, type).to.be.at.least(expected);
    }
  });

  it('include snapshots for the first snapshot of a newer stamp of each source only', () => {
    const taken = (upstream_stamp: string, source = 'tcgcsv') => told('SnapshotTaken', { upstream_stamp, source });
    const first = invalidatedTags([taken('2025-09-02T20:00:00Z')], new Map());
    expect(first.tags).to.include('snapshots');
    const moves = (...events: ReturnType<typeof taken>[]) =>
      invalidatedTags(events, first.stamps).tags?.includes('snapshots');
    expect(moves(taken('2025-09-02T20:00:00Z'), taken('2025-09-01T20:00:00Z'))).to.equal(false);
    expect(moves(taken('2025-09-02T20:00:00.001Z'))).to.equal(true);
    expect(moves(taken('2025-09-01T20:00:00Z', 'sandbox-tcgcsv'))).to.equal(true);
  });

  it('include the past for what may have stood six days ago', () => {
    const late = (days: number) =>
      new Date(Date.parse(recorder.events.at(-1)?.recorded_at ?? '') - days * 86_400_000).toISOString();
    const isPast = (event: ReturnType<typeof told>) => allTagsOf(event).includes('past');
    for (const [days, expected] of [
      [0, false],
      [5, false],
      [6.5, true],
      [400, true],
    ] as const) {
      const effective_at = late(days);
      const what = `${days} days late`;
      expect(isPast(told('PriceObserved', observation({ effective_at }))), what).to.equal(expected);
      for (const type of ['PriceCorrected', 'PriceWithdrawn', 'ObservationVoided'] as const)
        expect(isPast(told(type, { effective_at })), `${type} ${what}`).to.equal(expected);
      expect(isPast(told('SnapshotTaken', { upstream_stamp: effective_at })), what).to.equal(expected);
    }
    for (const type of ['CollectionStarted', 'CardListed', 'CardRevised', 'CardWithdrawn', 'CardMerged'] as const)
      expect(isPast(told(type)), type).to.equal(true);
    for (const type of ['SetListed', 'ExternalIdMapped', 'CollectionFinished'] as const)
      expect(isPast(told(type)), type).to.equal(false);
  });

  it('are null beyond the limit: everything', () => {
    const cards = (count: number) =>
      Array.from({ length: count }, (_, at) => told('PriceObserved', observation({ card_id: `pokemon-${at + 1}` })));
    expect(invalidatedTags(cards(limits.touchedTagsMax), new Map()).tags).to.have.length(limits.touchedTagsMax);
    expect(invalidatedTags(cards(limits.touchedTagsMax + 1), new Map()).tags).to.equal(null);
  });
});

describe('invalidations in the database', () => {
  let target: TestDatabase;
  let database: Database;
  let projector: Projector;
  const log = createMemoryLog({ runtime: systemRuntime() });
  let made = 0;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test touches', connectionsMax: 6 });
    projector = testProjector({ database, log });
    await projector.prepare();
  });
  after(async () => {
    await log.close();
    await database.close();
    await target.drop();
  });

  const tell = async <T extends EventType>(type: T, data: Partial<EventData<T>> = {}) => {
    const whole = { ...goodData[type], ...data } as EventData<T>;
    const event = newEvent(type, uuidFromName(`touch ${(made += 1)}`), whole);
    await log.append([{ stream: streamOf(type, whole), expectedRevision: 'any', events: [event] }], metadata);
    return log.head();
  };
  const touches = (schema: string) =>
    database.query<{ position: string; tags: string[] | null }>(
      'select position, tags from projecting.invalidations where read_model = $1 order by position',
      [schema],
    );
  const builds = async () =>
    Object.fromEntries(
      (
        await database.query<{ s: string; build: number }>(
          'select subscriber as s, build from subscriptions.checkpoints',
        )
      ).map(({ s, build }) => [s, build]),
    );

  it('are written with the position of the page; an empty page writes none', async () => {
    const position = await tell('CardListed', { card_id: 'pokemon-1' });
    await projector.catchUp();
    expect(await touches('catalog')).to.deep.equal([{ position, tags: ['past', 'card:pokemon-1'] }]);
    expect(await touches('latest_prices')).to.deep.equal([]);
  });

  it('notify listeners with the commit and not before', async () => {
    const client = await database.connect();
    let woken = 0;
    client.on('notification', ({ channel }) => (woken += Number(channel === projectedChannel)));
    await client.query(`listen ${projectedChannel}`);
    try {
      await tell('SetListed');
      await projector.catchUp(['catalog']);
      await until(() => woken > 0, 'a notification');
    } finally {
      client.release(true);
    }
  });

  it('are not written for a page that fails; its poison event is parked without them', async () => {
    const before = await touches('catalog');
    await database.query(`alter table catalog.cards add constraint no_poison check (name <> 'poison')`);
    await tell('CardListed', { card_id: 'pokemon-2', name: 'poison' });
    await projector.catchUp(['catalog']);
    await database.query('alter table catalog.cards drop constraint no_poison');
    expect(await touches('catalog')).to.deep.equal(before);
    expect(await database.query('select count(*) as n from subscriptions.dead_letters')).to.deep.equal([{ n: 1 }]);
  });

  it('are complete when the process dies right after its commit', async () => {
    const position = await tell('CardListed', { card_id: 'pokemon-3' });
    let died = false;
    const mortal: Database = {
      ...database,
      async transaction(work) {
        let folds = false;
        const result = await database.transaction((client) => {
          const watching = Object.create(client) as typeof client;
          watching.query = ((...asked: unknown[]) => {
            folds ||= String(asked[0]).includes('insert into projecting.invalidations');
            return (client.query as (...all: unknown[]) => unknown).apply(client, asked);
          }) as typeof client.query;
          return work(watching);
        });
        died ||= folds;
        if (folds) throw Object.assign(new Error('dead'), { code: '57P01' });
        return result;
      },
    };
    const dying = testProjector({ database: mortal, log, holder: 'dying' });
    await dying.catchUp(['catalog']).then(
      () => expect.fail('it lived'),
      () => undefined,
    );
    expect(died).to.equal(true);
    expect((await touches('catalog')).at(-1)).to.deep.equal({ position, tags: ['past', 'card:pokemon-3'] });
    await projector.catchUp(['catalog']);
    expect((await touches('catalog')).filter((one) => one.position === position)).to.have.length(1);
  });

  it('are kept for the newest pages only', async () => {
    for (let at = 0; at < limits.touchesKept + 5; at += 1) {
      await tell('ExternalIdMapped', { card_id: `pokemon-${at + 1}` });
      await projector.catchUp(['catalog']);
    }
    const kept = await touches('catalog');
    expect(kept).to.have.length.within(limits.touchesKept, limits.touchesKept + 2);
    expect(kept.at(-1)?.position).to.equal(await log.head());
  });

  it('are not written by a rebuild; its switch changes the build', async () => {
    const before = await builds();
    const told = await touches('catalog');
    await projector.rebuild('catalog', new AbortController().signal);
    const after = await builds();
    expect(after['catalog']).to.be.greaterThan(before['catalog'] as number);
    expect({ ...after, catalog: 0 }).to.deep.equal({ ...before, catalog: 0 });
    expect(told.length).to.be.greaterThan(0);
    expect(await touches('catalog')).to.deep.equal([]);
    const position = await tell('SetRevised', { set_id: 'pokemon-7' });
    await projector.catchUp(['catalog']);
    expect(await touches('catalog')).to.deep.equal([{ position, tags: ['set:pokemon-7'] }]);
  });
});
