import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { latestPricesOfCard } from '../../projections/latest-prices/queries.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import { limits } from '../../src/base/limits.js';
import { type Fair, fairSource, type Offer, startFair } from './made-up-source.js';
import { row } from './market.js';
import { type Ground, openGround, openWorld, settings, type World } from './world.js';

const offer = (card: string, from: string, change: Partial<Offer> = {}): Offer => ({
  card,
  finish: 'Foil',
  from,
  average: from,
  sellers: 3,
  ...change,
});

describe('a source unlike tcgcsv: euros, no stamp, partial pages', () => {
  let ground: Ground;
  let world: World;
  let fair: Fair;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    fair = await startFair();
    await world.collect();
    fair.pages.set('pokemon-10', [[offer('pokemon-101', '1.50')], [offer('pokemon-102', '12.5')]]);
  });
  afterEach(async () => {
    await fair.close();
    await world.close();
  });
  after(() => ground.close());

  const collect = (changes: object = {}, sets?: readonly string[]): Promise<CollectResult> =>
    world.collect(sets, world.collector({ source: fairSource({ ...settings, url: fair.url, ...changes }) }));
  const fromFair = async (type: Parameters<World['events']>[0]) =>
    (await world.events(type)).filter(({ metadata }) => metadata.source === 'fair');
  const startedAt = '2025-03-01T21:00:00Z';
  const at = (instant: string): void => {
    world.runtime.advance(Date.parse(instant) - world.runtime.now().getTime());
  };

  it('is collected into the same read models, beside the prices of tcgcsv', async () => {
    at(startedAt);
    expect(await collect()).to.include({
      outcome: 'finished',
      upstream_stamp: startedAt,
      sets: 3,
      rows: 2,
      changed: 2,
      requests: 4,
    });
    await world.caughtUp();
    const prices = await latestPricesOfCard(world.database, 'pokemon-102', world.runtime.now());
    expect(prices).to.have.length(2);
    expect(prices[0]).to.include({
      source: 'fair',
      kind: 'market',
      printing: 'Foil',
      condition: 'NM',
      language: 'en',
      currency: 'EUR',
      low_price: 12.5,
      market_price: 12.5,
      effective_at: startedAt,
      last_checked: startedAt,
    });
    expect(prices[1]).to.include({ source: 'tcgcsv', currency: 'USD', market_price: 2, language: null });
    expect((await fromFair('PriceObserved'))[0]?.data['sample_size']).to.equal(3);
    expect((await collectorState()).last_run).to.include({ status: 'finished', upstream_stamp: startedAt });
  });

  const collectorState = () => world.collector({ source: fairSource({ ...settings, url: fair.url }) }).state();

  it('proves a set by one snapshot over its pages', async () => {
    await collect();
    const [snapshot] = (await fromFair('SnapshotTaken')).filter(({ data }) => data['scope'] === 'pokemon-10');
    const page = (offers: Offer[], more: boolean): string =>
      createHash('sha256').update(JSON.stringify({ more, offers })).digest('hex');
    const [first = [], second = []] = fair.pages.get('pokemon-10') ?? [];
    const hashes = [page(first, true), page(second, false)].join('\n');
    expect(snapshot?.data).to.include({
      url: `${fair.url}/fair/pokemon-10?page=1`,
      rows: 2,
      parser_version: 7,
      payload_sha256: createHash('sha256').update(hashes).digest('hex'),
    });
    for (const { data } of await fromFair('PriceObserved')) expect(data['provenance']).to.equal(snapshot?.id);
  });

  it('withdraws nothing that its pages do not list, and changes nothing of tcgcsv', async () => {
    await collect();
    world.nextDay();
    fair.pages.set('pokemon-10', [[offer('pokemon-101', '1.60')]]);
    expect(await collect()).to.include({ outcome: 'finished', changed: 1, unchanged: 0, withdrawn: 0 });
    expect(await fromFair('PriceWithdrawn')).to.deep.equal([]);
    expect(await world.prices()).to.include({ 'pokemon-101 foil': 160, 'pokemon-102 foil': 1_250 });
    world.market.group(10).prices = [row(101, 2)];
    expect(await world.collect()).to.include({ outcome: 'finished', changed: 0, withdrawn: 1 });
    expect(await world.prices()).to.include({ 'pokemon-102 foil': 1_250, 'pokemon-102 normal': 'withdrawn' });
  });

  it('withdraws a card that no page shows, where a file says that every price of its scope was shown', async () => {
    const whole = [{ game: 'pokemon', language: null }] as const;
    const collectWhole = (scopes: Parameters<typeof fairSource>[1]) =>
      world.collect(undefined, world.collector({ source: fairSource({ ...settings, url: fair.url }, scopes) }));
    await collectWhole(whole);
    world.nextDay();
    fair.pages.set('pokemon-10', [[offer('pokemon-101', '1.50')]]);
    expect(await collectWhole([{ game: 'onepiece', language: null }])).to.include({ withdrawn: 0 });
    expect(await world.prices()).to.include({ 'pokemon-102 foil': 1_250 });
    world.nextDay();
    expect(await collectWhole(whole)).to.include({ outcome: 'finished', changed: 0, unchanged: 1, withdrawn: 1 });
    expect(await world.prices()).to.include({ 'pokemon-101 foil': 150, 'pokemon-102 foil': 'withdrawn' });
    expect(await world.prices()).to.include({ 'pokemon-102 normal': 200 });
  });

  it('sets rows aside by the same rules, in its own currency', async () => {
    fair.pages.set('pokemon-10', [
      [offer('pokemon-101', '1.505'), { ...offer('pokemon-102', '1'), finish: undefined } as never, {} as never],
    ]);
    expect(await collect()).to.include({ outcome: 'finished', changed: 0, quarantined: 3 });
    const reasons = (await fromFair('ObservationQuarantined')).map(({ data }) => data['reason']);
    expect(reasons).to.have.members(['precision', 'schema', 'schema']);
  });

  it('records a set only with all of its pages, and continues under the stamp of the run that failed', async () => {
    const guarded = { minIntervalMs: 3_600_000 };
    at(startedAt);
    fair.broken.add('/fair/pokemon-10?page=2');
    expect(await collect(guarded)).to.include({ outcome: 'failed', code: 'SOURCE_UNAVAILABLE', sets: 2, changed: 0 });
    expect(await fromFair('PriceObserved')).to.deep.equal([]);
    fair.broken.clear();
    fair.asked.length = 0;
    world.runtime.advance(600_000);
    expect(await collect(guarded)).to.include({ outcome: 'finished', upstream_stamp: startedAt, sets: 3, changed: 2 });
    expect(fair.asked).to.deep.equal(['/fair/pokemon-10?page=2']);
  });

  it('starts again under a new stamp once its files may be asked for again', async () => {
    const guarded = { minIntervalMs: 3_600_000 };
    at(startedAt);
    fair.broken.add('/fair/pokemon-10?page=2');
    await collect(guarded);
    fair.broken.clear();
    world.runtime.advance(3_600_001);
    const startedAgainAt = world.runtime.now().toISOString();
    expect(await collect(guarded)).to.include({ outcome: 'finished', upstream_stamp: startedAgainAt });
    expect(await fromFair('PriceObserved')).to.have.length(2);
  });

  it('has a budget, a lease and a status of its own', async () => {
    fair.broken.add('/fair/pokemon-10?page=1');
    const result = await collect({ dailyBudget: limits.sourceRetriesMax + 1 });
    expect(result).to.include({ outcome: 'failed' });
    const { budget, failure } = await world.collector().state();
    expect(budget.used).to.equal(10);
    expect(failure).to.equal(null);
    expect((await collectorState()).failure).not.to.equal(null);
  });
});
