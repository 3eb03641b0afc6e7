/** Goal: games with counts, value, and prices that rose and fell. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { type ApiFixture, expectProblem, ids, newestStamp, openMarket, stampOf } from '../../support/api-fixture.js';
import { numbers } from '../../support/events.js';

describe('GET /v1/games', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const none = { not_collected: 0, withdrawn: 0, no_price: 0, no_start_price: 0, stale: 0 };
  const pokemon = () => fixture.body('/v1/games/pokemon');

  it('counts sets and products, and sums the values of all sets', async () => {
    const { games } = await fixture.body('/v1/games');
    expect(games.map(({ tcg_type }: { tcg_type: string }) => tcg_type)).to.deep.equal(['pokemon', 'onepiece']);
    expect(games[0]).to.deep.equal(await pokemon());
    // One of the five sets is withdrawn.
    expect(games.map(({ set_count }: { set_count: number }) => set_count)).to.deep.equal([3, 1]);
    for (const game of games) {
      const { sets } = await fixture.body(`/v1/sets?tcg_type=${game.tcg_type}`);
      const sum = (of: (set: (typeof sets)[number]) => number | null) =>
        Math.round(sets.reduce((total: number, set: (typeof sets)[number]) => total + (of(set) ?? 0), 0) * 100) / 100;
      expect(game).to.include({
        card_count: sum((set) => set.card_count),
        sealed_count: sum((set) => set.sealed_count),
        unknown_count: sum((set) => set.unknown_count),
        newest_snapshot: newestStamp,
      });
      expect(game.value).to.deep.equal({
        amount: sum((set) => set.set_value.amount),
        currency: 'USD',
        priced_cards: sum((set) => set.set_value.priced_cards),
        carried_cards: 0,
        unpriced_cards: sum((set) => set.set_value.unpriced_cards),
        other_currency_cards: 0,
      });
    }
  });

  it('counts what rose and fell since the snapshot a day before, and why the others do not compare', async () => {
    const { breadth, card_count } = await pokemon();
    // Lugia rose on the newest day; Flabébé and the Illustrator have no price, and one set was checked days before.
    expect(breadth).to.deep.equal({
      advancers: 1,
      decliners: 0,
      unchanged: card_count - 4,
      not_comparable: { ...none, no_price: 2, stale: 1 },
    });

    const at = stampOf('2025-10-01');
    const price = (card_id: string, cents: number | null, printing = 'Holofoil') =>
      fixture.observe({ card_id, ...numbers(cents), effective_at: at, printing: printingOf(printing) });
    await price(ids.lugia, 1_400);
    await price(ids.moved, 1_235);
    await price(ids.revised, null);
    await price(ids.voided, 5);
    await fixture.tell('PriceWithdrawn', {
      card_id: ids.returning,
      printing: printingOf('Holofoil'),
      effective_at: at,
    });
    await fixture.tell('SnapshotTaken', { scope: 'pokemon-604', upstream_stamp: at });
    await fixture.fold();
    const next = await pokemon();
    expect(next.breadth).to.deep.equal({
      advancers: 1,
      decliners: 1,
      unchanged: card_count - 7,
      not_comparable: { ...none, withdrawn: 1, no_price: 2, no_start_price: 1, stale: 1 },
    });
    expect([next.newest_snapshot, next.value.carried_cards]).to.deep.equal([at, 1]);

    // Two days later the snapshot a day before is missing.
    await fixture.tell('SnapshotTaken', { scope: 'pokemon-604', upstream_stamp: stampOf('2025-10-03') });
    await fixture.fold();
    const { advancers, decliners, unchanged, not_comparable } = (await pokemon()).breadth;
    expect([advancers, decliners, unchanged]).to.deep.equal([0, 0, 0]);
    expect(not_comparable).to.deep.equal({ ...none, not_collected: card_count });
  });

  it('names the games that there are', async () => {
    expectProblem(await fixture.get('/v1/games/magic'), 400, 'VALIDATION_FAILED', 'game');
  });
});
