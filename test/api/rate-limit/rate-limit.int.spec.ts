/**
 * Goal: a client is told its limits by the fields of draft-ietf-httpapi-ratelimit-headers-10, and refused by them. Method: an
 * API with small quotas and a cache, asked over HTTP.
 */
import { expect } from 'chai';
import { createQuotas } from '../../../src/api/rate-limit/quotas.js';
import { weightOf } from '../../../src/api/rate-limit/rate-limit-step.js';
import type { RunningApi } from '../../../src/api/server.js';
import { openReadCache, type OpenCache } from '../../../src/app/open-read-cache.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { silentLogger as logger } from '../../../src/base/logger.js';
import { type ApiFixture, ids, openMarket } from '../../support/api-fixture.js';
import { until } from '../../support/fake-runtime.js';
import { serveApi } from '../../support/serve-api.js';

const policies = [
  { name: 'burst', requests: 10, windowS: 60 },
  { name: 'hour', requests: 100, windowS: 3_600 },
];

describe('rate limits', () => {
  let market: ApiFixture;
  let cache: OpenCache;
  let api: RunningApi;
  before(async () => {
    market = await openMarket();
    cache = await openReadCache({
      database: market.database,
      readsPrimary: true,
      redisUrls: undefined,
      runtime: systemRuntime(),
      logger,
    });
    await until(() => cache.versions(['catalog']) !== undefined, 'the cache');
  });
  after(async () => {
    await cache.close();
    await market.close();
  });
  beforeEach(async () => {
    const { database, log } = market;
    const runtime = systemRuntime();
    const quotas = createQuotas({ policies, runtime });
    api = await serveApi({ database, log, runtime, cache, quotas, ownSecret: 'own', trustedProxies: ['loopback'] });
  });
  afterEach(() => api.close());

  /** Each test asks for a client of its own, since all share the address of loopback. */
  let client = 0;
  beforeEach(() => {
    client += 1;
  });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-for', `192.0.2.${client}`);
    return fetch(`${api.url}${path}`, { ...init, headers });
  };
  const batch = (): Promise<Response> =>
    ask('/v1/cards/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ card_ids: [ids.lugia] }),
    });

  it('are told on answers that no shared cache stores', async () => {
    const answer = await batch();
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('ratelimit-policy')).to.equal('"burst";q=10;w=60, "hour";q=100;w=3600');
    expect(answer.headers.get('ratelimit')).to.match(/^"burst";r=5;t=(60|59), "hour";r=95;t=(3600|3599)$/);
    expect(answer.headers.get('x-ratelimit-limit')).to.equal('10');
    expect(answer.headers.get('x-ratelimit-remaining')).to.equal('5');
    expect(Number(answer.headers.get('x-ratelimit-reset'))).to.be.within(59, 60);
  });

  it('are not told on answers that shared caches store, computed or cached', async () => {
    const first = await ask('/v1/sets?limit=3');
    const second = await ask('/v1/sets?limit=3');
    for (const answer of [first, second]) {
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('cache-control')).to.match(/^public/);
      expect([...answer.headers.keys()].filter((name) => name.includes('ratelimit'))).to.deep.equal([]);
    }
  });

  it('refuse a client that asked too much, with the reason and when it may ask again', async () => {
    await batch();
    await batch();
    const refused = await batch();
    expect(refused.status).to.equal(429);
    const problem = (await refused.json()) as Record<string, unknown>;
    expect(problem).to.deep.include({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'QUOTA_EXCEEDED',
      'violated-policies': ['burst'],
    });
    expect(problem['detail']).to.match(/^at most 10 requests in 60 s; again in (60|59) s$/);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(59, 60);
    expect(refused.headers.get('ratelimit')).to.match(/^"burst";r=0;/);
    expect((await ask('/v1/sets')).status, 'cached answers too').to.equal(429);
    expect((await ask('/health/live')).status).to.equal(200);
    expect((await ask('/openapi.json')).status).to.equal(200);
    expect((await ask('/v1/sets', { method: 'OPTIONS' })).status).to.equal(204);
    client += 100;
    expect((await ask('/v1/sets')).status, 'another client').to.equal(200);
  });

  it('count an answer from the cache a tenth', async () => {
    await ask('/v1/sets?limit=4');
    for (let at = 0; at < 50; at += 1) expect((await ask('/v1/sets?limit=4')).status).to.equal(200);
    const answer = await batch();
    // One computed, fifty cached: six requests; the batch counts five and was begun with four left.
    expect(answer.headers.get('ratelimit')).to.match(/^"burst";r=0;t=\d+, "hour";r=89;/);
  });

  it('count mistakes as well, and nothing that the process asks itself', async () => {
    const wrong = await ask('/v1/sets?nope=1');
    expect(wrong.status).to.equal(400);
    expect(wrong.headers.get('ratelimit')).to.match(/^"burst";r=9;/);
    for (let at = 0; at < 20; at += 1) {
      const own = await ask('/v1/sets?nope=1', { headers: { 'x-ledger-own': 'own' } });
      expect(own.status).to.equal(400);
    }
    const forged = await ask('/v1/sets?nope=1', { headers: { 'x-ledger-own': 'guessed' } });
    expect(forged.headers.get('ratelimit')).to.match(/^"burst";r=8;/);
  });

  it('are none where no policy has any', async () => {
    const { database, log } = market;
    const runtime = systemRuntime();
    const unlimited = await serveApi({ database, log, runtime, quotas: createQuotas({ policies: [], runtime }) });
    for (let at = 0; at < 12; at += 1) {
      const answer = await fetch(`${unlimited.url}/v1/sets?nope=1`);
      expect(answer.status).to.equal(400);
      expect(answer.headers.get('ratelimit')).to.equal(null);
    }
    await unlimited.close();
  });

  it('weigh costly paths', () => {
    expect(weightOf('/v1/cards/batch')).to.equal(5);
    expect(weightOf('/v1/events?limit=1')).to.equal(5);
    expect(weightOf('/v1/eventsource')).to.equal(1);
    expect(weightOf('/v1/sets')).to.equal(1);
    // Fifty entries of a feed are five requests.
    expect(weightOf('/charts/pokemon-1.svg?printing=Normal')).to.equal(0.1);
    expect(weightOf('/charts/pokemon-1.png')).to.equal(1);
    expect(weightOf('/charts/pokemon-1.png?a=.svg')).to.equal(1);
  });
});
