/**
 * Goal: operators send again what was given up, and nothing else. Method: firings that a receiver refuses until they are given
 * up; then each filter chooses among them, and what it chose arrives with the id that it had.
 */
import { expect } from 'chai';
import type { Channel } from '../../src/delivery/channel.js';
import { type GivenUpFilter, listGivenUp, replayGivenUp } from '../../src/delivery/given-up.js';
import { useDatabase } from '../support/postgres.js';
import { startWebReceiver, type WebReceiver } from './support/receivers.js';
import { openWorld, type World } from './support/world.js';

describe('notifications that were given up', () => {
  const used = useDatabase();
  let world: World;
  let receiver: WebReceiver;
  let channel: Channel;
  let off: Channel;
  let alert: string;
  let first: string;
  let second: string;
  let between: string;

  before(async () => {
    receiver = await startWebReceiver();
    used.defer(() => receiver.close());
    world = await openWorld(used, { ca: receiver.ca });
    const user = await world.user();
    channel = await world.channel(user, { target: { url: `${receiver.url}/on` } });
    off = await world.channel(user, { target: { url: `${receiver.url}/off` } });
    alert = await world.alert(user);
  });
  /** Fires, and has both channels give up. */
  const giveUp = async (): Promise<string> => {
    const event = await world.fire(alert);
    await world.feed();
    receiver.replies.push({ status: 500 }, { status: 500 });
    await world.database.query(`update delivery.notifications set failures = 9 where state = 'waiting'`);
    await world.send();
    return event;
  };
  beforeEach(async () => {
    await world.database.query('delete from delivery.notifications');
    await world.database.query('update delivery.channels set enabled = true');
    first = await giveUp();
    await world.runtime.advance(60_000);
    between = world.runtime.now().toISOString();
    await world.runtime.advance(60_000);
    second = await giveUp();
    await world.database.query('update delivery.channels set enabled = false where id = $1', [off.id]);
    receiver.requests.length = 0;
  });
  const list = async (filter: GivenUpFilter = {}) =>
    (await listGivenUp(world.database, { ...filter, limit: 10, offset: 0 })).rows;
  const arrivedAfter = async (filter: GivenUpFilter): Promise<(string | string[] | undefined)[]> => {
    await replayGivenUp(world.deps, filter);
    await world.send();
    return receiver.requests.map(({ path, headers }) => `${path} ${String(headers['webhook-id'])}`).sort();
  };

  it('are listed by each filter, newest first, with the reason and without an address', async () => {
    const all = await list();
    expect(all.map(({ event_id }) => event_id)).to.deep.equal([second, second, first, first]);
    expect(all.map(({ channel_enabled }) => channel_enabled).sort()).to.deep.equal([false, false, true, true]);
    expect(all[0]).to.deep.include({ alert_id: alert, channel_kind: 'webhook', tries: 1, on_topic: false });
    expect(all[0]!.reason).to.include('answered 500');
    expect(JSON.stringify(all)).not.to.include('127.0.0.1');
    const eventsOf = async (filter: GivenUpFilter) => (await list(filter)).map(({ event_id }) => event_id);
    expect(await eventsOf({ eventId: first })).to.deep.equal([first, first]);
    expect(await eventsOf({ channelId: channel.id })).to.deep.equal([second, first]);
    expect(await eventsOf({ to: between })).to.deep.equal([first, first]);
    expect(await eventsOf({ from: between, channelId: off.id })).to.deep.equal([second]);
    expect(await eventsOf({ alertId: 'another' })).to.deep.equal([]);
    expect(await eventsOf({ notificationIds: [all[3]!.notification_id] })).to.deep.equal([first]);
    const page = await listGivenUp(world.database, { limit: 1, offset: 1 });
    expect([page.total, page.rows.length]).to.deep.equal([4, 1]);
  });

  it('arrive again with the id that they had, at channels that are on', async () => {
    expect(await arrivedAfter({ to: between })).to.deep.equal([`/on ${first}`]);
    expect(await list({ channelId: channel.id })).to.have.length(1);
    expect(await list({ channelId: off.id })).to.have.length(2);
  });

  it('are counted: queued, left because their channel is off, not given up', async () => {
    const ids = (await list()).map(({ notification_id }) => notification_id);
    const named = { notificationIds: [...ids, world.runtime.uuid()] };
    expect(await replayGivenUp(world.deps, named)).to.deep.equal({ queued: 2, channel_off: 2, not_given_up: 1 });
    // They wait now: a second replay sends none twice.
    expect(await replayGivenUp(world.deps, named)).to.deep.equal({ queued: 0, channel_off: 2, not_given_up: 3 });
  });

  it('begin the schedule of retries again', async () => {
    await replayGivenUp(world.deps, { eventId: first });
    receiver.replies.push({ status: 500 });
    await world.send();
    const [row] = await world.notifications(channel.id);
    expect([row!.state, row!.tries, row!.reason]).to.deep.equal(['waiting', 2, 'answered 500']);
  });
});
