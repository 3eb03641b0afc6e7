/** Goal: prices by condition and language, from SKUs, where they are wanted. */
import { expect } from 'chai';
import { latestPricesOfCard } from '../../../projections/latest-prices/queries.js';
import { product, row, status } from '../../collecting/market.js';
import { type Ground, openGround, openWorld, type World } from '../../collecting/world.js';
import { collectTcgplayer } from './tcgplayer-world.js';

const sku = (productId: number, condition: number): number => productId * 50 + condition;
/** The sandbox has an offer of each card near mint; other conditions have one or none by the id. */
const nearMint = (productId: number): number => sku(productId, 0);

describe('prices by condition of TCGplayer', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => (world = await openWorld(ground)));
  afterEach(() => world.close());
  after(() => ground.close());

  const collect = (changes: object = {}, sets?: readonly string[]) =>
    collectTcgplayer(world, { conditions: true, ...changes }, sets);
  const pricesOf = async (cardId: string) => {
    await world.caughtUp();
    return latestPricesOfCard(world.database, cardId, world.runtime.now());
  };
  /** Answers the prices of SKUs with these rows. */
  const answerSkus = (rows: readonly unknown[], errors: readonly string[] = []): void => {
    world.market.onRequest = (path) =>
      path.includes('/pricing/sku/')
        ? (response) => {
            response.writeHead(errors.length > 0 ? 207 : 200, { 'content-type': 'application/json' });
            response.end(JSON.stringify({ success: true, errors, results: rows }));
          }
        : undefined;
  };
  const skuRow = (skuId: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    skuId,
    lowPrice: 1.5,
    lowestShipping: 1.31,
    lowestListingPrice: 1.5,
    marketPrice: 1.75,
    directLowPrice: null,
    ...more,
  });
  const quarantined = async () => (await world.events('ObservationQuarantined')).map(({ data }) => data['detail']);

  it('stand beside the price of the product, with condition and language', async () => {
    expect(await collect()).to.include({ outcome: 'finished', sets: 3 });
    const prices = await pricesOf('pokemon-101');
    const shown = prices.map(({ condition, language, market_price, low_price }) => [
      condition,
      language,
      market_price,
      low_price,
    ]);
    expect(shown).to.deep.include([null, null, 2, 1]);
    expect(shown).to.deep.include(['NM', 'en', 2, 1]);
    const sealed = product(112, 11, { name: 'Booster Box', extendedData: [] });
    world.market.group(11).products.push(sealed);
    world.market.group(11).prices.push(row(112, 90));
    world.nextDay();
    await collect();
    expect((await pricesOf('pokemon-112')).map(({ condition }) => condition)).to.have.members([null, 'S']);
  });

  it('are asked for in lots of 250, each SKU once', async () => {
    const group = world.market.group(10);
    group.products = Array.from({ length: 120 }, (_, at) => product(10_000 + at, 10));
    group.prices = Array.from({ length: 120 }, (_, at) => row(10_000 + at, 2));
    await collect({}, ['pokemon-10']);
    const lots = world.market.asked.filter((path) => path.includes('/pricing/sku/'));
    expect(lots.map((path) => path.split(',').length)).to.deep.equal([250, 250, 100]);
    expect(new Set(lots.flatMap((path) => path.replace(/^.*\//, '').split(',')))).to.have.property('size', 600);
  });

  it('without any number are no price, and one that loses all of its numbers is withdrawn', async () => {
    answerSkus([skuRow(nearMint(111)), skuRow(sku(111, 1), { lowPrice: null, marketPrice: null })]);
    await collect({}, ['pokemon-11']);
    expect((await pricesOf('pokemon-111')).map(({ condition }) => condition)).to.have.members([null, 'NM']);
    world.nextDay();
    answerSkus([skuRow(nearMint(111), { lowPrice: null, marketPrice: null })]);
    expect(await collect({}, ['pokemon-11'])).to.include({ outcome: 'finished', withdrawn: 1 });
  });

  it('without an answer are withdrawn where the source says that they were not found, and kept where it fails', async () => {
    answerSkus([skuRow(nearMint(111)), skuRow(sku(111, 1))]);
    await collect({}, ['pokemon-11']);
    world.nextDay();
    answerSkus([skuRow(nearMint(111))], ['The service is busy.']);
    expect(await collect({}, ['pokemon-11'])).to.include({ outcome: 'finished', withdrawn: 0 });
    world.nextDay();
    answerSkus([skuRow(nearMint(111))], [`No price was found for SKU ${sku(111, 1)}.`]);
    expect(await collect({}, ['pokemon-11'])).to.include({ outcome: 'finished', withdrawn: 1 });
  });

  for (const [name, bad, detail] of [
    ['a number that is a text', { marketPrice: '1.75' }, /^marketPrice: /],
    ['a number that is missing', { lowPrice: undefined }, /^lowPrice: /],
    ['a number that is an object', { directLowPrice: {} }, /^directLowPrice: /],
    ['an id that is missing', { skuId: undefined }, /^skuId cannot be read$/],
    ['an id of another SKU', { skuId: 7 }, /^skuId: 7 was not asked for$/],
  ] as const) {
    it(`with ${name} are set aside, with the field named; other rows are taken`, async () => {
      answerSkus([skuRow(nearMint(111)), skuRow(sku(111, 1), bad)]);
      expect(await collect({}, ['pokemon-11'])).to.include({ outcome: 'finished', changed: 2, quarantined: 1 });
      const [told] = await quarantined();
      expect(told).to.match(detail);
    });
  }

  it('of a condition that no table names are set aside: a condition is never guessed', async () => {
    world.market.onRequest = (path) =>
      path.endsWith('/conditions')
        ? (response) =>
            response.end(
              JSON.stringify({
                success: true,
                errors: [],
                results: [
                  { conditionId: 1, name: 'Near Mint' },
                  { conditionId: 2, name: 'Slightly Chewed' },
                  { conditionId: 'x', name: 'Damaged' },
                  null,
                ],
              }),
            )
        : undefined;
    const result = await collect({}, ['pokemon-11']);
    expect(result).to.include({ outcome: 'finished' });
    const told = result.outcome === 'finished' ? result.omissions.map(({ place, detail }) => [place, detail]) : [];
    expect(told).to.deep.include(['results.1.name', 'no known name: "Slightly Chewed"']);
    expect(told).to.deep.include(['results.2.conditionId', 'conditionId: expected an id, got "x"']);
    expect((await pricesOf('pokemon-111')).map(({ condition }) => condition)).to.have.members([null, 'NM']);
    for (const detail of await quarantined()) expect(detail).to.match(/^conditionId: \d is in no table$/);
  });

  it('are not recorded by halves: a lot that fails leaves the set to the next run, and nothing is withdrawn', async () => {
    await collect();
    world.nextDay();
    world.market.fault('/pricing/sku/', status(500), 4);
    const result = await collect({ pauseMs: 1 });
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', sets: 2, withdrawn: 0 });
    expect(await collect()).to.include({ outcome: 'finished', sets: 3, withdrawn: 0 });
  });

  it('wait for their tables: without them nothing of the set is recorded', async () => {
    world.market.onRequest = (path) => (path.endsWith('/languages') ? status(500) : undefined);
    expect(await collect()).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', sets: 0 });
    expect(await world.events('PriceWithdrawn')).to.deep.equal([]);
  });

  it('end when they are no longer wanted', async () => {
    await collect();
    const before = (await pricesOf('pokemon-101')).filter(({ condition }) => condition !== null).length;
    expect(before).to.be.greaterThan(1);
    world.nextDay();
    await collect({ conditions: false });
    expect((await pricesOf('pokemon-101')).filter(({ withdrawn }) => !withdrawn)).to.have.length(1);
  });
});
