/**
 * Goal: a body is JSON within limits, or a problem that says where it is not. Method: raw bodies to POST /v1/cards/batch.
 */
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { limits } from '../../src/base/limits.js';
import { type ApiFixture, ids, openApiFixture } from '../support/api-fixture.js';

describe('JSON bodies', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
    await fixture.tell('CardListed', { card_id: ids.lugia });
    await fixture.fold();
  });
  after(() => fixture.close());

  const good = JSON.stringify({ card_ids: [ids.lugia] });
  const post = async (
    body: string | Buffer,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => {
    const response = await fetch(`${fixture.api.url}/v1/cards/batch`, { method: 'POST', headers, body });
    const answer = (await response.json()) as any;
    const type = response.headers.get('content-type') ?? '';
    fixture.checker.check({ method: 'POST', path: '/v1/cards/batch', status: response.status, type, body: answer });
    return { status: response.status, body: answer };
  };

  it('accepts JSON with parameters of its type, a byte order mark, or compressed', async () => {
    for (const type of ['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8'])
      expect((await post(good, { 'content-type': type })).status, type).to.equal(200);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await post(gzipSync(good), headers)).status).to.equal(200);
  });

  it('rejects other content types and charsets with 415', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      'nonsense',
    ]) {
      const { status, body } = await post(good, { 'content-type': type });
      expect([status, body.code], type).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    // Not zstd, which newer versions of Node decompress.
    const { status } = await post(good, { 'content-type': 'application/json', 'content-encoding': 'compress' });
    expect(status).to.equal(415);
  });

  it('rejects malformed JSON with 400 and the place', async () => {
    const cases: [text: string, place: string][] = [
      ['{"card_ids": ["pokemon-1",]}', 'line 1, column 27'],
      ['{\n  "card_ids": [pokemon-1]\n}', 'line 2, column 16'],
      ['{"card_ids": ["pokemon-1"]', 'line 1, column 27'],
      ['{"card_ids": ["pokemon-1"]} {}', 'line 1, column 29'],
      ['// no\n{}', 'line 1, column 1'],
    ];
    for (const [text, place] of cases) {
      const { status, body } = await post(text);
      expect([status, body.code, Object.keys(body.details)], text).to.deep.equal([400, 'MALFORMED_JSON', ['body']]);
      expect(body.detail, text).to.include(place);
    }
  });

  it('rejects a body above the limit with 413, compressed or not, and closes the connection', async () => {
    const large = JSON.stringify({ card_ids: ['x'.repeat(limits.requestBodyBytesMax)] });
    for (const [body, headers] of [
      [large, { 'content-type': 'application/json' }],
      [gzipSync(large), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ] as const) {
      const answer = await post(body, headers);
      expect([answer.status, answer.body.code]).to.deep.equal([413, 'BODY_TOO_LARGE']);
      expect(answer.body.details.body).to.include(String(limits.requestBodyBytesMax));
    }
  });

  it('rejects nested levels and values above the limits, and NUL', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    expect((await post(deep)).body.details.body).to.equal(
      `expected at most ${limits.requestBodyDepthMax} nested levels`,
    );
    const many = JSON.stringify({ card_ids: Array.from({ length: limits.requestBodyValuesMax }, () => 1) });
    expect((await post(many)).body.details.body).to.equal(`expected at most ${limits.requestBodyValuesMax} values`);
    expect((await post('{"card_ids": ["a\\u0000b"]}')).body.details.body).to.equal('expected texts without NUL');
  });

  it('rejects unknown keys, naming each', async () => {
    const { status, body } = await post(
      `{"card_ids": ["${ids.lugia}"], "colour": 1, "__proto__": {}, "constructor": 2}`,
    );
    expect([status, body.code]).to.deep.equal([400, 'VALIDATION_FAILED']);
    expect(Object.entries(body.details)).to.deep.equal(
      ['colour', '__proto__', 'constructor'].map((key) => [key, 'unknown; expected card_ids']),
    );
  });

  it('rejects a body that is no object, naming the body', async () => {
    for (const text of ['[]', 'null', '"text"', '7']) {
      const { status, body } = await post(text);
      expect([status, Object.keys(body.details)], text).to.deep.equal([400, ['body']]);
      expect(body.detail, text).to.include('expected an object');
    }
    expect((await post('{}')).body.details).to.deep.equal({
      card_ids: `expected a list of 1 to ${limits.cardBatchMax} values, got nothing`,
    });
  });

  it('leaves bodies of operations without one unread', async () => {
    const response = await fetch(`${fixture.api.url}/v1/sets`, { method: 'POST', body: '{', headers: {} });
    expect(response.status).to.equal(405);
  });
});
