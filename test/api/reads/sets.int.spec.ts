/** Goal: sets with their counts and value. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { type ApiFixture, openMarket, sets, stampOf } from '../../support/api-fixture.js';

describe('GET /v1/sets', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const body = (path: string) => fixture.body(path);
  it('lists sets newest first, counted and valued without merged and withdrawn cards', async () => {
    const { sets: all, pagination } = await body('/v1/sets');
    const order = all.map(({ set_id }: { set_id: string }) => set_id);
    expect(order).to.deep.equal([sets.legends, sets.crown, sets.tempest, sets.base, sets.promos]);
    expect(pagination).to.deep.equal({ total: 5, limit: 20, offset: 0, has_more: false });
    const tempest = await body(`/v1/sets/${sets.tempest}`);
    // 15 + 5.50 + 3 + 1.20 + 300 + 11; Flabébé and the Illustrator have no price, the box is no card.
    expect(tempest).to.deep.include({
      card_count: 8,
      sealed_count: 1,
      set_value: { amount: 335.7, currency: 'USD', priced_cards: 6, carried_cards: 0, sources: ['tcgcsv'] },
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
    expect((await fixture.get('/v1/sets?offset=4')).headers.get('link')).to.equal(null);
  });
});
