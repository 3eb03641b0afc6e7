/** Goal: users see, change, export and delete their own account, with the password where it counts, and nobody else's. */
import { expect } from 'chai';
import { register } from '../../../src/accounts/register.js';
import { limits } from '../../../src/base/limits.js';
import {
  type Answer,
  type ApiFixture,
  expectProblem,
  openApiFixture,
  type SentRequest,
} from '../../support/api-fixture.js';
import { signUp } from '../../support/accounts.js';
import { type Mailbox, openMailbox } from '../../support/mailbox.js';

const password = 'correct horse battery';
const other = 'another long password';

describe('/v1/me', () => {
  let mailbox: Mailbox;
  let fixture: ApiFixture;
  before(async () => {
    mailbox = await openMailbox();
    fixture = await openApiFixture({
      accounts: {
        mailer: mailbox.mailer,
        personalData: [{ name: 'channels', read: async (userId) => [{ of: userId }] }],
      },
    });
  });
  after(async () => {
    await fixture.close();
    await mailbox.close();
  });

  interface Person {
    readonly email: string;
    readonly token: string;
    readonly send: (method: string, path: string, body?: unknown) => Promise<Answer>;
  }
  let made = 0;
  const logIn = (email: string, chosen = password): Promise<Answer> =>
    fixture.post('/v1/auth/login', { email, password: chosen });
  const asBearer =
    (token: string): Person['send'] =>
    (method, path, body) => {
      const request: SentRequest = {
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body }),
      };
      return fixture.send(method, `/v1${path}`, request);
    };
  const person = async (): Promise<Person> => {
    const email = `me${(made += 1)}@example.org`;
    await register(fixture.accounts, { email, password });
    await fixture.accounts.background.idle();
    const { body } = await logIn(email);
    return { email, token: body.access_token, send: asBearer(body.access_token) };
  };

  it('shows the account, and changes what it is told', async () => {
    const { email, send } = await person();
    const { body } = await send('GET', '/me');
    expect(body).to.include({ email, display_name: null, time_zone: 'UTC', notifications_paused: false });
    const changed = await send('PATCH', '/me', {
      display_name: ' Ann ',
      time_zone: 'Europe/Berlin',
      notifications_paused: true,
    });
    expect([changed.status, changed.body]).to.deep.equal([
      200,
      { ...body, display_name: 'Ann', time_zone: 'Europe/Berlin', notifications_paused: true },
    ]);
    expect((await send('PATCH', '/me', {})).body).to.deep.equal(changed.body);
    expect((await send('PATCH', '/me', { display_name: null })).body).to.deep.equal({
      ...changed.body,
      display_name: null,
    });
    for (const [field, value] of [
      ['time_zone', 'Europe/Nowhere'],
      ['time_zone', '+01:00'],
      ['display_name', ''],
      ['display_name', 'x'.repeat(101)],
      ['notifications_paused', 'yes'],
      ['email', 'else@example.org'],
      ['role', 'admin'],
    ] as const)
      expectProblem(await send('PATCH', '/me', { [field]: value }), 400, 'VALIDATION_FAILED', field);
    expect((await send('GET', '/me')).body.role).to.equal('user');
  });

  it('changes the password by the old one; other sessions end, keys stay, and the address is told', async () => {
    const { email, send } = await person();
    const elsewhere = asBearer((await logIn(email)).body.access_token);
    expectProblem(
      await send('PUT', '/me/password', { password: 'wrong one', new_password: other }),
      403,
      'PASSWORD_WRONG',
      'password',
    );
    expectProblem(
      await send('PUT', '/me/password', { password, new_password: 'password' }),
      400,
      'VALIDATION_FAILED',
      'new_password',
    );
    const { body: key } = await send('POST', '/api-keys', { name: 'k', scopes: ['account'] });
    expect((await send('PUT', '/me/password', { password, new_password: other })).status).to.equal(204);
    await fixture.accounts.background.idle();
    expect(mailbox.newest(email).subject).to.equal('Your password was changed');
    expect((await send('GET', '/me')).status).to.equal(200);
    expect((await asBearer(key.key)('GET', '/me')).status).to.equal(200);
    expectProblem(await elsewhere('GET', '/me'), 401, 'UNAUTHENTICATED');
    expectProblem(await logIn(email), 401, 'LOGIN_FAILED');
    expect((await logIn(email, other)).status).to.equal(200);
  });

  it('delays guesses at the password of a session too', async () => {
    const { send } = await person();
    const guess = (): Promise<Answer> => send('PUT', '/me/password', { password: 'wrong one', new_password: other });
    for (let failures = 0; failures <= limits.loginFailuresFree; failures += 1)
      expect((await guess()).status).to.equal(403);
    expectProblem(await guess(), 429, 'LOGIN_DELAYED');
    await fixture.runtime.advance(limits.loginDelayMsMax);
  });

  it('changes the address by the password and a link to the new one; the old one is told twice', async () => {
    const { email, send } = await person();
    const fresh = `new-${email}`;
    expectProblem(
      await send('PUT', '/me/email', { password: 'wrong one', email: fresh }),
      403,
      'PASSWORD_WRONG',
      'password',
    );
    expectProblem(await send('PUT', '/me/email', { password, email: 'nobody' }), 400, 'VALIDATION_FAILED', 'email');
    expect((await send('PUT', '/me/email', { password, email: fresh.toUpperCase() })).status).to.equal(202);
    await fixture.accounts.background.idle();
    expect(mailbox.newest(email).subject).to.equal('Your e-mail address is to be changed');
    expect((await send('GET', '/me')).body.email).to.equal(email);
    const token = mailbox.newest(fresh).link?.split('/').at(-1);
    expect((await fixture.post('/v1/auth/verify', { token })).status).to.equal(204);
    await fixture.accounts.background.idle();
    expect((await send('GET', '/me')).body).to.include({ email: fresh, email_verified: true });
    expect(mailbox.newest(email).subject).to.equal('Your e-mail address was changed');
    expectProblem(await logIn(email), 401, 'LOGIN_FAILED');
    expect((await logIn(fresh)).status).to.equal(200);
  });

  it('takes no address of another account, and does not tell that it has one', async () => {
    const [one, two] = [await person(), await person()];
    const answer = await one.send('PUT', '/me/email', { password, email: two.email });
    await fixture.accounts.background.idle();
    expect(answer.status).to.equal(202);
    expect(mailbox.newest(two.email).subject).to.equal('Confirm your e-mail address');
    // Nor one that somebody was faster with.
    const wanted = `wanted-${one.email}`;
    await one.send('PUT', '/me/email', { password, email: wanted });
    await fixture.accounts.background.idle();
    const token = mailbox.newest(wanted).link?.split('/').at(-1);
    await register(fixture.accounts, { email: wanted, password });
    await fixture.accounts.background.idle();
    expectProblem(await fixture.post('/v1/auth/verify', { token }), 400, 'LINK_INVALID');
    expect((await one.send('GET', '/me')).body.email).to.equal(one.email);
  });

  it('is not changed by a link that was asked for before the password was changed', async () => {
    const { email, send } = await person();
    await send('PUT', '/me/email', { password, email: `thief-${email}` });
    await fixture.accounts.background.idle();
    const token = mailbox.newest(`thief-${email}`).link?.split('/').at(-1);
    expect((await send('PUT', '/me/password', { password, new_password: other })).status).to.equal(204);
    expectProblem(await fixture.post('/v1/auth/verify', { token }), 400, 'LINK_INVALID');
  });

  it('exports everything, without a secret', async () => {
    const { email, send } = await person();
    const { body: key } = await send('POST', '/api-keys', { name: 'mine' });
    const { status, body } = await send('GET', '/me/export');
    expect([status, body.account.email, body.sessions.length, body.api_keys[0].name]).to.deep.equal([
      200,
      email,
      1,
      'mine',
    ]);
    expect(body.further).to.deep.equal({ channels: [{ of: body.account.user_id }] });
    for (const secret of ['$2', key.key, 'hash']) expect(JSON.stringify(body)).to.not.include(secret);
  });

  it('deletes every row of the user in every table that names one, and nobody else’s', async () => {
    const [gone, stays] = [await person(), await person()];
    const { user_id: id } = (await gone.send('GET', '/me')).body;
    await gone.send('POST', '/api-keys', { name: 'k' });
    await gone.send('PUT', '/me/email', { password, email: 'later@example.org' });
    await fixture.accounts.background.idle();
    // Also of parts that do not exist yet: whatever refers to users.
    const referring = await fixture.database.query<{ name: string; column: string; rule: string }>(
      `select c.conrelid::regclass::text as name, a.attname as column, c.confdeltype as rule
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.confrelid = 'accounts.users'::regclass`,
    );
    expect(referring.length).to.be.above(2);
    for (const { name, rule } of referring) expect(rule, `${name}: on delete cascade`).to.equal('c');
    expect((await gone.send('DELETE', '/me')).status).to.equal(204);
    for (const { name, column } of [...referring, { name: 'accounts.users', column: 'id' }])
      expect(await fixture.database.query(`select 1 from ${name} where ${column} = $1`, [id]), name).to.deep.equal([]);
    expectProblem(await gone.send('GET', '/me'), 401, 'UNAUTHENTICATED');
    expectProblem(await logIn(gone.email), 401, 'LOGIN_FAILED');
    expect((await stays.send('GET', '/me')).status).to.equal(200);
  });

  it('is left alone by keys, whatever their scopes', async () => {
    const key = asBearer((await signUp(fixture, { scopes: ['account', 'read'] })).bearer);
    expect((await key('GET', '/me')).status).to.equal(200);
    const refused = await key('DELETE', '/me');
    expectProblem(refused, 403, 'FORBIDDEN');
    expect(refused.headers.get('www-authenticate')).to.equal('Bearer realm="tcg-ledger", error="insufficient_scope"');
    expectProblem(await key('PUT', '/me/password', { password, new_password: other }), 403, 'FORBIDDEN');
    expectProblem(await key('PUT', '/me/email', { password, email: 'x@example.org' }), 403, 'FORBIDDEN');
  });
});
