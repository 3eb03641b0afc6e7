/** Goal: GET /v1/cards/{card_id}, /prices, /v1/sets and /v1/coverage say what the ledger knows, and since when. */
import { expect } from 'chai';
import { lugia, moveTo, openWorld, price, run, source, stampOf, tellSeptember, type World } from './world.js';

describe('cards, sets and coverage over HTTP', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await tellSeptember(world);
  });
  after(() => world.close());

  const ask = async (path: string): Promise<any> => {
    const { status, body } = await world.get(path);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const problem = async (path: string, status: number): Promise<any> => {
    const answer = await world.get(path);
    expect(answer.status, path).to.equal(status);
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
    return answer.body;
  };
  const stats = async (query = ''): Promise<any[]> => (await ask(`/v1/cards/${lugia}?${query}`)).price_stats;

  describe('GET /v1/cards/{card_id}', () => {
    it('the card, its set, its ids elsewhere', async () => {
      const { card, set_info, external_ids, as_of } = await ask(`/v1/cards/${lugia}`);
      expect(card).to.include({
        card_id: lugia,
        tcg_type: 'pokemon',
        name: 'Lugia VSTAR',
        withdrawn: false,
        merged_into: null,
        source,
      });
      expect(card.attributes).to.deep.equal({ HP: '60', CardText: 'Ωmega «δ»' });
      expect(set_info).to.deep.equal({
        set_id: 'pokemon-3170',
        name: 'Silver Tempest',
        abbreviation: 'SIT',
        release_date: '2022-11-11',
      });
      expect(external_ids).to.deep.equal({ cardmarket: '123' });
      expect(as_of).to.equal(stampOf(12));
    });

    it('a merged card answers with where it went', async () => {
      expect((await ask('/v1/cards/pokemon-517048')).card.merged_into).to.equal(lugia);
    });

    it('each printing: now, highest and lowest, with its freshness', async () => {
      const [holofoil, reverse] = await stats();
      expect(holofoil).to.deep.equal({
        printing: 'Holofoil',
        condition: null,
        currency: 'USD',
        current_market_price: 2,
        price_range: { low: 0.1, high: 999.99 },
        '30_day_change': null,
        all_time_high: { price: 3, date: '2025-09-05' },
        all_time_low: { price: 2, date: '2025-09-12' },
        withdrawn: false,
        source,
        kind: 'market',
        effective_at: stampOf(12),
        last_checked: stampOf(12),
        last_changed: stampOf(12),
        stale: false,
        simulated: false,
      });
      expect(reverse).to.include({
        printing: 'Reverse Holofoil',
        current_market_price: null,
        withdrawn: true,
        stale: true,
        last_checked: stampOf(12),
      });
      expect(reverse.all_time_high).to.deep.equal({ price: 9.99, date: '2025-09-01' });
    });

    it('as_of: as it stood then', async () => {
      const [holofoil, reverse] = await stats('as_of=2025-09-06');
      expect(holofoil).to.include({
        current_market_price: 3,
        effective_at: stampOf(5),
        last_checked: stampOf(6),
        stale: false,
      });
      expect(holofoil.all_time_low).to.deep.equal({ price: 2.45, date: '2025-09-01' });
      expect(reverse).to.include({ current_market_price: 9.99, withdrawn: false });
      expect(await stats('as_of=2025-08-01')).to.deep.equal([]);
      expect((await problem(`/v1/cards/${lugia}?as_of=then`, 400)).details).to.have.property('as_of');
    });

    it('no such card; no card id', async () => {
      expect(await problem('/v1/cards/pokemon-1', 404)).to.include({
        code: 'CARD_NOT_FOUND',
        instance: '/v1/cards/pokemon-1',
      });
      expect((await problem('/v1/cards/pokemon-x', 400)).details).to.have.property('card_id');
    });
  });

  it('GET /v1/cards/{card_id}/prices: every key, market and asking apart', async () => {
    const { market, asking } = await ask(`/v1/cards/${lugia}/prices`);
    expect(market.map((one: any) => [one.printing_slug, one.market_price, one.withdrawn, one.stale])).to.deep.equal([
      ['holofoil', 2, false, false],
      ['reverse-holofoil', null, true, true],
    ]);
    expect(asking).to.have.length(1);
    expect(asking[0]).to.deep.include({
      grade: { grader: 'PSA', grade: '10', qualifier: null },
      condition: 'NM',
      language: 'en',
      market_price: 1.5,
    });
    expect(await ask('/v1/cards/pokemon-517048/prices')).to.deep.include({ market: [], asking: [] });
    expect((await problem('/v1/cards/pokemon-1/prices', 404)).code).to.equal('CARD_NOT_FOUND');
  });

  it('GET /v1/sets: newest first, with counts and value; filters and pages', async () => {
    const { sets, pagination } = await ask('/v1/sets');
    expect(sets.map((set: any) => set.name)).to.deep.equal(['Two Legends', 'Silver Tempest', 'Base Set']);
    expect(pagination).to.deep.equal({ total: 3, limit: 20, offset: 0, has_more: false });
    expect(sets[1]).to.include({
      set_id: 'pokemon-3170',
      tcg_type: 'pokemon',
      release_date: '2022-11-11',
      sealed_count: 1,
      last_checked: stampOf(12),
    });
    expect(sets[2].set_value).to.deep.equal({ amount: 300, currency: 'USD', priced_cards: 1 });
    const names = async (query: string): Promise<string[]> =>
      (await ask(`/v1/sets?${query}`)).sets.map((set: any) => set.name);
    expect(await names('tcg_type=onepiece')).to.deep.equal(['Two Legends']);
    expect(await names('q=tempest')).to.deep.equal(['Silver Tempest']);
    expect(await names('q=bs')).to.deep.equal(['Base Set']);
    expect(await names('q=%25')).to.deep.equal([]);
    expect((await ask('/v1/sets?offset=9')).pagination.total).to.equal(3);
    const first = await world.get('/v1/sets?limit=2&tcg_type=pokemon&offset=0');
    expect(first.body.pagination.has_more).to.equal(false);
    const page = await world.get('/v1/sets?limit=1');
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    expect((await ask(next!)).sets[0].name).to.equal('Silver Tempest');
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['offset=-1', 'offset'],
      ['tcg_type=mtg', 'tcg_type'],
      ['name=x', 'name'],
    ] as const) {
      expect(Object.keys((await problem(`/v1/sets?${query}`, 400)).details), query).to.deep.equal([field]);
    }
  });

  it('GET /v1/sets/{set_id}', async () => {
    expect(await ask('/v1/sets/onepiece-23907')).to.include({
      name: 'Two Legends',
      abbreviation: 'OP08',
      card_count: 1,
      sealed_count: 0,
    });
    expect((await problem('/v1/sets/pokemon-1', 404)).code).to.equal('SET_NOT_FOUND');
    expect((await problem('/v1/sets/OP08', 400)).details).to.have.property('set_id');
  });

  it('GET /v1/coverage: collected and missed, set by set and day by day, up to the newest snapshot', async () => {
    const answer = await ask('/v1/coverage?set_id=pokemon-3170');
    expect(answer).to.include({ newest_snapshot: stampOf(12), from: '2025-09-06', to: '2025-09-12' });
    expect(answer.sets.map((day: any) => [day.date, day.status, day.last_checked])).to.deep.equal([
      ['2025-09-12', 'collected', stampOf(12)],
      ['2025-09-11', 'collected', stampOf(11)],
      ['2025-09-10', 'collected', stampOf(10)],
      ['2025-09-09', 'collected', stampOf(9)],
      ['2025-09-08', 'missed', null],
      ['2025-09-07', 'missed', null],
      ['2025-09-06', 'collected', stampOf(6)],
    ]);
    expect(answer.sets[0]).to.include({
      source,
      rows: 10,
      changed: 1,
      unchanged: 6,
      withdrawn: 1,
      quarantined: 0,
      snapshots: 1,
    });
    expect(answer.runs).to.have.length(1);
    expect(answer.runs[0]).to.include({ run_id: run, status: 'finished', requests: 5, trigger: 'schedule' });
    const all = await ask('/v1/coverage?from=2025-09-01&to=2025-09-02&limit=4');
    expect(all.pagination).to.deep.equal({ total: 6, limit: 4, offset: 0, has_more: true });
    expect((await ask('/v1/coverage?from=2025-09-01&to=2025-09-02&offset=4')).sets).to.have.length(2);
    expect((await ask('/v1/coverage?source=sandbox-tcgcsv')).sets).to.deep.equal([]);
    for (const [query, field] of [
      ['from=2025-09-02&to=2025-09-01', 'from'],
      ['to=2025-9-1', 'to'],
      ['set_id=SIT', 'set_id'],
      ['limit=101', 'limit'],
      ['day=1', 'day'],
    ] as const) {
      expect(Object.keys((await problem(`/v1/coverage?${query}`, 400)).details), query).to.deep.equal([field]);
    }
  });

  describe('a month later', () => {
    before(async () => {
      await moveTo(world, '2025-10-12T20:10:00Z');
      await world.add('PriceObserved', { ...price('Holofoil', 400, 12), effective_at: '2025-10-12T20:05:33Z' });
      await world.add('SnapshotTaken', { source, scope: 'pokemon-3170', upstream_stamp: '2025-10-12T20:05:33Z' });
      await world.project();
    });

    it('30_day_change: against the price that stood 30 days before the newest snapshot', async () => {
      const [holofoil, reverse] = await stats();
      expect(holofoil['30_day_change']).to.deep.equal({
        amount: 2,
        percentage: 100,
        from_price: 2,
        from_effective_at: stampOf(12),
      });
      expect(reverse['30_day_change']).to.equal(null);
    });

    it('weeks without a collection: windows stay where the newest snapshot is, prices are stale', async () => {
      await moveTo(world, '2025-11-20T00:00:00Z');
      const [holofoil] = await stats();
      expect(holofoil).to.include({ stale: true, current_market_price: 4, last_checked: '2025-10-12T20:05:33Z' });
      expect(holofoil['30_day_change'].percentage).to.equal(100);
      const { to, data_points } = await ask(`/v1/cards/${lugia}/prices/history?period=7d&interval=1d`);
      expect(to).to.equal('2025-10-12T20:05:33Z');
      expect(data_points.map((point: any) => point.date)).to.deep.equal(['2025-10-12']);
      expect((await ask('/v1/coverage')).to).to.equal('2025-10-12');
      expect((await ask('/v1/cards/search?q=lugia')).cards[0].current_price.stale).to.equal(true);
    });
  });
});
