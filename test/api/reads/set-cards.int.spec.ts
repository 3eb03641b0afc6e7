/** Goal: the cards of a set as of a day, as known on another. Method: the market of test/support/api-fixture.ts over HTTP. */
import { expect } from 'chai';
import { type ApiFixture, expectProblem, ids, openMarket, sets } from '../../support/api-fixture.js';

interface Listed {
  readonly card_id: string;
  readonly set: { readonly set_id: string };
  readonly current_price: { readonly market_price: number | null; readonly stale: boolean } | null;
}

describe('GET /v1/sets/{set_id}/cards', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const cards = async (set: string, query = ''): Promise<readonly Listed[]> =>
    (await fixture.body(`/v1/sets/${set}/cards?limit=100${query}`)).cards;
  const idsOf = async (set: string, query?: string) => (await cards(set, query)).map(({ card_id }) => card_id);
  const priceOf = async (cardId: string, query: string) =>
    (await cards(sets.tempest, query)).find(({ card_id }) => card_id === cardId)?.current_price?.market_price;

  it('lists a card where it was: moved and withdrawn since, sealed products included', async () => {
    expect(await idsOf(sets.tempest))
      .to.include(ids.box)
      .and.not.include(ids.moved)
      .and.not.include(ids.withdrawn);
    const then = await cards(sets.tempest, '&valid_at=2025-09-04');
    expect(then.map(({ card_id }) => card_id)).to.include.members([ids.moved, ids.withdrawn, ids.box, ids.lugia]);
    // What is said of the card is as it is now.
    expect(then.find(({ card_id }) => card_id === ids.moved)?.set.set_id).to.equal(sets.crown);
    expect(await idsOf(sets.tempest, '&valid_at=2025-09-05')).to.not.include(ids.withdrawn);
    expect(await idsOf(sets.crown, '&valid_at=2025-09-19')).to.deep.equal([]);
    expect(await idsOf(sets.crown, '&valid_at=2025-09-20')).to.deep.equal([ids.moved]);
    expect(await idsOf(sets.tempest, '&valid_at=2025-08-19')).to.deep.equal([]);
  });

  it('shows what was known: moves, merges and corrections of later are not', async () => {
    expect(await idsOf(sets.tempest, '&known_at=2025-09-19')).to.include(ids.moved);
    expect(await idsOf(sets.tempest, '&valid_at=2025-09-04')).to.not.include(ids.merged);
    expect(await idsOf(sets.tempest, '&valid_at=2025-09-04&known_at=2025-09-04')).to.include(ids.merged);
    expect(await priceOf(ids.lugia, '&valid_at=2025-09-05')).to.equal(11);
    expect(await priceOf(ids.lugia, '&valid_at=2025-09-08')).to.equal(12.1);
    expect(await priceOf(ids.corrected, '&valid_at=2025-09-02')).to.equal(5.5);
    expect(await priceOf(ids.corrected, '&valid_at=2025-09-02&known_at=2025-09-03')).to.equal(5);
    expect((await cards(sets.tempest, '&valid_at=2025-09-05'))[0]?.current_price?.stale).to.equal(false);
  });

  it('lists the same as of the newest day as now', async () => {
    for (const set of Object.values(sets)) {
      const [now, then] = [await cards(set), await cards(set, '&valid_at=2025-09-30')];
      const shown = (list: readonly Listed[]) => list.map((card) => [card.card_id, card.current_price?.market_price]);
      expect(shown(then), set).to.deep.equal(shown(now));
    }
  });

  it('pages and filters as of a day', async () => {
    const all = await idsOf(sets.base, '&valid_at=2025-09-10');
    const seen: string[] = [];
    let path: string | undefined = `/v1/sets/${sets.base}/cards?limit=7&valid_at=2025-09-10`;
    while (path !== undefined) {
      const page = await fixture.get(path);
      seen.push(...page.body.cards.map(({ card_id }: Listed) => card_id));
      path = /<([^>]*)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).to.deep.equal(all).and.have.length(18);
    expect(await idsOf(sets.tempest, '&valid_at=2025-09-10&kind=sealed')).to.deep.equal([ids.box]);
  });

  it('refuses what prices of now decide', async () => {
    for (const [field, text] of [
      ['sort', 'price_desc'],
      ['min_price', '1'],
      ['max_price', '1'],
      ['updated_after', '0'],
    ] as const) {
      const path = `/v1/sets/${sets.base}/cards?valid_at=2025-09-10&${field}=${text}`;
      expectProblem(await fixture.get(path), 400, 'VALIDATION_FAILED', field);
    }
  });
});
