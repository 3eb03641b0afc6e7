/**
 * Goal: GET /v1/cards/search finds the cards people type, filters, orders and pages. Method: the market of
 * test/support/api-fixture.ts over HTTP, against lists and figures computed by hand.
 */
import { expect } from 'chai';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import {
  type ApiFixture,
  bulkCards,
  expectProblem,
  ids,
  newestStamp,
  openMarket,
  sets,
  stampOf,
} from '../../support/api-fixture.js';
import { numbers } from '../../support/events.js';

describe('GET /v1/cards/search', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const body = (path: string) => fixture.body(path);
  const found = async (query: string): Promise<string[]> =>
    ((await body(`/v1/cards/search?limit=100&${query}`)).cards as { card_id: string }[]).map(({ card_id }) => card_id);
  const listed: string[] = [
    ...Object.values(ids).filter((id) => id !== ids.merged && id !== ids.withdrawn),
    ...bulkCards,
  ];
  const choppers = [ids.leader, ids.parallel, ids.manga];

  const finds: [query: string, cards: string[]][] = [
    ['q=lugia', [ids.lugia]],
    ['q=LUG', [ids.lugia]],
    ['q=vstar lugia', [ids.lugia]],
    ['q=lugia silver temp', [ids.lugia]],
    ['q=Lúgia', [ids.lugia]],
    ['q=nidoran♀', [ids.corrected]],
    ['q=nidoran♂', [ids.voidedStanding]],
    ['q=flabebe', [ids.voided]],
    ['q=FLABÉBÉ', [ids.voided]],
    ['q=139/195', [ids.lugia, ids.voided, ids.withdrawnKey]],
    ['q=139195', [ids.lugia, ids.voided, ids.withdrawnKey]],
    ['q=op08-001', choppers],
    ['q=op08 001', choppers],
    ['q=op08-0', choppers],
    ['q=OP08001', choppers],
    ['q=chopper manga', [ids.manga]],
    ['q=venusaur', []],
    ['q=?!', []],
    ['q=lugia blastoise', []],
    ['q=zzzzzz', []],
    ['q=listed twice', []],
    ['q=lugia&tcg_type=onepiece', []],
    ['q=silver&max_price=2', [ids.revised]],
    ['q=crown mewtwo', [ids.moved]],
    ['tcg_type=onepiece', choppers],
    ['set_identifier=op08', choppers],
    ['set_identifier=crown zenith', [ids.moved]],
    ['set_identifier=Base Set', bulkCards],
    ['set_identifier=bs', bulkCards],
    [`set_identifier=${sets.base}`, bulkCards],
    ['rarity=HOLO rare', [ids.withdrawnKey, ids.returning]],
    ['product_type=sealed', [ids.box]],
    ['kind=sealed', [ids.box]],
    ['rarity=L', [ids.leader, ids.parallel]],
    ['rarity=leader,super-rare', choppers],
    ['rarity=SR', [ids.manga]],
    ['rarity=rr', []],
    ['q=chopper&rarity=leader', [ids.leader, ids.parallel]],
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
    it(`finds ${cards.length} cards by ${query === '' ? 'nothing' : query}`, async () => {
      expect(await found(query)).to.have.members(cards);
      expect((await body(`/v1/cards/search?limit=1&offset=99999&${query}`)).pagination.total).to.equal(cards.length);
    });
  }

  it('corrects typing errors in words, never in numbers, and marks the answer as fuzzy', async () => {
    for (const [typed, card] of [
      ['blastoize', ids.returning],
      ['pikahcu ilustrator', ids.unpriced],
      ['chrizard', ids.withdrawnKey],
      ['silver tempst box', ids.box],
    ]) {
      const answer = await body(`/v1/cards/search?q=${typed}`);
      expect(answer.fuzzy, typed).to.equal(true);
      expect(answer.cards.map(({ card_id }: { card_id: string }) => card_id)).to.deep.equal([card]);
    }
    expect((await body('/v1/cards/search?q=blastoize&offset=1')).pagination.total).to.equal(1);
    expect((await body('/v1/cards/search?q=lugia')).fuzzy).to.equal(false);
    expect(await found('q=op08-002')).to.deep.equal([]);
  });

  it('shows a card with its set', async () => {
    const [card] = (await body('/v1/cards/search?q=lugia')).cards;
    expect(card).to.include({ card_id: ids.lugia, tcg_type: 'pokemon', number: '139/195', product_type: 'single' });
    expect(card.set).to.deep.equal({ set_id: sets.tempest, name: 'Silver Tempest' });
  });

  it('shows the one price of a card, with its source, printing and freshness; null without one', async () => {
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
      held: null,
      withdrawn: false,
    });
    expect((await price('promo')).last_checked).to.equal(stampOf('2025-09-04'));
    expect((await price('charizard')).market_price).to.equal(300);
    expect((await price('illustrator')).market_price).to.equal(null);
    expect(await price('flabebe')).to.equal(null);
  });

  it('sorts', async () => {
    expect(await found('')).to.deep.equal(await found('sort=name'));
    expect(await found('q=silver')).to.deep.equal(await found('q=silver&sort=relevance'));
    expect((await found('q=silver'))[0]).to.equal(ids.box);
    expect((await found('q=silver&sort=price_desc')).slice(0, 2)).to.deep.equal([ids.withdrawnKey, ids.box]);
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

  it('pages by limit and offset', async () => {
    const whole = await found('');
    const page = await body('/v1/cards/search?limit=5&offset=30');
    expect(page.pagination).to.deep.equal({ total: 32, limit: 5, offset: 30, has_more: false });
    expect(page.cards.map(({ card_id }: { card_id: string }) => card_id)).to.deep.equal(whole.slice(30));
    expect((await body('/v1/cards/search?limit=2&offset=30')).pagination.has_more).to.equal(false);
    expect((await body('/v1/cards/search?limit=1&offset=30')).pagination.has_more).to.equal(true);
  });

  describe('walks by cursor', () => {
    /** Walks in pages of five; `between` runs after each page. */
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
      it(`return every card once, in the order of sort=${sort}`, async () => {
        expect(await walk(`sort=${sort}`)).to.deep.equal(await found(`sort=${sort}`));
      });
    }
    for (const sort of ['name', 'number', 'released']) {
      it(`return every card once by sort=${sort} while prices change between pages`, async () => {
        const seen = await walk(`sort=${sort}`, (page) => move(bulkCards[page] ?? '', 5_000 * page));
        expect(seen).to.have.members(listed);
      });
    }
    it('return every card whose price does not change once, ordered by price', async () => {
      const moved = bulkCards[3] ?? '';
      const seen = await walk('sort=price_asc', (page) => move(moved, page % 2 === 0 ? 1 : 90_000));
      const others = (cards: string[]): string[] => cards.filter((card) => card !== moved);
      expect(others(seen)).to.have.members(others(listed));
    });
    it('belong to their question: q, filters and order', async () => {
      const first = await fixture.get('/v1/cards/search?limit=2&q=silver&rarity=common');
      const next = /^<(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
      const url = new URL(next, 'http://host');
      const ask = (change: Record<string, string | null>) => {
        const copy = new URL(url);
        for (const [name, value] of Object.entries(change))
          if (value === null) copy.searchParams.delete(name);
          else copy.searchParams.set(name, value);
        return fixture.get(copy.pathname + copy.search);
      };
      const position = first.headers.get('ledger-position');
      for (const same of [{}, { limit: '7' }, { min_position: position }, { sort: 'relevance' }])
        expect((await ask(same)).status, JSON.stringify(same)).to.equal(200);
      const others: [change: Record<string, string | null>, named: string][] = [
        [{ q: 'energy' }, 'q was "silver", is "energy"'],
        [{ q: null, sort: 'name' }, 'q was "silver", is none'],
        [{ rarity: null }, 'rarity was "common", is none'],
        [{ rarity: 'Rare' }, 'rarity was "common", is "Rare"'],
        [{ sort: 'name' }, 'sort was "relevance", is "name"'],
        [{ tcg_type: 'pokemon' }, 'tcg_type was none, is "pokemon"'],
        [{ max_price: '3' }, 'max_price was none, is "3"'],
        [{ set_identifier: 'SIT' }, 'set_identifier was none, is "SIT"'],
      ];
      for (const [change, named] of others) {
        const answer = await ask(change);
        expectProblem(answer, 400, 'INVALID_CURSOR', 'cursor');
        expect(answer.body.detail, JSON.stringify(change)).to.include(named);
      }
    });
    it('return every card once by relevance, also with a typing error', async () => {
      expect(await walk('q=silver')).to.deep.equal(await found('q=silver'));
      expect(await walk('q=sliver')).to.deep.equal(await found('q=sliver'));
      expect((await walk('q=sliver')).length).to.be.above(5);
    });
  });
});
