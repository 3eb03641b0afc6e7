/**
 * Goal: an account can be made, confirmed, entered, left and recovered, and nobody else learns or gains anything on the way. Method:
 * the API with a real mail server; every answer is compared for addresses with and without an account.
 */
import { expect } from 'chai';
import { tryPassword } from '../../../src/accounts/login-delays.js';
import { sendDueMails } from '../../../src/accounts/outgoing-mails.js';
import { limits } from '../../../src/base/limits.js';
import { type Answer, type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';
import { type Mailbox, openMailbox } from '../../support/mailbox.js';

const password = 'correct horse battery';
const other = 'another long password';

/** What an answer tells, without what differs from request to request. */
const told = ({ status, headers, body }: Answer): unknown => {
  const {
    request_id: _id,
    timestamp: _time,
    ...rest
  } = (typeof body === 'object' ? body : {}) as Record<string, unknown>;
  const names = [...headers.keys()].filter((name) => !['date', 'x-request-id', 'ratelimit'].includes(name));
  return { status, names: names.sort(), rest: typeof body === 'object' ? rest : body };
};

describe('an account', () => {
  let mailbox: Mailbox;
  let fixture: ApiFixture;
  before(async () => {
    mailbox = await openMailbox();
    fixture = await openApiFixture({ accounts: { mailer: mailbox.mailer } });
  });
  after(async () => {
    await fixture.close();
    await mailbox.close();
  });

  let made = 0;
  const newAddress = (): string => `person${(made += 1)}@example.org`;
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
    fixture.post(`/v1/auth/${path}`, body, headers);
  const idle = (): Promise<void> => fixture.accounts.background.idle();
  const register = async (email = newAddress(), chosen = password): Promise<string> => {
    expect((await post('register', { email, password: chosen })).status).to.equal(202);
    await idle();
    return email;
  };
  const logIn = async (email: string, chosen = password): Promise<Answer['body']> => {
    const { status, body } = await post('login', { email, password: chosen });
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const me = (token: string): Promise<Answer> => fixture.get('/v1/me', { authorization: `Bearer ${token}` });
  const tokenOf = (email: string): string => mailbox.newest(email).link?.split('/').at(-1) ?? '';

  it('is made, confirmed by the link in a mail, and entered', async () => {
    const email = await register('  New.Person@Example.ORG ').then(() => 'new.person@example.org');
    const { subject, link } = mailbox.newest(email);
    expect(subject).to.equal('Confirm your e-mail address');
    expect(link).to.match(/^http:\/\/ledger\.test\/v1\/auth\/verify\/[0-9a-f]{64}$/);
    const { access_token, token_type, expires_in, refresh_token } = await logIn('New.Person@example.org');
    expect([token_type, expires_in, typeof refresh_token]).to.deep.equal(['Bearer', 3_600, 'string']);
    expect((await me(access_token)).body).to.include({ email, email_verified: false, role: 'user' });
    expect((await post('verify', { token: tokenOf(email) })).status).to.equal(204);
    expect((await me(access_token)).body).to.include({ email_verified: true });
    expectProblem(await post('verify', { token: tokenOf(email) }), 400, 'LINK_INVALID');
  });

  it('is not confirmed by opening the link, only by the button of its page', async () => {
    const email = await register();
    const path = `/v1/auth/verify/${tokenOf(email)}`;
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fixture.send(method, path)).status).to.equal(200);
    const { body, headers } = await fixture.get(path);
    expect(headers.get('content-type')).to.match(/^text\/html/);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('referrer-policy')).to.equal('no-referrer');
    // No part of the address comes back in the page.
    expect(body).to.not.include(tokenOf(email));
    expect(body).to.include('data-path="/v1/auth/verify"').and.to.include('<script src="/docs/account-pages.js">');
    expect((await fixture.get('/docs/account-pages.js')).headers.get('content-type')).to.match(/javascript/);
    const { access_token } = await logIn(email);
    expect((await me(access_token)).body.email_verified).to.equal(false);
    expect((await post('verify', { token: tokenOf(email) })).status).to.equal(204);
  });

  it('answers a registration and a forgotten password alike for known and unknown addresses, after the same work', async () => {
    const known = await register();
    let hashes = 0;
    const { passwords } = fixture.accounts;
    const { hash, verify } = passwords;
    const counting = passwords as { hash: typeof hash; verify: typeof verify };
    counting.hash = (text) => ((hashes += 1), hash(text));
    counting.verify = (text, against) => ((hashes += 1), verify(text, against));
    try {
      const answers: Record<string, unknown[]> = {};
      for (const email of [known, newAddress()]) {
        hashes = 0;
        const registered = told(await post('register', { email, password: other }));
        const forgotten = told(await post('password/forgot', { email }));
        (answers['registering'] ??= []).push({ registered, forgotten, hashes });
      }
      for (const email of [known, newAddress()]) {
        hashes = 0;
        (answers['logging in'] ??= []).push({
          answer: told(await post('login', { email, password: 'wrong one' })),
          hashes,
        });
      }
      for (const [what, [one, two]] of Object.entries(answers)) expect(one, what).to.deep.equal(two);
      expect((answers['logging in']?.[0] as { hashes: number }).hashes).to.equal(1);
    } finally {
      Object.assign(counting, { hash, verify });
    }
    await idle();
    // The owner of the address learns it, and the password stays.
    expect(mailbox.received.filter(({ to }) => to === known).map(({ subject }) => subject)).to.include(
      'You already have an account',
    );
    await logIn(known, password);
  });

  it('takes no password that is too short, too long, common, or the address; long ones count to the last character', async () => {
    const email = newAddress();
    const bad = ['', 'short', 'a'.repeat(129), 'password', 'PassWord', 'iloveyou', '12345678', email, '1234567'];
    for (const wrong of bad) {
      const answer = await post('register', { email, password: wrong });
      expectProblem(answer, 400, 'VALIDATION_FAILED', 'password');
      if (wrong.length > 8) expect(JSON.stringify(answer.body), 'the password is not repeated').to.not.include(wrong);
    }
    const typed = await post('login', { email, password: 87_654_321 });
    expectProblem(typed, 400, 'VALIDATION_FAILED', 'password');
    expect(JSON.stringify(typed.body)).to.not.include('87654321');
    for (const wrong of [
      '',
      'nobody',
      '@example.org',
      'a@b',
      `${'a'.repeat(250)}@example.org`,
      'a@example.org\nBcc: b@example.org',
    ])
      expectProblem(await post('register', { email: wrong, password }), 400, 'VALIDATION_FAILED', 'email');
    // bcrypt alone reads 72 bytes.
    const long = 'é'.repeat(127);
    await register(email, `${long}x`);
    await logIn(email, `${long}x`);
    expectProblem(await post('login', { email, password: `${long}y` }), 401, 'LOGIN_FAILED');
    expectProblem(await post('login', { email, password: long }), 401, 'LOGIN_FAILED');
    const unicode = await register(newAddress(), '🂡🂢🂣🂤🂥🂦🂧🂨');
    await logIn(unicode, '🂡🂢🂣🂤🂥🂦🂧🂨');
  });

  it('delays who guesses its password, and nobody else', async () => {
    const email = await register();
    const { runtime } = fixture;
    const guess = (): Promise<Answer> => post('login', { email, password: 'wrong guess' });
    for (let failures = 0; failures <= limits.loginFailuresFree; failures += 1)
      expectProblem(await guess(), 401, 'LOGIN_FAILED');
    const delayed = await guess();
    expectProblem(delayed, 429, 'LOGIN_DELAYED');
    expect(delayed.headers.get('retry-after')).to.equal('1');
    // Not even the right one is looked at, or the delay would tell it.
    expectProblem(await post('login', { email, password }), 429, 'LOGIN_DELAYED');
    await runtime.advance(1_000);
    expectProblem(await guess(), 401, 'LOGIN_FAILED');
    await runtime.advance(1_000);
    expect((await guess()).headers.get('retry-after')).to.equal('1');
    await runtime.advance(1_000);
    await logIn(email);
    // What was wrong before is forgotten.
    expectProblem(await guess(), 401, 'LOGIN_FAILED');
    await logIn(email);
    // From elsewhere the owner comes in while the guesser waits.
    for (let failures = 0; failures <= limits.loginFailuresFree; failures += 1) await guess();
    expectProblem(await guess(), 429, 'LOGIN_DELAYED');
    const { logIn: enter } = await import('../../../src/accounts/log-in.js');
    expect((await enter(fixture.accounts, { email, password, source: '192.0.2.7' })).refreshToken).to.be.a('string');
  });

  it('counts guesses that come at the same moment each for itself', async () => {
    const email = await register();
    const guess = (): Promise<unknown> =>
      tryPassword(fixture.accounts, { email, source: '192.0.2.8' }, { password: 'wrong guess', hash: null });
    expect(await guess()).to.equal(false);
    const results = await Promise.allSettled(Array.from({ length: 20 }, guess));
    const looked = results.filter(({ status }) => status === 'fulfilled').length;
    expect(looked + 1).to.equal(limits.loginFailuresFree + 1);
    const overHttp = await Promise.all(
      Array.from({ length: 12 }, () => post('login', { email, password: 'wrong guess' })),
    );
    expect(overHttp.filter(({ status }) => status === 401)).to.have.length(limits.loginFailuresFree + 1);
  });

  it('ends the whole session when a refresh token comes back, but not within seconds', async () => {
    const email = await register();
    const { runtime } = fixture;
    const first = await logIn(email);
    const elsewhere = await logIn(email);
    const refresh = (refresh_token: string): Promise<Answer> => post('refresh', { refresh_token });
    const [one, two] = await Promise.all([refresh(first.refresh_token), refresh(first.refresh_token)]);
    expect([one.status, two.status]).to.deep.equal([200, 200]);
    expect(one.body.refresh_token, 'two tabs get the same').to.equal(two.body.refresh_token);
    expect(one.body.refresh_token).to.not.equal(first.refresh_token);
    await runtime.advance(limits.refreshAgainMs);
    expect((await refresh(first.refresh_token)).body.refresh_token).to.equal(one.body.refresh_token);
    const second = (await refresh(one.body.refresh_token)).body;
    expect((await me(second.access_token)).status).to.equal(200);
    await runtime.advance(1);
    // The thief, or the owner: who comes second cannot be told apart.
    const leaked = await refresh(first.refresh_token);
    expectProblem(leaked, 401, 'UNAUTHENTICATED');
    expectProblem(await refresh(second.refresh_token), 401, 'UNAUTHENTICATED');
    expectProblem(await me(second.access_token), 401, 'UNAUTHENTICATED');
    expect((await refresh(elsewhere.refresh_token)).status, 'another session goes on').to.equal(200);
  });

  it('keeps neither tokens nor what they follow from', async () => {
    const { refresh_token } = await logIn(await register());
    const next = (await post('refresh', { refresh_token })).body.refresh_token as string;
    const dump = JSON.stringify([
      await fixture.database.query(
        `select encode(token_hash, 'hex') as a, encode(successor_key, 'hex') as b from accounts.refresh_tokens`,
      ),
      await fixture.database.query('select encode(token_hash, $1) as a, purpose, email from accounts.one_time_tokens', [
        'hex',
      ]),
      await fixture.database.query('select password_hash from accounts.users'),
    ]);
    for (const secret of [
      refresh_token as string,
      next,
      ...mailbox.received.map(({ link }) => link?.split('/').at(-1) ?? 'none'),
      password,
    ])
      expect(dump).to.not.include(secret);
    expect(dump).to.include('$2');
  });

  it('is refreshed for 30 days of rest, and a year in all', async () => {
    const { runtime } = fixture;
    let { refresh_token } = await logIn(await register());
    const month = limits.refreshTokenMs - 1_000;
    for (let passedMs = month; passedMs < limits.sessionMs; passedMs += month) {
      await runtime.advance(month);
      const { status, body } = await post('refresh', { refresh_token });
      expect(status, `after ${passedMs} ms`).to.equal(200);
      ({ refresh_token } = body);
    }
    await runtime.advance(month);
    expectProblem(await post('refresh', { refresh_token }), 401, 'UNAUTHENTICATED');
    const rested = await logIn(await register());
    await runtime.advance(limits.refreshTokenMs);
    expectProblem(await post('refresh', { refresh_token: rested.refresh_token }), 401, 'UNAUTHENTICATED');
  });

  it('is left by its refresh token; an unknown one is no error', async () => {
    const { access_token, refresh_token } = await logIn(await register());
    expect((await post('logout', { refresh_token: 'unknown' })).status).to.equal(204);
    expect((await me(access_token)).status).to.equal(200);
    expect((await post('logout', { refresh_token })).status).to.equal(204);
    expectProblem(await me(access_token), 401, 'UNAUTHENTICATED');
    expectProblem(await post('refresh', { refresh_token }), 401, 'UNAUTHENTICATED');
  });

  it('has the refresh token in a cookie that no script and no other site gets, if asked so', async () => {
    const email = await register();
    const { body, headers } = await post('login', { email, password, cookie: true });
    expect(body.refresh_token).to.equal(null);
    const set = headers.get('set-cookie') ?? '';
    expect(set).to.match(/^tcgl_refresh=[0-9a-f]{64}; Max-Age=2592000; Path=\/v1\/auth; HttpOnly; SameSite=Strict$/);
    const first = set.split(';')[0] ?? '';
    const again = await post('login', { email, password, cookie: true }, { cookie: first });
    expectProblem(await post('refresh', {}, { cookie: first }), 401, 'UNAUTHENTICATED');
    const cookie = again.headers.get('set-cookie')?.split(';')[0] ?? '';
    const refreshed = await post('refresh', {}, { cookie });
    expect([refreshed.status, refreshed.body.refresh_token]).to.deep.equal([200, null]);
    const next = refreshed.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(next).to.not.equal(cookie);
    const left = await post('logout', {}, { cookie: next });
    expect(left.headers.get('set-cookie')).to.match(/^tcgl_refresh=; Max-Age=0;/);
    const refused = await post('refresh', {}, { cookie: next });
    expectProblem(refused, 401, 'UNAUTHENTICATED');
    expect(refused.headers.get('set-cookie')).to.match(/Max-Age=0/);
    expectProblem(await post('refresh', {}), 401, 'UNAUTHENTICATED');
    // A form of another site cannot send JSON.
    expectProblem(
      await post('refresh', {}, { cookie: next, 'content-type': 'text/plain' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('is recovered by a link in a mail, which ends all sessions', async () => {
    const email = await register();
    const before = await logIn(email);
    expect((await post('password/forgot', { email })).status).to.equal(202);
    await idle();
    const token = tokenOf(email);
    expect(mailbox.newest(email).link).to.equal(`http://ledger.test/v1/auth/password/reset/${token}`);
    const form = (await fixture.get(`/v1/auth/password/reset/${token}`)).body;
    expect(form).to.include('type="password"').and.to.include('autocomplete="new-password"');
    expectProblem(await post('password/reset', { token, password: 'password' }), 400, 'VALIDATION_FAILED', 'password');
    expect(
      (await post('password/reset', { token, password: other })).status,
      'a refused one does not use it up',
    ).to.equal(204);
    await idle();
    expect(mailbox.newest(email).subject).to.equal('Your password was changed');
    expectProblem(await me(before.access_token), 401, 'UNAUTHENTICATED');
    expectProblem(await post('refresh', { refresh_token: before.refresh_token }), 401, 'UNAUTHENTICATED');
    expectProblem(await post('login', { email, password }), 401, 'LOGIN_FAILED');
    await logIn(email, other);
    expectProblem(await post('password/reset', { token, password }), 400, 'LINK_INVALID');
  });

  it('is not recovered by an old link, by one for another purpose, or by many mails', async () => {
    const email = await register();
    expectProblem(await post('password/reset', { token: tokenOf(email), password: other }), 400, 'LINK_INVALID');
    const mails = (): number => mailbox.received.filter(({ to }) => to === email).length;
    const before = mails();
    for (let asked = 0; asked < 6; asked += 1) await post('password/forgot', { email });
    await idle();
    // Asked for at the same time, some more may slip through than one after another.
    await post('password/forgot', { email });
    await idle();
    const many = mails();
    await post('password/forgot', { email });
    await idle();
    expect(mails()).to.equal(many);
    expect(many - before).to.be.within(limits.linkMailsMax, 6);
    const token = tokenOf(email);
    expectProblem(await post('verify', { token }), 400, 'LINK_INVALID');
    await fixture.runtime.advance(limits.resetLinkMs);
    expectProblem(await post('password/reset', { token, password: other }), 400, 'LINK_INVALID');
    await logIn(email);
  });

  it('that a stranger made with my address is mine alone once I recover it', async () => {
    const email = await register(newAddress(), 'of the stranger');
    const stranger = await logIn(email, 'of the stranger');
    const { body: key } = await fixture.post(
      '/v1/api-keys',
      { name: 'mine too', scopes: ['account'] },
      { authorization: `Bearer ${stranger.access_token}` },
    );
    expect((await me(key.key)).status).to.equal(200);
    await register(email, 'of the owner');
    expect(mailbox.newest(email).subject).to.equal('You already have an account');
    expect((await post('password/reset', { token: tokenOf(email), password: 'of the owner' })).status).to.equal(204);
    for (const token of [stranger.access_token, key.key]) expectProblem(await me(token), 401, 'UNAUTHENTICATED');
    expectProblem(await post('login', { email, password: 'of the stranger' }), 401, 'LOGIN_FAILED');
    const { access_token } = await logIn(email, 'of the owner');
    expect((await me(access_token)).body.email_verified).to.equal(true);
  });

  it('gets its mail though the server puts it off', async () => {
    const email = newAddress();
    mailbox.failures = 2;
    await post('register', { email, password });
    await idle();
    expect(() => mailbox.newest(email)).to.throw('no mail');
    for (let tries = 1; tries <= 2; tries += 1) {
      await fixture.runtime.advance(10_000);
      expect(await sendDueMails(fixture.accounts)).to.equal(1);
    }
    expect(mailbox.newest(email).subject).to.equal('Confirm your e-mail address');
  });
});

describe('a ledger without mail', () => {
  it('has accounts that work unverified; the links are in the log of the embedded mode only', async () => {
    const logged: unknown[] = [];
    const logger = { info: (text: string, fields: unknown) => logged.push(text, fields), warn: () => undefined };
    for (const logsLinks of [true, false]) {
      const fixture = await openApiFixture({ accounts: { logger: logger as never, logsLinks } });
      try {
        const email = 'a@example.org';
        expect((await fixture.post('/v1/auth/register', { email, password })).status).to.equal(202);
        await fixture.accounts.background.idle();
        expect((await fixture.post('/v1/auth/login', { email, password })).status).to.equal(200);
        const forgotten = await fixture.post('/v1/auth/password/forgot', { email });
        await fixture.accounts.background.idle();
        if (logsLinks) {
          expect(forgotten.status).to.equal(202);
          expect(JSON.stringify(logged)).to.match(/"link":"http:\/\/ledger\.test\/v1\/auth\/verify\/[0-9a-f]{64}"/);
          expect(JSON.stringify(logged)).to.match(/password\/reset\/[0-9a-f]{64}/);
          expect(JSON.stringify(logged)).to.not.include(email);
          logged.length = 0;
        } else {
          expectProblem(forgotten, 503, 'MAIL_UNAVAILABLE');
          expect(logged).to.deep.equal([]);
        }
      } finally {
        await fixture.close();
      }
    }
  });
});
