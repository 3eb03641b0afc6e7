/**
 * Goal: a notification is sent by one sender at a time, through deaths and pauses; the Kafka feeder and the feeder of the log
 * queue a firing once; the dead-letter topic hears of what was given up.
 */
import { expect } from 'chai';
import { systemRuntime } from '../../src/base/runtime.js';
import type { Channel } from '../../src/delivery/channel.js';
import { publishDeadLetters } from '../../src/delivery/dead-letters.js';
import { cleanUp } from '../../src/delivery/clean-up.js';
import { beginAttempt } from '../../src/delivery/attempts.js';
import { claimantOf } from '../../src/delivery/claims.js';
import { claim } from '../../src/delivery/queue.js';
import { queueFigures } from '../../src/delivery/queue-figures.js';
import { runSenders, sendDue } from '../../src/delivery/senders.js';
import { settle } from '../../src/delivery/settle.js';
import { verifyDeliveries } from '../../src/delivery/verify-deliveries.js';
import type { OutgoingMessage } from '../../src/publishing/event-sink.js';
import { createInProcessSink } from '../../src/publishing/in-process/in-process-sink.js';
import { topics } from '../../src/publishing/topic-definitions.js';
import { acquireLease, type Lease } from '../../src/subscriptions/leases.js';
import { assertDocumented } from '../support/messages.js';
import { useDatabase } from '../support/postgres.js';
import { until } from '../support/wait-for.js';
import { startWebReceiver, type WebReceiver } from './support/receivers.js';
import { openWorld, type World } from './support/world.js';

describe('the queue of notifications', () => {
  const used = useDatabase();
  let receiver: WebReceiver;
  let world: World;
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
    user = await world.user();
    channel = await world.channel(user, { target: { url: `${receiver.url}/hook` } });
    alert = await world.alert(user);
  });
  afterEach(() => world.database.query('delete from accounts.users'));

  const fireAndFeed = async (times = 1): Promise<void> => {
    for (let n = 0; n < times; n += 1) await world.fire(alert);
    await world.feed();
  };
  const leaseOf = async (name: string): Promise<Lease> => {
    const lease = await acquireLease({ database: world.database, runtime: systemRuntime(), name, holder: name });
    if (lease === null) throw new Error('no lease');
    return lease;
  };
  const claimAs = (lease: Lease, limit = 100) =>
    claim(world.database, { claimant: claimantOf(lease), now: world.runtime.now(), limit });

  it('gives a notification to one claimant, and to another only when the first has lost its lease', async () => {
    await fireAndFeed(5);
    const [first, second] = [await leaseOf('sender-a'), await leaseOf('sender-b')];
    const [mine, theirs] = await Promise.all([claimAs(first, 3), claimAs(second, 3)]);
    const ids = [...mine, ...theirs].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(5);
    expect(await claimAs(second)).to.have.length(0);
    // As after kill -9: nobody renews the lease.
    await first.release();
    expect((await claimAs(second)).map(({ id }) => id).sort()).to.deep.equal(mine.map(({ id }) => id).sort());
    await second.release();
  });

  it('does not give what the same process claimed under an earlier lease to that lease', async () => {
    await fireAndFeed();
    const before = await leaseOf('sender-c');
    expect(await claimAs(before)).to.have.length(1);
    await before.release();
    const after = await leaseOf('sender-c');
    expect(after.token).to.be.above(before.token);
    expect(await claimAs(after)).to.have.length(1);
    await after.release();
  });

  it('writes only how its try ended for a notification that another has claimed meanwhile', async () => {
    await fireAndFeed();
    const [slow, quick] = [await leaseOf('sender-d'), await leaseOf('sender-e')];
    const mine = await claimAs(slow);
    const { database, runtime } = world;
    const settling = { database, runtime, claimant: claimantOf(slow) };
    const begun = await beginAttempt(settling, mine, runtime.now());
    await slow.release();
    const theirs = await claimAs(quick);
    expect(theirs).to.have.length(1);
    await beginAttempt({ database, claimant: claimantOf(quick) }, theirs, runtime.now());
    expect(await beginAttempt(settling, mine, runtime.now())).to.deep.equal([]);
    const outcomes = async (): Promise<string[]> => {
      const [row] = await world.notifications(channel.id);
      expect([row!.state, row!.tries]).to.deep.equal(['waiting', 2]);
      return (await world.attempts(row!.id)).map(({ outcome }) => outcome);
    };
    expect(await outcomes()).to.deep.equal(['interrupted', 'started']);
    await settle(settling, channel, begun, { durationMs: 1, outcome: { outcome: 'delivered', status: 200 } });
    expect(await outcomes()).to.deep.equal(['delivered', 'started']);
    await quick.release();
  });

  it('a process that was paused beyond its lease sends nothing', async () => {
    await fireAndFeed();
    const lease = await leaseOf('sender-f');
    const lost: Lease = {
      ...lease,
      throwIfLost: () => {
        throw new Error('lease lost');
      },
    };
    const sending = sendDue(world.deps, { lease: lost, stop: lost.signal, onProgress: () => undefined });
    expect(String(await sending.catch((error: unknown) => error))).to.include('lease lost');
    expect(receiver.requests).to.have.length(0);
    await lease.release();
  });

  it('runs in any number of processes at once, woken by new notifications, and each sends once', async () => {
    const controller = new AbortController();
    const live = { ...world.deps, runtime: systemRuntime() };
    const running = ['one', 'two', 'three'].map((holder) => runSenders({ ...live, holder }, controller.signal));
    for (let n = 0; n < 4; n += 1) await fireAndFeed(10);
    await until('all are delivered', async () =>
      (await world.notifications(channel.id)).every(({ state }) => state === 'delivered'),
    );
    controller.abort();
    await Promise.all(running);
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids).to.have.length(40);
    expect(new Set(ids).size).to.equal(40);
  });

  it('gives a digest to one process whole, whichever comes first', async () => {
    const now = world.runtime.now();
    const at = new Date(now.getTime() + 60_000).toISOString().slice(11, 16);
    await world.channel(user, { kind: 'ntfy', target: { url: `${receiver.url}/t` }, digest: { at, time_zone: 'UTC' } });
    await world.database.query(`delete from delivery.channels where kind = 'webhook'`);
    await fireAndFeed(7);
    await world.runtime.advance(120_000);
    await Promise.all([world.send(), world.send(), world.send()]);
    expect(receiver.requests.map(({ body }) => JSON.parse(body).title)).to.deep.equal(['7 notifications']);
  });

  it('tells the dead-letter topic of what was given up, once, in a documented message without persons', async () => {
    await fireAndFeed();
    await world.database.query(
      `update delivery.notifications set state = 'failed', tries = 1, reason = 'answered 500', finished_at = $1`,
      [world.runtime.now().toISOString()],
    );
    const sink = createInProcessSink();
    const letters: OutgoingMessage[] = [];
    sink.subscribe(topics.notificationsDlq, (message) => void letters.push(message));
    const deps = { database: world.database, log: world.log, sink, runtime: world.runtime };
    const holding = { throwIfLost: () => undefined, stop: new AbortController().signal };
    expect(await publishDeadLetters(deps, holding)).to.equal(1);
    expect(await publishDeadLetters(deps, holding)).to.equal(0);
    expect(letters.map(({ key }) => key)).to.deep.equal([alert]);
    assertDocumented(letters[0]!);
    expect(letters[0]!.value).not.to.include(user).and.not.include('127.0.0.1');
    await sink.close();
  });

  it('verify finds a firing that was not queued, and what is long overdue while senders run', async () => {
    await fireAndFeed();
    const check = () => verifyDeliveries({ ...world, throughKafka: false, signal: new AbortController().signal });
    expect(await check()).to.deep.include({ unqueued: [], overdue: 0 });
    const lease = await leaseOf('sender-g');
    await world.runtime.advance(6 * 60_000);
    expect((await check())?.overdue).to.equal(1);
    expect((await queueFigures(world.database, world.runtime.now())).overdueS).to.be.within(359, 361);
    await lease.release();
    const [row] = await world.notifications(channel.id);
    await world.database.query('delete from delivery.firings where event_id = $1', [row!.event_id]);
    expect((await check())?.unqueued).to.deep.equal([row!.event_id]);
  });

  it('keeps attempts and what is over for as long as configured', async () => {
    const clean = (days: number) => cleanUp({ ...world, keptMs: days * 86_400_000 });
    await fireAndFeed();
    await world.send();
    await clean(90);
    expect(await world.notifications(channel.id)).to.have.length(1);
    await world.runtime.advance(91 * 86_400_000);
    await world.database.query('update delivery.notifications set finished_at = $1', [
      new Date(world.runtime.now().getTime() - 91 * 86_400_000).toISOString(),
    ]);
    await clean(92);
    expect(await world.notifications(channel.id)).to.have.length(1);
    await clean(90);
    expect(await world.notifications(channel.id)).to.have.length(0);
    // What was sent stays known: reading everything again sends nothing.
    await world.database.query(`delete from subscriptions.checkpoints where subscriber = 'notifier'`);
    await world.feed();
    expect(await world.notifications(channel.id)).to.have.length(0);
  });
});
