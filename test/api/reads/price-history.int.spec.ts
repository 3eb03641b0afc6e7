/**
 * Goal: the history of a price shows what was observed, when it was known, and gaps as gaps. Method: the market of
 * test/support/api-fixture.ts over HTTP, against figures computed by hand.
 */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import { dayMs } from '../../../src/domain/instant.js';
import {
  type ApiFixture,
  expectProblem,
  gapDays,
  ids,
  newestStamp,
  openMarket,
  stampOf,
} from '../../support/api-fixture.js';

interface Key {
  readonly printing: string;
  readonly kind: string;
}
interface Point {
  readonly effective_at: string;
  readonly date: string;
  readonly market_price: number | null;
  readonly market_open?: number;
  readonly market_high?: number;
  readonly market_low?: number;
  readonly market_close?: number;
  readonly observed: string;
  readonly changed: readonly string[];
}

describe('GET /v1/cards/{card_id}/prices/history', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const body = (path: string) => fixture.body(path);
  const history = (query: string, card: string = ids.lugia) =>
    body(`/v1/cards/${card}/prices/history?printing=Holofoil&kind=market&${query}`);
  const brief = (points: Point[]): unknown[] =>
    points.map(({ effective_at, market_price, observed }) => [effective_at.slice(0, 10), market_price, observed]);

  it('shows each change; the price at the start of the window is carried', async () => {
    const all = await history('period=all');
    expect(brief(all.data_points)).to.deep.equal([
      ['2025-08-20', 10, 'changed'],
      ['2025-08-31', 11, 'changed'],
      ['2025-09-08', 12.1, 'changed'],
      ['2025-09-12', 10, 'changed'],
      ['2025-09-30', 15, 'changed'],
    ]);
    expect(all).to.include({ from: stampOf('2025-08-20'), to: newestStamp });
    expect(brief((await history('period=7d')).data_points)).to.deep.equal([
      ['2025-09-12', 10, 'carried'],
      ['2025-09-30', 15, 'changed'],
    ]);
    expect(brief((await history('')).data_points)).to.deep.equal(brief(all.data_points).slice(1));
    expect(brief((await history('from=2025-09-09&to=2025-09-12')).data_points)).to.deep.equal([
      ['2025-09-08', 12.1, 'carried'],
      ['2025-09-12', 10, 'changed'],
    ]);
    const withdrawn = await body(`/v1/cards/${ids.withdrawnKey}/prices/history?printing=reverse-holofoil&period=all`);
    expect(brief(withdrawn.data_points)).to.deep.equal([
      ['2025-08-20', 90, 'changed'],
      ['2025-09-15', null, 'withdrawn'],
    ]);
    expect(await history('valid_at=2025-09-06')).to.include({ to: stampOf('2025-09-06') });
    expect(await history('from=2025-09-03&to=2025-09-04')).to.include({
      from: '2025-09-03T00:00:00Z',
      to: '2025-09-04T23:59:59.999Z',
    });
    expect(brief((await history('valid_at=2025-09-10&period=all')).data_points)).to.deep.equal(
      brief(all.data_points).slice(0, 3),
    );
    for (const [period, days] of [
      ['7d', 7],
      ['30d', 30],
      ['3m', 91],
      ['1y', 365],
    ] as const) {
      const { from, to } = await history(`period=${period}`);
      expect((Date.parse(to) - Date.parse(from)) / dayMs, period).to.equal(days);
    }
  });

  it('sums up what stood over time', async () => {
    // 10 for 11 days, 11 for 8, 12.10 for 4, 10 for 18, then 15 at the end: 426.40 / 41 days.
    // 41 days after the first: changes of +10, +10, -17.36 and +50 percent, and 37 of 0: standard deviation 8.46.
    expect((await history('period=all')).summary).to.deep.equal({
      start: { price: 10, effective_at: stampOf('2025-08-20') },
      end: { price: 15, effective_at: newestStamp },
      avg_price: 10.4,
      min: 10,
      min_at: stampOf('2025-08-20'),
      max: 15,
      max_at: newestStamp,
      volatility: 8.46,
      trend: 'up',
      change_percentage: 50,
    });
    const down = await history(`from=${stampOf('2025-09-08')}&to=2025-09-12`);
    expect(down.summary).to.include({ trend: 'down', change_percentage: -17.4 });
    const still = await history('from=2025-09-13&to=2025-09-20&interval=1d');
    expect(still.summary).to.include({ avg_price: 10, volatility: 0, trend: 'flat', change_percentage: 0 });
    expect((await history('', ids.voided)).summary).to.deep.equal({
      start: null,
      end: null,
      avg_price: null,
      min: null,
      min_at: null,
      max: null,
      max_at: null,
      volatility: null,
      trend: null,
      change_percentage: null,
    });
  });

  it('shows a point a day that was checked; a gap stays a gap', async () => {
    const { data_points: points } = (await history('interval=1d&from=2025-09-01&to=2025-09-30')) as {
      data_points: Point[];
    };
    const dates = points.map(({ date }) => date);
    const september = Array.from({ length: 30 }, (_, at) => `2025-09-${String(at + 1).padStart(2, '0')}`);
    const expected = september.filter((day) => !gapDays.includes(day));
    expect(dates).to.deep.equal(expected);
    expect(points.find(({ date }) => date === '2025-09-09')).to.include({
      market_price: 12.1,
      observed: 'unchanged',
    });
    const several = points.filter((point) => point.market_open !== undefined);
    expect(several, 'the market price of no day changed within the day').to.deep.equal([]);
    expect(points.find(({ date }) => date === '2025-09-08')).to.include({
      effective_at: stampOf('2025-09-08'),
      market_price: 12.1,
      low_price: 0.1,
      high_price: 999.99,
      observed: 'changed',
    });
    const [first] = (await history('interval=1d&from=2025-09-08T23:00:00Z&to=2025-09-12')).data_points as Point[];
    expect(first, 'the first day of a window is whole').to.include({ date: '2025-09-08', observed: 'changed' });
  });

  it('shows the days of a withdrawn key as withdrawn', async () => {
    const { data_points: points } = (await history('interval=1d&from=2025-09-04&to=2025-09-12', ids.returning)) as {
      data_points: Point[];
    };
    const told = points.map(({ date, observed }) => `${date.slice(8)} ${observed}`);
    expect(told).to.include.members(['04 unchanged', '05 withdrawn', '12 changed']);
    expect(
      points.filter(({ observed }) => observed === 'withdrawn').every(({ market_price }) => market_price === null),
    ).to.equal(true);
  });

  it('aggregates the days of each week', async () => {
    const monday = (day: string): string => {
      const ms = Date.parse(day);
      return new Date(ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
    };
    // Mondays: 25 August and 29 September.
    const window = 'from=2025-08-25&to=2025-09-30';
    const days = (await history(`interval=1d&${window}`)).data_points as Point[];
    const weeks = (await history(`interval=1w&${window}`)).data_points as Point[];
    const together = [...new Set(days.map(({ date }) => monday(date)))].map((week) => {
      const those = days.filter(({ date }) => monday(date) === week);
      const last = those.at(-1);
      const prices = those.map(({ market_price }) => market_price ?? NaN);
      const several = new Set(prices).size > 1;
      return {
        date: week,
        effective_at: last?.effective_at,
        market_price: last?.market_price,
        ...(several && {
          market_open: prices[0],
          market_close: prices.at(-1),
          market_high: Math.max(...prices),
          market_low: Math.min(...prices),
        }),
      };
    });
    expect(weeks).to.have.length(together.length);
    for (const [at, week] of weeks.entries()) {
      expect(week).to.include(together[at]);
      expect('market_open' in week, week.date).to.equal('market_open' in (together[at] ?? {}));
    }
    expect(together).to.have.length(6);
    expect(weeks.filter((week) => 'market_open' in week)).to.not.be.empty;
  });

  it('shows what was known at a time', async () => {
    const known = async (card: string, at: string) =>
      brief((await history(`period=all&known_at=${at}`, card)).data_points);
    expect(await known(ids.corrected, '2025-09-04')).to.deep.equal([['2025-09-01', 5, 'changed']]);
    expect(await known(ids.corrected, '2025-09-05')).to.deep.equal([['2025-09-01', 5.5, 'changed']]);
    expect(await known(ids.voidedStanding, '2025-09-05')).to.deep.equal([
      ['2025-08-20', 3, 'changed'],
      ['2025-09-01', 9, 'changed'],
    ]);
    expect(await known(ids.voidedStanding, '2025-09-06')).to.deep.equal([['2025-08-20', 3, 'changed']]);
    expect(await known(ids.voidedStanding, '2025-09-06T20:10:00.400Z'), 'its own instant').to.have.length(1);
    expect(await known(ids.voidedStanding, '2025-09-06T20:09:59Z')).to.have.length(2);
    expect(await known(ids.lugia, '2025-08-01')).to.deep.equal([]);
    const days = (await history('period=3m&interval=1d&known_at=2025-09-03')).data_points as Point[];
    expect(days.at(-1)).to.include({ date: '2025-09-03', market_price: 11, observed: 'unchanged' });
    expect(await known(ids.voided, '2025-09-06')).to.deep.equal([]);
  });

  it('answers one key and names the others; filters by source, printing, condition, kind', async () => {
    const { key, available } = await body(`/v1/cards/${ids.lugia}/prices/history`);
    expect(key).to.deep.equal({
      source: 'tcgcsv',
      kind: 'market',
      printing: 'Holofoil',
      condition: null,
      grade: null,
      language: null,
      currency: 'USD',
      simulated: false,
    });
    const keys = available.map(({ printing, kind }: Key) => `${kind} ${printing}`);
    expect(keys).to.deep.equal(['market Reverse Holofoil', 'asking Holofoil']);
    expect(available[1].grade).to.deep.equal({ grader: 'PSA', grade: '10', qualifier: null });
    expect((await body(`/v1/cards/${ids.lugia}/prices/history?kind=asking`)).key).to.include({
      kind: 'asking',
      condition: 'NM',
      language: 'en',
    });
    expect((await body(`/v1/cards/${ids.lugia}/prices/history?printing=reverse-holofoil`)).key.printing).to.equal(
      'Reverse Holofoil',
    );
    expect((await body(`/v1/cards/${ids.lugia}/prices/history?condition=NM`)).key.kind).to.equal('asking');
  });

  it('names what there is for a source, printing, condition or kind that the card does not have', async () => {
    const path = `/v1/cards/${ids.lugia}/prices/history`;
    const cases: [query: string, code: string, field: string, there: string][] = [
      ['source=nobody', 'SOURCE_UNKNOWN', 'source', 'tcgcsv'],
      ['printing=Normal', 'PRINTING_UNKNOWN', 'printing', 'Holofoil, Reverse Holofoil'],
      ['printing=1stEdition', 'PRINTING_UNKNOWN', 'printing', 'Holofoil, Reverse Holofoil'],
      ['printing=%C2%A7', 'PRINTING_UNKNOWN', 'printing', 'Holofoil, Reverse Holofoil'],
      ['printing=constructor', 'PRINTING_UNKNOWN', 'printing', 'Holofoil, Reverse Holofoil'],
      ['kind=asking&printing=reverse', 'PRINTING_UNKNOWN', 'printing', 'Holofoil'],
      ['condition=LP', 'CONDITION_UNKNOWN', 'condition', 'NM'],
      ['source=tcgcsv&kind=market&condition=NM', 'CONDITION_UNKNOWN', 'condition', 'none stated'],
    ];
    for (const [query, code, field, there] of cases) {
      const answer = await fixture.get(`${path}?${query}`);
      expectProblem(answer, 404, code, field);
      expect(answer.body.details[field], query).to.include(there);
      expect(answer.body.detail).to.include(there);
    }
    const single = await fixture.get(`/v1/cards/${ids.box}/prices/history?kind=asking`);
    expectProblem(single, 404, 'KIND_UNKNOWN', 'kind');
    const unpriced = await fixture.get(`/v1/cards/${ids.manga}/prices/history?printing=Holofoil`);
    expectProblem(unpriced, 404, 'PRINTING_UNKNOWN', 'printing');
    expect(unpriced.body.detail).to.include('no prices');
    expect(await body(`/v1/cards/${ids.manga}/prices/history`)).to.deep.include({ key: null, available: [] });
  });

  it('understands how others write printings', async () => {
    const spellings = ['reverseHolofoil', 'reverse_holofoil', 'Reverse Holo', 'REVERSE-HOLO', 'reverse', 'rh'];
    for (const printing of spellings) {
      const { key } = await body(`/v1/cards/${ids.lugia}/prices/history?printing=${printing}`);
      expect(key.printing, printing).to.equal('Reverse Holofoil');
    }
    for (const printing of ['holo', 'foil', 'HOLOFOIL']) {
      const { key } = await body(`/v1/cards/${ids.lugia}/prices/history?printing=${printing}`);
      expect(key.printing, printing).to.equal('Holofoil');
    }
    expect((await body(`/v1/cards/${ids.leader}/prices/history?printing=nonfoil`)).key.printing).to.equal('Normal');
  });

  it('names the numbers that changed, over the periods of each interval', async () => {
    const changed = async (query: string): Promise<unknown[]> =>
      ((await history(query)).data_points as Point[])
        .filter(({ observed }) => observed === 'changed')
        .map((point) => [point.effective_at.slice(5, 10), point.changed]);
    const market = ['market_price'];
    expect(await changed('period=all')).to.deep.equal([
      ['08-20', ['market_price', 'low_price', 'high_price']],
      ['08-31', market],
      ['09-08', market],
      ['09-12', market],
      ['09-30', market],
    ]);
    expect(await changed('period=7d&interval=1d')).to.deep.equal([['09-30', market]]);
    expect(await changed('period=3m&interval=1w')).to.deep.include(['09-14', market]);
    const still = (await history('period=7d&interval=1d')).data_points as Point[];
    expect(
      still.filter(({ observed }) => observed !== 'changed').every(({ changed: names }) => names.length === 0),
    ).to.equal(true);
  });

  it('gives one summary of a window, whatever the interval', async () => {
    for (const window of [
      '',
      'period=7d',
      'period=3m',
      'period=1y',
      'period=all',
      'from=2025-09-07&to=2025-09-13',
      'valid_at=2025-09-10',
    ]) {
      const [raw, days, weeks] = await Promise.all(
        ['raw', '1d', '1w'].map(async (interval) => (await history(`interval=${interval}&${window}`)).summary),
      );
      expect(days, window).to.deep.equal(raw);
      expect(weeks, window).to.deep.equal(raw);
    }
    // 11 stood for 44.1 hours, 12.10 for 96, 10 for the last 27.9: 1,925.69 / 168.
    const { summary } = await history('from=2025-09-07&to=2025-09-13&interval=1w');
    expect(summary).to.include({ change_percentage: -9.1, trend: 'down', min: 10, max: 12.1, avg_price: 11.46 });
  });

  it('weighs the last price up to the newest snapshot, and knows nothing of the time after it', async () => {
    const late = await history('from=2025-09-12&to=2025-12-31');
    expect(late.summary).to.deep.equal((await history('from=2025-09-12&to=2025-09-30')).summary);
    const after = await history('from=2025-10-05');
    expect(after).to.include({ from: '2025-10-05T00:00:00Z', to: '2025-10-05T00:00:00Z' });
    expect(after.summary).to.deep.include({ avg_price: 15, change_percentage: null, trend: null });
  });

  it('ends a change where no price stands: withdrawn or without a number', async () => {
    const { summary } = await body(`/v1/cards/${ids.withdrawnKey}/prices/history?printing=reverse&period=all`);
    expect(summary).to.deep.include({ end: null, change_percentage: null, trend: null, avg_price: 90 });
  });

  it('answers a long window like a short one', async () => {
    for (const interval of ['1d', '1w']) {
      for (const [card, printing] of [
        [ids.lugia, 'holofoil'],
        [ids.withdrawnKey, 'reverse-holofoil'],
      ] as const) {
        const path = `/v1/cards/${card}/prices/history?printing=${printing}&kind=market&interval=${interval}`;
        const short = await body(`${path}&period=3m`);
        expect(short.data_points.length, path).to.be.above(4);
        for (const period of ['1y', 'all']) {
          const long = await body(`${path}&period=${period}`);
          expect([long.data_points, long.gaps, long.summary], `${path} ${period}`).to.deep.equal([
            short.data_points,
            short.gaps,
            short.summary,
          ]);
        }
      }
    }
  });

  it('names the gaps: not collected, withdrawn; unchanged is none', async () => {
    const missed = { from: stampOf('2025-09-09'), to: stampOf('2025-09-12'), reason: 'not_collected' };
    for (const query of ['period=all', 'period=30d&interval=1d', 'interval=1w', 'valid_at=2025-09-20'])
      expect((await history(query)).gaps, query).to.deep.equal([missed]);
    expect((await history('period=7d')).gaps).to.deep.equal([]);
    // Cut off at the ends of the window; a check before the window tells that it begins in a gap.
    expect((await history('from=2025-09-10&to=2025-09-11')).gaps).to.deep.equal([
      { from: '2025-09-10T00:00:00Z', to: '2025-09-11T23:59:59.999Z', reason: 'not_collected' },
    ]);
    expect((await history('from=2025-09-10&to=2025-09-20')).gaps).to.deep.equal([
      { ...missed, from: '2025-09-10T00:00:00Z' },
    ]);
    const withdrawn = { from: stampOf('2025-09-05'), to: stampOf('2025-09-12'), reason: 'withdrawn' };
    expect((await history('period=all', ids.returning)).gaps).to.deep.equal([withdrawn]);
    const gone = await body(`/v1/cards/${ids.withdrawnKey}/prices/history?printing=reverse&period=all`);
    expect(gone.gaps).to.deep.equal([missed, { from: stampOf('2025-09-15'), to: newestStamp, reason: 'withdrawn' }]);
    // Its set is no longer shown; the price was never withdrawn.
    expect((await history('period=all', ids.ofWithdrawnSet)).gaps).to.deep.equal([
      { from: stampOf('2025-09-04'), to: newestStamp, reason: 'not_collected' },
    ]);
    const unpriced = (await history('period=all', ids.unpriced)).gaps;
    expect(unpriced).to.deep.include({ from: stampOf('2025-08-20'), to: newestStamp, reason: 'no_market_price' });
    expect((await body(`/v1/cards/${ids.lugia}/prices/history?kind=asking&period=all`)).gaps).to.deep.equal([missed]);
    expect((await history('period=all&known_at=2025-09-11')).gaps, 'as known then').to.deep.equal([]);
  });

  it('answers the one price of a card, whose changes are read with the card, as it is answered by name', async () => {
    let compared = 0;
    for (const card of [ids.lugia, ids.leader, ids.parallel, ids.returning, ids.corrected, ids.voidedStanding]) {
      for (const query of [
        'period=all',
        'period=7d',
        'period=3m&interval=1d',
        'from=2025-09-02T21:00:00Z&interval=1w',
      ]) {
        const url = `/v1/cards/${card}/prices/history?${query}`;
        const { key, available: _others, ...own } = await body(url);
        if (key === null) continue;
        const named = { source: key.source, kind: key.kind, printing: key.printing };
        const { key: same, available: _none, ...asked } = await body(`${url}&${new URLSearchParams(named).toString()}`);
        expect(own, url).to.deep.equal(asked);
        expect(same).to.deep.equal(key);
        compared += (own.data_points as Point[]).length;
      }
    }
    expect(compared).to.be.above(100);
  });

  it('selects by grade, and names those there are', async () => {
    const path = `/v1/cards/${ids.lugia}/prices/history`;
    expect((await body(`${path}?grade=psa10`)).key.kind).to.equal('asking');
    expect((await body(`${path}?grade=none`)).key.grade).to.equal(null);
    const answer = await fixture.get(`${path}?grade=CGC%209`);
    expectProblem(answer, 404, 'GRADE_UNKNOWN', 'grade');
    expect(answer.body.details.grade).to.equal('expected one of none, PSA 10');
  });

  it('samples more points than an answer may have, and keeps what draws the line', async () => {
    const startMs = Date.parse(stampOf('2025-09-01'));
    const count = limits.historyPointsMax + 1;
    const priceAt = (at: number): number | null =>
      at === 4_000 ? null : at === 777 ? 999_999 : at === 3_210 ? 1 : 1_000 + (at % 7);
    const rows = Array.from({ length: count }, (_, at) => {
      const instant = new Date(startMs + at * 60_000).toISOString();
      return `('${instant}', 99, 1, null, null, null, ${priceAt(at)}, null)`;
    });
    await fixture.database.query(
      `insert into price_history.series select 99, 'many', '${ids.box}', source, kind, printing, printing_slug, condition,
         grader, grade, grade_qualifier, language, currency, priced
       from price_history.series where card_id = '${ids.lugia}' and kind = 'market' and printing_slug = 'holofoil'`,
    );
    await fixture.database.query(`insert into price_history.unpacked_observations values ${rows.join(', ')}`);
    const path = `/v1/cards/${ids.box}/prices/history?from=2025-08-01&printing=holofoil`;
    const { data_points: points, sampled, summary } = await body(path);
    expect(sampled).to.deep.include({ points_total: count, points_shown: points.length, method: 'm4' });
    expect(points.length).to.be.within(600, limits.historyPointsDefault);
    const shown = points.map(({ market_price }: Point) => market_price);
    expect([summary.min, summary.max]).to.deep.equal([0.01, 9_999.99]);
    expect(shown).to.include.members([0.01, 9_999.99, null]);
    expect(points[0].effective_at).to.equal(stampOf('2025-09-01'));
    expect(Date.parse(points.at(-1).effective_at)).to.equal(startMs + (count - 1) * 60_000);
    const few = await body(`${path}&max_points=10`);
    expect(few.data_points.length).to.be.at.most(10);
    expect(few.summary).to.deep.equal(summary);
    expectProblem(await fixture.get(`${path}&max_points=9`), 400, 'VALIDATION_FAILED', 'max_points');
    expect((await body(`${path}&max_points=5000&to=2025-09-01`)).sampled).to.equal(null);
  });
});
