/**
 * Goal: webhooks are those of Standard Webhooks 1.0. Method: a real https server receives them and verifies each with the
 * library's own `verify`; the clock of retries is moved by the test.
 */
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import type { Channel } from '../../src/delivery/channel.js';
import { updateChannel, channelOfUser } from '../../src/delivery/channels.js';
import { retryDelaysMs } from '../../src/delivery/retry-schedule.js';
import { rotateSecret } from '../../src/delivery/webhook-secret.js';
import { useDatabase } from '../support/postgres.js';
import { type ReceivedRequest, startWebReceiver, type WebReceiver } from './support/receivers.js';
import { openWorld, type World } from './support/world.js';

describe('webhooks', () => {
  const used = useDatabase();
  let world: World;
  let receiver: WebReceiver;
  let user: string;
  let channel: Channel;
  let alert: string;

  before(async () => {
    receiver = await startWebReceiver();
    used.defer(() => receiver.close());
    world = await openWorld(used, { ca: receiver.ca });
  });
  beforeEach(async () => {
    receiver.requests.length = 0;
    receiver.replies.length = 0;
    user = await world.user();
    channel = await world.channel(user, { target: { url: `${receiver.url}/hook` } });
    alert = await world.alert(user);
  });
  afterEach(() => world.database.query('delete from accounts.users'));

  const verified = ({ headers, body }: ReceivedRequest, { secrets }: Pick<Channel, 'secrets'>): any =>
    new Webhook(secrets[0]!.secret).verify(body, headers as Record<string, string>);
  const fireAndSend = async (): Promise<string> => {
    const event = await world.fire(alert);
    await world.feed();
    await world.send();
    return event;
  };
  const only = async () => {
    const [row, ...others] = await world.notifications(channel.id);
    expect(others).to.have.length(0);
    return row!;
  };

  it('arrive signed, with the id of the event and the numbers of the firing', async () => {
    const event = await fireAndSend();
    const [request] = receiver.requests as [ReceivedRequest];
    expect([request.method, request.path, request.headers['webhook-id']]).to.deep.equal(['POST', '/hook', event]);
    const body = verified(request, channel);
    expect(Object.keys(body)).to.deep.equal(['type', 'timestamp', 'data']);
    expect(body.type).to.equal('alert.triggered');
    expect(body.data).to.deep.include({
      alert_id: alert,
      condition: 'at or below 2.00 USD',
      printing: 'Holofoil',
      source: 'sandbox-tcgcsv',
      price: 1.9,
      currency: 'USD',
      simulated: true,
    });
    expect(body.data.previous.price).to.equal(2.45);
    const row = await only();
    expect([row.state, row.tries]).to.deep.equal(['delivered', 1]);
    expect(await world.attempts(row.id)).to.deep.equal([
      { number: 1, outcome: 'delivered', status: 204, reason: null },
    ]);
  });

  it('are refused by a receiver with another secret', async () => {
    await fireAndSend();
    const other = { secrets: rotateSecret([], { ...world.runtime, secret: () => 'ab'.repeat(32) }) };
    expect(() => verified(receiver.requests[0]!, other)).to.throw(/No matching signature/);
  });

  it('are signed by the old and the new secret for a day after a rotation, then by the new one', async () => {
    const rotated = { ...channel, secrets: rotateSecret(channel.secrets, world.runtime) };
    expect(await updateChannel(world.database, rotated)).to.equal(true);
    await fireAndSend();
    const [request] = receiver.requests as [ReceivedRequest];
    expect(String(request.headers['webhook-signature']).split(' ')).to.have.length(2);
    verified(request, channel);
    verified(request, rotated);
    await world.runtime.advance(24 * 3_600_000);
    await fireAndSend();
    expect(String(receiver.requests[1]!.headers['webhook-signature']).split(' ')).to.have.length(1);
  });

  it('are tried on the schedule of the standard, with one id, then given up', async () => {
    for (const _ of retryDelaysMs) receiver.replies.push({ status: 500 });
    const event = await world.fire(alert);
    await world.feed();
    const waits: number[] = [];
    for (const delayMs of retryDelaysMs) {
      await world.runtime.advance(delayMs * 1.1);
      const before = world.runtime.now().getTime();
      await world.send();
      waits.push(Date.parse((await only()).due_at) - before);
    }
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).to.deep.equal(retryDelaysMs.map(() => event));
    expect(new Set(receiver.requests.map(({ body }) => body)).size).to.equal(1);
    // The runtime's random is 0.5: half of the jitter of a tenth.
    expect(waits.slice(0, -1)).to.deep.equal(retryDelaysMs.slice(1).map((ms) => ms * 1.05));
    const row = await only();
    expect([row.state, row.tries, row.reason]).to.deep.equal(['failed', 10, 'answered 500; the last of all tries']);
    await world.runtime.advance(100 * 3_600_000);
    await world.send();
    expect(receiver.requests).to.have.length(10);
  });

  it('follow no redirection', async () => {
    receiver.replies.push({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    await fireAndSend();
    expect(receiver.requests.map(({ path }) => path)).to.deep.equal(['/hook']);
    const row = await only();
    expect([row.state, row.reason]).to.deep.equal(['waiting', 'redirected (302); redirections are not followed']);
  });

  it('wait as long as Retry-After asks, and all others to the channel with them', async () => {
    receiver.replies.push({ status: 429, headers: { 'retry-after': '120' } });
    await world.fire(alert);
    await world.feed();
    await world.send();
    const [first] = await world.notifications(channel.id);
    const second = await world.fire(alert);
    await world.feed();
    receiver.replies.push({ status: 503, headers: { 'retry-after': '9' } });
    await world.send();
    const rows = await world.notifications(channel.id);
    const nowMs = world.runtime.now().getTime();
    expect(Date.parse(rows.find(({ id }) => id === first!.id)!.due_at)).to.equal(nowMs + 120_000);
    // Queued after the throttling answer: its own.
    expect(Date.parse(rows.find(({ event_id }) => event_id === second)!.due_at)).to.equal(nowMs + 9_000);
    receiver.replies.push({ status: 502, headers: { 'retry-after': '600' } });
    await world.runtime.advance(10_000);
    await world.send();
    const dues = (await world.notifications(channel.id)).map(({ due_at }) => Date.parse(due_at));
    expect(dues).to.deep.equal([nowMs + 610_000, nowMs + 610_000]);
  });

  it('410 switches the channel off, and the owner hears of it by another one', async () => {
    const other = await world.channel(user, { kind: 'ntfy', target: { url: `${receiver.url}/topic` } });
    const third = await world.alert(user, { channels: [channel.id] });
    receiver.replies.push({ status: 410 });
    await world.fire(third);
    await world.fire(third);
    await world.feed();
    await world.send();
    const off = await channelOfUser(world.database, user, channel.id);
    expect([off.enabled, off.disabledReason]).to.deep.equal([false, 'the receiver is gone (410)']);
    expect((await world.notifications(channel.id)).map(({ state }) => state).sort()).to.deep.equal([
      'cancelled',
      'failed',
    ]);
    const [told] = await world.notifications(other.id);
    expect([told!.type, told!.state]).to.deep.equal(['channel.disabled', 'delivered']);
    expect(receiver.requests.at(-1)!.body).to.include('was switched off');
    // Nothing more goes there.
    await world.fire(third);
    await world.feed();
    expect(await world.notifications(channel.id)).to.have.length(2);
  });

  it('a channel that fails for days without one success is switched off', async () => {
    for (let n = 0; n < 20; n += 1) receiver.replies.push({ status: 500 });
    await fireAndSend();
    await world.runtime.advance(5 * 86_400_000);
    for (let n = 0; n < 10; n += 1) {
      await world.send();
      await world.runtime.advance(25 * 3_600_000);
    }
    const off = await channelOfUser(world.database, user, channel.id);
    expect([off.enabled, off.disabledReason]).to.satisfy(
      ([enabled, reason]: [boolean, string]) => !enabled && reason.startsWith('nothing arrived since'),
    );
  });

  it('are not sent again when everything is read again from the beginning', async () => {
    await fireAndSend();
    await world.database.query(`delete from subscriptions.checkpoints where subscriber = 'notifier'`);
    await world.feed();
    await world.send();
    expect(receiver.requests).to.have.length(1);
  });

  it('go to channels that existed when the alert fired', async () => {
    await fireAndSend();
    await world.runtime.advance(120_000);
    const late = await world.channel(user, { target: { url: `${receiver.url}/late` } });
    await world.database.query(`delete from subscriptions.checkpoints where subscriber = 'notifier'`);
    await world.database.query('delete from delivery.firings');
    await world.feed();
    expect(await world.notifications(late.id)).to.have.length(0);
  });

  it('of a user whose notifications are paused are cancelled', async () => {
    await world.database.query('update accounts.users set notifications_paused = true where id = $1', [user]);
    await fireAndSend();
    expect((await only()).state).to.equal('cancelled');
    expect(receiver.requests).to.have.length(0);
  });

  it('of an erased user leave nothing behind', async () => {
    await world.fire(alert);
    await world.feed();
    await world.database.query('delete from accounts.users where id = $1', [user]);
    await world.send();
    expect(receiver.requests).to.have.length(0);
    expect(await world.notifications()).to.have.length(0);
  });
});
