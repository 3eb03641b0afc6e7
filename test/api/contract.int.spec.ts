/**
 * Goal: requests outside the contract are rejected, naming the field, and every answer is documented. Method: the market over
 * HTTP; the fixture checks each answer against the document; bad values of every parameter, one after another.
 */
import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { type ErrorCode, errorTable } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { type ApiFixture, cacheableReads, expectProblem, ids, openMarket, reads } from '../support/api-fixture.js';
import { openStream } from '../support/event-stream.js';
import { readDocument } from '../support/openapi.js';

/** A path, the field its problem names, the code unless it is VALIDATION_FAILED. */
type Bad = [path: string, field: string, code?: ErrorCode];

const card = `/v1/cards/${ids.lugia}`;
const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const byName = { sort: 'name' };

describe('the contract of the API', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  it('documents every read, and every answer has a position', async () => {
    const head = await fixture.log.head();
    for (const path of reads) {
      const answer = await fixture.get(path);
      expect(answer.status, path).to.equal(200);
      expect(answer.headers.get('ledger-position'), path).to.equal(head);
      expect(answer.headers.get('x-simulated'), path).to.equal(null);
    }
    expect((await fixture.post('/v1/cards/batch', { card_ids: [ids.lugia] })).headers.get('ledger-position')).to.equal(
      head,
    );
    const resolved = await fixture.post('/v1/resolve', { queries: [{ tcgplayer: 100 }] });
    expect(resolved.headers.get('ledger-position')).to.equal(head);
    const rule = { card_id: ids.lugia, when: 'available' };
    expect((await fixture.post('/v1/alerts/backtest', rule)).headers.get('ledger-position')).to.equal(head);
    expect((await fixture.get('/v1/prices/changes?after=0')).headers.get('ledger-position')).to.equal(head);
    // An answer that does not end: its messages are checked as they are read.
    const streamed = '/v1/prices/stream';
    const stream = await openStream(`${fixture.api.url}${streamed}`);
    expect(stream.headers['ledger-position']).to.equal(head);
    const type = String(stream.headers['content-type']);
    fixture.checker.check({ method: 'GET', path: streamed, status: 200, type, body: '' });
    stream.close();
    expect([...fixture.checker.exercised].sort()).to.deep.equal([...fixture.checker.reads].sort());
  });

  it('rejects bad values, naming the field', async () => {
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
    const value = '/v1/sets/pokemon-604/value';
    const badTimes = [
      'yesterday',
      '2025-02-30',
      '2025-02-30T10:00:00Z',
      '2025-13-01',
      '0000-01-01',
      '1969-12-31',
      '2025-10-01T10:00:00',
      '10000-01-01',
      '2026-02-30',
      '2026-02-29T10:00:00Z',
      '2026-04-31T00:00:00%2B01:00',
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
      ...(['from', 'to', 'valid_at', 'known_at'] as const).map((field): [string, string] => [field, value]),
      ['from', '/v1/coverage'],
      ['to', '/v1/coverage'],
      ['from', '/v1/events'],
      ['to', '/v1/events'],
    ];
    const bad: Bad[] = [
      ...cacheableReads.flatMap(everywhere),
      ...[search, '/v1/sets', '/v1/sets/BS/cards', '/v1/coverage'].flatMap(paged),
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
      [`${search}?cursor=${cursor(byName, 'a')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?cursor=${cursor('name', 'a', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?cursor=${cursor(byName, 'a\0', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?cursor=${cursor({ sort: 1 }, 'a', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?sort=number&cursor=${cursor(byName, 'a', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?rarity=Rare&cursor=${cursor(byName, 'a', 'b')}`, 'cursor', 'INVALID_CURSOR'],
      [`${search}?offset=1&cursor=${cursor(byName, 'a', 'b')}`, 'offset'],
      ['/v1/cards/lugia', 'card_id'],
      ['/v1/cards/pokemon-0/prices', 'card_id'],
      ['/v1/cards/magic-1/prices/history', 'card_id'],
      ['/v1/sets/nowhere', 'set_id', 'SET_NOT_FOUND'],
      [`/v1/sets?tcg_type=magic`, 'tcg_type'],
      [`/v1/sets?q=${'a'.repeat(limits.searchCharsMax + 1)}`, 'q'],
      ['/v1/coverage?set_id=no+such+set', 'set_id', 'SET_NOT_FOUND'],
      ['/v1/coverage?set_id=pokemon-9', 'set_id', 'SET_NOT_FOUND'],
      ['/v1/coverage?source=nobody', 'source', 'SOURCE_UNKNOWN'],
      ['/v1/coverage?from=2025-09-02&to=2025-09-01', 'from'],
      [`${history}?period=2w`, 'period'],
      [`${history}?period=7d&from=2025-09-01`, 'period'],
      [`${history}?period=7d&to=2025-09-01`, 'period'],
      [`${history}?from=2025-09-02&to=2025-09-01`, 'from'],
      [`${history}?valid_at=2025-09-02&to=2025-09-01`, 'valid_at'],
      [`${history}?from=2025-09-02&valid_at=2025-09-01`, 'from'],
      [`${history}?printing=reverse%20parallel`, 'printing', 'PRINTING_UNKNOWN'],
      [`${history}?interval=1h`, 'interval'],
      [`${history}?condition=MINT`, 'condition'],
      ['/v1/events?after=abc', 'after', 'INVALID_POSITION'],
      ['/v1/events?type=PriceInvented', 'type'],
      ['/v1/events?stream=nowhere', 'stream'],
      [`/v1/events?stream=card-${ids.lugia}&card_id=${ids.lugia}`, 'stream'],
      ['/v1/events?card_id=lugia', 'card_id'],
      ['/v1/events?card_id=pokemon-9', 'card_id', 'CARD_NOT_FOUND'],
      ['/v1/events?stream=price-pokemon-9', 'stream', 'STREAM_NOT_FOUND'],
      ['/v1/events?limit=0', 'limit'],
      ['/v1/events?limit=10001', 'limit'],
      ['/v1/events?from=2025-09-02&to=2025-09-01', 'from'],
    ];
    for (const [path, field, code = 'VALIDATION_FAILED'] of bad) {
      const answer = await fixture.get(path);
      expect(answer.status, path).to.be.within(400, 404);
      expectProblem(answer, errorTable[code].status, code, field);
    }
  });

  it('gives what the document expects as the reason, and what came', async () => {
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

  it('lists the known parameters beside an unknown one', async () => {
    const { body } = await fixture.get('/v1/cards/search?tint=red');
    expect(body.detail).to.include('"tint"').and.include('set_identifier');
  });

  it('answers a problem with code, request id and time; its type leads to a page', async () => {
    const path = '/v1/cards/pokemon-9?as_of=2025-09-01';
    const { status, body } = await fixture.get(path, { 'x-request-id': 'mine-1' });
    expect(status).to.equal(404);
    expect(body).to.deep.equal({
      type: '/docs/errors#card_not_found',
      title: errorTable.CARD_NOT_FOUND.title,
      status: 404,
      detail: 'no card pokemon-9 in this ledger',
      instance: path,
      code: 'CARD_NOT_FOUND',
      details: { card_id: 'pokemon-9 is unknown' },
      request_id: 'mine-1',
      timestamp: fixture.runtime.now().toISOString(),
    });
    const { body: page } = await fixture.get('/docs/errors');
    for (const code of Object.keys(errorTable)) expect(page).to.include(`id="${code.toLowerCase()}"`);
  });

  it('answers 404 for unknown cards and sets, with the position that reflects, and for unknown routes', async () => {
    for (const path of ['/v1/cards/pokemon-9', '/v1/cards/pokemon-9/prices', '/v1/cards/onepiece-9/prices/history']) {
      const answer = await fixture.get(path);
      expectProblem(answer, 404, 'CARD_NOT_FOUND', 'card_id');
      expect(answer.headers.get('ledger-position')).to.equal(await fixture.log.head());
    }
    expectProblem(await fixture.get('/v1/sets/pokemon-9'), 404, 'SET_NOT_FOUND', 'set_id');
    for (const path of ['/v1/nowhere', '/V1/sets', '/v2/sets', '/v1', '/nowhere'])
      expectProblem(await fixture.get(path), 404, 'ROUTE_NOT_FOUND');
    for (const path of ['/v1/cards/%ff', '/v1/cards/%00'])
      expectProblem(await fixture.get(path), 400, 'VALIDATION_FAILED');
  });

  it('checks a request line with a whole URL too', async () => {
    const { port, hostname } = new URL(fixture.api.url);
    const status = await new Promise((resolve, reject) => {
      const path = 'http://elsewhere.test/v1/sets?nope=1';
      httpRequest({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).to.equal(400);
  });

  it('compresses answers, and sends security headers and the request id it was given', async () => {
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

  it('documents the bounds of limits.ts', () => {
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
    const batch = readDocument()['components'].schemas.CardBatch.properties.card_ids;
    expect(batch).to.include({ minItems: 1, maxItems: limits.cardBatchMax });
    const stream = readDocument()['paths']['/prices/stream'].get.parameters as { name: string; schema: object }[];
    expect(stream.find(({ name }) => name === 'card_id')?.schema).to.include({ maxItems: limits.streamCardsMax });
    const events = readDocument()['paths']['/events'].get.parameters as { name: string; schema: object }[];
    expect(events.find(({ name }) => name === 'limit')?.schema).to.include({ maximum: limits.eventsLimitMax });
  });
});
