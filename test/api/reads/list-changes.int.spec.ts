/** Goal: lists of cards with the change of each price, in one request. Method: compared with the answer about each card. */
import { expect } from 'chai';
import { type ApiFixture, expectProblem, openMarket, sets } from '../../support/api-fixture.js';

interface Listed {
  readonly card_id: string;
  readonly current_price: { readonly printing: string; readonly source: string } | null;
  readonly change?: { readonly amount: number } | null;
}

describe('change of lists of cards', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const names = { '24h': '1_day_change', '7d': '7_day_change', '30d': '30_day_change' } as const;

  const expectChanges = async (path: string, period: keyof typeof names, times = ''): Promise<number> => {
    const { cards } = (await fixture.body(`${path}&change=${period}${times}`)) as { cards: readonly Listed[] };
    expect(cards).to.have.length.greaterThan(0);
    for (const { card_id, current_price: current, change } of cards) {
      const { price_stats: stats } = await fixture.body(`/v1/cards/${card_id}?${times.slice(1)}`);
      const own = stats.find(
        (each: Record<string, unknown>) => each['printing'] === current?.printing && each['source'] === current?.source,
      );
      expect(change, card_id).to.deep.equal(own?.[names[period]] ?? null);
    }
    return cards.filter(({ change }) => change !== null && change !== undefined && change.amount !== 0).length;
  };

  it('is that of the card itself, in a search and in a set', async () => {
    let moved = 0;
    for (const period of ['24h', '7d', '30d'] as const) {
      moved += await expectChanges('/v1/cards/search?limit=100', period);
      moved += await expectChanges(`/v1/sets/${sets.base}/cards?limit=100`, period);
    }
    expect(moved).to.be.greaterThan(0);
  });

  it('is that of another time beside valid_at and known_at', async () => {
    await expectChanges(`/v1/sets/${sets.base}/cards?limit=100`, '7d', '&valid_at=2025-09-20');
    await expectChanges(`/v1/sets/${sets.base}/cards?limit=100`, '7d', '&known_at=2025-09-20');
  });

  it('is there only when it was asked for, of a period that there is', async () => {
    for (const card of (await fixture.body('/v1/cards/search?limit=100')).cards)
      expect(card).not.to.have.property('change');
    expectProblem(await fixture.get('/v1/cards/search?change=90d'), 400, 'VALIDATION_FAILED', 'change');
  });

  it('is walked by a cursor like any list', async () => {
    const first = await fixture.get('/v1/cards/search?limit=2&change=7d');
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const { cards } = await fixture.body(next);
    expect(cards[0]).to.have.property('change');
  });
});
