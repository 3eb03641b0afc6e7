/**
 * Goal: pages of the origins named, and no other, may read every answer, cached or not. Method: APIs with and without
 * CORS_ORIGINS over one cache, asked in turn, so that an answer kept for one origin would show at the next.
 */
import { expect } from 'chai';
import { readModels } from '../../projections/index.js';
import type { RunningApi } from '../../src/api/server.js';
import { openReadCache, type OpenCache } from '../../src/app/open-read-cache.js';
import { silentLogger as logger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { type ApiFixture, ids, openMarket } from '../support/api-fixture.js';
import { until } from '../support/fake-runtime.js';
import { serveApi } from '../support/serve-api.js';

const ours = 'https://cards.example';
const other = 'http://127.0.0.1:5173';
const stranger = 'https://elsewhere.example';

describe('CORS', () => {
  let world: ApiFixture;
  let cache: OpenCache;
  let named: RunningApi;
  let open: RunningApi;
  let none: RunningApi;

  before(async () => {
    world = await openMarket({ end: '2025-10-01T00:00:00Z' });
    const { database, log } = world;
    const runtime = { ...systemRuntime(), now: () => world.runtime.now() };
    cache = await openReadCache({ database, readsPrimary: true, redisUrls: undefined, runtime, logger });
    const shared = { database, log, runtime: world.runtime, cache };
    named = await serveApi({ ...shared, corsOrigins: [ours, other] });
    open = await serveApi({ ...shared, corsOrigins: '*' });
    none = await serveApi(shared);
    await until(() => cache.versions(readModels) !== undefined, 'the invalidation listener');
  });
  after(async () => {
    for (const api of [named, open, none]) await api.close();
    await cache.close();
    await world.close();
  });

  const ask = async (api: RunningApi, path: string, headers: Record<string, string>, method = 'GET') => {
    const response = await fetch(`${api.url}${path}`, { method, headers: { 'accept-encoding': 'gzip', ...headers } });
    await response.text();
    const header = (name: string): string | null => response.headers.get(name);
    return { status: response.status, allowed: header('access-control-allow-origin'), vary: header('vary'), header };
  };
  const paths = ['/v1/sets', `/v1/cards/${ids.lugia}`, '/v1/events?limit=1', '/v1/nowhere', '/v1/sets?nope=1', '/docs'];

  it('names the origin of the page that asks if it is one of those named, whoever asked before', async () => {
    const hits = cache.stats().hits.local;
    for (const path of paths) {
      for (const origin of [ours, stranger, other, undefined, 'null', ours, `${ours}.evil.example`, other]) {
        const { status, allowed, vary } = await ask(named, path, origin === undefined ? {} : { origin });
        const isNamed = origin === ours || origin === other;
        expect([allowed, status < 500], `${path} ${origin}`).to.deep.equal([isNamed ? origin : null, true]);
        expect(vary, path).to.match(/\bOrigin\b/);
        expect((await ask(none, path, { origin: ours })).allowed, path).to.equal(null);
        expect((await ask(open, path, origin === undefined ? {} : { origin })).allowed, path).to.equal('*');
      }
    }
    expect(cache.stats().hits.local - hits).to.be.above(30);
  });

  it('sends the same headers with a cached answer, a new one and a 304', async () => {
    const path = '/v1/sets?limit=3';
    const made = await ask(named, path, { origin: ours });
    const hot = await ask(named, path, { origin: ours });
    const etag = made.header('etag') ?? '';
    const unchanged = await ask(named, path, { origin: ours, 'if-none-match': etag });
    expect([made.status, hot.status, unchanged.status]).to.deep.equal([200, 200, 304]);
    for (const { allowed, vary } of [made, hot, unchanged])
      expect([allowed, vary]).to.deep.equal([ours, 'Origin, Accept-Encoding']);
    expect((await ask(none, path, { origin: ours })).vary).to.equal('Accept-Encoding');
    expect((await ask(open, path, { origin: ours })).vary).to.equal('Accept-Encoding');
  });

  it('lets pages read the headers of the contract', async () => {
    const exposed = (await ask(named, '/v1/sets', { origin: ours })).header('access-control-expose-headers') ?? '';
    expect(exposed.split(',')).to.include.members(['Ledger-Position', 'ETag', 'Link', 'RateLimit', 'RateLimit-Policy']);
  });

  it('answers preflight requests, and plain OPTIONS as without CORS', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const yes = await ask(named, '/v1/cards/batch', { origin: ours, ...preflight }, 'OPTIONS');
    expect([yes.status, yes.allowed, yes.header('allow')]).to.deep.equal([204, ours, 'POST, OPTIONS']);
    expect(yes.header('access-control-allow-methods')?.split(',')).to.have.members([
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
    ]);
    expect(yes.header('access-control-allow-headers')).to.equal('content-type');
    expect(yes.header('access-control-max-age')).to.equal('600');
    expect(yes.vary)
      .to.match(/Origin/)
      .and.match(/Access-Control-Request-Headers/);
    const no = await ask(named, '/v1/cards/batch', { origin: stranger, ...preflight }, 'OPTIONS');
    expect([no.status, no.allowed]).to.deep.equal([204, null]);
    const without = await ask(none, '/v1/cards/batch', { origin: ours, ...preflight }, 'OPTIONS');
    expect([without.status, without.allowed, without.header('access-control-allow-methods')]).to.deep.equal([
      204,
      null,
      null,
    ]);
    const plain = await ask(named, '/v1/sets', {}, 'OPTIONS');
    expect([plain.status, plain.header('allow')]).to.deep.equal([204, 'GET, HEAD, OPTIONS']);
    expect((await ask(named, '/v1/nowhere', { origin: ours, ...preflight }, 'OPTIONS')).status).to.equal(404);
  });
});
