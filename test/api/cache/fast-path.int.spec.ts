/**
 * Goal: a client cannot distinguish an answer sent before Express (src/api/cache/fast-path.ts) from one of Express. Method: odd
 * requests, written to the socket as they are, to an API with a cache and to one without; everything received is compared,
 * on a miss and on a hit.
 */
import { connect } from 'node:net';
import { expect } from 'chai';
import { type RunningApi } from '../../../src/api/server.js';
import { openReadCache, type OpenCache } from '../../../src/app/open-read-cache.js';
import { readModels } from '../../../projections/index.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { until } from '../../support/fake-runtime.js';
import { type ApiFixture, ids, openMarket } from '../../support/api-fixture.js';
import { serveApi } from '../../support/serve-api.js';

/** All that comes back until the server closes, but for the time and the ids of requests that the parser rejects. */
const talk = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () =>
      resolve(
        Buffer.concat(chunks)
          .toString('latin1')
          .replace(/^Date: .*\r\n/gim, '')
          .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id'),
      ),
    );
  });

const long = 'x'.repeat(1_200);
const paths = [
  '/v1/sets',
  '/v1/sets/',
  '/v1/sets//',
  '//v1/sets',
  '/v1//sets',
  '/V1/sets',
  '/v1/Sets',
  '/v1/./sets',
  '/v1/../v1/sets',
  '/v1/%73ets',
  '/v1%2Fsets',
  '/v1/sets?',
  '/v1/sets??',
  '/v1/sets?limit=1',
  '/v1/sets?limit=1&',
  '/v1/sets?&limit=1',
  '/v1/sets?limit=01',
  '/v1/sets?limit=+1',
  '/v1/sets?limit=%31',
  '/v1/sets?%6Cimit=1',
  '/v1/sets?LIMIT=1',
  '/v1/sets?limit=1&limit=1',
  '/v1/sets?limit=1&limit=2',
  '/v1/sets?limit[]=1',
  '/v1/sets?limit=',
  '/v1/sets?limit',
  '/v1/sets?limit=1e1',
  '/v1/sets?limit=0x1',
  '/v1/sets?limit=1.0',
  '/v1/sets?limit=101',
  '/v1/sets?limit=1;offset=1',
  '/v1/sets?offset=1&limit=1',
  '/v1/sets?limit=1&offset=1',
  '/v1/sets?q=',
  '/v1/sets?q=%00',
  '/v1/sets?q=%',
  '/v1/sets?q=%FF',
  '/v1/sets?q=%C3%A9',
  '/v1/sets?q=a+b',
  '/v1/sets?q=a%20b',
  '/v1/sets?q=\u00e9',
  `/v1/sets?q=${long}`,
  `/v1/sets?limit=1&q=${'%41'.repeat(190)}`,
  '/v1/sets?__proto__=1',
  '/v1/sets?constructor=1',
  '/v1/sets?nope=1',
  '/v1/sets#limit=1',
  '/v1/sets?limit=1#x',
  'http://elsewhere/v1/sets',
  '*',
  'v1/sets',
  '/v1/sets?min_position=0',
  '/v1/sets?min_position=x',
  `/v1/cards/${ids.lugia}`,
  `/v1/cards/${ids.lugia}/`,
  `/v1/cards/${ids.lugia.replace('-', '%2D')}`,
  `/v1/cards/${ids.lugia.replace('-', '%2d')}`,
  `/v1/cards/${ids.lugia.toUpperCase()}`,
  `/v1/cards/${ids.lugia}%2Fprices`,
  `/v1/cards/${ids.lugia}%00`,
  `/v1/cards/${ids.lugia}%`,
  `/v1/cards/${ids.lugia}/prices`,
  `/v1/cards/${ids.lugia}/prices/?valid_at=2025-09-06`,
  `/v1/cards/${ids.lugia}/prices?valid_at=2025-09-06T10:00:00+02:00`,
  `/v1/cards/${ids.lugia}/prices?valid_at=2025-09-06T10:00:00%2B02:00`,
  `/v1/cards/${ids.lugia}/prices/history?interval=1d`,
  '/v1/cards/search?q=lugia',
  '/v1/cards/search?q=LUGIA',
  '/v1/cards/search/?q=lugia',
  '/v1/cards/search?limit=1',
  '/v1/cards/pokemon-1',
  '/v1/coverage',
  '/v1/coverage?limit=1&offset=1',
  '/v1',
  '/v1/',
  '/',
  '/health/live',
  '/docs/errors',
  '/nowhere',
];

const headers: readonly string[] = [
  '',
  'Accept-Encoding: gzip',
  'Accept-Encoding: br',
  'Accept-Encoding: GZIP;Q=0.5, br;q=0',
  'Accept-Encoding: gzip\r\nAccept-Encoding: br',
  'Accept-Encoding: *;q=0',
  'Accept-Encoding: ,;q=x,br;q=2',
  'If-None-Match: *',
  'If-None-Match: "x"\r\nIf-None-Match: *',
  'If-None-Match: ,',
  'If-Match: "x"',
  'Range: bytes=0-1',
  'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT',
  'Cache-Control: no-cache',
  'Accept: text/html',
  'Origin: http://elsewhere',
  'Expect: 100-continue',
  'X-HTTP-Method-Override: DELETE',
  'X-Forwarded-Host: elsewhere',
  'Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}',
  'Connection: Upgrade\r\nUpgrade: websocket',
];
const methods = ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'get'];

describe('the cache fast path', () => {
  let world: ApiFixture;
  let cache: OpenCache;
  let cached: RunningApi;

  before(async () => {
    world = await openMarket({ end: '2025-10-01T00:00:00Z' });
    const { database, log } = world;
    const runtime = { ...systemRuntime(), now: () => world.runtime.now() };
    cache = await openReadCache({ database, readsPrimary: true, redisUrls: undefined, runtime, logger });
    const shared = { database, log, runtime: world.runtime, logger, cache, simulated: false };
    cached = await serveApi(shared);
    await until(() => cache.versions(readModels) !== undefined, 'the invalidation listener');
  });
  after(async () => {
    await cached.close();
    await cache.close();
    await world.close();
  });

  const write = (method: string, path: string, header: string, version = '1.1'): string =>
    [
      `${method} ${path} HTTP/${version}`,
      'Host: here',
      'X-Request-Id: odd',
      'Connection: close',
      ...(header === '' ? [] : [header]),
      '',
      '',
    ].join('\r\n');
  const expectSame = async (text: string): Promise<string> => {
    const [plain, ours] = await Promise.all([talk(world.api.url, text), talk(cached.url, text)]);
    expect(ours, text).to.equal(plain);
    return plain;
  };

  it('answers every odd path and header like Express, by GET and HEAD, on a hit and a miss', async () => {
    const hitsBefore = cache.stats().hits.local;
    for (const [at, path] of paths.entries()) {
      // The first is made, the others are hot, where there is something to keep.
      await expectSame(write('GET', path, ''));
      // Every path meets a quarter of the headers, every header a quarter of the paths: all of both are 6,500 requests.
      const met = headers.filter((header, n) => header === '' || (n + at) % 4 === 0);
      const asked = met.flatMap((header) => ['GET', 'HEAD'].map((method) => write(method, path, header)));
      await Promise.all(asked.map(expectSame));
    }
    expect(cache.stats().hits.local - hitsBefore).to.be.greaterThan(200);
  });

  it('answers other methods and HTTP versions like Express', async () => {
    for (const path of paths) {
      await talk(cached.url, write('GET', path, ''));
      const asked = [
        ...methods.map((method) => write(method, path, '')),
        ...['1.0', '2.0', '1.2'].map((version) => write('GET', path, '', version)),
      ];
      await Promise.all(asked.map(expectSame));
    }
  });

  it('compares If-None-Match like Express: weak, strong, in a list, in part', async () => {
    for (const path of paths) {
      const tag = /^ETag: W\/(".*")\r$/m.exec(await talk(cached.url, write('GET', path, '')))?.[1];
      if (tag === undefined) continue;
      const asked = [
        tag,
        `W/${tag}`,
        `w/${tag}`,
        `"a",W/${tag} ,"b"`,
        tag.slice(0, -2),
        `${tag.slice(0, -1)}0"`,
        tag.slice(1, -1),
        `W/W/${tag}`,
      ].map((given) => expectSame(write('GET', path, `If-None-Match: ${given}`)));
      const statuses = (await Promise.all(asked)).map((answer) => answer.slice(9, 12));
      expect(statuses.join(' '), path).to.equal('304 304 200 304 200 200 200 304');
    }
  });
});
