/**
 * Goal: whenever alerters and notifiers die, every eligible firing arrives, what comes twice is the same message, and no two
 * processes send one message at once. Method: two processes, each alerter and notifier, are killed with SIGKILL at random
 * moments while prices cross thresholds; then both live until nothing waits. The receiver is an https server that is slow
 * enough to be in the middle of messages. The broken twin moves its checkpoint before it queues: the same harness must find
 * the gap.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { createAlert } from '../../src/alerting/commands.js';
import { systemRuntime } from '../../src/base/runtime.js';
import type { Channel } from '../../src/delivery/channel.js';
import { insertChannel } from '../../src/delivery/channels.js';
import { listNotifications } from '../../src/delivery/notification-list.js';
import { queueTest } from '../../src/delivery/test-channel.js';
import { rotateSecret } from '../../src/delivery/webhook-secret.js';
import { priceObserved } from '../../src/domain/prices/price-events.js';
import { priceStream } from '../../src/domain/streams.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createPostgresLog } from '../../src/log/postgres/postgres-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { selfSigned } from '../support/certificates.js';
import { metadata, numbers, observation } from '../support/events.js';
import { endWithParent } from '../support/end-with-parent.js';
import { ownScript } from '../support/own-script.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';
import { waitFor } from '../support/wait-for.js';

const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const randomFrom = (state: number) => (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const cards = Array.from({ length: 20 }, (_, n) => `pokemon-${900 + n}`);
const rounds = 4;

describe(`alerters and notifiers that are killed (CRASH_SEED=${seed})`, function () {
  this.timeout(180_000);
  let target: TestDatabase;
  let database: Database;
  let log: EventLog;
  let folder: string;
  let server: Server;
  let url: string;
  let day = 0;
  /** Whether the receiver takes messages and does not answer; how many it took. */
  let isStuck = false;
  let stuck = 0;
  const runtime = systemRuntime();
  const received: { readonly path: string; readonly id: string; readonly body: string }[] = [];
  const atOnce: string[] = [];
  const children = new Set<ChildProcess>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-notifier-'));
    const { key, cert } = selfSigned();
    await writeFile(join(folder, 'ca.pem'), cert);
    const open = new Set<string>();
    server = createServer({ key, cert }, (request, response) => {
      const handle = async (): Promise<void> => {
        const of = `${request.url} ${String(request.headers['webhook-id'])}`;
        if (open.has(of)) atOnce.push(of);
        open.add(of);
        request.once('close', () => open.delete(of));
        response.once('close', () => open.delete(of));
        let body = '';
        for await (const chunk of request) body += String(chunk);
        if (isStuck) {
          stuck += 1;
          return;
        }
        await delay(15);
        received.push({ path: request.url ?? '', id: String(request.headers['webhook-id']), body });
        response.writeHead(204).end();
      };
      handle().catch(() => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(async () => {
    received.length = 0;
    atOnce.length = 0;
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test crash', connectionsMax: 4 });
    log = createPostgresLog({ database, runtime });
    await testProjector({ database, log }).prepare();
  });
  afterEach(async () => {
    for (const child of children) {
      child.kill('SIGKILL');
      await once(child, 'exit').catch(() => undefined);
    }
    children.clear();
    await log.close();
    await database.close();
    await target.drop();
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await rm(folder, { recursive: true, force: true });
  });

  const start = (kind: 'honest' | 'hasty'): ChildProcess => {
    const args = [...ownScript('support/notifier-child', import.meta.url), target.url, kind, join(folder, 'ca.pem')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const cancel = endWithParent(() => child.kill('SIGKILL'));
    children.add(child);
    child.once('exit', () => {
      cancel();
      children.delete(child);
    });
    return child;
  };

  /** Adds a user with two webhooks and an alert on each card. */
  const setUp = async (): Promise<Channel[]> => {
    const [userId, now] = [runtime.uuid(), runtime.now().toISOString()];
    await database.query(
      `insert into accounts.users (id, email, email_verified_at, password_hash, created_at, password_changed_at)
       values ($1, 'a@cards.example', $2, '', $2, $2)`,
      [userId, now],
    );
    const channels = ['/first', '/second'].map((path): Channel => ({
      ...{ id: runtime.uuid(), userId, kind: 'webhook', name: path, target: { url: `${url}${path}` } },
      ...{ secrets: rotateSecret([], runtime), quietHours: null, digest: null, enabled: true },
      ...{ disabledReason: null, failingSince: null, createdAt: now },
    }));
    for (const channel of channels) await insertChannel(database, channel);
    for (const card_id of cards) {
      const rule = { card_id, when: { type: 'threshold', comparison: '<=', amount: 1_000 } } as const;
      await createAlert({ log, runtime }, { actor: userId, owner: userId, channels: [], rule });
    }
    return channels;
  };
  /** Moves the prices of all cards below the threshold, or above. */
  const movePrices = async (cents: number): Promise<void> => {
    day += 1;
    const effective_at = new Date(Date.parse('2025-09-01T20:00:00Z') + day * 86_400_000)
      .toISOString()
      .replace('.000', '');
    const appends = cards.map((card_id) => ({
      stream: priceStream(card_id),
      expectedRevision: 'any' as const,
      events: [priceObserved(observation({ card_id, ...numbers(cents), effective_at }))],
    }));
    await log.append(appends, metadata);
  };
  const firings = async (): Promise<string[]> => {
    const page = await log.readAll({ after: '0' as never, filter: { types: ['AlertTriggered'] }, limit: 10_000 });
    return page.events.map(({ id }) => id);
  };
  /** Waits until all that fired is queued and nothing waits. */
  const settled = (expected: number): Promise<true> =>
    waitFor(
      'nothing waits',
      async () => {
        const [row] = await database.query<{ waiting: number; fed: number; fired: number }>(
          `select (select count(*)::int4 from delivery.notifications where state = 'waiting') as waiting,
                  (select count(*)::int4 from delivery.firings) as fed`,
        );
        const fired = await firings();
        return fired.length >= expected && row?.fed === fired.length && row.waiting === 0 ? true : null;
      },
      60_000,
    );
  const missing = (ids: readonly string[]): string[] =>
    ids.flatMap((id) =>
      ['/first', '/second'].filter((path) => !received.some((one) => one.path === path && one.id === id)),
    );

  /** Returns the messages that were received more often than tries of them are recorded, or have a try without an end. */
  const unrecorded = async (): Promise<string[]> => {
    const rows = await database.query<{ message: string; tries: number; open: number }>(
      `select c.name || ' ' || d.event_id as message, count(*)::int4 as tries,
              count(*) filter (where a.outcome = 'started')::int4 as open
         from delivery.notifications d join delivery.channels c on c.id = d.channel_id
         join delivery.attempts a on a.notification_id = d.id group by 1`,
    );
    const tries = new Map(rows.map((row) => [row.message, row.open === 0 ? row.tries : 0]));
    const count = new Map<string, number>();
    for (const { path, id } of received) count.set(`${path} ${id}`, (count.get(`${path} ${id}`) ?? 0) + 1);
    return [...count].flatMap(([message, times]) => ((tries.get(message) ?? 0) < times ? [message] : []));
  };

  it('deliver every firing, repeat only the same message, and never send one at once', async () => {
    const random = randomFrom(seed);
    await setUp();
    for (let round = 0; round < rounds; round += 1) {
      const pair = [start('honest'), start('honest')];
      await movePrices(2_000);
      await movePrices(900 - round);
      await Promise.all(
        pair.map(async (child) => {
          await delay(700 + 1_800 * random());
          child.kill('SIGKILL');
          await once(child, 'exit').catch(() => undefined);
        }),
      );
    }
    start('honest');
    start('honest');
    await settled(rounds * cards.length);
    const ids = await firings();
    expect(ids).to.have.length(rounds * cards.length);
    expect(missing(ids)).to.deep.equal([]);
    expect(received.filter(({ id }) => !ids.includes(id))).to.deep.equal([]);
    const bodies = new Map<string, string>();
    for (const { path, id, body } of received) {
      const before = bodies.get(`${path} ${id}`);
      if (before !== undefined) expect(body).to.equal(before);
      bodies.set(`${path} ${id}`, body);
    }
    expect(atOnce).to.deep.equal([]);
    expect(await unrecorded()).to.deep.equal([]);
    // Started once more, they send nothing again.
    const sent = received.length;
    for (const child of [...children]) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await database.query(`delete from subscriptions.checkpoints where subscriber = 'notifier'`);
    start('honest');
    await waitFor(
      'the feeder reads everything again',
      async () => {
        const [row] = await database.query<{ position: string }>(
          `select position from subscriptions.checkpoints where subscriber = 'notifier'`,
        );
        return row !== undefined && row.position >= (await log.head()) ? true : null;
      },
      30_000,
    );
    await delay(1_000);
    expect(received.length).to.equal(sent);
  });

  it('leave the try in which they died at the notification', async () => {
    const [first] = await setUp();
    const shown = async (): Promise<string[]> => {
      const filter = { channelId: first!.id, alertId: null, state: null, limit: 1, offset: 0 };
      const { notifications } = await listNotifications(database, first!.userId ?? '', filter);
      return notifications.flatMap(({ state, attempts }) => [state, ...attempts.map(({ outcome }) => outcome)]);
    };
    const wanted = (outcomes: readonly string[]): Promise<true> =>
      waitFor(
        outcomes.join(', '),
        async () => (JSON.stringify(await shown()) === JSON.stringify(outcomes) ? true : null),
        30_000,
      );
    isStuck = true;
    const child = start('honest');
    await queueTest({ database, runtime }, first!);
    await wanted(['waiting', 'started']);
    await waitFor('the message is at its receiver', () => (stuck > 0 ? true : null), 10_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await wanted(['waiting', 'interrupted']);
    isStuck = false;
    start('honest');
    await wanted(['delivered', 'interrupted', 'delivered']);
  });

  it('lose firings in the broken twin, and this harness finds it', async () => {
    await setUp();
    const child = start('hasty');
    const dead = once(child, 'exit');
    for (let n = 0; n < 4 && child.exitCode === null && child.signalCode === null; n += 1) {
      await movePrices(2_000);
      await movePrices(900 - n);
      await Promise.race([dead, delay(1_500)]);
    }
    await dead;
    const ids = await firings();
    start('honest');
    await waitFor(
      'the next one has read on',
      async () => {
        const [row] = await database.query<{ position: string; waiting: number }>(
          `select position, (select count(*)::int4 from delivery.notifications where state = 'waiting') as waiting
           from subscriptions.checkpoints where subscriber = 'notifier'`,
        );
        return row !== undefined && row.position >= (await log.head()) && row.waiting === 0 ? true : null;
      },
      30_000,
    );
    expect(missing(ids).length).to.be.above(0);
  });
});
