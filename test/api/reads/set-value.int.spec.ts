/** Goal: the value of a set over time. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { type ApiFixture, expectProblem, gapDays, ids, openMarket, sets, stampOf } from '../../support/api-fixture.js';

describe('GET /v1/sets/{set_id}/value', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const value = `/v1/sets/${sets.tempest}/value`;
  interface Point {
    readonly date: string;
    readonly collected: boolean;
    readonly amount: number | null;
    readonly card_count: number | null;
    readonly priced_cards: number | null;
    readonly unpriced_cards: number | null;
    readonly effective_at: string | null;
  }
  const points = async (query = '', of = value): Promise<Map<string, Point>> => {
    const body = await fixture.body(`${of}${query}`);
    return new Map((body.data_points as Point[]).map((point) => [point.date, point]));
  };
  const amounts = async (query: string, ...days: readonly string[]): Promise<(number | null | undefined)[]> => {
    const all = await points(query);
    return days.map((day) => all.get(day)?.amount);
  };

  it('sums the one price of each card that was in the set on that day', async () => {
    const all = await points('?period=all');
    expect([...all.keys()][0]).to.equal('2025-08-20');
    // 10 + 3 + 300 + 10 + 12.34 + 0.88; the duplicate of Lugia is none of its own, now that the merge is known.
    expect(all.get('2025-08-20')).to.include({ amount: 336.22, card_count: 10, priced_cards: 6, unpriced_cards: 4 });
    // Mewtwo moved to another set, Venusaur was withdrawn: 15 + 5.50 + 3 + 1.20 + 300 + 11.
    expect(all.get('2025-09-30')).to.include({ amount: 335.7, card_count: 8, priced_cards: 6, unpriced_cards: 2 });
    // Blastoise was not shown from the 5th to the 12th, nor Venusaur from the 5th on.
    expect(await amounts('?period=all', '2025-09-04', '2025-09-05', '2025-09-12')).to.deep.equal([
      343.92, // 11 + 5.50 + 3 + 1.20 + 300 + 10 + 12.34 + 0.88
      333.04,
      343.04, // 10 + 5.50 + 3 + 1.20 + 300 + 11 + 12.34
    ]);
  });

  it('has a point without a value for a day without a snapshot', async () => {
    const all = await points('?from=2025-09-08&to=2025-09-13');
    expect([...all.keys()]).to.deep.equal(['08', '09', '10', '11', '12', '13'].map((day) => `2025-09-${day}`));
    for (const [date, { collected, amount, effective_at }] of all) {
      const isGap = gapDays.includes(date);
      expect([collected, amount === null, effective_at]).to.deep.equal([!isGap, isGap, isGap ? null : stampOf(date)]);
    }
    const weeks = await points('?period=all&interval=1w');
    expect([...weeks.keys()].slice(0, 2)).to.deep.equal(['2025-08-18', '2025-08-25']);
    expect(weeks.get('2025-09-08')).to.include({ collected: true, effective_at: stampOf('2025-09-14') });
    expect(weeks.get('2025-09-29')?.amount).to.equal(335.7);
  });

  it('ends the series of a withdrawn set at its withdrawal', async () => {
    const all = await points('?period=all', `/v1/sets/${sets.promos}/value`);
    expect([[...all.keys()].at(-1), all.get('2025-09-04')?.amount]).to.deep.equal(['2025-09-05', 0.77]);
    expect(all.get('2025-09-05')).to.include({ collected: false, amount: null });
  });

  it('uses with known_at only what was recorded by then', async () => {
    // The correction and the voids of September, the merge, and the withdrawal of Venusaur were not known yet.
    expect(await amounts('?period=all&known_at=2025-09-04', '2025-08-20', '2025-09-04')).to.deep.equal([
      336.23,
      356.43, // 11 + 5 + 9 + 7 + 1.20 + 300 + 10 + 12.34 + 0.88 + 0.01
    ]);
    const past = await points('?valid_at=2025-09-04&known_at=2025-09-04T20:00:00Z');
    expect([...past.keys()].at(-1)).to.equal('2025-09-03');
    expect([...(await points('?valid_at=2025-09-04')).keys()].at(-1)).to.equal('2025-09-04');
  });

  it('changes with a correction of the past, and not as known before it', async () => {
    const before = await fixture.body(`${value}?period=all`);
    const knownAt = fixture.runtime.now().toISOString();
    await fixture.runtime.advance(1_000);
    const at = stampOf('2025-08-31');
    await fixture.tell('PriceCorrected', { card_id: ids.lugia, effective_at: at, market: 1_200 });
    await fixture.fold();
    expect(await amounts('?period=all', '2025-08-30', '2025-08-31', '2025-09-07', '2025-09-08')).to.deep.equal(
      ['2025-08-30', '2025-08-31', '2025-09-07', '2025-09-08'].map((day) => {
        const { amount } = (before.data_points as Point[]).find(({ date }) => date === day) as Point;
        return day === '2025-08-31' || day === '2025-09-07' ? Math.round(((amount ?? 0) + 1) * 100) / 100 : amount;
      }),
    );
    const then = await fixture.body(`${value}?period=all&known_at=${knownAt}`);
    expect(then.data_points).to.deep.equal(before.data_points);
  });

  it('takes a set by any name, and names what is wrong', async () => {
    expect((await fixture.body('/v1/sets/silver%20tempest/value')).set_id).to.equal(sets.tempest);
    expectProblem(await fixture.get('/v1/sets/pokemon-9/value'), 404, 'SET_NOT_FOUND', 'set_id');
    expectProblem(await fixture.get(`${value}?period=7d&from=2025-09-01`), 400, 'VALIDATION_FAILED', 'period');
    expectProblem(await fixture.get(`${value}?interval=1h`), 400, 'VALIDATION_FAILED', 'interval');
  });
});
