/**
 * Goal: a credential that holds is its user's, any other is refused, and no answer goes to somebody it is not for. Method: each kind
 * of credential, in each place, in each state, on a read, on a cached read, and on an operation that needs a user.
 */
import { expect } from 'chai';
import type { ReadCache } from '../../src/api/cache/read-cache.js';
import { createQuotas } from '../../src/api/rate-limit/quotas.js';
import { openReadCache } from '../../src/app/open-read-cache.js';
import { silentLogger } from '../../src/base/logger.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { dayMs } from '../../src/domain/instant.js';
import {
  type Answer,
  type ApiFixture,
  expectProblem,
  ids,
  openApiFixture,
  openMarket,
} from '../support/api-fixture.js';
import { type SignedUp, signUp } from '../support/accounts.js';
import { until } from '../support/fake-runtime.js';
import { serveApi } from '../support/serve-api.js';

const bearerOf = ({ bearer }: { readonly bearer: string }): Record<string, string> => ({
  authorization: `Bearer ${bearer}`,
});
const card = `/v1/cards/${ids.lugia}`;

describe('a request with credentials', () => {
  let fixture: ApiFixture;
  let user: SignedUp;
  before(async () => {
    fixture = await openMarket();
    user = await signUp(fixture);
  });
  after(() => fixture.close());

  const me = (headers: Record<string, string>): Promise<Answer> => fixture.get('/v1/me', headers);

  it('is its user’s, by access token or key, in either header', async () => {
    const key = await signUp(fixture, { scopes: ['account'], userId: user.userId });
    for (const headers of [
      bearerOf(user),
      bearerOf(key),
      { 'x-api-key': key.bearer },
      { authorization: `bearer   ${user.bearer}` },
    ]) {
      const { status, body, headers: answered } = await me(headers);
      expect([status, body.user_id, body.email]).to.deep.equal([200, user.userId, user.email]);
      expect(answered.get('cache-control')).to.equal('no-store');
    }
  });

  it('is refused without a credential that holds, with a challenge', async () => {
    const none = await me({});
    expectProblem(none, 401, 'UNAUTHENTICATED');
    expect(none.headers.get('www-authenticate')).to.equal('Bearer realm="tcg-ledger"');
    // Another scheme is for a proxy in front.
    expectProblem(await me({ authorization: 'Basic dXNlcjpwYXNz' }), 401, 'UNAUTHENTICATED');
    const wrong = ['Bearer', 'Bearer ', 'Bearer x', 'Bearer a.b.c', `Bearer ${user.bearer}x`, 'Bearer tcgl_live_x'];
    for (const path of ['/v1/me', '/v1/sets', card])
      for (const authorization of wrong) {
        const refused = await fixture.get(path, { authorization });
        expectProblem(refused, 401, 'UNAUTHENTICATED');
        expect(refused.headers.get('www-authenticate')).to.equal('Bearer realm="tcg-ledger", error="invalid_token"');
      }
    expectProblem(await fixture.get('/v1/sets', { 'x-api-key': '' }), 401, 'UNAUTHENTICATED');
    expectProblem(await me({ ...bearerOf(user), 'x-api-key': 'x' }), 400, 'VALIDATION_FAILED', 'X-API-Key');
  });

  it('is not looked up if the checksum of its key does not fit', async () => {
    let queries = 0;
    const { database, log, runtime, accounts } = fixture;
    const counting = {
      ...database,
      query: ((...given: Parameters<typeof database.query>) => (
        (queries += 1),
        database.query(...given)
      )) as typeof database.query,
    };
    const api = await serveApi({ database, log, runtime, accounts: { ...accounts, database: counting } });
    try {
      const key = await signUp(fixture, { scopes: ['account'] });
      const ask = async (text: string): Promise<number> =>
        (await fetch(`${api.url}/v1/me`, { headers: { 'x-api-key': text } })).status;
      const last = key.bearer.endsWith('a') ? 'b' : 'a';
      expect([await ask(`${key.bearer.slice(0, -1)}${last}`), queries]).to.deep.equal([401, 0]);
      expect(await ask(key.bearer)).to.equal(200);
      expect(queries).to.be.above(0);
    } finally {
      await api.close();
    }
  });

  it('counts from the next request on if its session ended, its key was revoked or has expired, or its user is gone', async () => {
    const { database, runtime } = fixture;
    const [session, key, expiring, deleted] = [
      await signUp(fixture),
      await signUp(fixture, { scopes: ['account'] }),
      await signUp(fixture, { scopes: ['account'] }),
      await signUp(fixture),
    ];
    for (const one of [session, key, expiring, deleted]) expect((await me(bearerOf(one))).status).to.equal(200);
    await database.query('delete from accounts.sessions where id = $1', [session.credentialId]);
    await database.query('delete from accounts.api_keys where id = $1', [key.credentialId]);
    await database.query('update accounts.api_keys set expires_at = $2 where id = $1', [
      expiring.credentialId,
      runtime.now(),
    ]);
    await database.query('delete from accounts.users where id = $1', [deleted.userId]);
    for (const one of [session, key, expiring, deleted]) expectProblem(await me(bearerOf(one)), 401, 'UNAUTHENTICATED');
  });

  it('may do what its scopes allow, and no more than the role of its user', async () => {
    const reader = await signUp(fixture, { scopes: ['read', 'alerts'] });
    const refused = await me(bearerOf(reader));
    expectProblem(refused, 403, 'FORBIDDEN', 'account');
    expect(refused.headers.get('www-authenticate')).to.equal(
      'Bearer realm="tcg-ledger", error="insufficient_scope", scope="account"',
    );
    // Open reads need no scope.
    const alertsOnly = await signUp(fixture, { scopes: ['alerts'] });
    expect((await fixture.get('/v1/sets', bearerOf(alertsOnly))).status).to.equal(200);
  });

  it('writes down about once a minute that a key was used', async () => {
    const { database, runtime } = fixture;
    const key = await signUp(fixture, { scopes: ['account'] });
    const lastUse = async (): Promise<string | null> =>
      (
        await database.query<{ last_used_at: string | null }>(
          'select last_used_at from accounts.api_keys where id = $1',
          [key.credentialId],
        )
      )[0]?.last_used_at ?? null;
    expect(await lastUse()).to.equal(null);
    await me(bearerOf(key));
    const first = await lastUse();
    expect(Date.parse(first ?? '')).to.equal(runtime.now().getTime());
    await runtime.advance(59_000);
    await me(bearerOf(key));
    expect(await lastUse()).to.equal(first);
    await runtime.advance(1_000);
    await me(bearerOf(key));
    expect(Date.parse((await lastUse()) ?? '')).to.equal(runtime.now().getTime());
  });

  it('with an access token that expired is refused even on an open read, but not on its way to a new one', async () => {
    const { runtime } = fixture;
    const old = await signUp(fixture);
    await runtime.advance(3_600_000);
    const { body } = await fixture.get('/v1/sets', bearerOf(old));
    expect([body.code, body.detail]).to.deep.equal(['UNAUTHENTICATED', 'the access token has expired: refresh it']);
    expectProblem(await fixture.get('/v1/auth/nothing', bearerOf(old)), 404, 'ROUTE_NOT_FOUND');
  });

  it('publishes the keys of its tokens', async () => {
    const { body } = await fixture.get('/.well-known/jwks.json');
    expect(body.keys).to.have.length(1);
    expect(body.keys[0]).to.include({
      kty: 'RSA',
      alg: 'RS256',
      use: 'sig',
      kid: fixture.accounts.tokens.keys.current().kid,
    });
    expect(body.keys[0]).to.not.have.any.keys('d', 'p', 'q');
  });
});

describe('reads that need a key', () => {
  let fixture: ApiFixture;
  let key: SignedUp;
  let sheet: SignedUp;
  before(async () => {
    fixture = await openApiFixture({ readsNeedKey: true });
    key = await signUp(fixture, { scopes: ['read'] });
    sheet = await signUp(fixture, { sheet: true });
  });
  after(() => fixture.close());

  it('are closed to anonymous requests, in any form of the address', async () => {
    for (const path of [
      '/v1/sets',
      '/v1/sets/',
      '/v1/sets?limit=1',
      card,
      `${card}/prices/history`,
      '/v1/events',
      '/v1/prices/stream',
      '/v1/exports',
    ])
      expectProblem(await fixture.get(path), 401, 'UNAUTHENTICATED');
    expectProblem(await fixture.post('/v1/cards/batch', { card_ids: [ids.lugia] }), 401, 'UNAUTHENTICATED');
    const { request } = await import('node:http');
    const status = await new Promise<number>((resolve) => {
      const { hostname, port } = new URL(fixture.api.url);
      request({ hostname, port, path: `${fixture.api.url}/v1/sets` }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).end();
    });
    expect(status).to.equal(401);
  });

  it('need the scope, and leave open what shows no price', async () => {
    const other = await signUp(fixture, { scopes: ['alerts'] });
    expectProblem(await fixture.get('/v1/sets', bearerOf(other)), 403, 'FORBIDDEN', 'read');
    const { status, headers } = await fixture.get('/v1/sets', bearerOf(key));
    expect([status, headers.get('cache-control')]).to.deep.equal([200, 'no-store']);
    for (const path of ['/health/live', '/openapi.json', '/docs/', '/.well-known/jwks.json'])
      expect((await fixture.get(path)).status, path).to.equal(200);
  });

  it('take a sheet token in the address of a table, and of nothing else', async () => {
    const { status, headers, body } = await fixture.get(`/v1/sets?format=csv&token=${sheet.bearer}&limit=1`);
    expect([status, headers.get('cache-control')], body).to.deep.equal([200, 'no-store']);
    expect(headers.get('content-type')).to.match(/^text\/csv/);
    expect(headers.get('link') ?? '').to.not.include('tcgl_');
    expectProblem(await fixture.get(`/v1/sets?token=${sheet.bearer}`), 400, 'VALIDATION_FAILED', 'token');
    expectProblem(await fixture.get(`/v1/sets?format=csv&token=${key.bearer}`), 400, 'VALIDATION_FAILED', 'token');
    expectProblem(
      await fixture.get(`/v1/sets?format=csv&token=${sheet.bearer}&token=x`),
      400,
      'VALIDATION_FAILED',
      'token',
    );
    expectProblem(await fixture.get(`/v1/me?token=${sheet.bearer}`), 401, 'UNAUTHENTICATED');
    expectProblem(await fixture.get(`/v1/events?token=${sheet.bearer}`), 401, 'UNAUTHENTICATED');
    expectProblem(await fixture.get('/v1/me', bearerOf(sheet)), 403, 'FORBIDDEN', 'account');
    await fixture.database.query('delete from accounts.api_keys where id = $1', [sheet.credentialId]);
    expectProblem(await fixture.get(`/v1/sets?format=csv&token=${sheet.bearer}`), 401, 'UNAUTHENTICATED');
  });
});

describe('credentials and shared answers', () => {
  let fixture: ApiFixture;
  let cache: Awaited<ReturnType<typeof openReadCache>>;
  let key: SignedUp;
  let sheet: SignedUp;
  before(async () => {
    fixture = await openMarket();
    key = await signUp(fixture, { scopes: ['read'] });
    sheet = await signUp(fixture, { sheet: true });
    const runtime = { ...systemRuntime(), now: () => fixture.runtime.now() };
    cache = await openReadCache({
      database: fixture.database,
      readsPrimary: true,
      redisUrls: undefined,
      runtime,
      logger: silentLogger,
    });
    await until(() => cache.versions(['catalog']) !== undefined, 'the invalidation listener');
  });
  after(async () => {
    await cache.close();
    await fixture.close();
  });

  const withApi = async (
    options: { readsNeedKey: boolean; cache?: ReadCache },
    use: (url: string) => Promise<void>,
  ): Promise<void> => {
    const { database, log, runtime, accounts } = fixture;
    const api = await serveApi({ database, log, runtime, accounts, cache, ownSecret: 'own', ...options });
    await use(api.url).finally(() => api.close());
  };
  const ask = async (url: string, headers: Record<string, string> = {}): Promise<[number, string | null]> => {
    const response = await fetch(url, { headers });
    await response.arrayBuffer();
    return [response.status, response.headers.get('cache-control')];
  };

  it('gives an answer that is kept to nobody who may not have it', async () => {
    for (const path of ['/v1/sets?limit=1', card])
      await withApi({ readsNeedKey: true }, async (url) => {
        expect(await ask(url + path, bearerOf(key))).to.deep.equal([200, 'no-store']);
        expect(cache.isKept(path)).to.equal(true);
        expect(await ask(url + path)).to.deep.equal([401, 'no-store']);
        expect(await ask(url + path, bearerOf(key))).to.deep.equal([200, 'no-store']);
        expect(await ask(url + path, { 'x-ledger-own': 'owl' })).to.deep.equal([401, 'no-store']);
        expect((await ask(url + path, { 'x-ledger-own': 'own' }))[0]).to.equal(200);
      });
  });

  it('keeps no answer by an address with a token, and marks none with credentials as shareable', async () => {
    const path = '/v1/sets?limit=2&format=csv';
    await withApi({ readsNeedKey: false }, async (url) => {
      expect(await ask(`${url}${path}&token=${sheet.bearer}`)).to.deep.equal([200, 'no-store']);
      expect(cache.isKept(path)).to.equal(true);
      expect(cache.popular(100).join(' ')).to.not.include('tcgl_');
      expect(await ask(`${url}${path}&token=${sheet.bearer}`)).to.deep.equal([200, 'no-store']);
      expect((await ask(url + path))[1]).to.match(/^public, /);
      expect(await ask(url + path, bearerOf(key))).to.deep.equal([200, 'no-store']);
      expect((await ask(url + path, { authorization: 'Bearer x' }))[0]).to.equal(401);
    });
  });
});

describe('quotas', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
  });
  after(() => fixture.close());

  it('are those of the user, whatever the address; wrong credentials have one of their own', async () => {
    const { database, log, runtime, accounts } = fixture;
    const policies = [{ name: 'burst', requests: 3, windowS: 60 }];
    const quotas = createQuotas({ policies, runtime });
    const api = await serveApi({ database, log, runtime, accounts, quotas });
    const user = await signUp(fixture);
    const key = await signUp(fixture, { scopes: ['account'], userId: user.userId });
    const other = await signUp(fixture);
    const statusOf = async (headers: Record<string, string>): Promise<number> => {
      const response = await fetch(`${api.url}/v1/me`, { headers });
      await response.arrayBuffer();
      return response.status;
    };
    try {
      expect([
        await statusOf(bearerOf(user)),
        await statusOf(bearerOf(key)),
        await statusOf(bearerOf(user)),
      ]).to.deep.equal([200, 200, 200]);
      expect([await statusOf(bearerOf(user)), await statusOf(bearerOf(key))]).to.deep.equal([429, 429]);
      expect(await statusOf(bearerOf(other))).to.equal(200);
      expect(await statusOf({}), 'the address has its own').to.equal(401);
      const guess = { authorization: 'Bearer guess' };
      expect([
        await statusOf(guess),
        await statusOf(guess),
        await statusOf(guess),
        await statusOf(guess),
      ]).to.deep.equal([401, 401, 401, 429]);
      expect(await statusOf({}), 'and guesses do not spend it').to.equal(401);
      await runtime.advance(dayMs / 24);
      expect(await statusOf(bearerOf(user))).to.equal(401);
      expect(await statusOf(bearerOf(key))).to.equal(200);
    } finally {
      await api.close();
    }
  });
});
