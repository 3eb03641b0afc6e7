/** Goal: GET /v1/cards/search finds what people type, filters, sorts and pages, and says what is wrong with a request. */
import { expect } from 'chai';
import { openWorld, tellSeptember, type World } from './world.js';

describe('GET /v1/cards/search', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await tellSeptember(world);
  });
  after(() => world.close());

  const search = async (query: string): Promise<any> => {
    const { status, body } = await world.get(`/v1/cards/search?${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const names = async (query: string): Promise<string[]> => (await search(query)).cards.map((card: any) => card.name);
  const refused = async (query: string): Promise<any> => {
    const { status, body } = await world.get(`/v1/cards/search?${query}`);
    expect(status).to.equal(400);
    return body;
  };

  it('finds by words in any order, case and accents, the last word unfinished', async () => {
    for (const q of ['lugia', 'LUGIA VSTAR', 'vstar lugia', 'lug', 'lugia silver temp', 'Lúgia']) {
      expect(await names(`q=${encodeURIComponent(q)}`), q).to.deep.equal(['Lugia VSTAR']);
    }
    expect(await names('q=nidoran%E2%99%80')).to.deep.equal(['Nidoran♀']);
    expect(await names('q=lugia%20charizard')).to.deep.equal([]);
  });

  it('finds by number as it is printed and as it is typed', async () => {
    for (const q of ['op08-001', 'OP08 001', 'op08001', 'op08-0'])
      expect(await names(`q=${q}`), q).to.deep.equal(['Tony Tony.Chopper (001)']);
    for (const q of ['139/195', '139195']) expect(await names(`q=${q}`), q).to.deep.equal(['Lugia VSTAR']);
  });

  it('forgives typing errors in words, and says so; not in numbers', async () => {
    for (const [q, name] of [
      ['charzard', 'Charizard'],
      ['chraizard', 'Charizard'],
      ['lugai', 'Lugia VSTAR'],
      ['silver tempst box', 'Silver Tempest Booster Box'],
    ] as const) {
      const found = await search(`q=${q}`);
      expect(
        found.cards.map((card: any) => card.name),
        q,
      ).to.deep.equal([name]);
      expect(found.fuzzy, q).to.equal(true);
    }
    expect((await search('q=lugia')).fuzzy).to.equal(false);
    expect(await names('q=op08-002')).to.deep.equal([]);
    expect(await names('q=zzzzzz')).to.deep.equal([]);
    expect(await names('q=%3F%21')).to.deep.equal([]);
  });

  it('shows the newest price of the cheapest printing, with its freshness', async () => {
    const [card] = (await search('q=lugia')).cards;
    expect(card).to.include({
      card_id: 'pokemon-517045',
      tcg_type: 'pokemon',
      number: '139/195',
      product_type: 'single',
    });
    expect(card.set).to.deep.equal({ set_id: 'pokemon-3170', name: 'Silver Tempest' });
    expect(card.current_price).to.deep.equal({
      market_price: 2,
      low_price: 0.1,
      high_price: 999.99,
      currency: 'USD',
      printing: 'Holofoil',
      source: 'tcgcsv',
      kind: 'market',
      last_updated: '2025-09-12T20:05:33Z',
      effective_at: '2025-09-12T20:05:33Z',
      last_changed: '2025-09-12T20:05:33Z',
      last_checked: '2025-09-12T20:05:33Z',
      stale: false,
      simulated: false,
    });
    const [charizard] = (await search('q=charizard')).cards;
    expect(charizard.current_price, 'not looked at since the 1st').to.include({
      last_checked: '2025-09-01T20:05:33Z',
      stale: true,
    });
    expect((await search('q=nidoran')).cards[0].current_price.market_price).to.equal(null);
  });

  it('filters by game, set, rarity, product type and price', async () => {
    expect(await names('tcg_type=onepiece')).to.deep.equal(['Tony Tony.Chopper (001)']);
    for (const set of ['pokemon-604', 'Base Set', 'base%20set', 'BS', 'bs'])
      expect(await names(`set_identifier=${set}`), set).to.deep.equal(['Charizard']);
    expect(await names('rarity=ULTRA%20rare')).to.deep.equal(['Lugia VSTAR']);
    expect(await names('product_type=sealed')).to.deep.equal(['Silver Tempest Booster Box']);
    expect(await names('min_price=2&max_price=120')).to.deep.equal(['Lugia VSTAR', 'Silver Tempest Booster Box']);
    expect(await names('q=silver&max_price=2')).to.deep.equal(['Lugia VSTAR']);
    expect(await names('min_price=2.001&max_price=119.999')).to.deep.equal([]);
    expect(await names('q=lugia&tcg_type=onepiece')).to.deep.equal([]);
  });

  it('leaves merged cards out', async () => {
    expect(await names('q=listed%20twice')).to.deep.equal([]);
    expect((await search('')).pagination.total).to.equal(5);
  });

  it('sorts', async () => {
    expect(await names('sort=name')).to.deep.equal([
      'Charizard',
      'Lugia VSTAR',
      'Nidoran♀',
      'Silver Tempest Booster Box',
      'Tony Tony.Chopper (001)',
    ]);
    expect(await names('')).to.deep.equal(await names('sort=name'));
    expect(await names('sort=price_asc')).to.deep.equal([
      'Tony Tony.Chopper (001)',
      'Lugia VSTAR',
      'Silver Tempest Booster Box',
      'Charizard',
      'Nidoran♀',
    ]);
    expect(await names('sort=price_desc')).to.deep.equal([
      'Charizard',
      'Silver Tempest Booster Box',
      'Lugia VSTAR',
      'Tony Tony.Chopper (001)',
      'Nidoran♀',
    ]);
    expect(await names('sort=number&set_identifier=SIT')).to.deep.equal([
      'Nidoran♀',
      'Lugia VSTAR',
      'Silver Tempest Booster Box',
    ]);
    expect((await names('sort=released'))[0]).to.equal('Tony Tony.Chopper (001)');
    expect((await names('sort=released')).at(-1)).to.equal('Charizard');
    expect(await names('q=silver&sort=relevance')).to.deep.equal([
      'Silver Tempest Booster Box',
      'Nidoran♀',
      'Lugia VSTAR',
    ]);
    expect(await names('q=silver&sort=price_desc')).to.deep.equal([
      'Silver Tempest Booster Box',
      'Lugia VSTAR',
      'Nidoran♀',
    ]);
  });

  it('pages by limit and offset, also beyond the end', async () => {
    expect((await search('limit=2&offset=2&sort=name')).pagination).to.deep.equal({
      total: 5,
      limit: 2,
      offset: 2,
      has_more: true,
    });
    expect((await search('limit=2&offset=4')).pagination).to.deep.equal({
      total: 5,
      limit: 2,
      offset: 4,
      has_more: false,
    });
    const beyond = await search('offset=50');
    expect(beyond.cards).to.deep.equal([]);
    expect(beyond.pagination).to.deep.equal({ total: 5, limit: 20, offset: 50, has_more: false });
    expect((await search('q=lugai&offset=1')).pagination.total, 'fuzzy too').to.equal(1);
  });

  it('walks by cursor through every order, each card once', async () => {
    for (const sort of ['name', 'number', 'price_asc', 'price_desc', 'released', 'relevance']) {
      const seen: string[] = [];
      for (
        let path: string | undefined = `/v1/cards/search?limit=2&sort=${sort}${sort === 'relevance' ? '&q=s' : ''}`;
        path !== undefined;
      ) {
        const { body, headers } = await world.get(path);
        seen.push(...body.cards.map((card: any) => card.card_id));
        path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
        expect(body.pagination.has_more).to.equal(path !== undefined);
      }
      expect(new Set(seen).size, sort).to.equal(seen.length);
      if (sort !== 'relevance') expect(seen.length, sort).to.equal(5);
    }
  });

  it('refuses what it does not understand, naming the field', async () => {
    const cases: [query: string, field: string, code?: string][] = [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=-1', 'limit'],
      ['limit=ten', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['offset=-1', 'offset'],
      ['offset=100001', 'offset'],
      ['sort=best', 'sort'],
      ['tcg_type=yugioh', 'tcg_type'],
      ['product_type=box', 'product_type'],
      ['min_price=-1', 'min_price'],
      ['min_price=cheap', 'min_price'],
      ['min_price=5&max_price=4', 'min_price'],
      [`q=${'a'.repeat(201)}`, 'q'],
      ['cursor=xyz', 'cursor', 'INVALID_CURSOR'],
      [`cursor=${Buffer.from('["name"]').toString('base64url')}`, 'cursor', 'INVALID_CURSOR'],
      [`sort=name&cursor=${Buffer.from('["number","1","x"]').toString('base64url')}`, 'cursor', 'INVALID_CURSOR'],
      [`sort=name&offset=1&cursor=${Buffer.from('["name","1","x"]').toString('base64url')}`, 'offset'],
      ['min_position=first', 'min_position', 'INVALID_POSITION'],
      ['colour=red', 'colour', 'UNKNOWN_PARAMETER'],
    ];
    for (const [query, field, code = 'VALIDATION_FAILED'] of cases) {
      const problem = await refused(query);
      expect(problem.code, query).to.equal(code);
      expect(Object.keys(problem.details), query).to.deep.equal([field]);
      expect(problem.detail, query).to.include(field);
    }
    expect((await refused('sort=best')).details.sort).to.include('price_desc');
    expect((await refused('colour=red')).detail).to.include('set_identifier');
  });

  it('says that a set does not exist instead of finding nothing', async () => {
    const { status, body } = await world.get('/v1/cards/search?set_identifier=Silver%20Tempst');
    expect(status).to.equal(404);
    expect(body.code).to.equal('SET_NOT_FOUND');
    expect(body.details).to.have.property('set_identifier');
  });
});
