/** Goal: the list of changes says what happened at each stamp. Method: points as the API gives them at interval raw. */
import { expect } from 'chai';
import { lastChanges } from '../../src/web/chart/changes.js';
import type { components } from '../../src/web/generated/api-types.js';

type DataPoint = components['schemas']['DataPoint'];

const point = (day: number, market: number | null, more: Partial<DataPoint> = {}): DataPoint => ({
  effective_at: `2026-11-${String(day).padStart(2, '0')}T20:05:33Z`,
  date: null,
  ...{ market_price: market, low_price: 1, mid_price: 2, high_price: 3, direct_low_price: null },
  observed: 'changed',
  changed: ['market_price'],
  held: null,
  ...more,
});

describe('the last changes', () => {
  it('are the newest first, with amounts to the cent', () => {
    const changes = lastChanges([point(1, 12.1), point(2, 12.25)], 'market', 20);
    expect(changes.map(({ what, price, change }) => ({ what, price, change }))).to.deep.equal([
      { what: 'changed', price: 12.25, change: { amount: 0.15, percentage: 1.2 } },
      { what: 'first', price: 12.1, change: null },
    ]);
  });

  it('leave out what stood already when the window began, and compare with it', () => {
    const changes = lastChanges([point(1, 10, { observed: 'carried', changed: [] }), point(2, 11)], 'market', 20);
    expect(changes).to.have.length(1);
    expect(changes[0]).to.deep.include({ what: 'changed', before: 10, change: { amount: 1, percentage: 10 } });
  });

  it('tell a withdrawal, a return and a held row apart', () => {
    const none = { market_price: null, low_price: null, mid_price: null, high_price: null };
    const held = { observed: 'held' as const, changed: [] };
    const changes = lastChanges(
      [point(1, 10), point(2, null, { ...none, observed: 'withdrawn', changed: [] }), point(3, 12), point(4, 12, held)],
      'market',
      20,
    );
    expect(changes.map(({ what, change }) => [what, change])).to.deep.equal([
      ['held', null],
      ['returned', null],
      ['withdrawn', null],
      ['first', null],
    ]);
  });

  it('of asking prices are those of the lowest offer', () => {
    const offers = [point(1, null, { low_price: 4 }), point(2, null, { low_price: 5, changed: ['low_price'] })];
    expect(lastChanges(offers, 'asking', 1)[0]).to.deep.include({ price: 5, change: { amount: 1, percentage: 25 } });
  });

  it('are at most as many as asked for', () => {
    const days = Array.from({ length: 30 }, (_, at) => point(at + 1, at + 1));
    expect(lastChanges(days, 'market', 20).map(({ price }) => price)).to.deep.equal(
      Array.from({ length: 20 }, (_, at) => 30 - at),
    );
  });
});
