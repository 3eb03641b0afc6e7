/**
 * Goal: what the contract promises of every answer holds for every read. Method: the told market over HTTP; each answer is
 * checked against the document by the fixture; bad values of every parameter, one after another.
 */
import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { type Answer, type ApiFixture, ids, openApiFixture, openMarket, sets } from '../support/api-fixture.js';
import { turn } from '../support/fake-runtime.js';
import { readDocument } from '../support/openapi.js';

/** A path, the field its problem names, the code where it is not VALIDATION_FAILED. */
type Bad = [path: string, field: string, code?: string];

const card = `/v1/cards/${ids.lugia}`;
const reads = [
  '/v1/cards/search',
  card,
  `${card}/prices`,
  `${card}/prices/history`,
  '/v1/sets',
  `/v1/sets/${sets.base}`,
  '/v1/coverage',
  '/v1/events',
];
const cursor = (...parts: string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const cached = reads.filter((path) => path !== '/v1/events');
const expectProblem = (answer: Answer, status: number, code: string, field?: string): void => {
  expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
  expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
  expect(answer.body).to.include({ status, code, type: `/docs/errors#${code.toLowerCase()}` });
  expect(answer.body.request_id).to.equal(answer.headers.get('x-request-id'));
  expect(answer.headers.get('etag')).to.equal(null);
  expect(answer.headers.get('cache-control')).to.equal('no-store');
  if (field !== undefined) expect(Object.keys(answer.body.details)).to.deep.equal([field]);
};
describe('the API: conventions of every read', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());
  it('every operation of the document is answered with 200 as the document says, and says its position', async () => {
    const head = await fixture.log.head();
    for (const path of reads) {
      const answer = await fixture.get(path);
      expect(answer.status, path).to.equal(200);
      expect(answer.headers.get('ledger-position'), path).to.equal(head);
      expect(answer.headers.get('x-simulated'), path).to.equal(null);
    }
    expect([...fixture.checker.exercised].sort()).to.deep.equal([...fixture.checker.templates].sort());
  });

  it('If-None-Match answers 304 without a body until something changes; a tag belongs to one question', async () => {
    for (const path of cached) {
      const tag = (await fixture.get(path)).headers.get('etag') ?? '';
      const again = await fixture.get(path, { 'if-none-match': `"other", ${tag}` });
      expect([again.status, again.body, again.headers.get('etag')], path).to.deep.equal([304, '', tag]);
      expect(again.headers.get('ledger-position'), path).to.equal(await fixture.log.head());
      const strong = tag.replace('W/', '');
      expect((await fixture.get(path, { 'if-none-match': strong })).status, path).to.equal(304);
      expect((await fixture.get(path, { 'if-none-match': '"nothing"' })).status, path).to.equal(200);
    }
    const tag = (await fixture.get(card)).headers.get('etag') ?? '';
    expect((await fixture.get(`/v1/cards/${ids.box}`, { 'if-none-match': tag })).status).to.equal(200);
    expectProblem(await fixture.get('/v1/cards/pokemon-9', { 'if-none-match': '*' }), 404, 'CARD_NOT_FOUND', 'card_id');
    expect((await fixture.get(card, { 'if-none-match': '*' })).status).to.equal(304);
  });

  it('a tag ends with a change in any read model behind the answer, and as a price turns stale', async () => {
    const own = await openApiFixture();
    try {
      await own.tell('SetListed', {});
      await own.tell('CardListed', { card_id: ids.lugia });
      await own.fold();
      const path = '/v1/cards/search?q=nidoran';
      const first = await own.get(path);
      await own.observe({ card_id: ids.lugia });
      await own.fold(['latest-prices']);
      const second = await own.get(path, { 'if-none-match': first.headers.get('etag') ?? '' });
      expect(second.status).to.equal(200);
      expect(second.headers.get('ledger-position')).to.equal(first.headers.get('ledger-position'));
      expect(second.body.cards[0].current_price.market_price).to.equal(2.45);
      const tag = second.headers.get('etag') ?? '';
      expect((await own.get(path, { 'if-none-match': tag })).status).to.equal(304);
      await own.runtime.advance(limits.staleAfterMs);
      expect((await own.get(path, { 'if-none-match': tag })).status).to.equal(200);
    } finally {
      await own.close();
    }
  });

  it('bad values: a problem that names the field', async () => {
    const everywhere = (path: string): Bad[] => [
      [`${path}?min_position=abc`, 'min_position', 'INVALID_POSITION'],
      [`${path}?min_position=`, 'min_position', 'INVALID_POSITION'],
      [`${path}?min_position=0&min_position=0`, 'min_position'],
    ];
    const paged = (path: string): Bad[] => [
      ...['0', '101', 'abc', '1.5', '-1', '1&limit=2'].map((limit): Bad => [`${path}?limit=${limit}`, 'limit']),
      ...['-1', '100001', 'x'].map((offset): Bad => [`${path}?offset=${offset}`, 'offset']),
    ];
    const unknown = ['nope', '__proto__', 'constructor', 'toString', 'q[]', 'limit[a]'].flatMap((key) =>
      reads.map((path): Bad => [`${path}?${key}=1`, key, 'UNKNOWN_PARAMETER']),
    );
    const search = '/v1/cards/search';
    const history = `${card}/prices/history`;
    const badTimes = [
      'yesterday',
      '2025-02-30',
      '2025-02-30T10:00:00Z',
      '2025-13-01',
      '0000-01-01',
      '1969-12-31',
      '2025-10-01T10:00:00',
      '10000-01-01',
      '%00',
    ];
    const times: [string, string][] = [
      ['as_of', card],
      ['valid_at', `${card}/prices`],
      ['known_at', `${card}/prices`],
      ['valid_at', history],
      ['known_at', history],
      ['from', history],
      ['to', history],
      ['from', '/v1/coverage'],
      ['to', '/v1/coverage'],
      ['from', '/v1/events'],
      ['to', '/v1/events'],
    ];
    const bad: Bad[] = [
      ...cached.flatMap(everywhere),
      ...[search, '/v1/sets', '/v1/coverage'].flatMap(paged),
      ...unknown,
      ...times.flatMap(([field, path]) => badTimes.map((time): Bad => [`${path}?${field}=${time}`, field])),
      [`${search}?q=a&q=b`, 'q'],
      [`${search}?q=${'a'.repeat(limits.searchCharsMax + 1)}`, 'q'],
      [`${search}?tcg_type=magic`, 'tcg_type'],
      [`${search}?product_type=box`, 'product_type'],
      [`${search}?sort=cheapest`, 'sort'],
      [`${search}?sort=relevance`, 'sort'],
      [`${search}?rarity=a%00b`, 'rarity'],
      [`${search}?set_identifier=%00`, 'set_identifier'],
      [`${search}?set_identifier=nowhere`, 'set_identifier', 'SET_NOT_FOUND'],
      [`${search}?min_price=-1`, 'min_price'],
      [`${search}?min_price=cheap`, 'min_price'],
      [`${search}?max_price=-0.01`, 'max_price'],
      [`${search}?min_price=2&max_price=1`, 'min_price'],
      [`${search}?cursor=abc`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?cursor=${cursor('name', 'a')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?cursor=${cursor('name', 'a\0', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?sort=number&cursor=${cursor('name', 'a', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?offset=1&cursor=${cursor('name', 'a', 'b')}`, 'offset'],
      ['/v1/cards/lugia', 'card_id'],
      ['/v1/cards/pokemon-0/prices', 'card_id'],
      ['/v1/cards/magic-1/prices/history', 'card_id'],
      ['/v1/sets/base', 'set_id'],
      [`/v1/sets?tcg_type=magic`, 'tcg_type'],
      [`/v1/sets?q=${'a'.repeat(limits.searchCharsMax + 1)}`, 'q'],
      ['/v1/coverage?set_id=base', 'set_id'],
      ['/v1/coverage?from=2025-09-02&to=2025-09-01', 'from'],
      [`${history}?period=2w`, 'period'],
      [`${history}?period=7d&from=2025-09-01`, 'period'],
      [`${history}?period=7d&to=2025-09-01`, 'period'],
      [`${history}?from=2025-09-02&to=2025-09-01`, 'from'],
      [`${history}?valid_at=2025-09-02&to=2025-09-01`, 'valid_at'],
      [`${history}?interval=1h`, 'interval'],
      [`${history}?condition=MINT`, 'condition'],
      ['/v1/events?after=abc', 'after', 'INVALID_POSITION'],
      ['/v1/events?type=PriceInvented', 'type'],
      ['/v1/events?stream=nowhere', 'stream'],
      [`/v1/events?stream=card-${ids.lugia}&card_id=${ids.lugia}`, 'stream'],
      ['/v1/events?card_id=lugia', 'card_id'],
      ['/v1/events?limit=0', 'limit'],
      ['/v1/events?limit=10001', 'limit'],
      ['/v1/events?from=2025-09-02&to=2025-09-01', 'from'],
    ];
    for (const [path, field, code = 'VALIDATION_FAILED'] of bad) {
      const answer = await fixture.get(path);
      expect(answer.status, path).to.be.within(400, 404);
      expectProblem(answer, code === 'SET_NOT_FOUND' ? 404 : 400, code, field);
    }
  });

  it('says what was expected in the words of the document, and what came', async () => {
    const said = async (path: string, field: string): Promise<unknown> => (await fixture.get(path)).body.details[field];
    expect(await said('/v1/sets?limit=abc', 'limit')).to.equal('expected a whole number from 1 to 100, got "abc"');
    expect(await said('/v1/sets?limit=0', 'limit')).to.equal('expected a whole number from 1 to 100, got "0"');
    expect(await said('/v1/cards/search?min_price=-1', 'min_price')).to.equal('expected a number from 0, got "-1"');
    expect(await said('/v1/sets?q=a&q=b', 'q')).to.equal('expected one text, got it 2 times');
    expect(await said('/v1/sets?tcg_type=magic', 'tcg_type')).to.equal(
      'expected one of pokemon, onepiece, got "magic"',
    );
    expect(await said('/v1/cards/search?sort=x', 'sort')).to.equal(
      'expected one of relevance, name, number, price_asc, price_desc, released, got "x"',
    );
  });

  it('unknown cards and sets: 404, with the position it is true at', async () => {
    for (const path of ['/v1/cards/pokemon-9', '/v1/cards/pokemon-9/prices', '/v1/cards/onepiece-9/prices/history']) {
      const answer = await fixture.get(path);
      expectProblem(answer, 404, 'CARD_NOT_FOUND', 'card_id');
      expect(answer.headers.get('ledger-position')).to.equal(await fixture.log.head());
    }
    expectProblem(await fixture.get('/v1/sets/pokemon-9'), 404, 'SET_NOT_FOUND', 'set_id');
    expectProblem(await fixture.get('/v1/nowhere'), 404, 'ROUTE_NOT_FOUND');
    expectProblem(await fixture.get('/V1/sets'), 404, 'ROUTE_NOT_FOUND');
    expectProblem(await fixture.get('/v1/cards/%ff'), 400, 'VALIDATION_FAILED');
  });

  it('a request line with a whole URL passes the same checks', async () => {
    const { port, hostname } = new URL(fixture.api.url);
    const status = await new Promise((resolve, reject) => {
      const path = 'http://elsewhere.test/v1/sets?nope=1';
      httpRequest({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).to.equal(400);
  });

  it('other methods: 405 with those there are', async () => {
    for (const path of [...reads, '/health/live', '/metrics', '/openapi.json', '/docs']) {
      for (const method of ['POST', 'DELETE', 'OPTIONS']) {
        const response = await fetch(`${fixture.api.url}${path}`, { method });
        expect([response.status, response.headers.get('allow')], `${method} ${path}`).to.deep.equal([405, 'GET, HEAD']);
        expect(await response.json()).to.include({ code: 'METHOD_NOT_ALLOWED' });
      }
    }
  });

  it('HEAD: the headers of GET, no body', async () => {
    for (const path of reads) {
      const [get, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => fetch(`${fixture.api.url}${path}`, { method })),
      );
      await get!.arrayBuffer();
      expect(await head!.text(), path).to.equal('');
      for (const name of ['content-type', 'etag', 'ledger-position', 'link']) {
        expect(head!.headers.get(name), `${path} ${name}`).to.equal(get!.headers.get(name));
      }
      expect(head!.status).to.equal(200);
    }
  });

  it('answers are compressed, and carry the security headers and the request id they were given', async () => {
    const answer = await fixture.get('/v1/cards/search?limit=100', {
      'accept-encoding': 'gzip',
      'x-request-id': 'mine-1',
    });
    expect(answer.headers.get('content-encoding')).to.equal('gzip');
    expect(answer.headers.get('vary')).to.match(/accept-encoding/i);
    expect(answer.headers.get('x-request-id')).to.equal('mine-1');
    expect(answer.headers.get('x-powered-by')).to.equal(null);
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(answer.headers.get('content-security-policy')).to.match(/default-src 'self'/);
    expect((await fixture.get('/v1/sets', { 'x-request-id': 'no good!' })).headers.get('x-request-id')).to.match(
      /^[0-9a-f-]{36}$/,
    );
  });

  it('min_position: waits for the read models, a bounded time', async () => {
    const head = await fixture.log.head();
    expect((await fixture.get(`/v1/sets?min_position=${head}`)).status).to.equal(200);
    const next = await fixture.tell('ExternalIdMapped', { card_id: ids.box });
    let settled = false;
    const waiting = fixture.get(`${card}?min_position=${next}`).finally(() => (settled = true));
    await fixture.runtime.sleeping(1);
    expect(settled).to.equal(false);
    await fixture.fold();
    while (!settled) {
      await fixture.runtime.advance(10);
      await turn();
    }
    const reached = await waiting;
    expect([reached.status, reached.headers.get('ledger-position')]).to.deep.equal([200, next]);
    settled = false;
    const started = fixture.runtime.monotonicMs();
    const ahead = String(Number(next) + 1).padStart(16, '0');
    const late = fixture.get(`${card}?min_position=${ahead}`).finally(() => (settled = true));
    while (!settled) {
      await fixture.runtime.advance(50);
      await turn();
    }
    const answer = await late;
    expectProblem(answer, 503, 'POSITION_NOT_REACHED', 'min_position');
    expect(answer.headers.get('retry-after')).to.equal('5');
    expect(fixture.runtime.monotonicMs() - started).to.be.at.least(limits.minPositionWaitMs);
  });

  it('a simulated ledger says so on every answer', async () => {
    const own = await openApiFixture({ simulated: true });
    try {
      for (const path of ['/v1/sets', '/v1/events', '/v1/nowhere', '/health/live', '/docs']) {
        expect((await own.get(path)).headers.get('x-simulated'), path).to.equal('true');
      }
    } finally {
      await own.close();
    }
  });

  it("the document's bounds are those of limits.ts", () => {
    for (const path of ['/cards/search', '/sets', '/coverage']) {
      const parameters = readDocument()['paths'][path].get.parameters as { name: string; schema: object }[];
      const schema = (name: string) => parameters.find((parameter) => parameter.name === name)?.schema;
      expect(schema('limit')).to.include({
        default: limits.pageLimitDefault,
        minimum: 1,
        maximum: limits.pageLimitMax,
      });
      expect(schema('offset')).to.include({ minimum: 0, maximum: limits.pageOffsetMax });
    }
    const events = readDocument()['paths']['/events'].get.parameters as { name: string; schema: object }[];
    expect(events.find(({ name }) => name === 'limit')?.schema).to.include({ maximum: limits.eventsLimitMax });
  });
});
