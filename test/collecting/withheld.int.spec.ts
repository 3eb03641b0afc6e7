/** Goal: an empty or a half price file does not withdraw a set; two stamps that agree do. */
import { expect } from 'chai';
import { coverageBySetAndDay, totalsOfSources } from '../../projections/coverage/queries.js';
import { latestPricesOfCard } from '../../projections/latest-prices/queries.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import { limits } from '../../src/base/limits.js';
import type { EventLog } from '../../src/log/event-log.js';
import { type MarketRow, product, row } from './market.js';
import { type Ground, openGround, openWorld, type World } from './world.js';

describe('prices that vanish at once', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    fill(50);
  });
  afterEach(() => world.close());
  after(() => ground.close());

  const ids = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => 500 + from + at);
  const rows = (from: number, to: number): MarketRow[] => ids(from, to).map((id) => row(id, 2));
  /** Gives group 10 products 500, 501 … with a price each. */
  const fill = (count: number): void => {
    Object.assign(world.market.group(10), {
      prices: rows(0, count),
      products: ids(0, count).map((id) => product(id, 10)),
    });
  };
  const collect = async (): Promise<CollectResult> => {
    const result = await world.collect();
    await world.caughtUp();
    return result;
  };
  /** Collects the next day, on which group 10 shows `prices`. */
  const day = (prices: unknown[]): Promise<CollectResult> => {
    world.nextDay();
    world.market.group(10).prices = prices;
    return collect();
  };
  const snapshots = async (): Promise<unknown[]> =>
    (await world.events('SnapshotTaken'))
      .filter(({ data }) => data['scope'] === 'pokemon-10')
      .map(({ data }) => [data['rows'], data['withdrawn'], data['withheld']]);
  const withdrawn = async (): Promise<string[]> =>
    (await world.events('PriceWithdrawn')).map(({ stream }) => stream.slice('price-pokemon-'.length));

  it('an empty file: held back and said once; back on the next day, nothing happened', async () => {
    await collect();
    const before = (await world.events('PriceObserved')).length;
    const empty = await day([]);
    expect(empty).to.include({ outcome: 'finished', withdrawn: 0, withheld: 50, unchanged: 2 });
    expect((await world.events('CollectionFinished')).at(-1)?.data).to.include({ withheld: 50 });
    expect((await totalsOfSources(world.database))[0]).to.include({ withheld: 50 });
    const { days } = await coverageBySetAndDay(world.database, {
      setId: 'pokemon-10',
      from: '2025-03-02',
      to: '2025-03-02',
      limit: 1,
      offset: 0,
    });
    expect(days[0]).to.include({ status: 'collected', rows: 0, withdrawn: 0, withheld: 50, reason: null });
    // The snapshot saw none of them, so it confirms none.
    const checked = async (card: string): Promise<unknown> =>
      (await latestPricesOfCard(world.database, card, world.runtime.now()))[0]?.last_checked;
    expect(await checked('pokemon-500')).to.equal('2025-03-01T20:05:33Z');
    expect(await checked('pokemon-111')).to.equal('2025-03-02T20:05:33Z');

    expect(await day(rows(0, 50))).to.include({ withdrawn: 0, withheld: 0, changed: 0, unchanged: 52 });
    expect(await snapshots()).to.deep.equal([
      [50, 0, undefined],
      [0, 0, 50],
      [50, 0, undefined],
    ]);
    expect(await withdrawn()).to.deep.equal([]);
    expect(await world.events('PriceObserved')).to.have.length(before);
    expect(Object.values(await world.prices())).not.to.include('withdrawn');
  });

  it('the second stamp that agrees withdraws them, also after a day without a snapshot', async () => {
    await collect();
    await day([]);
    world.market.fault('/10/prices', { status: 403 });
    expect(await day([])).to.include({ missing_files: 1, withdrawn: 0, withheld: 0 });
    expect(await day([])).to.include({ withdrawn: 50, withheld: 0 });
    expect(await withdrawn()).to.have.length(50);
    expect(await day([])).to.include({ withdrawn: 0, withheld: 0 });
    expect(await day(rows(0, 50))).to.include({ changed: 50 });
  });

  it('another half on the next day: the keys that both lack are withdrawn, the others held back anew', async () => {
    await collect();
    expect(await day(rows(0, 25))).to.include({ withheld: 25, withdrawn: 0 });
    // 500 to 524 vanish now, 525 to 539 are back, 540 to 549 are missing twice.
    expect(await day(rows(25, 40))).to.include({ withheld: 25, withdrawn: 10 });
    expect(await withdrawn()).to.have.members(ids(40, 50).map(String));
    expect(await day(rows(0, 50))).to.include({ withheld: 0, withdrawn: 0, changed: 10, unchanged: 42 });
  });

  it('below the threshold they are withdrawn at once: 8 of 8, 14 of 50; above it 15 of 50', async () => {
    fill(8);
    await collect();
    expect(await day([])).to.include({ withdrawn: 8, withheld: 0 });
    expect(await day(rows(0, 8))).to.include({ changed: 8 });
    fill(50);
    expect(await day(rows(0, 50))).to.include({ changed: 42 });
    expect(await day(rows(0, 36))).to.include({ withdrawn: 14, withheld: 0 });
    fill(50);
    await day(rows(0, 50));
    expect(await day(rows(0, 35))).to.include({ withdrawn: 0, withheld: 15 });
  });

  it('a printing that vanishes from every card is held back too', async () => {
    const foil = ids(0, 20).map((id) => row(id, 9, { subTypeName: 'Foil' }));
    fill(20);
    world.market.group(10).prices = [...rows(0, 20), ...foil];
    await collect();
    expect(await day(rows(0, 20))).to.include({ withdrawn: 0, withheld: 20 });
    expect(await day(rows(0, 20))).to.include({ withdrawn: 20, withheld: 0 });
  });

  it('products that are not listed any more are gone at once: the file of products is asked for', async () => {
    await collect();
    world.market.group(10).products = ids(0, 20).map((id) => product(id, 10));
    expect(await day(rows(0, 20))).to.include({ withdrawn: 30, withheld: 0 });
    expect(world.market.asked).to.include('/tcgplayer/3/10/products');
  });

  it('without the file of products, what the catalog has holds', async () => {
    await collect();
    world.market.fault('/10/products', { status: 403 });
    expect(await day([])).to.include({ withdrawn: 0, withheld: 50 });
  });

  it('a set that is no longer listed is withdrawn with its prices', async () => {
    await collect();
    world.nextDay();
    world.market.groups.delete(10);
    expect(await collect()).to.include({ withdrawn: 50, withheld: 0 });
    expect(await world.events('SetWithdrawn')).to.have.length(1);
  });

  it('a file that proves nothing holds nothing back', async () => {
    await collect();
    expect(await day([{ productId: 'x' }])).to.include({ withdrawn: 0, withheld: 0, quarantined: 1 });
  });

  it('a run over the set alone holds them back as well', async () => {
    await collect();
    world.nextDay();
    world.market.group(10).prices = [];
    expect(await world.collect(['pokemon-10'])).to.include({ withdrawn: 0, withheld: 50 });
    // The run over all sets finds the set recorded, and leaves it.
    expect(await collect()).to.include({ outcome: 'finished', withdrawn: 0, withheld: 50 });
    expect(await snapshots()).to.have.length(2);
    expect(await collect()).to.include({ outcome: 'nothing_new' });
    expect(await day([])).to.include({ withdrawn: 50 });
  });

  it('a resumed run decides the same, after any append', async () => {
    const facts = async (): Promise<string[]> =>
      (await world.events())
        .filter(({ type }) => /^(Price|Snapshot)/.test(type))
        .map(({ id, data }) => `${id} ${String(data['withheld'])}`)
        .sort();
    const halves = async (dying: (log: EventLog) => EventLog): Promise<string[]> => {
      await world.close();
      world = await openWorld(ground);
      fill(50);
      await collect();
      await day(rows(0, 30));
      world.nextDay();
      world.market.group(10).prices = rows(10, 25);
      await world.collect(undefined, world.collector({ log: dying(world.log) })).catch(() => undefined);
      await world.caughtUp();
      const result = await collect();
      // 25 to 29 vanish anew, fewer than ten; 30 to 49 are missing twice; 0 to 9 vanish anew, too: 15 of 30.
      if (result.outcome !== 'nothing_new') expect(result).to.include({ withdrawn: 20, withheld: 15 });
      return facts();
    };
    const whole = await halves((log) => log);
    for (const calls of [1, 2]) {
      const half = await halves((log) => {
        let left = calls;
        return {
          ...log,
          append: async (streams, metadata) => {
            left -= 1;
            if (left > 0) return log.append(streams, metadata);
            await log.append(streams.slice(0, Math.ceil(streams.length / 2)), metadata);
            throw new Error('the process died');
          },
        };
      });
      expect(half, String(calls)).to.deep.equal(whole);
    }
  });

  it('a set recorded by an attempt that could not see all others is decided by the next one alike', async () => {
    await collect();
    world.nextDay();
    world.market.group(10).prices = [];
    world.market.fault('/11/prices', { status: 500 }, limits.sourceRetriesMax + 1);
    expect(await collect()).to.include({ outcome: 'failed', withdrawn: 0, withheld: 50 });
    expect(await collect()).to.include({ outcome: 'finished', withdrawn: 0, withheld: 50 });
    expect(await withdrawn()).to.deep.equal([]);
    expect(await day([])).to.include({ withdrawn: 50 });
  });
});
