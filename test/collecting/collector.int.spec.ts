import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import type { EventType } from '../../src/domain/events.js';
import { acquireLease } from '../../src/subscriptions/leases.js';
import { product, row, startMarket } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('a collection', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const asked = (part: string): number => world.market.asked.filter((path) => path.includes(part)).length;
  const rejection = async (work: Promise<unknown>): Promise<{ code?: string; message?: string }> => {
    try {
      await work;
    } catch (error) {
      return error as { code?: string };
    }
    return expect.fail('it was not refused');
  };

  it('records sets, cards and prices under the stamp of the source', async () => {
    const result = await world.collect();
    expect(result).to.include({
      outcome: 'finished',
      upstream_stamp: '2025-03-01T20:05:33Z',
      sets: 3,
      rows: 4,
      changed: 4,
      unchanged: 0,
      withdrawn: 0,
      quarantined: 0,
    });
    expect(result).to.include({ requests: 10 });
    expect((await world.events()).map(({ type }) => type)).to.have.members([
      'CollectionStarted',
      'SetListed',
      'SetListed',
      'SetListed',
      'CardListed',
      'CardListed',
      'CardListed',
      'CardListed',
      'PriceObserved',
      'PriceObserved',
      'PriceObserved',
      'PriceObserved',
      'SnapshotTaken',
      'SnapshotTaken',
      'SnapshotTaken',
      'CollectionFinished',
    ]);
    expect(await world.prices()).to.deep.equal({
      'onepiece-201 normal': 200,
      'pokemon-101 normal': 200,
      'pokemon-102 normal': 200,
      'pokemon-111 normal': 200,
    });
    expect([...world.market.agents]).to.deep.equal(['TcgPriceLedger/0.1.0']);
  });

  it('links every observation to the snapshot of its set and to the start of its run', async () => {
    await world.collect();
    const started = (await world.events('CollectionStarted'))[0];
    const snapshots = new Map((await world.events('SnapshotTaken')).map((event) => [event.id, event]));
    for (const event of await world.events('PriceObserved')) {
      const snapshot = snapshots.get(String(event.data['provenance']));
      expect(snapshot?.data['url']).to.match(/\/tcgplayer\/(3|68)\/\d+\/prices$/);
      expect(snapshot?.stream).to.equal('collection-tcgcsv-all');
      expect((snapshot?.position ?? '') > event.position).to.equal(true);
      expect(event.metadata).to.deep.equal({
        correlation_id: event.data['collection'],
        causation_id: started?.id,
        actor: 'collector',
        source: 'tcgcsv',
        parser_version: 2,
      });
    }
  });

  it('appends nothing and requests one file when the stamp was collected before', async () => {
    await world.collect();
    const before = (await world.events()).length;
    world.market.asked.length = 0;
    expect(await world.collect()).to.deep.equal({
      outcome: 'nothing_new',
      upstream_stamp: '2025-03-01T20:05:33Z',
      requests: 1,
      reason: 'already_collected',
    });
    expect(world.market.asked).to.deep.equal(['/last-updated.txt']);
    expect(await world.collect(['pokemon-10'])).to.include({ outcome: 'nothing_new' });
    world.market.stamp = '2025-02-28T20:05:33+0000';
    expect(await world.collect()).to.include({ outcome: 'nothing_new', reason: 'stale_stamp' });
    expect(await world.events()).to.have.length(before);
  });

  it('requests one file a set on a normal day and appends only changes', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2.5), row(102, 2)];
    expect(await world.collect()).to.include({ outcome: 'finished', rows: 4, changed: 1, unchanged: 3, requests: 7 });
    expect(asked('/products')).to.equal(0);
    expect(await world.events('PriceObserved')).to.have.length(5);
    expect(await world.events('SnapshotTaken')).to.have.length(6);
  });

  it('requests products of new and modified sets and of unknown cards, and all products every week', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).modifiedOn = '2025-03-02T00:00:00';
    world.market.group(11).prices.push(row(112, 9));
    world.market.group(11).products.push(product(112, 11));
    await world.collect();
    expect(world.market.asked.filter((path) => path.includes('products')).sort()).to.deep.equal([
      '/tcgplayer/3/10/products',
      '/tcgplayer/3/11/products',
    ]);
    expect((await world.events('SetRevised')).map(({ stream }) => stream)).to.deep.equal(['set-pokemon-10']);
    for (let day = 2; day < 7; day += 1) world.nextDay();
    await world.collect();
    expect(asked('/products')).to.equal(0);
    world.nextDay();
    await world.collect();
    expect(asked('/products')).to.equal(3);
    expect(await world.events('CardRevised')).to.have.length(0);
  });

  it('records a price whose product is not listed, and lists the card once it is', async () => {
    world.market.group(11).products = [];
    await world.collect();
    expect((await world.prices())['pokemon-111 normal']).to.equal(200);
    expect((await world.events('CardListed')).map(({ stream }) => stream)).not.to.include('card-pokemon-111');
    world.nextDay();
    world.market.group(11).products = [product(111, 11)];
    await world.collect();
    expect((await world.events('CardListed')).at(-1)?.stream).to.equal('card-pokemon-111');
  });

  it('withdraws a printing, a card and a set that vanish, and restores them when they return', async () => {
    world.market.group(10).prices = [row(101, 2), row(101, 3, { subTypeName: 'Foil' }), row(102, 2)];
    await world.collect();
    world.nextDay();
    const gone = world.market.group(11);
    world.market.groups.delete(11);
    world.market.group(10).prices = [row(101, 2)];
    expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 3, sets: 3, rows: 2 });
    expect(await world.prices()).to.deep.equal({
      'onepiece-201 normal': 200,
      'pokemon-101 foil': 'withdrawn',
      'pokemon-101 normal': 200,
      'pokemon-102 normal': 'withdrawn',
      'pokemon-111 normal': 'withdrawn',
    });
    expect((await world.events('SetWithdrawn')).map(({ stream }) => stream)).to.deep.equal(['set-pokemon-11']);
    const proof = (await world.events('SnapshotTaken')).find(
      ({ data }) => data['scope'] === 'pokemon-11' && data['rows'] === 0,
    );
    expect(proof?.data).to.include({ url: `${world.market.url}/tcgplayer/3/groups`, withdrawn: 1 });
    expect(
      (await world.events('PriceWithdrawn')).find(({ stream }) => stream === 'price-pokemon-111')?.data['provenance'],
    ).to.equal(proof?.id);

    world.nextDay();
    expect(await world.collect()).to.include({ withdrawn: 0 });
    world.nextDay();
    world.market.groups.set(11, gone);
    await world.collect();
    expect((await world.prices())['pokemon-111 normal']).to.equal(200);
    expect((await world.events('SetRevised')).map(({ stream }) => stream)).to.deep.equal(['set-pokemon-11']);
  });

  it('withdraws a card only after a look at all products', async () => {
    await world.collect();
    world.nextDay();
    Object.assign(world.market.group(10), { prices: [row(101, 2)], products: [product(101, 10)] });
    await world.collect();
    expect(await world.events('CardWithdrawn')).to.have.length(0);
    for (let day = 0; day < 6; day += 1) world.nextDay();
    await world.collect();
    expect((await world.events('CardWithdrawn')).map(({ stream }) => stream)).to.deep.equal(['card-pokemon-102']);
    world.nextDay();
    Object.assign(world.market.group(10), {
      prices: [row(101, 2), row(102, 2)],
      products: [product(101, 10), product(102, 10)],
    });
    await world.collect();
    expect((await world.events('CardRevised')).map(({ stream }) => stream)).to.deep.equal(['card-pokemon-102']);
  });

  it('keeps one history, without a withdrawal, when a product moves to another set', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2)];
    world.market.group(11).prices.push(row(102, 2.5));
    world.market.group(11).products.push(product(102, 11));
    expect(await world.collect()).to.include({ changed: 1, withdrawn: 0 });
    const [revised] = await world.events('CardRevised');
    expect(revised?.data).to.include({ card_id: 'pokemon-102', set_id: 'pokemon-11' });
    expect(
      (await world.events()).filter(({ stream }) => stream === 'price-pokemon-102').map(({ type }) => type),
    ).to.deep.equal(['PriceObserved', 'PriceObserved']);
    world.nextDay();
    world.market.group(11).prices = [row(111, 2)];
    expect(await world.collect()).to.include({ withdrawn: 1 });
  });

  it('takes the rows of the known set while a product stands in two', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(11).prices.push(row(102, 9));
    expect(await world.collect()).to.include({ changed: 0, withdrawn: 0, quarantined: 1 });
    expect((await world.prices())['pokemon-102 normal']).to.equal(200);
    expect(await world.events('CardRevised')).to.have.length(0);
  });

  it('quarantines bad rows and records the others', async () => {
    world.market.group(10).prices = [
      row(101, 1.005),
      row(102, -1),
      { productId: 'x' },
      { ...row(103, 1), subTypeName: null },
      row(104, 7),
    ];
    world.market.group(11).prices.push({ productId: 'x' });
    expect(await world.collect()).to.include({ outcome: 'finished', rows: 8, changed: 3, quarantined: 5 });
    const held = await world.events('ObservationQuarantined');
    expect(held.map(({ data }) => data['reason'])).to.have.members(['precision', 'range', 'schema', 'schema']);
    expect(held.map(({ stream }) => stream)).to.include('price-pokemon-unidentified');
    expect((await world.prices())['pokemon-104 normal']).to.equal(700);
  });

  it('does not withdraw a quarantined key, and observes it once its rows are good again', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 5_000), row(102, 2, { lowPrice: 9 })];
    expect(await world.collect()).to.include({ quarantined: 2, withdrawn: 0, changed: 0 });
    expect((await world.events('ObservationQuarantined')).map(({ data }) => data['reason'])).to.have.members([
      'jump',
      'order',
    ]);
    expect(await world.prices()).to.include({ 'pokemon-101 normal': 200, 'pokemon-102 normal': 200 });
    world.nextDay();
    world.market.group(10).prices = [row(101, 3), row(102, 4)];
    expect(await world.collect()).to.include({ changed: 2 });
    expect(await world.prices()).to.include({ 'pokemon-101 normal': 300, 'pokemon-102 normal': 400 });
  });

  it('withdraws nothing of a set while one of its rows names no product', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2), { productId: null }];
    expect(await world.collect()).to.include({ withdrawn: 0, quarantined: 1 });
    expect((await world.prices())['pokemon-102 normal']).to.equal(200);
  });

  it('decides again after another writer changed the stream', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2.5), row(102, 2)];
    const first = (await world.events('PriceObserved')).find(({ stream }) => stream === 'price-pokemon-101');
    const { sample_size: _size, collection: _run, provenance: _proof, ...key } = first?.data ?? {};
    const corrected = {
      ...key,
      market: 150,
      effective_at: '2025-03-01T20:05:33Z',
      observation_id: first?.id,
      reason: 'a test',
    };
    let once = false;
    const log = {
      ...world.log,
      append: async (...args: Parameters<typeof world.log.append>) => {
        if (!once && args[0].some(({ stream }) => stream === 'price-pokemon-101')) {
          once = true;
          const event = { id: world.runtime.uuid(), type: 'PriceCorrected', schema_version: 1, data: corrected };
          await world.log.append([{ stream: 'price-pokemon-101', expectedRevision: 'any', events: [event] }], {
            correlation_id: world.runtime.uuid(),
            causation_id: null,
            actor: 'test',
          });
        }
        return world.log.append(...args);
      },
    };
    const result = await world.collect(undefined, world.collector({ log }));
    expect(result).to.include({ outcome: 'finished', changed: 1, unchanged: 3 });
    const history = (await world.events())
      .filter(({ stream }) => stream === 'price-pokemon-101')
      .map(({ type }) => type);
    expect(history).to.deep.equal(['PriceObserved', 'PriceCorrected', 'PriceObserved']);
  });

  it('collects named sets, and later all sets without a second request for a file', async () => {
    const sets = ['pokemon-10'];
    expect(await world.collect(sets)).to.include({ outcome: 'finished', sets: 1, rows: 2 });
    expect(world.market.asked).not.to.include('/tcgplayer/68/groups');
    expect((await world.events('CollectionFinished'))[0]?.stream).to.equal('collection-tcgcsv-selection');
    expect(await world.collect()).to.include({ outcome: 'finished', sets: 3, rows: 4, changed: 4 });
    expect(asked('/3/10/prices')).to.equal(1);
    expect(asked('/3/groups')).to.equal(1);
    expect(await world.events('SnapshotTaken')).to.have.length(3);
  });

  it('leaves absences that are not proven to the next full run', async () => {
    await world.collect();
    world.nextDay();
    world.market.group(10).prices = [row(101, 2)];
    expect(await world.collect(['pokemon-10'])).to.include({ outcome: 'finished', withdrawn: 0 });
    expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 1 });
    expect((await world.prices())['pokemon-102 normal']).to.equal('withdrawn');
    const [withdrawn] = await world.events('PriceWithdrawn');
    const own = (await world.events('SnapshotTaken')).find(({ id }) => id === withdrawn?.data['provenance']);
    expect(own?.data).to.include({ scope: 'pokemon-10', upstream_stamp: '2025-03-02T20:05:33Z' });
  });

  it('withdraws a price when the set still lists the product', async () => {
    await world.collect();
    world.nextDay();
    Object.assign(world.market.group(10), { prices: [row(101, 2)], modifiedOn: '2025-03-02T00:00:00' });
    expect(await world.collect(['pokemon-10'])).to.include({ withdrawn: 1 });
  });

  it('names a set id that does not exist', async () => {
    expect(await rejection(world.collect(['base set']))).to.include({ code: 'SET_NOT_FOUND' });
    expect(world.market.asked).to.deep.equal([]);
    const result = await world.collect(['pokemon-10', 'pokemon-99']);
    expect(result).to.include({ outcome: 'failed', code: 'SET_NOT_FOUND', resumable: false });
    expect(result).to.have.property('detail').that.includes('pokemon-99').and.includes('the nearest');
    await world.collect();
    const known = await world.collect(['pokemon-10']);
    expect(known).to.include({ outcome: 'nothing_new', reason: 'already_collected' });
    expect(await rejection(world.collect(['pokemon-10', 'pokemon-99'])), 'after the day').to.include({
      code: 'SET_NOT_FOUND',
    });
  });

  it('refuses a list that lost most of its sets', async () => {
    await world.collect();
    world.nextDay();
    world.market.groups.delete(10);
    world.market.groups.delete(11);
    const result = await world.collect();
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', withdrawn: 0 });
    expect(await world.events('SetWithdrawn')).to.have.length(0);
    expect((await world.prices())['pokemon-101 normal']).to.equal(200);
  });

  it('refuses to run while another collection of the source is running', async () => {
    const lease = await acquireLease({
      database: world.database,
      runtime: world.leaseRuntime,
      name: 'collector-tcgcsv',
      holder: 'another',
    });
    expect(await rejection(world.collect())).to.include({ code: 'COLLECTION_RUNNING' });
    await lease?.release();
    expect(await world.collect()).to.include({ outcome: 'finished' });
  });

  it('appends nothing after it loses its lease', async () => {
    world.market.onRequest = (path) => {
      if (path.endsWith('/10/prices'))
        void world.database.query(`update subscriptions.leases set token = token + 1 where name = 'collector-tcgcsv'`);
      return undefined;
    };
    world.leaseRuntime.renewMs = 20;
    world.market.fault('/20/prices', () => undefined);
    const result = await world.collect();
    expect(result).to.include({ outcome: 'failed', code: 'LEASE_LOST', resumable: true });
    expect(await world.events('CollectionFailed')).to.have.length(0);
  });

  it('appends nothing once its lease has run out by the clock, before any timer fires', async () => {
    // As after a pause of the whole process: the clock has gone on, and the run goes on before any timer has fired.
    const clock = world.leaseRuntime.monotonicMs;
    world.market.onRequest = (path) => {
      if (path.endsWith('/20/prices')) world.leaseRuntime.monotonicMs = () => clock() + limits.leaseTtlMs;
      return undefined;
    };
    world.leaseRuntime.renewMs = 60_000;
    const [result] = await Promise.allSettled([world.collect()]);
    expect(JSON.stringify(result)).to.include('LEASE_LOST');
    expect(await world.events('PriceObserved')).to.have.length(0);
    world.leaseRuntime.monotonicMs = clock;
    await world.database.query('delete from subscriptions.leases');
    world.market.onRequest = () => undefined;
    expect(await world.collect()).to.include({ outcome: 'finished' });
    expect(await world.events('PriceObserved')).not.to.have.length(0);
  });

  describe('of Japanese Pokémon', () => {
    const both = { categories: [3, 85] };
    const japanese = () => world.collector({ source: world.tcgcsv(both) });
    beforeEach(() => {
      const group = world.market.group(11);
      world.market.groups.set(50, {
        ...group,
        groupId: 50,
        categoryId: 85,
        prices: [row(501, 7)],
        products: [product(501, 50)],
      });
    });

    it('is not requested unless it is configured', async () => {
      expect(await world.collect()).to.include({ outcome: 'finished', sets: 3 });
      expect(asked('/85/')).to.equal(0);
    });

    it('sets the language of set, card and price key; English has none', async () => {
      expect(await world.collect(undefined, japanese())).to.include({ outcome: 'finished', sets: 3, changed: 4 });
      const language = async (type: EventType, stream: string) =>
        (await world.events(type)).find((event) => event.stream === stream)?.data['language'];
      expect(await language('SetListed', 'set-pokemon-50')).to.equal('ja');
      expect(await language('CardListed', 'card-pokemon-501')).to.equal('ja');
      expect(await language('PriceObserved', 'price-pokemon-501')).to.equal('ja');
      expect(await language('SetListed', 'set-pokemon-10')).to.equal(undefined);
      expect(await language('CardListed', 'card-pokemon-101')).to.equal(undefined);
      expect(await language('PriceObserved', 'price-pokemon-101')).to.equal(null);
      world.nextDay();
      expect(await world.collect(undefined, japanese())).to.include({ outcome: 'finished', changed: 0, unchanged: 4 });
      expect(await world.events('SetRevised')).to.deep.equal([]);
    });

    it('collects a named set of either language', async () => {
      expect(await world.collect(['pokemon-50'], japanese())).to.include({ outcome: 'finished', sets: 1, rows: 1 });
      const result = await world.collect(['pokemon-50', 'pokemon-99'], world.collector());
      expect(result).to.include({ outcome: 'failed', code: 'SET_NOT_FOUND' });
    });

    it('withdraws prices that vanish, but none when the category is no longer configured', async () => {
      await world.collect(undefined, japanese());
      world.nextDay();
      expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 0 });
      for (let day = 0; day < 7; day += 1) world.nextDay();
      expect(await world.collect()).to.include({ outcome: 'finished', withdrawn: 0 });
      expect(await world.events('SetWithdrawn')).to.deep.equal([]);
      expect(await world.events('CardWithdrawn')).to.deep.equal([]);
      expect(await world.prices()).to.include({ 'pokemon-501 normal': 700 });
      world.nextDay();
      world.market.group(50).prices = [];
      expect(await world.collect(undefined, japanese())).to.include({ outcome: 'finished', withdrawn: 1 });
      expect(await world.prices()).to.include({ 'pokemon-501 normal': 'withdrawn', 'pokemon-101 normal': 200 });
    });
  });

  it('collects from the sandbox under its own name', async () => {
    world.market.stamp = '2030-01-01T00:00:00+0000';
    expect(await world.collect(undefined, world.collector({ source: world.tcgcsv({}, 'sandbox-tcgcsv') }))).to.include({
      outcome: 'finished',
    });
    expect((await world.events('PriceObserved'))[0]?.data['source']).to.equal('sandbox-tcgcsv');
  });

  it('reports its progress and the state of the source', async () => {
    const progress: string[] = [];
    const collector = world.collector({
      onProgress: ({ phase, done, total }) => void progress.push(`${phase} ${done}/${total}`),
    });
    expect(await collector.state()).to.deep.include({
      last_run: null,
      failure: null,
      breaker: 'closed',
      budget: { used: 0, left: 10_000, max: 10_000 },
    });
    await world.collect(undefined, collector);
    expect(progress).to.include.members(['fetch 3/3', 'record 3/3']);
    await world.caughtUp();
    const state = await collector.state();
    expect(state.last_run).to.include({ status: 'finished', scope: 'all', upstream_stamp: '2025-03-01T20:05:33Z' });
    expect(state.budget).to.include({ used: 10 });
  });

  it('sends one request at a time, with pauses, if the source asks for pauses', async () => {
    let open = 0;
    let openMost = 0;
    world.market.onRequest = (_path, response) => {
      open += 1;
      openMost = Math.max(openMost, open);
      response.once('finish', () => (open -= 1));
      return { kind: 'slow', ms: 10 };
    };
    const collector = world.collector({ source: world.tcgcsv({ pauseMs: 100 }) });
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished', requests: 10 });
    expect(openMost).to.equal(1);
    expect(world.runtime.slept.filter((ms) => ms === 100)).to.have.length(9);
  });

  it('fails where the source had to publish and did not, so that the log says why the day is missing', async () => {
    const collector = world.collector();
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
    const look = (publishedSince: string) =>
      collector.collect({
        trigger: 'schedule',
        signal: new AbortController().signal,
        publishedSince: new Date(publishedSince),
      });
    expect(await look('2025-03-01T20:05:33Z'), 'it has').to.include({ outcome: 'nothing_new' });
    expect(await look('2025-03-01T20:05:34Z')).to.include({
      ...{ outcome: 'failed', code: 'SOURCE_UNPUBLISHED', retryable: false },
      detail: 'the source still shows 2025-03-01T20:05:33Z; it was expected to publish after 2025-03-01T20:05:34Z',
    });
    expect((await world.events('CollectionFailed')).map(({ data }) => data['code'])).to.deep.equal([
      'SOURCE_UNPUBLISHED',
    ]);
    expect((await collector.state()).failure).to.include({ code: 'SOURCE_UNPUBLISHED' });
  });

  it('keeps the pause after a restart too: the last request may have been a moment ago', async () => {
    const restarted = () => world.collector({ source: world.tcgcsv({ pauseMs: 5_000 }) });
    await world.collect(undefined, restarted());
    world.runtime.advance(2_000);
    world.runtime.slept.length = 0;
    await world.collect(undefined, restarted());
    expect(world.runtime.slept).to.deep.equal([3_000]);
    world.runtime.advance(-60_000);
    world.runtime.slept.length = 0;
    await world.collect(undefined, restarted());
    expect(world.runtime.slept, 'the clock was set back').to.deep.equal([5_000]);
  });

  it('waits no longer than the interval of a file after the clock was set back, and not at all for long', async () => {
    const hourMs = 3_600_000;
    const collector = world.collector({ source: world.tcgcsv({ minIntervalMs: hourMs, dailyBudget: 40 }) });
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
    world.runtime.advance(-30 * hourMs);
    world.market.stamp = '2025-03-01T21:05:33+0000';
    world.runtime.slept.length = 0;
    expect(await world.collect(undefined, collector)).to.include({ outcome: 'finished' });
    expect(Math.max(...world.runtime.slept)).to.be.within(1, hourMs);
    // Requests of the future count as made at the time of the run: they leave the budget a day later.
    world.runtime.advance(25 * hourMs);
    const { budget } = await collector.state();
    expect(budget.used).to.equal(0);
  });

  it('deletes its payloads when it is finished', async () => {
    await world.collect();
    expect(await world.database.query('select 1 from collecting.payloads')).to.deep.equal([]);
    world.runtime.advance(3 * 86_400_000);
    world.nextDay();
    await world.collect();
    expect((await world.database.query<{ n: number }>('select count(*) as n from collecting.requests'))[0]?.n).to.equal(
      7,
    );
  });

  it('splits events that exceed one append', async () => {
    const ids = Array.from({ length: 2_300 }, (_, at) => 1_000 + at);
    world.market.group(10).prices = [
      ...ids.map((id) => row(id, 2)),
      ...Array.from({ length: 1_200 }, (_, at) => ({ bad: at })),
    ];
    const sizes: number[] = [];
    const log = {
      ...world.log,
      append: (...args: Parameters<typeof world.log.append>) => {
        sizes.push(args[0].reduce((sum, { events }) => sum + events.length, 0));
        return world.log.append(...args);
      },
    };
    expect(await world.collect(undefined, world.collector({ log }))).to.include({
      outcome: 'finished',
      changed: 2_302,
      quarantined: 1_200,
    });
    expect(Math.max(...sizes)).to.be.within(800, 1_000);
    expect(await world.events('ObservationQuarantined')).to.have.length(1_200);
  });

  it('collects from another URL without a trace of the first', async () => {
    const other = await startMarket();
    other.groups.delete(20);
    expect(await world.collect(undefined, world.collector({ source: world.tcgcsv({ url: other.url }) }))).to.include({
      outcome: 'finished',
      sets: 2,
    });
    await other.close();
  });
});
