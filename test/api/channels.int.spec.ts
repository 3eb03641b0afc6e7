/** Goal: users manage their own channels and see what was sent to them, and nothing of others. */
import { expect } from 'chai';
import { errorCode } from '../../src/base/errors.js';
import { assertOwnChannels } from '../../src/delivery/channels.js';
import { createNetworkGuard, parseNetworks } from '../../src/delivery/network-guard.js';
import { createUnsubscribeToken } from '../../src/delivery/unsubscribe.js';
import { expectProblem, type ApiFixture, openApiFixture } from '../support/api-fixture.js';
import { type SignedUp, signUp } from '../support/accounts.js';

const allowed = parseNetworks(['10.1.0.0/16']);
const channelRules = { guard: createNetworkGuard('networks' in allowed ? allowed.networks : []), sendsMail: true };
const hook = { kind: 'webhook', url: 'https://hooks.example/in' };

describe('channels over REST', () => {
  let fixture: ApiFixture;
  let user: SignedUp;
  let other: SignedUp;
  before(async () => {
    fixture = await openApiFixture({ api: { channelRules } });
    user = await signUp(fixture);
    other = await signUp(fixture);
  });
  afterEach(() => fixture.database.query('delete from delivery.channels'));
  after(() => fixture.close());

  const ask = (method: string, path: string, body?: unknown, by: SignedUp = user) =>
    fixture.send(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${by.bearer}` },
    });
  const add = async (channel: object = hook, by = user) => {
    const answer = await ask('POST', '/v1/channels', channel, by);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body;
  };
  const refused = async (channel: object, field: string, code = 'VALIDATION_FAILED') => {
    const answer = await ask('POST', '/v1/channels', channel);
    expectProblem(answer, 400, code);
    if (code === 'VALIDATION_FAILED') expect(answer.body.details, JSON.stringify(channel)).to.have.property(field);
  };

  it('adds, lists, changes, deletes', async () => {
    const { channel, signing_secret } = await add({ ...hook, name: ' my shop ' });
    expect(signing_secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(channel).to.deep.include({ kind: 'webhook', name: 'my shop', destination: hook.url, enabled: true });
    const listed = await ask('GET', '/v1/channels');
    expect(listed.body).to.deep.equal({ channels: [channel] });
    expect(JSON.stringify(listed.body)).not.to.include('whsec_');
    const path = `/v1/channels/${channel.channel_id}`;
    const quiet_hours = { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' };
    const changed = await ask('PATCH', path, { quiet_hours, enabled: false });
    expect(changed.body).to.deep.include({ quiet_hours, enabled: false, destination: hook.url });
    expect((await ask('PATCH', path, { quiet_hours: null })).body.quiet_hours).to.equal(null);
    expect((await ask('DELETE', path)).status).to.equal(204);
    expectProblem(await ask('DELETE', path), 404, 'CHANNEL_NOT_FOUND');
  });

  it('rotates a secret and shows the new one once', async () => {
    const { channel, signing_secret } = await add();
    const rotated = await ask('POST', `/v1/channels/${channel.channel_id}/rotate-secret`);
    expect(rotated.body.signing_secret)
      .to.match(/^whsec_/)
      .and.not.equal(signing_secret);
    expect(Date.parse(rotated.body.previous_valid_until)).to.equal(fixture.runtime.now().getTime() + 86_400_000);
    const mail = await add({ kind: 'email' });
    expectProblem(await ask('POST', `/v1/channels/${mail.channel.channel_id}/rotate-secret`), 404, 'CHANNEL_NOT_FOUND');
  });

  it('is each user’s own, for every operation', async () => {
    const { channel } = await add();
    const path = `/v1/channels/${channel.channel_id}`;
    for (const [method, at, body] of [
      ['PATCH', path, { name: 'x' }],
      ['DELETE', path, undefined],
      ['POST', `${path}/test`, undefined],
      ['POST', `${path}/rotate-secret`, undefined],
      ['POST', '/v1/notifications/replay', { from: '2025-01-01', to: '2026-01-01', channel_id: channel.channel_id }],
    ] as const)
      expectProblem(await ask(method, at, body, other), 404, 'CHANNEL_NOT_FOUND');
    expect((await ask('GET', '/v1/channels', undefined, other)).body.channels).to.deep.equal([]);
    await ask('POST', `${path}/test`);
    expect((await ask('GET', '/v1/notifications', undefined, other)).body.notifications).to.deep.equal([]);
  });

  it('of alerts are the owner’s only', async () => {
    const { channel } = await add();
    const check = (by: SignedUp, ids: readonly string[]) =>
      assertOwnChannels(fixture.database, by.userId, ids).then(
        () => null,
        (error: unknown) => errorCode(error),
      );
    expect(await check(user, [])).to.equal(null);
    expect(await check(user, [channel.channel_id])).to.equal(null);
    expect(await check(user, [channel.channel_id, 'channel-1'])).to.equal('CHANNEL_NOT_FOUND');
    expect(await check(other, [channel.channel_id])).to.equal('CHANNEL_NOT_FOUND');
  });

  it('needs a user with the scope', async () => {
    expectProblem(await fixture.get('/v1/channels'), 401, 'UNAUTHENTICATED');
    const reader = await signUp(fixture, { scopes: ['read'] });
    expectProblem(await ask('GET', '/v1/channels', undefined, reader), 403, 'FORBIDDEN');
    expectProblem(await ask('GET', '/v1/notifications', undefined, reader), 403, 'FORBIDDEN');
  });

  it('takes each kind, and shows nothing by which others could use it', async () => {
    const token = `123456:${'A'.repeat(35)}`;
    const kinds = [
      [{ kind: 'email' }, 'the address of the account'],
      [{ kind: 'ntfy', url: 'https://ntfy.sh/my-topic', token: 'tk_1' }, 'https://ntfy.sh/my-topic'],
      [
        { kind: 'discord', url: `https://discord.com/api/webhooks/1/${'s'.repeat(60)}wxyz` },
        'https://discord.com/…wxyz',
      ],
      [{ kind: 'telegram', token, chat_id: '-1001' }, 'chat -1001'],
    ] as const;
    for (const [channel, destination] of kinds) {
      const answer = await add(channel);
      expect([answer.channel.destination, answer.signing_secret]).to.deep.equal([destination, null]);
      expect(JSON.stringify(answer)).not.to.include('tk_1').and.not.include(token);
    }
  });

  it('names the field that cannot be', async () => {
    await refused({ kind: 'webhook' }, 'url');
    for (const url of ['x', 'ftp://a.example/', 'https://u:p@a.example/', `https://a.example/${'x'.repeat(2_000)}`])
      await refused({ kind: 'webhook', url }, 'url');
    await refused({ kind: 'fax' }, 'kind');
    await refused({ ...hook, chat_id: '1' }, 'chat_id');
    await refused({ ...hook, name: '' }, 'name');
    await refused({ ...hook, digest: { at: '18:00', time_zone: 'UTC' } }, 'digest');
    await refused({ ...hook, quiet_hours: { from: '25:00', to: '07:00', time_zone: 'UTC' } }, 'quiet_hours.from');
    await refused({ ...hook, quiet_hours: { from: '22:00', to: '22:00', time_zone: 'UTC' } }, 'quiet_hours.to');
    await refused({ ...hook, quiet_hours: { from: '22:00', to: '07:00', time_zone: 'Mars' } }, 'quiet_hours.time_zone');
    await refused({ kind: 'ntfy', url: 'https://ntfy.sh/' }, 'url');
    await refused({ kind: 'discord', url: 'https://discord.com/x' }, 'url');
    await refused({ kind: 'telegram', token: 'x', chat_id: '1' }, 'token');
    await refused({ kind: 'telegram', token: `1:${'A'.repeat(35)}`, chat_id: 'x' }, 'chat_id');
  });

  it('refuses addresses that are not public, but for those that are allowed', async () => {
    for (const host of ['127.0.0.1', '169.254.169.254', '[::1]', '[::ffff:10.0.0.1]', '2130706433', '10.2.0.1'])
      await refused({ kind: 'webhook', url: `https://${host}/` }, 'url', 'WEBHOOK_ADDRESS_REFUSED');
    await refused({ kind: 'webhook', url: 'http://8.8.8.8/' }, 'url', 'WEBHOOK_ADDRESS_REFUSED');
    await add({ kind: 'webhook', url: 'http://10.1.2.3:8080/in' });
  });

  it('gives each user so many', async () => {
    for (let n = 0; n < 20; n += 1) await add({ kind: 'email', name: `mail ${n}` });
    expectProblem(await ask('POST', '/v1/channels', { kind: 'email' }), 409, 'CHANNELS_EXHAUSTED');
  });

  it('tests a channel, shows the notification, and replays a range', async () => {
    const { channel } = await add();
    const tested = await ask('POST', `/v1/channels/${channel.channel_id}/test`);
    expect(tested.status).to.equal(202);
    const { notifications, pagination } = (await ask('GET', '/v1/notifications')).body;
    expect(pagination.total).to.equal(1);
    expect(notifications[0]).to.deep.include({
      notification_id: tested.body.notification_id,
      type: 'channel.test',
      title: 'Test of your channel webhook',
      state: 'waiting',
      attempts: [],
    });
    const replay = { from: '2025-01-01', to: '2030-01-01' };
    expect((await ask('POST', '/v1/notifications/replay', replay)).body).to.deep.equal({ queued: 0 });
    // As if the test had been a firing that failed.
    await fixture.database.query(
      `update delivery.notifications set state = 'failed', failures = 10, type = 'alert.triggered'`,
    );
    expect((await ask('POST', '/v1/notifications/replay', replay)).body).to.deep.equal({ queued: 1 });
    const [row] = await fixture.database.query(`select state, failures, event_id from delivery.notifications`);
    expect(row).to.deep.equal({ state: 'waiting', failures: 0, event_id: notifications[0].event_id });
    const filtered = await ask('GET', `/v1/notifications?state=failed&channel_id=${channel.channel_id}`);
    expect(filtered.body.pagination.total).to.equal(0);
    expectProblem(await ask('GET', '/v1/notifications?channel_id=x'), 400, 'VALIDATION_FAILED');
  });

  it('a link in a mail: GET and HEAD change nothing, POST switches off', async () => {
    const { channel } = await add({ kind: 'email', name: '<b>mine</b>' });
    const { database, runtime, api } = fixture;
    const token = await createUnsubscribeToken({ database, runtime }, channel.channel_id);
    const at = `${api.url}/unsubscribe/${token}`;
    const isOn = async (): Promise<boolean> => (await ask('GET', '/v1/channels')).body.channels[0].enabled;
    for (const method of ['GET', 'HEAD']) expect((await fetch(at, { method })).status).to.equal(200);
    const page = await fetch(at);
    expect(await page.text())
      .to.include('<form method="post">')
      .and.include('&#60;b&#62;mine')
      .and.not.include('<b>mine');
    expect(page.headers.get('content-security-policy')).to.include("default-src 'none'");
    expect(await isOn()).to.equal(true);
    const post = await fetch(at, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect([post.status, await isOn()]).to.deep.equal([200, false]);
    expect((await fetch(`${api.url}/unsubscribe/${'0'.repeat(48)}`, { method: 'POST' })).status).to.equal(404);
    expect((await fetch(at, { method: 'PUT' })).status).to.equal(405);
  });
});
