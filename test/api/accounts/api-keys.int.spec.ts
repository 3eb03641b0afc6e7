/** Goal: keys are shown once, do no more than their maker, belong to one user, and end when they are revoked. */
import { expect } from 'chai';
import { limits } from '../../../src/base/limits.js';
import {
  type Answer,
  type ApiFixture,
  expectProblem,
  openApiFixture,
  type SentRequest,
} from '../../support/api-fixture.js';
import { type SignedUp, signUp } from '../../support/accounts.js';

describe('API keys', () => {
  let fixture: ApiFixture;
  let user: SignedUp;
  before(async () => {
    fixture = await openApiFixture();
    user = await signUp(fixture);
  });
  after(() => fixture.close());

  const as =
    ({ bearer }: { readonly bearer: string }) =>
    (method: string, path: string, body?: unknown): Promise<Answer> => {
      const request: SentRequest = {
        headers: { authorization: `Bearer ${bearer}` },
        ...(body === undefined ? {} : { body }),
      };
      return fixture.send(method, `/v1${path}`, request);
    };

  it('are shown once, named, scoped, and say when they were used', async () => {
    const send = as(user);
    const { status, body, headers } = await send('POST', '/api-keys', {
      name: ' my bot ',
      scopes: ['read', 'account', 'read'],
    });
    expect(status).to.equal(201);
    expect(body.key).to.match(/^tcgl_live_[0-9A-Za-z]{36}$/);
    expect(body).to.include({
      name: 'my bot',
      kind: 'api',
      hint: body.key.slice(-4),
      last_used_at: null,
      expires_at: null,
    });
    expect(body.scopes).to.deep.equal(['read', 'account']);
    expect(headers.get('location')).to.equal(`/v1/api-keys/${body.id}`);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect((await as({ bearer: body.key })('GET', '/me')).status).to.equal(200);
    const [listed] = (await send('GET', '/api-keys')).body.api_keys;
    const { key, ...shown } = body;
    expect(listed).to.deep.equal({ ...shown, last_used_at: fixture.runtime.now().toISOString().replace('.000', '') });
    const stored = await fixture.database.query('select * from accounts.api_keys where id = $1', [body.id]);
    expect(JSON.stringify(stored)).to.not.include(key);
    expect((await send('DELETE', `/api-keys/${body.id}`)).status).to.equal(204);
    expectProblem(await as({ bearer: key })('GET', '/me'), 401, 'UNAUTHENTICATED');
    expectProblem(await send('DELETE', `/api-keys/${body.id}`), 404, 'API_KEY_NOT_FOUND');
  });

  it('are made by a login only, and never do more than their maker', async () => {
    const made = (await as(user)('POST', '/api-keys', { name: 'k', scopes: ['account', 'alerts', 'read'] })).body;
    expectProblem(await as({ bearer: made.key })('POST', '/api-keys', { name: 'child' }), 403, 'FORBIDDEN');
    expectProblem(
      await as(user)('POST', '/api-keys', { name: 'k', scopes: ['admin'] }),
      400,
      'VALIDATION_FAILED',
      'scopes',
    );
    expectProblem(await as(user)('POST', '/api-keys', { name: 'k', scopes: [] }), 400, 'VALIDATION_FAILED', 'scopes');
    const plain = (await as(user)('POST', '/api-keys', { name: 'k' })).body;
    expect(plain.scopes, 'the account only if it is asked for').to.deep.equal(['read', 'alerts']);
    expectProblem(await as({ bearer: plain.key })('GET', '/me'), 403, 'FORBIDDEN', 'account');
    // A key of an administrator who is none any more.
    const admin = await signUp(fixture, { admin: true });
    const adminKey = (await as(admin)('POST', '/api-keys', { name: 'k', scopes: ['admin', 'account'] })).body;
    expect(adminKey.scopes).to.deep.equal(['admin', 'account']);
    const scopesOf = async (): Promise<readonly string[]> => {
      const { authenticate } = await import('../../../src/accounts/authenticate.js');
      const found = await authenticate(fixture.accounts, adminKey.key);
      return 'refused' in found ? [] : found.scopes;
    };
    expect(await scopesOf()).to.deep.equal(['admin', 'account']);
    await fixture.database.query(`update accounts.users set role = 'user' where id = $1`, [admin.userId]);
    expect(await scopesOf()).to.deep.equal(['account']);
  });

  it('for spreadsheets read prices and nothing else', async () => {
    const { body } = await as(user)('POST', '/api-keys', { name: 'sheet', kind: 'sheet' });
    expect(body.key).to.match(/^tcgl_sheet_/);
    expect(body.scopes).to.deep.equal(['read']);
    expectProblem(
      await as(user)('POST', '/api-keys', { name: 's', kind: 'sheet', scopes: ['read', 'account'] }),
      400,
      'VALIDATION_FAILED',
      'scopes',
    );
  });

  it('end when they said they would', async () => {
    const { runtime } = fixture;
    const day = runtime.now().toISOString().slice(0, 10);
    const { body } = await as(user)('POST', '/api-keys', { name: 'today', scopes: ['account'], expires_at: day });
    expect(body.expires_at).to.equal(`${day}T23:59:59.999Z`);
    expectProblem(
      await as(user)('POST', '/api-keys', { name: 'k', expires_at: '2020-01-01' }),
      400,
      'VALIDATION_FAILED',
      'expires_at',
    );
    expectProblem(
      await as(user)('POST', '/api-keys', { name: 'k', expires_at: 'soon' }),
      400,
      'VALIDATION_FAILED',
      'expires_at',
    );
    expect((await as({ bearer: body.key })('GET', '/me')).status).to.equal(200);
    await runtime.advance(86_400_000);
    expectProblem(await as({ bearer: body.key })('GET', '/me'), 401, 'UNAUTHENTICATED');
    user = await signUp(fixture, { userId: user.userId });
  });

  it('of another user can neither be seen nor revoked', async () => {
    const { body } = await as(user)('POST', '/api-keys', { name: 'mine', scopes: ['account'] });
    const stranger = as(await signUp(fixture, { admin: true }));
    expect((await stranger('GET', '/api-keys')).body.api_keys).to.deep.equal([]);
    expectProblem(await stranger('DELETE', `/api-keys/${body.id}`), 404, 'API_KEY_NOT_FOUND');
    expectProblem(await stranger('DELETE', '/api-keys/nothing'), 400, 'VALIDATION_FAILED', 'id');
    expect((await as({ bearer: body.key })('GET', '/me')).status).to.equal(200);
  });

  it('are so many and no more, also when they are made at once', async () => {
    const busy = as(await signUp(fixture));
    const answers = await Promise.all(
      Array.from({ length: limits.apiKeysMax + 3 }, () => busy('POST', '/api-keys', { name: 'k' })),
    );
    expect(answers.filter(({ status }) => status === 201)).to.have.length(limits.apiKeysMax);
    expect(answers.filter(({ body }) => body.code === 'API_KEYS_EXCEEDED')).to.have.length(3);
    for (const name of ['', ' ', 'x'.repeat(101)])
      expectProblem(await as(user)('POST', '/api-keys', { name }), 400, 'VALIDATION_FAILED', 'name');
  });

  it('of a ledger with simulated prices say so, and do not fit a real one', async () => {
    const demo = await openApiFixture({ simulated: true });
    try {
      const { bearer } = await signUp(demo, { scopes: ['account'] });
      expect(bearer).to.match(/^tcgl_demo_/);
      const get = ({ bearer: text }: { bearer: string }): Promise<Answer> => demo.get('/v1/me', { 'x-api-key': text });
      expect((await get({ bearer })).status).to.equal(200);
      const live = await get(await signUp(fixture, { scopes: ['account'] }));
      expectProblem(live, 401, 'UNAUTHENTICATED');
      expect(live.body.detail).to.equal('a tcgl_live_ key does not belong here: this ledger has tcgl_demo_ keys');
    } finally {
      await demo.close();
    }
  });
});
