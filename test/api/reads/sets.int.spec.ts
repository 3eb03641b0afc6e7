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
      set_value: {
        amount: 335.7,
        currency: 'USD',
        as_of: stampOf('2025-09-30'),
        priced_cards: 6,
        carried_cards: 0,
        unpriced_cards: 2,
        other_currency_cards: 0,
        sources: ['tcgcsv'],
      },
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

  it('says how the value changed, since when, and why not', async () => {
    const { value_changes } = await body(`/v1/sets/${sets.tempest}`);
    // A week before Lugia cost 10, a month before 11; Venusaur, Mewtwo and others were in the set.
    expect(value_changes['7d']).to.deep.equal({
      amount: 5,
      percentage: 1.5,
      from_amount: 330.7,
      from_effective_at: stampOf('2025-09-23'),
      from_priced_cards: 6,
      reason: null,
    });
    expect(value_changes['30d']).to.deep.include({ from_effective_at: stampOf('2025-08-31'), from_priced_cards: 6 });
    expect(value_changes['90d']).to.include({ amount: null, from_effective_at: null, reason: 'not_collected' });
    const crown = await body(`/v1/sets/${sets.crown}`);
    // Its only card came on the 20th.
    expect([crown.set_value.amount, crown.value_changes['7d'].amount]).to.deep.equal([12.34, 0]);
    expect(crown.value_changes['30d']).to.include({ amount: null, reason: 'no_start_value' });
  });

  it('says what a complete set costs: the cheapest product of each number', async () => {
    const { complete_set } = await body(`/v1/sets/${sets.tempest}`);
    // Of 139/195, Flabébé has no price, Charizard costs 300, Lugia 15. 4/195, 10/195, 2/195 and 20/195 follow.
    expect(complete_set).to.deep.equal({
      amount: 35.7,
      currency: 'USD',
      numbers: 5,
      priced_numbers: 5,
      numbers_without_price: [],
      secret_numbers: 0,
      secret_amount: null,
      // The Illustrator.
      unnumbered_cards: 1,
    });
    const { complete_set: legends, set_value } = await body(`/v1/sets/${sets.legends}`);
    // Two of the three products of OP08-001 have a price.
    expect(legends).to.include({ amount: 0.5, numbers: 1, priced_numbers: 1 });
    expect(set_value).to.include({ amount: 200.5, priced_cards: 2, unpriced_cards: 1 });
  });
});
