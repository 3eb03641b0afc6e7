import { expect } from 'chai';
import { latestPricesOfCard } from '../../../projections/latest-prices/queries.js';
import { product, row, status } from '../../collecting/market.js';
import { type Ground, openGround, openWorld, type World } from '../../collecting/world.js';
import { collectTcgplayer, tcgplayerOf } from './tcgplayer-world.js';

const groups = (category: number, offset = 0): string =>
  `/v1.39.0/catalog/categories/${category}/groups?offset=${offset}&limit=100`;

describe('the source TCGplayer', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const asked = async (): Promise<string[]> => {
    const rows = await world.database.query<{ path: string }>(
      `select path from collecting.requests where source = 'tcgplayer' order by request_id`,
    );
    return rows.map(({ path }) => path);
  };
  const events = async (type: Parameters<World['events']>[0]) =>
    (await world.events(type)).filter(({ metadata }) => metadata.source === 'tcgplayer');
  const pricesOf = async (cardId: string) => {
    await world.caughtUp();
    return (await latestPricesOfCard(world.database, cardId, world.runtime.now())).filter(
      ({ source }) => source === 'tcgplayer',
    );
  };
  /** Fills a group with as many products. */
  const fill = (groupId: number, count: number, price = 2): number[] => {
    const ids = Array.from({ length: count }, (_, at) => groupId * 1_000 + at);
    const group = world.market.group(groupId);
    group.products = ids.map((id) => product(id, groupId));
    group.prices = ids.map((id) => row(id, price));
    return ids;
  };

  it('collects sets, cards and prices into the same read models, with one token', async () => {
    expect(await collectTcgplayer(world)).to.include({
      outcome: 'finished',
      upstream_stamp: '2025-03-01T20:30:00Z',
      sets: 3,
      rows: 4,
      changed: 4,
      requests: 9,
    });
    expect(await asked()).to.have.members([
      '/token',
      groups(3),
      groups(68),
      ...[10, 11, 20].flatMap((group) => [
        `/v1.39.0/pricing/group/${group}`,
        `/v1.39.0/catalog/products?groupId=${group}&getExtendedFields=true&offset=0&limit=100`,
      ]),
    ]);
    expect((await asked())[0]).to.equal('/token');
    expect((await pricesOf('pokemon-101'))[0]).to.include({
      source: 'tcgplayer',
      kind: 'market',
      printing: 'Normal',
      condition: null,
      language: null,
      currency: 'USD',
      market_price: 2,
    });
    expect((await events('CardListed')).map(({ data }) => data['card_id'])).to.have.length(4);
    expect((await events('SetListed')).map(({ data }) => data['set_id'])).to.have.members([
      'pokemon-10',
      'pokemon-11',
      'onepiece-20',
    ]);
  });

  it('asks for products again only where something suggests a change', async () => {
    await collectTcgplayer(world);
    world.nextDay();
    world.market.group(10).prices = [row(101, 3), row(102, 2)];
    expect(await collectTcgplayer(world)).to.include({ changed: 1, unchanged: 3, requests: 6 });
    world.nextDay();
    world.market.group(11).modifiedOn = '2025-02-02T00:00:00';
    expect(await collectTcgplayer(world)).to.include({ changed: 0, requests: 7 });
  });

  it('reads lists in pages of 100, to their end', async () => {
    fill(10, 250);
    for (let groupId = 1_000; groupId < 1_120; groupId += 1) {
      world.market.groups.set(groupId, { ...world.market.group(11), groupId, products: [], prices: [] });
    }
    expect(await collectTcgplayer(world)).to.include({ outcome: 'finished', sets: 123, rows: 252 });
    const paths = await asked();
    expect(paths.filter((path) => path.includes('categories/3/groups'))).to.deep.equal([groups(3), groups(3, 100)]);
    expect(paths.filter((path) => path.includes('groupId=10&'))).to.deep.equal(
      [0, 100, 200].map(
        (offset) => `/v1.39.0/catalog/products?groupId=10&getExtendedFields=true&offset=${offset}&limit=100`,
      ),
    );
    expect(await events('CardListed')).to.have.length(252);
    expect(await events('SetListed')).to.have.length(123);
  });

  it('takes an empty set, a 404, for a set without prices: what it had is withdrawn', async () => {
    await collectTcgplayer(world);
    world.nextDay();
    world.market.group(11).prices = [];
    expect(await collectTcgplayer(world)).to.include({ outcome: 'finished', sets: 3, rows: 3, withdrawn: 1 });
    expect((await events('PriceWithdrawn')).map(({ data }) => data['card_id'])).to.deep.equal(['pokemon-111']);
  });

  it('takes an answer that the address is unknown for a missing file: nothing is withdrawn', async () => {
    await collectTcgplayer(world);
    world.nextDay();
    world.market.fault('/pricing/group/11', { kind: 'missing', path: '/pricing/group/11' });
    const result = await collectTcgplayer(world);
    expect(result).to.include({ outcome: 'finished', sets: 2, withdrawn: 0, missing_files: 1 });
  });

  it('withdraws a card that is gone, and a set that is no longer listed', async () => {
    await collectTcgplayer(world);
    world.nextDay();
    world.market.group(10).prices = [row(101, 2)];
    world.market.group(10).products = [product(101, 10)];
    world.market.groups.delete(11);
    expect(await collectTcgplayer(world)).to.include({ outcome: 'finished', withdrawn: 2 });
    expect((await events('SetWithdrawn')).map(({ data }) => data['set_id'])).to.deep.equal(['pokemon-11']);
  });

  it('visits selected sets without their lists', async () => {
    await collectTcgplayer(world);
    world.nextDay();
    world.market.group(11).prices = [row(111, 5)];
    expect(await collectTcgplayer(world, {}, ['pokemon-11'])).to.include({
      outcome: 'finished',
      changed: 1,
      requests: 2,
    });
    expect((await asked()).slice(-2)).to.deep.equal(['/token', '/v1.39.0/pricing/group/11']);
    const unknown = await collectTcgplayer(world, {}, ['pokemon-12']);
    expect(unknown).to.include({ outcome: 'failed', code: 'SET_NOT_FOUND', resumable: false });
    expect(await asked()).to.include(groups(3));
  });

  describe('pages that go wrong', () => {
    const wholeOf = async (): Promise<unknown> => {
      const ids = fill(10, 150);
      await collectTcgplayer(world);
      world.nextDay();
      world.market.group(10).modifiedOn = '2025-02-02T00:00:00';
      return ids;
    };

    it('a page that repeats the one before: no card is lost, none withdrawn, and it is said', async () => {
      await wholeOf();
      world.market.fault('/catalog/products', { kind: 'duplicate' }, 2);
      const result = await collectTcgplayer(world);
      expect(result).to.include({ outcome: 'finished', changed: 0, withdrawn: 0 });
      const [omission] = result.outcome === 'finished' ? result.omissions : [];
      expect(omission).to.deep.include({ kind: 'row', set_id: 'pokemon-10', place: 'results' });
      expect(omission?.detail).to.match(/^\d+ rows stand on an earlier page too$/);
      expect(await events('CardWithdrawn')).to.deep.equal([]);
    });

    it('a list of groups that repeats a page withdraws no set', async () => {
      for (let groupId = 1_000; groupId < 1_150; groupId += 1) {
        world.market.groups.set(groupId, { ...world.market.group(11), groupId, products: [], prices: [] });
      }
      await collectTcgplayer(world);
      world.nextDay();
      world.market.onRequest = (path) =>
        path.includes('/categories/3/groups') && world.market.asked.filter((each) => each === path).length > 1
          ? { kind: 'duplicate' }
          : undefined;
      const result = await collectTcgplayer(world);
      expect(result).to.include({ outcome: 'finished' });
      expect(await events('SetWithdrawn')).to.deep.equal([]);
    });

    it('a page that fails: the cards of the others are taken, and no card is proven missing', async () => {
      await wholeOf();
      world.market.group(10).products.splice(0, 20);
      world.market.group(10).prices.splice(0, 20);
      let pages = 0;
      world.market.onRequest = (path) =>
        path.includes('/catalog/products') && (pages += 1) > 1 ? status(500) : undefined;
      const result = await collectTcgplayer(world);
      // The list of prices is whole: that they are gone is proven.
      expect(result).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', withdrawn: 20 });
      expect(await events('CardWithdrawn')).to.deep.equal([]);
    });

    it('a total that grows under way: the page that it adds is read', async () => {
      await wholeOf();
      const grown = world.market.group(10).products;
      world.market.onRequest = (path) => {
        if (path.includes('/catalog/products') && grown.length === 150) {
          for (let id = 10_500; id < 10_560; id += 1) grown.push(product(id, 10));
        }
        return undefined;
      };
      expect(await collectTcgplayer(world)).to.include({ outcome: 'finished' });
      expect(await events('CardListed')).to.have.length(150 + 2 + 60);
    });
  });

  describe('tokens', () => {
    it('one that expires in mid-run costs a request and nothing else', async () => {
      world.market.fault('/pricing/group/11', { kind: 'expired-token' });
      const result = await collectTcgplayer(world, { pauseMs: 1 });
      expect(result).to.include({ outcome: 'finished', sets: 3, changed: 4, requests: 11 });
    });

    it('credentials that are refused end the run, and are told', async () => {
      const result = await collectTcgplayer(world, { privateKey: 'wrong' });
      expect(result).to.include({
        outcome: 'failed',
        code: 'SOURCE_REFUSED',
        detail: '/token: the credentials are refused (answered 400)',
        retryable: false,
        requests: 1,
      });
      const collector = world.collector({ source: tcgplayerOf(world) });
      expect((await collector.state()).failure).to.include({ code: 'SOURCE_REFUSED' });
      expect(await collectTcgplayer(world)).to.include({ outcome: 'finished' });
      expect((await collector.state()).failure).to.equal(null);
    });
  });
});
