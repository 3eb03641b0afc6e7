/** Goal: GET /v1/cards/{card_id}/prices/history shows what was observed, when, and no more. */
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { numbers, proof } from '../support/events.js';
import { lugia, moveTo, openWorld, price, printing, source, stampOf, tellSeptember, type World } from './world.js';

describe('GET /v1/cards/{card_id}/prices/history', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await tellSeptember(world);
  });
  after(() => world.close());

  const history = async (query = '', card = lugia): Promise<any> => {
    const { status, body } = await world.get(`/v1/cards/${card}/prices/history?${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const points = async (query: string): Promise<[string, number | null, string][]> =>
    (await history(query)).data_points.map((one: any) => [
      one.date ?? one.effective_at,
      one.market_price,
      one.observed,
    ]);

  it('means the cheapest market printing when several keys fit, and names the others', async () => {
    const answer = await history();
    expect(answer.key).to.deep.equal({
      source,
      kind: 'market',
      printing: 'Holofoil',
      condition: null,
      grade: null,
      language: null,
      currency: 'USD',
      simulated: false,
    });
    expect(answer.available.map((key: any) => [key.kind, key.printing, key.grade?.grade ?? null])).to.deep.equal([
      ['market', 'Reverse Holofoil', null],
      ['asking', 'Holofoil', '10'],
    ]);
    expect((await history('kind=asking')).key).to.include({ kind: 'asking', condition: 'NM', language: 'en' });
    expect((await history('printing=Reverse%20Holofoil')).key.printing).to.equal('Reverse Holofoil');
    expect((await history('printing=reverse-holofoil')).key.printing).to.equal('Reverse Holofoil');
    expect((await history('condition=NM')).key.kind).to.equal('asking');
    const none = await history('source=ebay');
    expect(none).to.include({ key: null });
    expect(none.data_points).to.deep.equal([]);
    expect(none.summary).to.deep.equal({
      avg_price: null,
      min: null,
      max: null,
      volatility: null,
      trend: null,
      change_percentage: null,
    });
  });

  it('raw: each change, and what stood when the window began', async () => {
    expect(await points('period=all')).to.deep.equal([
      [stampOf(1), 2.45, 'changed'],
      [stampOf(5), 3, 'changed'],
      [stampOf(12), 2, 'changed'],
    ]);
    expect(await points('period=7d')).to.deep.equal([
      [stampOf(5), 3, 'changed'],
      [stampOf(12), 2, 'changed'],
    ]);
    expect(await points(`from=2025-09-08&to=2025-09-12`)).to.deep.equal([
      [stampOf(5), 3, 'carried'],
      [stampOf(12), 2, 'changed'],
    ]);
    expect(await points('printing=reverse-holofoil&period=all')).to.deep.equal([
      [stampOf(1), 9.99, 'changed'],
      [stampOf(10), null, 'withdrawn'],
    ]);
  });

  it('1d: days proven unchanged are points, days nobody looked are gaps, the absence is told', async () => {
    expect(await points('interval=1d')).to.deep.equal([
      ['2025-09-01', 2.45, 'changed'],
      ['2025-09-02', 2.45, 'unchanged'],
      ['2025-09-03', 2.45, 'unchanged'],
      ['2025-09-04', 2.45, 'unchanged'],
      ['2025-09-05', 3, 'changed'],
      ['2025-09-06', 3, 'unchanged'],
      ['2025-09-09', 3, 'unchanged'],
      ['2025-09-10', 3, 'unchanged'],
      ['2025-09-11', 3, 'unchanged'],
      ['2025-09-12', 2, 'changed'],
    ]);
    expect((await points('interval=1d&printing=reverse-holofoil')).slice(-4)).to.deep.equal([
      ['2025-09-09', 9.99, 'unchanged'],
      ['2025-09-10', null, 'withdrawn'],
      ['2025-09-11', null, 'withdrawn'],
      ['2025-09-12', null, 'withdrawn'],
    ]);
    const [first] = (await history('interval=1d')).data_points;
    expect(first).to.include({ effective_at: stampOf(1), low_price: 0.1, high_price: 999.99 });
    expect(first).to.include({ open: 2.45, high: 2.45, low: 2.45, close: 2.45 });
  });

  it('1d and 1w: the first day of a window is whole, a price from before it stands in it', async () => {
    expect(await points('interval=1d&from=2025-09-06&to=2025-09-09')).to.deep.equal([
      ['2025-09-06', 3, 'unchanged'],
      ['2025-09-09', 3, 'unchanged'],
    ]);
    const [first] = await points('interval=1d&from=2025-09-05T23:00:00Z&to=2025-09-09');
    expect(first).to.deep.equal(['2025-09-05', 3, 'changed']);
    const { data_points: weeks } = await history('interval=1w');
    expect(
      weeks.map((week: any) => [week.date, week.open, week.high, week.low, week.close, week.observed]),
    ).to.deep.equal([
      ['2025-09-01', 2.45, 3, 2.45, 3, 'changed'],
      ['2025-09-08', 3, 3, 2, 2, 'changed'],
    ]);
  });

  it('a long window says the same from the daily roll-up, but for the numbers it does not keep', async () => {
    for (const interval of ['1d', '1w']) {
      for (const name of ['holofoil', 'reverse-holofoil']) {
        const short = await history(`interval=${interval}&printing=${name}`);
        for (const long of ['period=1y', 'period=all']) {
          const { data_points: found, summary } = await history(`interval=${interval}&printing=${name}&${long}`);
          const unkept = { low_price: null, mid_price: null, high_price: null, direct_low_price: null };
          const expected = short.data_points.map((point: any) => ({ ...point, ...unkept }));
          expect(found, `${interval} ${name} ${long}`).to.deep.equal(expected);
          expect(summary).to.deep.equal(short.summary);
        }
      }
    }
  });

  it('sums up the market prices of the points', async () => {
    expect((await history('period=all')).summary).to.deep.equal({
      avg_price: 2.48,
      min: 2,
      max: 3,
      volatility: 27.89,
      trend: 'down',
      change_percentage: -18.4,
    });
    const still = await history('from=2025-09-02&to=2025-09-04&interval=1d');
    expect(still.summary).to.include({ avg_price: 2.45, volatility: 0, trend: 'flat', change_percentage: 0 });
    expect((await history('', 'pokemon-517046')).summary.avg_price).to.equal(null);
  });

  it('ends windows at the newest snapshot of the source, or at valid_at, never at the clock', async () => {
    expect(await history('period=7d')).to.include({ from: '2025-09-05T20:05:33Z', to: stampOf(12) });
    expect(await history('period=7d&valid_at=2025-09-06')).to.include({ to: stampOf(6) });
    expect((await points('period=all&valid_at=2025-09-06')).map(([, market]) => market)).to.deep.equal([2.45, 3]);
    expect(await history('from=2025-09-03&to=2025-09-04')).to.include({
      from: '2025-09-03T00:00:00Z',
      to: '2025-09-04T23:59:59.999Z',
    });
  });

  it('refuses what it does not understand, naming the field', async () => {
    for (const [query, field] of [
      ['period=2y', 'period'],
      ['period=7d&from=2025-09-01', 'period'],
      ['period=7d&to=2025-09-01', 'period'],
      ['from=2025-02-30', 'from'],
      ['from=yesterday', 'from'],
      ['to=2025-13-01', 'to'],
      ['from=2025-09-02&to=2025-09-01', 'from'],
      ['condition=MINT', 'condition'],
      ['kind=ask', 'kind'],
      ['interval=1h', 'interval'],
      ['valid_at=soon', 'valid_at'],
      ['known_at=1', 'known_at'],
      ['valid_at=2025-09-01&to=2025-09-02', 'valid_at'],
      ['limit=5', 'limit'],
    ] as const) {
      const { status, body } = await world.get(`/v1/cards/${lugia}/prices/history?${query}`);
      expect(status, query).to.equal(400);
      expect(Object.keys(body.details), query).to.deep.equal([field]);
    }
    expect((await world.get('/v1/cards/pokemon-1/prices/history')).body.code).to.equal('CARD_NOT_FOUND');
    expect((await world.get('/v1/cards/pikachu/prices/history')).body.details).to.have.property('card_id');
  });

  it('refuses more points than an answer may have', async () => {
    const many = Array.from(
      { length: limits.historyPointsMax + 1 },
      (_, at) => new Date(Date.parse(stampOf(1)) + at * 60_000),
    );
    const rows = many.map((at, index) => `('${at.toISOString()}', 99, 1, null, null, null, ${index + 1}, null)`);
    await world.database
      .query(`insert into price_history.series select 99, 'many', 'pokemon-517047', source, kind, printing, printing_slug,
      condition, grader, grade, grade_qualifier, language, currency from price_history.series where card_id = 'pokemon-42382'`);
    await world.database.query(`insert into price_history.observations values ${rows.join(', ')}`);
    const { status, body } = await world.get('/v1/cards/pokemon-517047/prices/history?period=all&printing=holofoil');
    expect(status).to.equal(400);
    expect(body.details).to.have.keys('period', 'interval');
  });

  describe('what was known when', () => {
    let corrected: string;
    before(async () => {
      // On the 20th the price of the 5th is corrected; on the 21st that of the 12th turns out to be another card's.
      await moveTo(world, '2025-09-20T10:00:00Z');
      const { sample_size: _size, collection: _run, provenance: _proof, ...right } = price('Holofoil', 280, 5);
      await world.add('PriceCorrected', right);
      await moveTo(world, '2025-09-21T10:00:00.400Z');
      await world.add('ObservationVoided', {
        card_id: lugia,
        printing: printing('Holofoil'),
        effective_at: stampOf(12),
        reason: 'another card',
        standing: { ...numbers(280), effective_at: stampOf(5), observation_id: proof },
      });
      await world.project();
      corrected = '2025-09-21T10:00:00.400Z';
    });

    it('corrections replace, voids remove', async () => {
      expect(await points('period=all')).to.deep.equal([
        [stampOf(1), 2.45, 'changed'],
        [stampOf(5), 2.8, 'changed'],
      ]);
      expect((await points('period=all&interval=1d')).slice(-2)).to.deep.equal([
        ['2025-09-11', 2.8, 'unchanged'],
        ['2025-09-12', 2.8, 'unchanged'],
      ]);
    });

    it('known_at: as it was known then', async () => {
      expect((await points('period=all&known_at=2025-09-19')).map(([, market]) => market)).to.deep.equal([2.45, 3, 2]);
      expect((await points('period=all&known_at=2025-09-20')).map(([, market]) => market)).to.deep.equal([
        2.45, 2.8, 2,
      ]);
      expect((await points('period=all&known_at=2025-09-21')).map(([, market]) => market)).to.deep.equal([2.45, 2.8]);
      expect(
        (await points(`period=all&known_at=${corrected}`)).map(([, market]) => market),
        'its own instant',
      ).to.deep.equal([2.45, 2.8]);
      expect((await points('period=all&interval=1d&known_at=2025-09-03')).at(-1)).to.deep.equal([
        '2025-09-03',
        2.45,
        'unchanged',
      ]);
      expect(await points('period=all&known_at=2025-08-01')).to.deep.equal([]);
    });

    it('/prices: valid_at and known_at together', async () => {
      const market = async (query: string): Promise<any[]> =>
        (await world.get(`/v1/cards/${lugia}/prices?${query}`)).body.market;
      expect((await market('')).map(({ market_price }) => market_price)).to.deep.equal([2.8, null]);
      expect((await market('known_at=2025-09-19')).map(({ market_price }) => market_price)).to.deep.equal([2, null]);
      expect((await market('valid_at=2025-09-06')).map(({ market_price }) => market_price)).to.deep.equal([2.8, 9.99]);
      expect(
        (await market('valid_at=2025-09-06&known_at=2025-09-19')).map(({ market_price }) => market_price),
      ).to.deep.equal([3, 9.99]);
      expect((await market('valid_at=2025-09-06'))[0]).to.include({
        effective_at: stampOf(5),
        last_checked: stampOf(6),
        stale: false,
      });
      expect((await market('valid_at=2025-09-08'))[0]).to.include({ last_checked: stampOf(6), stale: true });
      expect(await market('valid_at=2025-08-01')).to.deep.equal([]);
      for (const query of ['valid_at=x', 'known_at=2025-02-30'])
        expect((await world.get(`/v1/cards/${lugia}/prices?${query}`)).status).to.equal(400);
    });
  });
});
