/**
 * Goal: whatever a client sends, and however slowly, the answer is one of the contract: a problem with a code, the headers of
 * every answer. Method: bytes on a socket, since HTTP clients do not send what is malformed.
 */
import { connect } from 'node:net';
import { expect } from 'chai';
import { type ErrorCode, errorTable } from '../../src/base/errors.js';
import { limits } from '../../src/base/limits.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { type RunningApi, startHealthServer } from '../../src/api/server.js';
import { silentLogger } from '../../src/base/logger.js';
import { type ApiFixture, expectProblem, openMarket, reads } from '../support/api-fixture.js';
import { serveApi } from '../support/serve-api.js';

interface RawAnswer {
  readonly status: number;
  /** By name in lower case; the values of one name are joined. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends parts one after another, and returns everything that comes until the server closes. */
const exchange = async (url: string, ...parts: readonly (string | Buffer)[]): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => (text += part));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) await new Promise((resolve) => socket.write(part, resolve));
  await closed;
  return text;
};

/** Parses the first answer of a connection. */
const parse = (text: string): RawAnswer => {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body };
};
const ask = async (url: string, ...parts: readonly (string | Buffer)[]): Promise<RawAnswer> =>
  parse(await exchange(url, ...parts));

const expectRawProblem = ({ status, headers, body }: RawAnswer, code: ErrorCode, what: string): void => {
  expect([status, headers.get('content-type')], `${what}: ${body}`).to.deep.equal([
    errorTable[code].status,
    'application/problem+json; charset=utf-8',
  ]);
  const problem = JSON.parse(body) as Record<string, unknown>;
  expect(problem, what).to.include({ code, status, type: `/docs/errors#${code.toLowerCase()}` });
  expect(problem['request_id'], what).to.equal(headers.get('x-request-id'));
  expect(headers.get('x-content-type-options'), what).to.equal('nosniff');
  expect(headers.get('cache-control'), what).to.equal('no-store');
  expect(headers.get('date'), what).to.be.a('string');
};

describe('HTTP', function () {
  this.timeout(60_000);
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());
  const get = (path: string, headers = ''): string =>
    `GET ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n${headers}\r\n`;
  const url = (): string => fixture.api.url;

  it('answers a problem to what its parser rejects, on the API and on the health server', async () => {
    const { database, log, runtime } = fixture;
    const deps = { database, log, runtime, logger: silentLogger, simulated: false, works: () => true };
    const health = await startHealthServer({ ...deps, host: '127.0.0.1', port: 0 });
    const malformed: [string, ErrorCode, string | Buffer][] = [
      ['no HTTP', 'MALFORMED_REQUEST', 'hello\r\n\r\n'],
      ['TLS', 'MALFORMED_REQUEST', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])],
      ['an unknown method', 'MALFORMED_REQUEST', 'GETT / HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['an unknown version', 'MALFORMED_REQUEST', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
      ['a blank in the address', 'MALFORMED_REQUEST', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['NUL in the address', 'MALFORMED_REQUEST', 'GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['NUL in a header', 'MALFORMED_REQUEST', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n'],
      ['a header without a name', 'MALFORMED_REQUEST', 'GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n'],
      [
        'two lengths',
        'MALFORMED_REQUEST',
        'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
      ],
      ['a length of no number', 'MALFORMED_REQUEST', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: one\r\n\r\n'],
      [
        'smuggling',
        'MALFORMED_REQUEST',
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX',
      ],
      ['no Host', 'MALFORMED_REQUEST', 'GET /v1/sets HTTP/1.1\r\nConnection: close\r\n\r\n'],
      ['two Hosts', 'MALFORMED_REQUEST', get('/v1/sets', 'Host: other\r\n')],
      ['headers too large', 'HEADERS_TOO_LARGE', get('/v1/sets', `A: ${'a'.repeat(limits.requestHeadBytesMax)}\r\n`)],
      ['many headers', 'HEADERS_TOO_LARGE', get('/v1/sets', 'Abcd: efgh\r\n'.repeat(5_000))],
      ['an address too long', 'URI_TOO_LONG', get(`/v1/sets?q=${'a'.repeat(limits.urlCharsMax)}`)],
      ['an address longer than all headers', 'URI_TOO_LONG', get(`/${'a'.repeat(2 * limits.requestHeadBytesMax)}`)],
      ['an address of a megabyte', 'URI_TOO_LONG', get(`/${'a'.repeat(1_048_576)}`)],
      ['an expectation', 'EXPECTATION_FAILED', get('/v1/sets', 'Expect: the-impossible\r\n')],
      ['a tunnel', 'METHOD_NOT_ALLOWED', 'CONNECT example.test:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ];
    try {
      for (const [what, code, bytes] of malformed) {
        expectRawProblem(await ask(url(), bytes), code, what);
        expectRawProblem(await ask(health.url, bytes), code, `${what}, health`);
      }
      expect((await ask(url(), 'GET /v1/sets HTTP/1.0\r\n\r\n')).status, 'HTTP/1.0 needs no Host').to.equal(200);
    } finally {
      await health.close();
    }
    // Connections that are reset while they are answered.
    for (const [, , bytes] of malformed) {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(url()).port) });
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.write(bytes, resolve));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.resetAndDestroy();
      await closed;
    }
    // The server goes on.
    expect((await fixture.get('/health/live')).status).to.equal(200);
    const { body: metrics } = await fixture.get('/metrics');
    expect(metrics).to.match(/status="431"\} [2-4]/);
  });

  it('answers a malformed body, and what follows a whole request, without mixing answers', async () => {
    const post = 'POST /v1/cards/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const body = await ask(url(), `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`);
    expectRawProblem(body, 'MALFORMED_REQUEST', 'a chunk of no length');
    const two = await exchange(url(), 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nrubbish\r\n\r\n');
    const [first = '', second = ''] = two.split(/(?=HTTP\/1\.1 400)/);
    expect([parse(first).status, parse(first).body]).to.deep.equal([200, '{"status":"live"}']);
    expectRawProblem(parse(second), 'MALFORMED_REQUEST', 'rubbish after a request');
    const slow = await exchange(url(), `GET /v1/sets HTTP/1.1\r\nHost: x\r\n\r\nrubbish\r\n\r\n`);
    expect(slow.match(/HTTP\/1\.1 \d+/g), 'a query and rubbish').to.deep.equal(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  it('answers bad percent-encoding and NUL with a problem that names the field', async () => {
    for (const [path, field] of [
      ['/v1/cards/%E0%A4%A', 'path'],
      ['/v1/cards/%ff/prices', 'path'],
      ['/v1/cards/%00', 'path'],
      ['/v1/nowhere/%', 'path'],
      ['/docs/%zz', 'path'],
      ['/%c3%28', 'path'],
      ['/v1/cards/search?q=%zz', 'q'],
      ['/v1/cards/search?q=50%', 'q'],
      ['/v1/cards/search?q=%ED%A0%80', 'q'],
      ['/v1/cards/search?limit=1&q=%ff', 'q'],
      ['/v1/cards/search?q=a%00b', 'q'],
      ['/v1/cards/search?%zz=1', 'query'],
      ['/v1/sets?%', 'query'],
    ] as const) {
      const { status, headers, body } = await ask(url(), get(path));
      expect([status, headers.get('content-type')], path).to.deep.equal([
        400,
        'application/problem+json; charset=utf-8',
      ]);
      const problem = JSON.parse(body) as { code: string; details: object; instance: string };
      expect([problem.code, Object.keys(problem.details)], path).to.deep.equal(['VALIDATION_FAILED', [field]]);
      expect(problem.instance).to.equal(path);
    }
    expect((await fixture.get('/v1/cards/search?q=%26%25%2B%20')).status).to.equal(200);
  });

  it('says what to do with an address that is not percent-encoded', async () => {
    for (const path of ['/v1/cards/search?q=flabébé', '/v1/cards/é', '/v1/cards/search?q=a b']) {
      const answer = await ask(url(), Buffer.from(get(path)));
      expect(answer.status, path).to.equal(400);
      if (!path.includes(' ')) expect(answer.body, path).to.include('percent-encoded, as %20');
    }
  });

  it('answers OPTIONS with the methods of every path, and other methods with 405', async () => {
    const paths = [...reads, '/', '/docs', '/docs/errors', '/docs/assets/swagger-ui.css', '/openapi.json', '/metrics'];
    for (const path of [...paths, '/health/live', '/health/ready', '/v1/cards/batch']) {
      const allowed = path === '/v1/cards/batch' ? 'POST, OPTIONS' : 'GET, HEAD, OPTIONS';
      const options = await fetch(`${url()}${path}`, { method: 'OPTIONS' });
      expect([options.status, options.headers.get('allow'), await options.text()], path).to.deep.equal([
        204,
        allowed,
        '',
      ]);
      expect(options.headers.get('access-control-allow-origin')).to.equal(null);
      for (const method of ['PUT', 'DELETE', 'PATCH', ...(path === '/v1/cards/batch' ? ['GET', 'HEAD'] : ['POST'])]) {
        const other = await fetch(`${url()}${path}`, { method });
        expect([other.status, other.headers.get('allow')], `${method} ${path}`).to.deep.equal([405, allowed]);
        if (method !== 'HEAD') expect(await other.json()).to.include({ code: 'METHOD_NOT_ALLOWED' });
      }
    }
    for (const path of ['/v1/nowhere', '/health/nowhere', '/nowhere'])
      expect((await fetch(`${url()}${path}`, { method: 'OPTIONS' })).status, path).to.equal(404);
    const server = await ask(url(), 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(server.status).to.equal(204);
    // Of any operation of the document.
    expect(server.headers.get('allow')?.split(', ')).to.have.members([
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
    ]);
  });

  it('answers HEAD as GET without a body, on every path, errors too', async () => {
    const paths = [
      ...reads,
      '/',
      '/docs',
      '/docs/assets/swagger-ui.css',
      '/openapi.json',
      '/health/live',
      '/health/ready',
    ];
    for (const path of [...paths, '/v1/nowhere', '/v1/cards/pokemon-9', '/v1/sets?nope=1']) {
      const [one, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => fetch(`${url()}${path}`, { method, redirect: 'manual' })),
      );
      expect([head?.status, await head?.text()], path).to.deep.equal([one?.status, '']);
      for (const name of ['content-type', 'etag', 'link', 'ledger-position', 'cache-control', 'location'])
        expect(head?.headers.get(name), `${path} ${name}`).to.equal(one?.headers.get(name));
      await one?.text();
    }
  });

  it('answers conditional requests weakly, `*` too; Range and Accept change nothing', async () => {
    const first = await fixture.get('/v1/sets');
    const etag = first.headers.get('etag') ?? '';
    const strong = etag.replace(/^W\//, '');
    for (const value of [etag, strong, `"other", ${etag}`, '*']) {
      const answer = await fixture.get('/v1/sets', { 'if-none-match': value });
      expect([answer.status, answer.body, answer.headers.get('etag')], value).to.deep.equal([304, '', etag]);
    }
    expect((await fixture.get('/v1/sets', { 'if-none-match': '"other"' })).status).to.equal(200);
    expect((await fixture.get('/v1/cards/pokemon-9', { 'if-none-match': '*' })).status).to.equal(404);
    for (const encoding of ['gzip', 'br', 'identity']) {
      const answer = await fixture.get('/v1/sets', { 'accept-encoding': encoding });
      expect([answer.headers.get('etag'), answer.headers.get('vary')], encoding).to.deep.equal([
        etag,
        'Accept-Encoding',
      ]);
    }
    for (const headers of [{ range: 'bytes=0-9' }, { accept: 'text/html' }, { accept: 'application/xml' }]) {
      const answer = await fixture.get('/v1/sets', headers);
      expect([answer.status, answer.body]).to.deep.equal([200, first.body]);
    }
  });

  describe('in time', () => {
    const timeouts = { keepAliveMs: 400, requestHeadMs: 300, requestMs: 600, connectionStallMs: 5_000, checkMs: 20 };
    let api: RunningApi;
    before(async () => {
      const { database, log } = fixture;
      api = await serveApi({ database, log, runtime: systemRuntime(), timeouts });
    });
    after(() => api.close());

    it('answers 408 to a head or a body that does not come', async () => {
      const slow = [
        'GET /v1/sets HTTP/1.1\r\nHost: x\r\n',
        'GET /v1/se',
        '',
        'POST /v1/cards/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"card',
      ];
      for (const bytes of slow) expectRawProblem(await ask(api.url, bytes), 'REQUEST_TIMEOUT', bytes);
    });

    it('keeps idle connections, and says for how long', async () => {
      const kept = await ask(api.url, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
      expect([kept.status, kept.headers.get('connection')]).to.deep.equal([200, 'keep-alive']);
      const standard = await fetch(`${url()}/health/live`);
      expect(standard.headers.get('keep-alive')).to.equal(`timeout=${limits.keepAliveMs / 1_000}`);
      await standard.text();
    });

    it('closes at once with connections kept alive', async () => {
      const own = await serveApi({ database: fixture.database, log: fixture.log, runtime: systemRuntime() });
      const idle = exchange(own.url, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
      await fetch(`${own.url}/health/live`);
      const started = performance.now();
      await own.close();
      expect(parse(await idle).status).to.equal(200);
      expect(performance.now() - started).to.be.below(2_000);
    });
  });

  it('keeps problems of the app as they were', async () => {
    expectProblem(await fixture.get('/v1/nowhere'), 404, 'ROUTE_NOT_FOUND');
  });
});
