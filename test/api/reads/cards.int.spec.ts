/**
 * Goal: one card, many cards at once, and the prices of a card at a time, as known at a time. Method: the market of
 * test/support/api-fixture.ts over HTTP, against figures computed by hand.
 */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import {
  type ApiFixture,
  bulkCards,
  expectProblem,
  ids,
  newestStamp,
  openApiFixture,
  openMarket,
  sets,
  stampOf,
} from '../../support/api-fixture.js';
import { turn } from '../../support/fake-runtime.js';

interface Price {
  readonly printing: string;
  readonly market_price: number | null;
  readonly withdrawn: boolean;
  readonly stale: boolean;
  readonly kind: string;
}

describe('cards', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const body = (path: string) => fixture.body(path);

  describe('GET /v1/cards/{card_id}', () => {
    it('answers with the card, its set, its ids and its printings; windows end at the newest snapshot', async () => {
      const answer = await body(`/v1/cards/${ids.lugia}`);
      expect(answer.card).to.include({ card_id: ids.lugia, name: 'Lugia VSTAR', withdrawn: false, merged_into: null });
      expect(answer.card).to.include({ tcg_type: 'pokemon', source: 'tcgcsv' });
      expect(answer.card.attributes).to.deep.equal({ HP: '60', CardText: 'Ωmega «δ»' });
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
      // 31 August, 20:05:33 is 30 days before the newest snapshot to the second.
      expect(holofoil).to.deep.equal({
        printing: 'Holofoil',
        condition: null,
        currency: 'USD',
        current_market_price: 15,
        price_range: { low: 0.1, high: 999.99 },
        '1_day_change': { amount: 5, percentage: 50, from_price: 10, from_effective_at: stampOf('2025-09-12') },
        '7_day_change': { amount: 5, percentage: 50, from_price: 10, from_effective_at: stampOf('2025-09-12') },
        '30_day_change': { amount: 4, percentage: 36.4, from_price: 11, from_effective_at: stampOf('2025-08-31') },
        no_change: { '1_day_change': null, '7_day_change': null, '30_day_change': null },
        all_time_high: { price: 15, date: '2025-09-30', effective_at: newestStamp },
        all_time_low: { price: 10, date: '2025-08-20', effective_at: stampOf('2025-08-20') },
        first_seen: stampOf('2025-08-20'),
        withdrawn: false,
        source: 'tcgcsv',
        kind: 'market',
        effective_at: newestStamp,
        last_checked: newestStamp,
        last_changed: newestStamp,
        stale: true,
        simulated: false,
        held: null,
      });
      expect(reverse['30_day_change']).to.include({ amount: 0, percentage: 0 });

      const then = (await body(`/v1/cards/${ids.lugia}?as_of=2025-09-09`)).price_stats[0];
      expect(then).to.deep.include({
        current_market_price: 12.1,
        stale: false,
        last_checked: stampOf('2025-09-09'),
        '1_day_change': { amount: 0, percentage: 0, from_price: 12.1, from_effective_at: stampOf('2025-09-08') },
        '7_day_change': { amount: 1.1, percentage: 10, from_price: 11, from_effective_at: stampOf('2025-08-31') },
        '30_day_change': null,
        no_change: { '1_day_change': null, '7_day_change': null, '30_day_change': 'not_collected' },
        all_time_high: { price: 12.1, date: '2025-09-08', effective_at: stampOf('2025-09-08') },
      });
      expect((await body(`/v1/cards/${ids.lugia}?as_of=2025-08-01`)).price_stats).to.deep.equal([]);
      const withdrawn = (await body(`/v1/cards/${ids.withdrawnKey}`)).price_stats[1];
      expect(withdrawn).to.deep.include({
        printing: 'Reverse Holofoil',
        current_market_price: null,
        withdrawn: true,
        stale: true,
        last_checked: newestStamp,
        all_time_high: { price: 90, date: '2025-08-20', effective_at: stampOf('2025-08-20') },
        '30_day_change': null,
        no_change: { '1_day_change': 'withdrawn', '7_day_change': 'withdrawn', '30_day_change': 'withdrawn' },
      });
      // Withdrawn 25 days before, back since: what stood 30 days before that day was the price before the withdrawal.
      const returned = (await body(`/v1/cards/${ids.returning}`)).price_stats[0];
      expect(returned['30_day_change']).to.include({ amount: 1, percentage: 10 });
      // 30 days before 5 October + it was withdrawn.
      const none = (await body(`/v1/cards/${ids.returning}?as_of=2025-10-06`)).price_stats[0];
      expect(none['30_day_change']).to.equal(null);
      expect(none.no_change).to.deep.equal({
        '1_day_change': 'not_collected',
        '7_day_change': null,
        '30_day_change': 'no_start_price',
      });
      expect((await body(`/v1/cards/${ids.unpriced}`)).price_stats[0].no_change['7_day_change']).to.equal(
        'no_end_price',
      );
      const merged = await fixture.get(`/v1/cards/${ids.merged}?as_of=2025-09-09`);
      expectProblem(merged, 308, 'CARD_MERGED');
      expect(merged.headers.get('location')).to.equal(`/v1/cards/${ids.lugia}?as_of=2025-09-09`);
      expect((await body(`/v1/cards/${ids.withdrawn}`)).card.withdrawn).to.equal(true);
      expect((await body(`/v1/cards/${ids.moved}`)).set_info.set_id).to.equal(sets.crown);
    });
  });

  it('lists every key with a history, from when to when', async () => {
    const extent = async (card: string, query = ''): Promise<unknown[]> =>
      (await body(`/v1/cards/${card}${query}`)).histories.map((key: any) =>
        [key.kind, key.printing, key.condition, key.grade?.grader ?? null, key.from, key.to, key.withdrawn].join(' '),
      );
    const since = stampOf('2025-08-20');
    expect(await extent(ids.lugia)).to.deep.equal([
      `market Holofoil   ${since} ${newestStamp} false`,
      `market Reverse Holofoil   ${since} ${newestStamp} false`,
      `asking Holofoil NM PSA ${since} ${newestStamp} false`,
    ]);
    expect(await extent(ids.withdrawnKey)).to.deep.equal([
      `market Holofoil   ${since} ${newestStamp} false`,
      `market Reverse Holofoil   ${since} ${stampOf('2025-09-15')} true`,
    ]);
    expect(await extent(ids.withdrawnKey, '?as_of=2025-09-10')).to.deep.equal([
      `market Holofoil   ${since} ${stampOf('2025-09-09')} false`,
      `market Reverse Holofoil   ${since} ${stampOf('2025-09-09')} false`,
    ]);
    expect(await extent(ids.manga)).to.deep.equal([]);
  });

  it('answers as known at a time: corrections and voids recorded later are not seen', async () => {
    const stats = async (card: string, query: string) => {
      const {
        as_of,
        known_at,
        price_stats: [first],
      } = await body(`/v1/cards/${card}?${query}`);
      return [as_of, known_at, first?.current_market_price ?? null, first?.all_time_high?.price ?? null];
    };
    const night = (day: string): string => `${day}T23:59:59.999Z`;
    const { corrected, voided, voidedStanding } = ids;
    for (const [card, query, expected] of [
      [corrected, 'known_at=2025-09-04', [stampOf('2025-09-04'), night('2025-09-04'), 5, 5]],
      [corrected, 'known_at=2025-09-05', [stampOf('2025-09-05'), night('2025-09-05'), 5.5, 5.5]],
      [corrected, 'valid_at=2025-09-02', [night('2025-09-02'), null, 5.5, 5.5]],
      [corrected, 'as_of=2025-09-02&known_at=2025-09-04', [night('2025-09-02'), night('2025-09-04'), 5, 5]],
      [voidedStanding, 'known_at=2025-09-05', [stampOf('2025-09-05'), night('2025-09-05'), 9, 9]],
      [voidedStanding, 'known_at=2025-09-06', [stampOf('2025-09-06'), night('2025-09-06'), 3, 3]],
      [voided, 'valid_at=2025-09-05&known_at=2025-09-05', [night('2025-09-05'), night('2025-09-05'), 7, 7]],
      [voided, 'valid_at=2025-09-05&known_at=2025-09-06', [night('2025-09-05'), night('2025-09-06'), null, null]],
    ] as const)
      expect(await stats(card, query), `${card} ${query}`).to.deep.equal(expected);
    expectProblem(
      await fixture.get(`/v1/cards/${corrected}?as_of=2025-09-01&valid_at=2025-09-01`),
      400,
      'VALIDATION_FAILED',
      'valid_at',
    );
    // Known before the merge, the card has its own record.
    expect((await body(`/v1/cards/${ids.merged}?known_at=2025-09-04`)).current_price.market_price).to.equal(0.01);
    expectProblem(await fixture.get(`/v1/cards/${ids.merged}?known_at=2025-09-06`), 308, 'CARD_MERGED');
    const { body: batch } = await fixture.post('/v1/cards/batch?known_at=2025-09-04', {
      card_ids: [ids.merged, corrected],
    });
    expect([batch.merged, batch.cards.map(({ current_price }: any) => current_price.market_price)]).to.deep.equal([
      [],
      [0.01, 5],
    ]);
  });

  describe('POST /v1/cards/batch', () => {
    const batch = async (card_ids: unknown, query = '') => fixture.post(`/v1/cards/batch${query}`, { card_ids });

    it('answers like GET for each card, in the order asked, repeated ids once', async () => {
      const wanted = [ids.returning, ids.lugia, ids.returning, bulkCards[0]];
      const { status, headers, body: answer } = await batch(wanted);
      expect(status, JSON.stringify(answer)).to.equal(200);
      const single = [];
      for (const id of new Set(wanted)) single.push(await body(`/v1/cards/${id}`));
      expect(answer).to.deep.equal({ cards: single, not_found: [], merged: [] });
      expect(headers.get('ledger-position')).to.equal(await fixture.log.head());
      expect([headers.get('cache-control'), headers.get('etag')]).to.deep.equal(['no-store', null]);
    });

    it('names the ids without a card, in their order', async () => {
      const { body: answer } = await batch(['pokemon-9', ids.lugia, 'onepiece-9', 'pokemon-9']);
      expect(answer.not_found).to.deep.equal(['pokemon-9', 'onepiece-9']);
      expect(answer.cards).to.have.length(1);
      expect((await batch(['pokemon-9'])).body).to.deep.equal({ cards: [], not_found: ['pokemon-9'], merged: [] });
    });

    it('answers a merged card as the one that it is now, and says so', async () => {
      const { body: answer } = await batch([ids.merged, bulkCards[0], ids.lugia]);
      expect(answer.cards.map(({ card }: any) => card.card_id)).to.deep.equal([ids.lugia, bulkCards[0]]);
      expect(answer.merged).to.deep.equal([{ old_card_id: ids.merged, new_card_id: ids.lugia }]);
    });

    it('takes as_of and min_position like GET', async () => {
      const head = await fixture.log.head();
      const { body: answer } = await batch([ids.lugia], `?as_of=2025-09-09&min_position=${head}`);
      expect(answer.cards).to.deep.equal([await body(`/v1/cards/${ids.lugia}?as_of=2025-09-09`)]);
      const ahead = String(Number(head) + 1).padStart(16, '0');
      let isSettled = false;
      const late = batch([ids.lugia], `?min_position=${ahead}`).finally(() => (isSettled = true));
      while (!isSettled) {
        await fixture.runtime.advance(50);
        await turn();
      }
      expect([(await late).status, (await late).body.code]).to.deep.equal([503, 'POSITION_NOT_REACHED']);
    });

    it('answers up to the limit of cards', async () => {
      const many = Array.from({ length: limits.cardBatchMax }, (_, at) => `pokemon-${at + 100}`);
      const { body: answer } = await batch(many);
      expect([...answer.cards, ...answer.not_found, ...answer.merged]).to.have.length(limits.cardBatchMax);
      expect(answer.cards.length).to.equal(12);
    });

    it('rejects a list of ids that breaks the contract, naming the field', async () => {
      const id = ids.lugia;
      const cases: [card_ids: unknown, field: string, reason: string][] = [
        [[], 'card_ids', 'expected a list of 1 to 100 values, got []'],
        [Array.from({ length: 101 }, () => id), 'card_ids', 'expected a list of 1 to 100 values, got ['],
        [id, 'card_ids', `expected a list of 1 to 100 values, got "${id}"`],
        [undefined, 'card_ids', 'expected a list of 1 to 100 values, got nothing'],
        [[id, 7], 'card_ids[1]', 'expected one text, got 7'],
        [[id, null], 'card_ids[1]', 'expected one text, got null'],
        [[id, 'lugia'], 'card_ids[1]', 'expected an id such as pokemon-517045 or onepiece-558022'],
      ];
      for (const [card_ids, field, reason] of cases) {
        const { status, body: problem } = await batch(card_ids);
        expect([status, problem.code], JSON.stringify(card_ids)).to.deep.equal([400, 'VALIDATION_FAILED']);
        expect(Object.keys(problem.details)).to.deep.equal([field]);
        expect(problem.details[field].startsWith(reason), problem.details[field]).to.equal(true);
      }
    });
  });

  describe('GET /v1/cards/{card_id}/prices', () => {
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
      it(`answers ${market} for ${Object.entries(ids).find(([, id]) => id === card)?.[0] ?? ''} ${query}`, async () => {
        const price = await holofoil(card, query);
        if (market === 'absent') expect(price).to.equal(undefined);
        else expect([price?.market_price, price?.withdrawn]).to.deep.equal([market, market === null]);
      });
    }

    it('answers a card without prices with empty lists', async () => {
      expect(await body(`/v1/cards/${ids.manga}/prices`)).to.deep.include({ market: [], asking: [] });
    });

    it('has the number of offers and the shipping of the lowest beside its numbers, now and then', async () => {
      const other = await openApiFixture();
      try {
        const card = ids.lugia;
        const key = { card_id: card, source: 'ebay', kind: 'asking' } as const;
        const asked = { ...key, market: null };
        const offers = async (query = '') => {
          await other.fold();
          const { asking } = await other.body(`/v1/cards/${card}/prices${query}`);
          return asking.map(({ sample_size, low_shipping }: any) => [sample_size, low_shipping]);
        };
        await other.tell('SetListed', {});
        await other.tell('CardListed', { card_id: card });
        const first = '2025-09-20T08:00:00Z';
        await other.observe({ ...asked, effective_at: first, low: 500, sample_size: 7, low_shipping: 399 });
        expect(await offers()).to.deep.equal([[7, 3.99]]);
        await other.observe({ ...asked, effective_at: '2025-09-21T08:00:00Z', low: 600, sample_size: 2 });
        expect(await offers()).to.deep.equal([[2, null]]);
        expect(await offers(`?valid_at=${first}`)).to.deep.equal([[7, 3.99]]);
        await other.tell('PriceWithdrawn', { ...key, effective_at: '2025-09-22T08:00:00Z' });
        expect(await offers()).to.deep.equal([[null, null]]);
      } finally {
        await other.close();
      }
    });

    it('says how often its source is asked for a card, by what it was', async () => {
      const every = async (query: string): Promise<(number | null)[]> =>
        (await body(`/v1/cards/${ids.corrected}/prices${query}`)).market.map(
          ({ checked_every_hours }: { checked_every_hours: number | null }) => checked_every_hours,
        );
      expect(await every('')).to.deep.equal([24]);
      // The 10th and 11th were missed: still every day, as a rule.
      expect(await every('?valid_at=2025-09-12')).to.deep.equal([24]);
      const other = await openApiFixture();
      try {
        const card = ids.lugia;
        await other.tell('SetListed', {});
        await other.tell('CardListed', { card_id: card });
        const effective_at = '2025-09-21T08:03:00Z';
        await other.observe({ card_id: card, source: 'ebay', kind: 'asking', market: null, effective_at });
        await other.observe({ card_id: card });
        const asking = async (query = '') => {
          await other.fold();
          const {
            asking: [price],
            market,
          } = await other.body(`/v1/cards/${card}/prices${query}`);
          for (const { checked_every_hours } of market) expect(checked_every_hours, 'never checked').to.equal(null);
          return price.checked_every_hours;
        };
        const check = (at: string) => other.tell('SnapshotTaken', { source: 'ebay', scope: card, upstream_stamp: at });
        await check('2025-09-21T08:03:00Z');
        expect(await asking()).to.equal(null);
        await check('2025-09-21T12:01:00Z');
        expect(await asking()).to.equal(4);
        for (const hour of [13, 14, 15, 16]) await check(`2025-09-21T${hour}:02:00Z`);
        expect(await asking(), 'the median').to.equal(1);
        expect(await asking('?valid_at=2025-09-21T12:30:00Z')).to.equal(4);
      } finally {
        await other.close();
      }
    });

    it('separates market from asking; a price is stale by the time asked for', async () => {
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
});
