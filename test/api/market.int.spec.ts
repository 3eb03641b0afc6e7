/**
 * Goal: the told market is answered as it was told. Method: search, walks, one card, time travel, history, sets, coverage
 * and the feed of events over HTTP, against figures computed by hand from test/support/api-fixture.ts.
 */
import { expect } from 'chai';
import { uuidFromName } from '../../src/domain/ids.js';
import { dayMs } from '../../src/domain/instant.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { numbers } from '../support/events.js';
import {
  type ApiFixture,
  bulkCards,
  gapDays,
  ids,
  newestStamp,
  openMarket,
  sets,
  stampOf,
} from '../support/api-fixture.js';

interface Price {
  readonly printing: string;
  readonly market_price: number | null;
  readonly withdrawn: boolean;
  readonly stale: boolean;
  readonly kind: string;
}
interface Point {
  readonly effective_at: string;
  readonly date: string;
  readonly market_price: number | null;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly observed: string;
}

describe('the API: a told market', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const body = async (path: string) => {
    const answer = await fixture.get(path);
    expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).to.equal(200);
    return answer.body;
  };
  const found = async (query: string): Promise<string[]> =>
    ((await body(`/v1/cards/search?limit=100&${query}`)).cards as { card_id: string }[]).map(({ card_id }) => card_id);
  const listed: string[] = [
    ...Object.values(ids).filter((id) => id !== ids.merged && id !== ids.withdrawn),
    ...bulkCards,
  ];

  describe('search', () => {
    const finds: [query: string, cards: string[]][] = [
      ['q=lugia', [ids.lugia]],
      ['q=LUG', [ids.lugia]],
      ['q=vstar lugia', [ids.lugia]],
      ['q=nidoran♀', [ids.corrected]],
      ['q=nidoran♂', [ids.voidedStanding]],
      ['q=flabebe', [ids.voided]],
      ['q=FLABÉBÉ', [ids.voided]],
      ['q=139/195', [ids.lugia, ids.voided, ids.withdrawnKey]],
      ['q=op08-001', [ids.leader, ids.parallel, ids.manga]],
      ['q=OP08001', [ids.leader, ids.parallel, ids.manga]],
      ['q=chopper manga', [ids.manga]],
      ['q=venusaur', []],
      ['q=?!', []],
      ['q=lugia blastoise', []],
      ['q=crown mewtwo', [ids.moved]],
      ['tcg_type=onepiece', [ids.leader, ids.parallel, ids.manga]],
      ['set_identifier=op08', [ids.leader, ids.parallel, ids.manga]],
      ['set_identifier=crown zenith', [ids.moved]],
      [`set_identifier=${sets.base}`, bulkCards],
      ['rarity=HOLO rare', [ids.withdrawnKey, ids.returning]],
      ['product_type=sealed', [ids.box]],
      ['min_price=100', [ids.withdrawnKey, ids.parallel, ids.box]],
      ['min_price=120&max_price=200', [ids.parallel, ids.box]],
      ['min_price=119.999&max_price=120.001', [ids.box]],
      ['max_price=0.259', bulkCards.filter((_, at) => at % 5 === 0)],
      ['min_price=1e300', []],
      ['q=', listed],
      ['q=%20', listed],
      ['', listed],
    ];
    for (const [query, cards] of finds) {
      it(`${query === '' ? 'nothing' : query}: ${cards.length} cards`, async () => {
        expect(await found(query)).to.have.members(cards);
        expect((await body(`/v1/cards/search?limit=1&offset=99999&${query}`)).pagination.total).to.equal(cards.length);
      });
    }

    it('typing errors: the words nearest, said to be such; never for numbers', async () => {
      for (const [typed, card] of [
        ['blastoize', ids.returning],
        ['pikahcu ilustrator', ids.unpriced],
        ['chrizard', ids.withdrawnKey],
      ]) {
        const answer = await body(`/v1/cards/search?q=${typed}`);
        expect(answer.fuzzy, typed).to.equal(true);
        expect(answer.cards.map(({ card_id }: { card_id: string }) => card_id)).to.deep.equal([card]);
      }
      expect((await body('/v1/cards/search?q=lugia')).fuzzy).to.equal(false);
      expect(await found('q=op08-002')).to.deep.equal([]);
    });

    it('shows the cheapest printing still shown, with its freshness; nulls where there is none', async () => {
      const price = async (query: string) => (await body(`/v1/cards/search?q=${query}`)).cards[0].current_price;
      expect(await price('lugia')).to.deep.equal({
        market_price: 15,
        low_price: 0.1,
        high_price: 999.99,
        currency: 'USD',
        printing: 'Holofoil',
        source: 'tcgcsv',
        kind: 'market',
        effective_at: newestStamp,
        last_updated: newestStamp,
        last_changed: newestStamp,
        last_checked: newestStamp,
        stale: true,
        simulated: false,
      });
      expect((await price('charizard')).market_price).to.equal(300);
      expect((await price('illustrator')).market_price).to.equal(null);
      expect(await price('flabebe')).to.equal(null);
    });

    it('orders', async () => {
      expect((await found('sort=price_desc')).slice(0, 3)).to.deep.equal([ids.withdrawnKey, ids.parallel, ids.box]);
      expect((await found('sort=price_desc')).slice(-3)).to.have.members([ids.unpriced, ids.voided, ids.manga]);
      expect((await found('sort=price_asc')).slice(-5, -3)).to.deep.equal([ids.parallel, ids.withdrawnKey]);
      expect((await found('sort=number&set_identifier=SIT')).slice(0, 4)).to.deep.equal([
        ids.revised,
        ids.corrected,
        ids.voidedStanding,
        ids.returning,
      ]);
      expect(await found('sort=number&set_identifier=BS')).to.deep.equal(bulkCards);
      expect((await found('sort=name&set_identifier=SIT'))[0]).to.equal(ids.returning);
      expect((await found('sort=released')).slice(0, 3)).to.have.members([ids.leader, ids.parallel, ids.manga]);
      expect((await found('sort=released')).at(-1)).to.equal(ids.ofWithdrawnSet);
    });

    it('limit and offset cut the whole; has_more is false at its end', async () => {
      const whole = await found('');
      const page = await body('/v1/cards/search?limit=5&offset=30');
      expect(page.pagination).to.deep.equal({ total: 32, limit: 5, offset: 30, has_more: false });
      expect(page.cards.map(({ card_id }: { card_id: string }) => card_id)).to.deep.equal(whole.slice(30));
      expect((await body('/v1/cards/search?limit=2&offset=30')).pagination.has_more).to.equal(false);
      expect((await body('/v1/cards/search?limit=1&offset=30')).pagination.has_more).to.equal(true);
    });
  });

  describe('walks', () => {
    /** All cards of a walk in pages of five; `between` runs after each page. */
    const walk = async (
      query: string,
      between: (page: number) => Promise<void> = async () => undefined,
    ): Promise<string[]> => {
      const seen: string[] = [];
      let path: string | undefined = `/v1/cards/search?limit=5&${query}`;
      for (let page = 1; path !== undefined; page += 1) {
        const answer = await fixture.get(path);
        seen.push(...(answer.body.cards as { card_id: string }[]).map(({ card_id }) => card_id));
        path = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
        expect(answer.body.pagination.has_more).to.equal(path !== undefined);
        expect(page).to.be.below(20);
        await between(page);
      }
      return seen;
    };
    let moves = 0;
    const move = async (card_id: string, cents: number): Promise<void> => {
      moves += 1;
      const effective_at = new Date(Date.parse(newestStamp) + moves * 1_000).toISOString().replace('.000', '');
      await fixture.observe({ card_id, ...numbers(cents), effective_at, printing: printingOf('Normal') });
      await fixture.fold();
    };

    for (const sort of ['name', 'number', 'price_asc', 'price_desc', 'released']) {
      it(`${sort}: every card once, in the order of the whole`, async () => {
        expect(await walk(`sort=${sort}`)).to.deep.equal(await found(`sort=${sort}`));
      });
    }
    for (const sort of ['name', 'number', 'released']) {
      it(`${sort}: every card once while prices change between pages`, async () => {
        const seen = await walk(`sort=${sort}`, (page) => move(bulkCards[page] ?? '', 5_000 * page));
        expect(seen).to.have.members(listed);
      });
    }
    it('in an order of price, every card whose price does not change is seen once', async () => {
      const moved = bulkCards[3] ?? '';
      const seen = await walk('sort=price_asc', (page) => move(moved, page % 2 === 0 ? 1 : 90_000));
      const others = (cards: string[]): string[] => cards.filter((card) => card !== moved);
      expect(others(seen)).to.have.members(others(listed));
    });
    it('relevance, and words with a typing error', async () => {
      expect(await walk('q=silver')).to.deep.equal(await found('q=silver'));
      expect(await walk('q=sliver')).to.deep.equal(await found('q=sliver'));
      expect((await walk('q=sliver')).length).to.be.above(5);
    });
  });

  it('a card: its set, ids, and each printing with its windows ending at the newest snapshot', async () => {
    const answer = await body(`/v1/cards/${ids.lugia}`);
    expect(answer.card).to.include({ card_id: ids.lugia, name: 'Lugia VSTAR', withdrawn: false, merged_into: null });
    expect(answer.set_info).to.deep.equal({
      set_id: sets.tempest,
      name: 'Silver Tempest',
      abbreviation: 'SIT',
      release_date: '2022-11-11',
    });
    expect(answer.external_ids).to.deep.equal({ cardmarket: '123' });
    expect(answer.as_of).to.equal(newestStamp);
    expect(answer.price_stats.map(({ printing }: Price) => printing)).to.deep.equal(['Holofoil', 'Reverse Holofoil']);
    const [holofoil, reverse] = answer.price_stats;
    expect(holofoil).to.deep.include({
      current_market_price: 15,
      price_range: { low: 0.1, high: 999.99 },
      all_time_high: { price: 15, date: '2025-09-30' },
      all_time_low: { price: 10, date: '2025-08-20' },
    });
    // 31 August, 20:05:33 is 30 days before the newest snapshot to the second.
    expect(holofoil['30_day_change']).to.include({ amount: 4, percentage: 36.4 });
    expect(reverse['30_day_change']).to.include({ amount: 0, percentage: 0 });

    const then = (await body(`/v1/cards/${ids.lugia}?as_of=2025-09-09`)).price_stats[0];
    expect(then).to.deep.include({
      current_market_price: 12.1,
      '30_day_change': null,
      all_time_high: { price: 12.1, date: '2025-09-08' },
    });
    // Withdrawn 25 days before, back since: what stood 30 days before that day was the price before the withdrawal.
    const returned = (await body(`/v1/cards/${ids.returning}`)).price_stats[0];
    expect(returned['30_day_change']).to.include({ amount: 1, percentage: 10 });
    // 30 days before 5 October + it was withdrawn.
    expect((await body(`/v1/cards/${ids.returning}?as_of=2025-10-06`)).price_stats[0]['30_day_change']).to.equal(null);
    expect((await body(`/v1/cards/${ids.merged}`)).card.merged_into).to.equal(ids.lugia);
    expect((await body(`/v1/cards/${ids.withdrawn}`)).card.withdrawn).to.equal(true);
    expect((await body(`/v1/cards/${ids.moved}`)).set_info.set_id).to.equal(sets.crown);
  });

  describe('prices at a time, as known at a time', () => {
    const holofoil = async (card: string, query: string): Promise<Price | undefined> =>
      ((await body(`/v1/cards/${card}/prices${query}`)).market as Price[]).find(
        ({ printing }) => printing === 'Holofoil',
      );
    const { corrected, voidedStanding, voided, revised, returning } = ids;
    /** `absent`: no such key then; null: withdrawn. */
    const table: [card: string, query: string, market: number | null | 'absent'][] = [
      [corrected, '', 5.5],
      [corrected, '?valid_at=2025-09-03', 5.5],
      [corrected, '?valid_at=2025-09-03&known_at=2025-09-04', 5],
      [corrected, '?known_at=2025-09-04', 5],
      [corrected, '?known_at=2025-09-05', 5.5],
      [corrected, '?valid_at=2025-08-31', 'absent'],
      [corrected, '?known_at=2025-08-31', 'absent'],
      [voidedStanding, '', 3],
      [voidedStanding, '?valid_at=2025-09-03', 3],
      [voidedStanding, '?valid_at=2025-09-03&known_at=2025-09-05', 9],
      [voidedStanding, '?valid_at=2025-09-03&known_at=2025-09-06', 3],
      [voidedStanding, '?valid_at=2025-08-25&known_at=2025-09-05', 3],
      [voided, '', 'absent'],
      [voided, '?valid_at=2025-09-03', 'absent'],
      [voided, '?valid_at=2025-09-03&known_at=2025-09-03', 7],
      [revised, '', 1.2],
      [revised, '?known_at=2025-09-02T20:30:00Z', 1],
      [revised, '?known_at=2025-09-02T22:30:00%2B02:00', 1],
      [revised, '?known_at=2025-09-02', 1.2],
      [revised, '?valid_at=2025-09-02T20:05:32Z', 'absent'],
      [revised, '?valid_at=2025-09-02T20:05:33Z', 1.2],
      [returning, '?valid_at=2025-09-04', 10],
      [returning, '?valid_at=2025-09-06', null],
      [returning, '?valid_at=2025-09-06&known_at=2025-09-04', 10],
      [returning, '', 11],
    ];
    for (const [card, query, market] of table) {
      it(`${Object.entries(ids).find(([, id]) => id === card)?.[0] ?? ''} ${query}: ${market}`, async () => {
        const price = await holofoil(card, query);
        if (market === 'absent') expect(price).to.equal(undefined);
        else expect([price?.market_price, price?.withdrawn]).to.deep.equal([market, market === null]);
      });
    }

    it('market and asking apart, with grade, language, condition; stale by the time asked for', async () => {
      const answer = await body(`/v1/cards/${ids.lugia}/prices`);
      expect(answer.market.map(({ kind }: Price) => kind)).to.deep.equal(['market', 'market']);
      expect(answer.asking).to.have.length(1);
      expect(answer.asking[0]).to.deep.include({
        low_price: 8,
        market_price: null,
        condition: 'NM',
        language: 'en',
        grade: { grader: 'PSA', grade: '10', qualifier: null },
      });
      expect((await holofoil(ids.lugia, ''))?.stale).to.equal(true);
      expect((await holofoil(ids.lugia, '?valid_at=2025-09-30'))?.stale).to.equal(false);
      // Nobody looked on the 10th and 11th: 36 hours after the 9th it is stale.
      expect((await holofoil(ids.lugia, '?valid_at=2025-09-11T08:05:33Z'))?.stale).to.equal(false);
      expect((await holofoil(ids.lugia, '?valid_at=2025-09-11T08:05:34Z'))?.stale).to.equal(true);
    });
  });

  describe('history', () => {
    const history = (query: string, card: string = ids.lugia) =>
      body(`/v1/cards/${card}/prices/history?printing=Holofoil&kind=market&${query}`);
    const brief = (points: Point[]): unknown[] =>
      points.map(({ effective_at, market_price, observed }) => [effective_at.slice(0, 10), market_price, observed]);

    it('raw: each change; the price that stood when the window began is carried', async () => {
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

    it('its summary', async () => {
      // 10, 11, 12.10, 10, 15: mean 11.62; changes +10, +10, -17.36, +50 percent: standard deviation 24.02.
      expect((await history('period=all')).summary).to.deep.equal({
        avg_price: 11.62,
        min: 10,
        max: 15,
        volatility: 24.02,
        trend: 'up',
        change_percentage: 50,
      });
      const down = await history(`from=${stampOf('2025-09-08')}&to=2025-09-12`);
      expect(down.summary).to.include({ trend: 'down', change_percentage: -17.4 });
      expect((await history('', ids.voided)).summary).to.deep.equal({
        avg_price: null,
        min: null,
        max: null,
        volatility: null,
        trend: null,
        change_percentage: null,
      });
    });

    it('1d: a point a day that was looked at; a gap stays a gap', async () => {
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
        open: 12.1,
        close: 12.1,
      });
      expect(points.find(({ date }) => date === '2025-09-08')).to.include({ market_price: 12.1, observed: 'changed' });
    });

    it('1d of a key withdrawn for a while: looked at and not shown', async () => {
      const { data_points: points } = (await history('interval=1d&from=2025-09-04&to=2025-09-12', ids.returning)) as {
        data_points: Point[];
      };
      const told = points.map(({ date, observed }) => `${date.slice(8)} ${observed}`);
      expect(told).to.include.members(['04 unchanged', '05 withdrawn', '12 changed']);
      expect(
        points.filter(({ observed }) => observed === 'withdrawn').every(({ market_price }) => market_price === null),
      ).to.equal(true);
    });

    it('1w: the days of each week, taken together', async () => {
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
        return {
          date: week,
          effective_at: last?.effective_at,
          market_price: last?.market_price,
          open: those[0]?.open,
          close: last?.close,
          high: Math.max(...those.map(({ high }) => high ?? 0)),
          low: Math.min(...those.map(({ low }) => low ?? Infinity)),
        };
      });
      expect(weeks).to.have.length(together.length);
      for (const [at, week] of weeks.entries()) expect(week).to.include(together[at]);
      expect(together).to.have.length(6);
    });

    it('as known at a time', async () => {
      const known = async (card: string, at: string) =>
        brief((await history(`period=all&known_at=${at}`, card)).data_points);
      expect(await known(ids.corrected, '2025-09-04')).to.deep.equal([['2025-09-01', 5, 'changed']]);
      expect(await known(ids.corrected, '2025-09-05')).to.deep.equal([['2025-09-01', 5.5, 'changed']]);
      expect(await known(ids.voidedStanding, '2025-09-05')).to.deep.equal([
        ['2025-08-20', 3, 'changed'],
        ['2025-09-01', 9, 'changed'],
      ]);
      expect(await known(ids.voidedStanding, '2025-09-06')).to.deep.equal([['2025-08-20', 3, 'changed']]);
      expect(await known(ids.voided, '2025-09-06')).to.deep.equal([]);
    });

    it('one key is answered, the others are named; filters by source, printing, condition', async () => {
      const { key, available } = await body(`/v1/cards/${ids.lugia}/prices/history`);
      expect(key).to.include({ printing: 'Holofoil', kind: 'market', source: 'tcgcsv' });
      const keys = available.map(({ printing, kind }: Price) => `${kind} ${printing}`);
      expect(keys).to.deep.equal(['market Reverse Holofoil', 'asking Holofoil']);
      expect((await body(`/v1/cards/${ids.lugia}/prices/history?printing=reverse-holofoil`)).key.printing).to.equal(
        'Reverse Holofoil',
      );
      expect((await body(`/v1/cards/${ids.lugia}/prices/history?condition=NM`)).key.kind).to.equal('asking');
      expect((await body(`/v1/cards/${ids.lugia}/prices/history?source=nobody`)).key).to.equal(null);
    });
  });

  it('sets: newest first, counted and valued without what is merged or withdrawn', async () => {
    const { sets: all, pagination } = await body('/v1/sets');
    const order = all.map(({ set_id }: { set_id: string }) => set_id);
    expect(order).to.deep.equal([sets.legends, sets.crown, sets.tempest, sets.base, sets.promos]);
    expect(pagination).to.deep.equal({ total: 5, limit: 20, offset: 0, has_more: false });
    const tempest = await body(`/v1/sets/${sets.tempest}`);
    // 15 + 5.50 + 3 + 1.20 + 300 + 11; Flabébé and the Illustrator have no price, the box is no card.
    expect(tempest).to.deep.include({
      card_count: 8,
      sealed_count: 1,
      set_value: { amount: 335.7, currency: 'USD', priced_cards: 6 },
    });
    expect(await body(`/v1/sets/${sets.promos}`)).to.include({ withdrawn: true, last_checked: stampOf('2025-09-04') });
    const listed = async (query: string) =>
      ((await body(`/v1/sets?${query}`)).sets as { name: string }[]).map(({ name }) => name);
    expect(await listed('tcg_type=onepiece')).to.deep.equal(['Two Legends']);
    expect(await listed('q=CROWN')).to.deep.equal(['Crown Zenith']);
    expect(await listed('q=bs')).to.deep.equal(['Base Set']);
    expect(await listed('q=%25')).to.deep.equal([]);
    expect(await listed('q=_')).to.deep.equal([]);
    expect((await body('/v1/sets?offset=50')).pagination).to.deep.equal({
      total: 5,
      limit: 20,
      offset: 50,
      has_more: false,
    });
    const page = await fixture.get('/v1/sets?limit=2&offset=2');
    expect(page.headers.get('link')).to.equal('</v1/sets?limit=2&offset=4>; rel="next"');
  });

  it('coverage: the week up to the newest snapshot; gaps, withdrawn sets, runs', async () => {
    const week = await body('/v1/coverage?limit=100');
    expect([week.from, week.to, week.newest_snapshot]).to.deep.equal(['2025-09-24', '2025-09-30', newestStamp]);
    expect(week.days).to.have.length(7);
    expect(week.sets).to.have.length(7 * 4);
    const gap = await body(`/v1/coverage?from=2025-09-09&to=2025-09-12&set_id=${sets.base}`);
    expect(gap.sets.map(({ date, status }: Record<string, string>) => [date, status])).to.deep.equal([
      ['2025-09-12', 'collected'],
      ['2025-09-11', 'missed'],
      ['2025-09-10', 'missed'],
      ['2025-09-09', 'collected'],
    ]);
    expect((await body(`/v1/coverage?from=2025-09-08&set_id=${sets.promos}`)).sets).to.deep.equal([]);
    expect((await body('/v1/coverage?source=nobody')).runs).to.deep.equal([]);
    expect((await body('/v1/coverage?offset=1000')).pagination).to.include({ total: 28, has_more: false });
    const page = await fixture.get('/v1/coverage?limit=10&offset=10');
    expect(page.headers.get('link')).to.equal('</v1/coverage?limit=10&offset=20>; rel="next"');
    expect(week.runs[0]).to.include({ run_id: uuidFromName('run 2025-09-30'), status: 'finished' });
  });

  describe('events', () => {
    interface Line {
      readonly position: string;
      readonly type: string;
      readonly stream: string;
      readonly recorded_at: string;
    }
    const lines = (text: string): Line[] =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    /** The whole feed, by its links and by its positions. */
    const feed = async (query: string, limit: number): Promise<Line[]> => {
      const all: Line[] = [];
      let path: string | undefined = `/v1/events?limit=${limit}${query}`;
      while (path !== undefined) {
        const answer = await fixture.get(path);
        expect(answer.headers.get('content-type')).to.match(/^application\/x-ndjson/);
        const page = lines(answer.body);
        expect(page.length).to.be.at.most(limit);
        all.push(...page);
        path = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
        const after = answer.headers.get('ledger-position') ?? '';
        if (path !== undefined) expect(new URLSearchParams(path.split('?')[1]).get('after')).to.equal(after);
      }
      return all;
    };

    it('resumed page by page: every event once, in log order, whatever the page', async () => {
      const { events } = await fixture.log.readAll({ after: '0' as never, limit: 10_000 });
      const positions = events.map(({ position }) => position);
      for (const limit of [7, 100, 10_000]) {
        expect(
          (await feed('', limit)).map(({ position }) => position),
          `limit ${limit}`,
        ).to.deep.equal(positions);
      }
      const last = positions.at(-1) ?? '';
      const end = await fixture.get(`/v1/events?after=${last}`);
      expect([end.body, end.headers.get('ledger-position'), end.headers.get('link')]).to.deep.equal(['', last, null]);
    });

    it('filtered by type, stream, card, time', async () => {
      const { events } = await fixture.log.readAll({ after: '0' as never, limit: 10_000 });
      const same = async (query: string, keep: (line: Line) => boolean): Promise<void> => {
        const expected = events.filter(keep).map(({ position }) => position);
        expect(expected.length, query).to.be.above(0);
        expect(
          (await feed(query, 3)).map(({ position }) => position),
          query,
        ).to.deep.equal(expected);
      };
      await same('&type=PriceCorrected', ({ type }) => type === 'PriceCorrected');
      await same(
        '&type=PriceCorrected&type=CardMerged',
        ({ type }) => type === 'PriceCorrected' || type === 'CardMerged',
      );
      await same(`&stream=price-${ids.leader}`, ({ stream }) => stream === `price-${ids.leader}`);
      await same(`&card_id=${ids.lugia}`, ({ stream }) => [`card-${ids.lugia}`, `price-${ids.lugia}`].includes(stream));
      await same('&from=2025-09-05&to=2025-09-06', ({ recorded_at: at }) => at >= '2025-09-05' && at < '2025-09-07');
      await same(
        '&from=2025-09-02T21:00:00Z&to=2025-09-03',
        ({ recorded_at: at }) => at >= '2025-09-02T21' && at < '2025-09-04',
      );
    });
  });
});
