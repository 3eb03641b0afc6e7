/** Goal: files of whole games, each written at its own time, are recorded as of that time, once, and by cards alone. */
import { expect } from 'chai';
import { latestPricesOfCard } from '../../projections/latest-prices/queries.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import type { EventData } from '../../src/domain/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { newEvent } from '../../src/domain/upcasting.js';
import type { EventLog } from '../../src/log/event-log.js';
import { metadata } from '../support/events.js';
import { guideSource, type GuideServer, startGuides } from './made-up-guide.js';
import { product, row } from './market.js';
import { type Ground, openGround, openWorld, settings, type World } from './world.js';

describe('a source of one file a game, with times and ids of its own', () => {
  let ground: Ground;
  let world: World;
  let place: GuideServer;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    place = await startGuides();
    await world.collect();
    place.guides.set('/pokemon', { at: '2025-03-01T00:50:00Z', rows: [one, two, unknown] });
    place.guides.set('/onepiece', { at: '2025-03-01T00:55:00Z', rows: [{ product: 'z', price: 9 }] });
    await map('pokemon-101', 'a');
    await map('pokemon-102', 'b');
    await map('onepiece-201', 'z');
  });
  afterEach(async () => {
    await place.close();
    await world.close();
  });
  after(() => ground.close());

  const one = { product: 'a', price: 1.5 };
  const two = { product: 'b', price: 2.5 };
  const unknown = { product: 'nobody knows', price: 7 };
  const map = async (card_id: string, external_id: string): Promise<void> => {
    const data = { card_id, system: 'guides', external_id, evidence: null };
    const event = newEvent('ExternalIdMapped', uuidFromName(JSON.stringify(data)), data);
    await world.log.append([{ stream: `card-${card_id}`, expectedRevision: 'any', events: [event] }], metadata);
  };
  const collect = ({
    sets,
    ...changes
  }: { sets?: readonly string[]; minIntervalMs?: number; log?: EventLog } = {}): Promise<CollectResult> => {
    const { log = world.log, ...others } = changes;
    const source = guideSource({ ...settings, url: place.url, ...others });
    return world.collect(sets, world.collector({ source, log }));
  };
  const ofGuides = async <T extends Parameters<World['events']>[0] & string>(type: T) =>
    (await world.events(type))
      .filter((event) => event.metadata.source === 'guides')
      .map(({ data }) => data as unknown as EventData<T>);
  const prices = async (source = 'guides'): Promise<Record<string, unknown>> => {
    await world.caughtUp();
    const rows = await world.database.query<{ card_id: string; market: number | null; withdrawn: boolean }>(
      `select card_id, market, withdrawn from latest_prices.prices where source = $1 order by card_id`,
      [source],
    );
    return Object.fromEntries(rows.map((at) => [at.card_id, at.withdrawn ? 'withdrawn' : at.market]));
  };

  it('gives every price and snapshot the time of its file, and counts what no card is known for', async () => {
    expect(await collect()).to.include({
      outcome: 'finished',
      upstream_stamp: '2025-03-01T00:50:00Z',
      sets: 3,
      rows: 3,
      changed: 3,
      quarantined: 0,
      unmatched: 1,
    });
    expect(await prices()).to.deep.equal({ 'onepiece-201': 900, 'pokemon-101': 150, 'pokemon-102': 250 });
    const stamps = (await ofGuides('SnapshotTaken')).map(({ scope, upstream_stamp }) => [scope, upstream_stamp]);
    expect(Object.fromEntries(stamps)).to.deep.equal({
      'pokemon-10': '2025-03-01T00:50:00Z',
      'pokemon-11': '2025-03-01T00:50:00Z',
      'onepiece-20': '2025-03-01T00:55:00Z',
    });
    const observed = (await ofGuides('PriceObserved')).map(({ card_id, effective_at }) => [card_id, effective_at]);
    expect(Object.fromEntries(observed)).to.include({
      'pokemon-101': '2025-03-01T00:50:00Z',
      'onepiece-201': '2025-03-01T00:55:00Z',
    });
    expect((await ofGuides('CollectionFinished'))[0]).to.include({ unmatched: 1, quarantined: 0 });
    expect(await world.events('ObservationQuarantined')).to.deep.equal([]);
    const [price] = (await latestPricesOfCard(world.database, 'onepiece-201', world.runtime.now())).filter(
      ({ source }) => source === 'guides',
    );
    expect(price).to.include({ currency: 'EUR', last_checked: '2025-03-01T00:55:00Z' });
  });

  it('asks for the beginning of the file alone to see its time, whether or not the server can do that', async () => {
    await collect();
    const head = '/pokemon bytes=0-59';
    expect(place.asked).to.deep.equal([head, '/pokemon', '/onepiece', head]);
    place.asked.length = 0;
    place.ignoresRange = true;
    expect(await collect()).to.include({ outcome: 'nothing_new', reason: 'already_collected', requests: 1 });
    expect(place.asked).to.deep.equal([head]);
  });

  it('may have the file though its beginning was just asked for, and not twice in its interval', async () => {
    const guarded = { minIntervalMs: 24 * 3_600_000 };
    expect(await collect(guarded)).to.include({ outcome: 'finished', requests: 4 });
    place.guides.set('/pokemon', { at: '2025-03-01T12:00:00Z', rows: [one, two] });
    expect(await collect(guarded)).to.include({ outcome: 'failed', code: 'SOURCE_TOO_SOON' });
  });

  it('records a file once, though another file of the source is new', async () => {
    await collect();
    place.guides.set('/pokemon', { at: '2025-03-02T00:50:00Z', rows: [{ ...one, price: 3 }, two] });
    world.nextDay();
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, changed: 2, unchanged: 1 });
    expect((await ofGuides('SnapshotTaken')).filter(({ scope }) => scope === 'onepiece-20')).to.have.length(1);
    expect(await ofGuides('PriceObserved')).to.have.length(4);
  });

  it('takes no file that is older than the one it has recorded, and says so', async () => {
    await collect();
    place.guides.set('/pokemon', { at: '2025-03-02T00:50:00Z', rows: [one, two] });
    place.guides.set('/onepiece', { at: '2025-02-28T00:55:00Z', rows: [] });
    world.nextDay();
    const result = await collect();
    expect(result).to.include({ outcome: 'finished', sets: 2, withdrawn: 0, missing_files: 1 });
    expect(result.outcome === 'finished' ? result.omissions : []).to.deep.include({
      kind: 'file',
      file: '/onepiece',
      set_id: null,
      place: null,
      detail: 'written at 2025-02-28T00:55:00Z, while a file of 2025-03-01T00:55:00Z is recorded: not taken',
    });
    expect(await prices()).to.include({ 'onepiece-201': 900 });
  });

  it('refuses a file of the future', async () => {
    place.guides.set('/onepiece', { at: '2031-03-01T00:55:00Z', rows: [{ product: 'z', price: 9 }] });
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', sets: 2 });
    expect(await prices()).to.deep.equal({ 'pokemon-101': 150, 'pokemon-102': 250 });
  });

  it('is not complete while the file of a game is missing', async () => {
    place.missing.add('/onepiece');
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', sets: 2, changed: 2 });
    place.missing.clear();
    place.asked.length = 0;
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, changed: 3 });
    expect(place.asked).not.to.include('/pokemon');
  });

  it('continues a run that died between two files of different times', async () => {
    const broken: EventLog = {
      ...world.log,
      async append(appends, ...rest) {
        const later = appends.some(({ events }) =>
          events.some(({ data }) => (data as { effective_at?: string }).effective_at === '2025-03-01T00:55:00Z'),
        );
        if (later) throw new Error('the process dies');
        return world.log.append(appends, ...rest);
      },
    };
    const died = await collect({ log: broken }).catch((error: unknown) => (error as Error).message);
    expect(died).to.equal('the process dies');
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, changed: 3, unmatched: 1 });
    const observed = (await ofGuides('PriceObserved')).map(({ card_id }) => card_id);
    expect(observed.sort()).to.deep.equal(['onepiece-201', 'pokemon-101', 'pokemon-102']);
    const scopes = (await ofGuides('SnapshotTaken')).map(({ scope }) => scope);
    expect(scopes.sort()).to.deep.equal(['onepiece-20', 'pokemon-10', 'pokemon-11']);
  });

  it('withdraws what the whole file no longer shows, and nothing of other games and sources', async () => {
    await collect();
    place.guides.set('/pokemon', { at: '2025-03-02T00:50:00Z', rows: [one] });
    world.nextDay();
    expect(await collect()).to.include({ outcome: 'finished', withdrawn: 1 });
    expect(await prices()).to.deep.equal({ 'onepiece-201': 900, 'pokemon-101': 150, 'pokemon-102': 'withdrawn' });
    expect(Object.values(await prices('tcgcsv'))).to.deep.equal([200, 200, 200, 200]);
    expect(await ofGuides('PriceWithdrawn')).to.have.length(1);
    place.guides.set('/pokemon', { at: '2025-03-03T00:50:00Z', rows: [one, two] });
    world.nextDay();
    await collect();
    expect(await prices()).to.include({ 'pokemon-102': 250 });
  });

  it('takes no product for a card that two cards claim, nor for one whose id was mapped anew', async () => {
    await map('pokemon-111', 'a');
    await map('pokemon-102', 'c');
    expect(await collect()).to.include({ outcome: 'finished', changed: 1, unmatched: 3 });
    expect(await prices()).to.deep.equal({ 'onepiece-201': 900 });
  });

  it('collects some sets from the same file, and withdraws nothing of the others', async () => {
    await collect();
    place.guides.set('/pokemon', { at: '2025-03-02T00:50:00Z', rows: [] });
    world.nextDay();
    expect(await collect({ sets: ['pokemon-11'] })).to.include({ outcome: 'finished', withdrawn: 0 });
    expect(await prices()).to.include({ 'pokemon-101': 150, 'pokemon-102': 250 });
  });

  describe('of which much is missing at once', () => {
    /** Twelve sets of four cards: none of them could lose ten prices. */
    const cards = Array.from({ length: 12 }, (_, set) =>
      Array.from({ length: 4 }, (_each, at) => 5_000 + set * 10 + at),
    );
    const shown = (count: number) =>
      cards.flatMap((ids) => ids.slice(0, count)).map((id) => ({ product: `p${id}`, price: 2 }));
    beforeEach(async () => {
      for (const [at, ids] of cards.entries()) {
        world.market.groups.set(500 + at, {
          ...world.market.group(10),
          groupId: 500 + at,
          prices: ids.map((id) => row(id, 2)),
          products: ids.map((id) => product(id, 500 + at)),
        });
      }
      world.nextDay();
      await world.collect();
      for (const id of cards.flat()) await map(`pokemon-${id}`, `p${id}`);
      place.guides.set('/pokemon', { at: '2025-03-02T00:50:00Z', rows: shown(4) });
      expect(await collect()).to.include({ outcome: 'finished' });
    });
    const next = (day: number, count: number): Promise<CollectResult> => {
      place.guides.set('/pokemon', { at: `2025-03-0${day}T00:50:00Z`, rows: shown(count) });
      world.nextDay();
      return collect();
    };

    it('holds all of it back, of small sets too, and withdraws what the next file does not show either', async () => {
      const half = await next(3, 2);
      expect(half).to.include({ outcome: 'finished', withdrawn: 0, withheld: 24 });
      expect(half.outcome === 'finished' && half.omissions.map(({ detail }) => detail)).to.deep.equal([
        '24 prices are missing at once: withdrawn if the next file agrees',
      ]);
      expect(await next(4, 3)).to.include({ withdrawn: 12, withheld: 0 });
      expect(Object.values(await prices()).filter((price) => price === 'withdrawn')).to.have.length(12);
    });

    it('believes a file that lacks a few', async () => {
      place.guides.set('/pokemon', { at: '2025-03-03T00:50:00Z', rows: shown(4).slice(4) });
      world.nextDay();
      expect(await collect()).to.include({ outcome: 'finished', withdrawn: 4, withheld: 0 });
    });
  });
});
