/** Goal: Cardmarket is collected beside tcgcsv, in euros, and every fault of its files costs only what it must. */
import { expect } from 'chai';
import { latestPricesOfCard } from '../../../projections/latest-prices/queries.js';
import type { CollectResult } from '../../../src/collecting/collection.js';
import type { NamedProduct } from '../../../src/collecting/source.js';
import type { RecordedEvent } from '../../../src/domain/envelope.js';
import type { EventType } from '../../../src/domain/events.js';
import { cardmarketIdOf } from '../../../src/embedded/sandbox/cardmarket-products.js';
import { type Answer, cut, html, product, row, status, truncated } from '../../collecting/market.js';
import { type Ground, openGround, openWorld, type World } from '../../collecting/world.js';
import { collectCardmarket, mapCard, unmapCard } from './cardmarket-world.js';

const guide6 = '/productCatalog/priceGuide/price_guide_6.json';
const guide18 = '/productCatalog/priceGuide/price_guide_18.json';
const list = (game: number): string => `/productCatalog/productList/products_singles_${game}.json`;

describe('Cardmarket', () => {
  let ground: Ground;
  let world: World;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    world.market.group(10).prices = [row(101, 2), row(101, 6, { subTypeName: 'Reverse Holofoil' }), row(102, 20)];
    await world.collect();
    for (const card of ['pokemon-101', 'pokemon-102', 'onepiece-201']) await mapCard(world, card);
  });
  afterEach(() => world.close());
  after(() => ground.close());

  const ofCardmarket = async (type: EventType): Promise<RecordedEvent[]> =>
    (await world.events(type)).filter(({ metadata }) => metadata.source === 'cardmarket');
  const prices = async (cardId: string) => {
    await world.caughtUp();
    const all = await latestPricesOfCard(world.database, cardId, world.runtime.now());
    return all.filter(({ source }) => source === 'cardmarket');
  };
  const asked = (): string[] => world.market.asked.filter((path) => path.startsWith('/productCatalog/'));
  const nextDay = async (): Promise<void> => {
    world.nextDay();
    await world.collect();
    world.market.asked.length = 0;
  };

  it('is collected by its own time, in euros, beside the prices of tcgcsv', async () => {
    expect(await collectCardmarket(world)).to.deep.include({
      outcome: 'finished',
      upstream_stamp: '2025-03-01T19:48:24Z',
      sets: 2,
      rows: 3,
      changed: 4,
      unmatched: 1,
      quarantined: 0,
      requests: 4,
      omissions: [],
    });
    const [normal, holo] = (await prices('pokemon-101')).sort((a) => (a.printing === 'Normal' ? -1 : 1));
    expect(normal).to.include({ kind: 'market', currency: 'EUR', printing: 'Normal', condition: null, language: null });
    expect(normal).to.include({ effective_at: '2025-03-01T19:48:24Z', mid_price: null, high_price: null });
    expect(normal?.market_price).to.be.within(1.3, 2.3).and.not.equal(2);
    expect(holo).to.include({ printing: 'Holo or Reverse Holo', currency: 'EUR' });
    expect(holo?.market_price).to.be.within(4, 7);
    const [onePiece] = await prices('onepiece-201');
    expect(onePiece).to.include({ effective_at: '2025-03-01T19:52:31Z', last_checked: '2025-03-01T19:52:31Z' });
    const [observed] = await ofCardmarket('PriceObserved');
    const snapshots = await ofCardmarket('SnapshotTaken');
    expect(snapshots.map(({ data }) => (data['url'] as string).slice(world.market.url.length))).to.deep.equal([
      guide6,
      guide18,
    ]);
    expect(observed?.data['provenance']).to.equal(snapshots[0]?.id);
    expect(await collectCardmarket(world)).to.include({ outcome: 'nothing_new', requests: 1 });
  });

  it('asks for its files once, with the name of the application', async () => {
    world.market.asked.length = 0;
    await collectCardmarket(world);
    expect(asked()).to.deep.equal([guide6, guide6, guide18, guide6]);
    expect([...world.market.agents]).to.deep.equal(['TcgPriceLedger/0.1.0']);
  });

  it('offers its products to be mapped, and takes the prices of those that are mapped in the same run', async () => {
    const offered: NamedProduct[] = [];
    const result = await collectCardmarket(world, {
      identify: async (products) => {
        offered.push(...products);
        await mapCard(world, 'pokemon-111');
        await world.caughtUp();
        const ids = [101, 102, 111].map((id) => [String(cardmarketIdOf(id)), `pokemon-${id}`] as const);
        return new Map([...ids, [String(cardmarketIdOf(201)), 'onepiece-201'] as const]);
      },
    });
    expect(result).to.include({ outcome: 'finished', sets: 3, changed: 5, unmatched: 0 });
    expect(asked()).to.include.members([list(6), list(18)]);
    expect(offered.find(({ game }) => game === 'onepiece')).to.deep.include({
      id: String(cardmarketIdOf(201)),
      name: 'Product 201 (1/10)',
    });
    expect(await prices('pokemon-111')).to.have.length(1);
  });

  it('withdraws the printing and the card that a whole guide does not show, and takes them back', async () => {
    await collectCardmarket(world);
    const { prices: before } = world.market.group(10);
    await nextDay();
    world.market.group(10).prices = [row(101, 2)];
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', withdrawn: 2 });
    expect((await prices('pokemon-102')).map(({ withdrawn }) => withdrawn)).to.deep.equal([true]);
    await nextDay();
    world.market.group(10).prices = before;
    await collectCardmarket(world);
    expect((await prices('pokemon-102')).map(({ withdrawn }) => withdrawn)).to.deep.equal([false]);
  });

  it('withdraws the prices of a card that is no longer mapped to its product', async () => {
    await collectCardmarket(world);
    await unmapCard(world, 'pokemon-102');
    await nextDay();
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', withdrawn: 1, unmatched: 2 });
    expect((await prices('pokemon-102')).map(({ withdrawn }) => withdrawn)).to.deep.equal([true]);
    expect((await prices('pokemon-101')).map(({ withdrawn }) => withdrawn)).to.deep.equal([false, false]);
  });

  it('collects a set alone, and refuses one of which no card is mapped', async () => {
    expect(await collectCardmarket(world, { sets: ['onepiece-20'] })).to.include({ outcome: 'finished', sets: 1 });
    expect(asked()).not.to.include(guide18.replace('18', '3'));
    const refused = await collectCardmarket(world, { sets: ['pokemon-11'] });
    expect(refused).to.include({ outcome: 'failed', code: 'SET_NOT_FOUND', resumable: false });
    expect(refused).to.include({ detail: 'no card of pokemon-11 is mapped to a product of Cardmarket' });
  });

  it('refuses a guide of another version, and says which', async () => {
    world.market.onRequest = (path) =>
      path === guide18
        ? (response) => response.end('{"version":2,"createdAt":"2025-03-01T21:00:00+0100","priceGuides":[]}')
        : undefined;
    const result = await collectCardmarket(world);
    expect(result).to.include({ outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID', sets: 1, changed: 3 });
    expect(result).to.have.property('detail', `${guide18}: version: expected 1, got 2`);
    world.market.onRequest = () => undefined;
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', sets: 2, changed: 4 });
  });

  it('sets a row aside whose number cannot be read, and takes the others', async () => {
    const odd = {
      version: 1,
      createdAt: '2025-03-01T20:52:00+0100',
      priceGuides: [
        { idProduct: cardmarketIdOf(201), low: 1, trend: 'dear', 'low-foil': 3, 'trend-foil': 4.005 },
        { idProduct: 'none', low: 1, trend: 1 },
      ],
    };
    world.market.onRequest = (path) => (path === guide18 ? (response) => response.end(JSON.stringify(odd)) : undefined);
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', changed: 3, quarantined: 3 });
    const details = (await ofCardmarket('ObservationQuarantined')).map(({ data }) => [data['reason'], data['detail']]);
    expect(details).to.deep.equal([
      ['schema', 'trend: Invalid input: expected number, received string'],
      ['precision', 'market 4.005: too_precise'],
    ]);
    const [end] = await ofCardmarket('CollectionFinished');
    expect(end?.data['omissions']).to.deep.include({
      kind: 'row',
      file: guide18,
      set_id: null,
      place: 'priceGuides.1.idProduct',
      detail: 'Invalid input: expected number, received string',
    });
  });

  it('withdraws no printing whose columns a guide lacks', async () => {
    const show = (day: number, columns: object): void => {
      const createdAt = `2025-03-0${day}T20:52:00+0100`;
      const body = { version: 1, createdAt, priceGuides: [{ idProduct: cardmarketIdOf(201), ...columns }] };
      world.market.onRequest = (path) =>
        path === guide18 ? (response) => response.end(JSON.stringify(body)) : undefined;
    };
    const foil = { 'low-foil': 3, 'trend-foil': 4 };
    show(1, { low: 1, trend: 2, ...foil });
    await collectCardmarket(world);
    await nextDay();
    show(2, { low: 1, trend: 2 });
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', withdrawn: 0, dropped_fields: 2 });
    await nextDay();
    show(3, { low: 1, trend: 2, 'low-foil': null, 'trend-foil': 0 });
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', withdrawn: 1 });
  });

  it('holds back what half a guide lacks, in sets of any size, until the next one agrees', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => 700 + at);
    world.market.group(10).prices = ids.map((id) => row(id, 2));
    world.market.group(10).products = ids.map((id) => product(id, 10));
    await nextDay();
    for (const id of ids) await mapCard(world, `pokemon-${id}`);
    await collectCardmarket(world);
    await nextDay();
    world.market.fault(guide6, { kind: 'half-rows' }, 9);
    const half = await collectCardmarket(world);
    expect(half).to.include({ outcome: 'finished', withdrawn: 0 });
    const withheld = half.outcome === 'finished' ? half.withheld : 0;
    expect(withheld).to.be.within(18, 22);
    await nextDay();
    expect(await collectCardmarket(world)).to.include({ outcome: 'finished', withdrawn: withheld, withheld: 0 });
  });

  const transient: Readonly<Record<string, Answer>> = {
    'a 503': status(503),
    'a 429 that says for how long': status(429, { 'retry-after': '1' }),
    'a body that is cut off': truncated,
    'half a body': cut,
    'a page instead of a file': html,
    'rows that stand twice': { kind: 'duplicate' },
    'a slow answer': { kind: 'slow', ms: 20 },
  };
  for (const [name, answer] of Object.entries(transient)) {
    it(`outlasts ${name}, of any file`, async () => {
      for (const [day, path] of [guide6, guide18, list(6)].entries()) {
        if (day > 0) await nextDay();
        world.market.fault(path, answer);
        const result = await collectCardmarket(world, { identify: async () => mapped() });
        expect(result, path).to.include({ outcome: 'finished', sets: 2, quarantined: 0, withdrawn: 0 });
      }
    });
  }
  const mapped = (): Map<string, string> =>
    new Map([101, 102, 201].map((id) => [String(cardmarketIdOf(id)), `${id === 201 ? 'onepiece' : 'pokemon'}-${id}`]));

  const lasting: readonly (readonly [string, Answer, Partial<CollectResult>])[] = [
    ['a refusal', status(401), { outcome: 'failed', code: 'SOURCE_REFUSED' }],
    ['throttling without an end', status(429), { outcome: 'failed', code: 'SOURCE_THROTTLED' }],
    ['a missing file', { kind: 'missing', path: guide18 }, { outcome: 'failed', code: 'SOURCE_PAYLOAD_INVALID' }],
    ['a server in trouble', status(500), { outcome: 'failed', code: 'SOURCE_UNAVAILABLE' }],
  ];
  for (const [name, answer, expected] of lasting) {
    it(`ends with ${name} of a guide, keeps the other one, and continues`, async () => {
      world.market.onRequest = (path) => (path === guide18 ? answer : undefined);
      expect(await collectCardmarket(world)).to.include({ ...expected, sets: 1, changed: 3 });
      world.market.onRequest = () => undefined;
      world.market.asked.length = 0;
      expect(await collectCardmarket(world)).to.include({ outcome: 'finished', sets: 2, changed: 4 });
      expect(asked()).to.deep.equal([guide6, guide18, guide6]);
    });
  }

  it('is not collected again under a stamp that is older than the last one', async () => {
    await collectCardmarket(world);
    await nextDay();
    await collectCardmarket(world);
    world.market.fault(guide6, { kind: 'stale-stamp' });
    expect(await collectCardmarket(world)).to.include({ outcome: 'nothing_new' });
  });
});
