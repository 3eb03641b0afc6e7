/** A ledger with users, channels and firings, whose queue is fed and sent step by step. */
import type { EventData } from '../../../src/domain/events.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { newEvent } from '../../../src/domain/upcasting.js';
import { alertStream } from '../../../src/domain/streams.js';
import { silentLogger } from '../../../src/base/logger.js';
import type { Channel } from '../../../src/delivery/channel.js';
import { insertChannel } from '../../../src/delivery/channels.js';
import { feederSubscriber } from '../../../src/delivery/feeder.js';
import { createGuardedAgent } from '../../../src/delivery/guarded-agent.js';
import { createNetworkGuard, parseNetworks } from '../../../src/delivery/network-guard.js';
import { sendDue, type SendersDeps } from '../../../src/delivery/senders.js';
import { rotateSecret } from '../../../src/delivery/webhook-secret.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { createMemoryLog } from '../../../src/log/memory/memory-log.js';
import type { Mailer } from '../../../src/mail/mailer.js';
import type { Database } from '../../../src/postgres/database.js';
import { acquireLease } from '../../../src/subscriptions/leases.js';
import { catchUpTo } from '../../../src/subscriptions/catch-up.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { alertRule, goodData, metadata } from '../../support/events.js';
import { createFakeRuntime, type FakeRuntime } from '../../support/fake-runtime.js';
import type { UsedDatabase } from '../../support/postgres.js';
import { testProjector } from '../../support/projector.js';

const publicUrl = 'https://cards.example';

export interface Attempted {
  readonly number: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly reason: string | null;
}

export interface Queued {
  readonly id: string;
  readonly type: string;
  readonly event_id: string;
  readonly state: string;
  readonly due_at: string;
  readonly tries: number;
  readonly reason: string | null;
}

export interface World {
  readonly database: Database;
  readonly log: EventLog;
  /** Its clock begins now: verifying a signature looks at the real one. */
  readonly runtime: FakeRuntime;
  readonly deps: SendersDeps;
  /** Adds a user; returns the id. */
  user(options?: { verified?: boolean }): Promise<string>;
  channel(userId: string, channel: Partial<Channel>): Promise<Channel>;
  /** Creates an alert of a user. */
  alert(owner: string, options?: Partial<EventData<'AlertCreated'>>): Promise<string>;
  /** Appends a firing of the alert; returns the event's id. */
  fire(alertId: string, data?: Partial<EventData<'AlertTriggered'>>): Promise<string>;
  /** Queues what has fired. */
  feed(): Promise<void>;
  /** Sends what is due. */
  send(): Promise<void>;
  notifications(channelId?: string): Promise<Queued[]>;
  attempts(notificationId: string): Promise<Attempted[]>;
}

/** Opens the world in a `before` hook. `ca`: authority of the receivers' certificates. */
export const openWorld = async (
  used: UsedDatabase,
  { ca, mailer, allow = ['127.0.0.0/8'] }: { ca?: string; mailer?: Mailer; allow?: readonly string[] } = {},
): Promise<World> => {
  const database = used.open({ connectionsMax: 6 });
  const runtime = createFakeRuntime(new Date().toISOString());
  const log = createMemoryLog({ runtime });
  await testProjector({ database, log }).prepare();
  const parsed = parseNetworks(allow);
  const guard = createNetworkGuard('networks' in parsed ? parsed.networks : []);
  const dispatcher = createGuardedAgent({ guard, ...(ca === undefined ? {} : { ca }) });
  used.defer(() => dispatcher.destroy());
  const deps: SendersDeps = {
    ...{ database, queries: database, runtime, logger: silentLogger, holder: 'test' },
    ...{ mailer, dispatcher, publicUrl },
  };
  let made = 0;
  const next = (what: string): string => uuidFromName(`${what} ${(made += 1)}`);
  const append = async (stream: string, event: ReturnType<typeof newEvent>): Promise<void> => {
    await log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
  };
  return {
    database,
    log,
    runtime,
    deps,
    async user({ verified = true } = {}) {
      const id = next('user');
      const now = runtime.now().toISOString();
      await database.query(
        `insert into accounts.users (id, email, email_verified_at, password_hash, created_at, password_changed_at)
         values ($1, $2, $3, '', $4, $4)`,
        [id, `user-${made}@cards.example`, verified ? now : null, now],
      );
      return id;
    },
    async channel(userId, channel) {
      const kind = channel.kind ?? 'webhook';
      const whole: Channel = {
        ...{ id: next('channel'), userId, kind, name: `my ${kind}`, target: {}, quietHours: null, digest: null },
        ...{ enabled: true, disabledReason: null, failingSince: null },
        secrets: kind === 'webhook' ? rotateSecret([], systemRuntime()) : [],
        createdAt: runtime.now().toISOString(),
        ...channel,
      };
      await insertChannel(database, whole);
      return whole;
    },
    async alert(owner, options = {}) {
      const alert_id = next('alert');
      const data = { ...goodData.AlertCreated, rule: alertRule(), channels: [], owner, alert_id, ...options };
      await append(alertStream(alert_id), newEvent('AlertCreated', next('created'), data));
      return alert_id;
    },
    async fire(alert_id, data = {}) {
      const id = next('fired');
      const whole = { ...goodData.AlertTriggered, alert_id, ...data };
      await append(alertStream(alert_id), newEvent('AlertTriggered', id, whole));
      return id;
    },
    async feed() {
      const feeding = { ...deps, log, holder: `feeder ${(made += 1)}` };
      // Leases are real: their time is the server's.
      const subscriber = feederSubscriber(feeding);
      const live = { ...feeding, runtime: systemRuntime() };
      await catchUpTo(live, subscriber, await log.head(), new AbortController().signal);
    },
    async send() {
      const lease = await acquireLease({ database, runtime: systemRuntime(), name: next('sender'), holder: 'test' });
      if (lease === null) throw new Error('no lease');
      try {
        await sendDue(deps, { lease, stop: lease.signal, onProgress: () => undefined });
      } finally {
        await lease.release();
      }
    },
    notifications: (channelId) =>
      database.query<any>(
        `select id, type, event_id, state, due_at, tries, reason from delivery.notifications
          where $1::uuid is null or channel_id = $1 order by created_at, id`,
        [channelId ?? null],
      ),
    attempts: (id) =>
      database.query<any>(
        'select number, outcome, status, reason from delivery.attempts where notification_id = $1 order by number',
        [id],
      ),
  };
};
