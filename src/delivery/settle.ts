/** Writes how a try ended: the attempt, what becomes of the notification, and what follows for its channel. */
import type { Runtime } from '../base/runtime.js';
import { binaryArray } from '../postgres/binary-format.js';
import type { Client, Database } from '../postgres/database.js';
import { type Attempt, type Begun, endAttempt } from './attempts.js';
import type { Channel } from './channel.js';
import { channelsOfUser, readerOf, switchOff } from './channels.js';
import { deliveryLimits } from './limits.js';
import type { DisabledContent } from './notification.js';
import { after } from './outcome.js';
import { type Claimed, enqueue } from './queue.js';
import { retryDelayMs } from './retry-schedule.js';
import { sendTime } from './send-times.js';

export interface SettleDeps {
  readonly database: Database;
  readonly runtime: Runtime;
  /** What the notifications were claimed by. */
  readonly claimant: string;
}

/** What a notification becomes. */
type Next =
  | { readonly state: 'delivered' | 'failed' | 'cancelled'; readonly reason: string | null }
  | { readonly state: 'waiting'; readonly reason: string; readonly dueAt: string };

const nextOf = ({ outcome }: Attempt, failures: number, runtime: Runtime): Next => {
  if (outcome.outcome === 'delivered') return { state: 'delivered', reason: null };
  if (outcome.outcome === 'failed') return { state: 'failed', reason: outcome.reason };
  const delayMs = retryDelayMs(failures + 1, runtime.random(), outcome.retryAfterMs);
  if (delayMs === null) return { state: 'failed', reason: `${outcome.reason}; the last of all tries` };
  return { state: 'waiting', reason: outcome.reason, dueAt: after(runtime.now(), delayMs) };
};

/** Nothing is written for a notification that another sender has claimed meanwhile. */
const settleSql = `
  update delivery.notifications d
     set state = $3, reason = $4, due_at = coalesce($5, due_at),
         failures = case when $3 = 'delivered' then failures else failures + 1 end, claimed_by = null,
         finished_at = case when $3 = 'waiting' then null else $6::timestamptz end
   where d.id = $1 and d.claimed_by = $2 and d.state = 'waiting'`;

const write = async (
  client: Client,
  { claimant, runtime }: SettleDeps,
  { id }: Claimed,
  next: Next,
): Promise<boolean> => {
  const written = await client.query(settleSql, [
    ...[id, claimant, next.state, next.reason?.slice(0, deliveryLimits.reasonCharsMax) ?? null],
    ...['dueAt' in next ? next.dueAt : null, runtime.now().toISOString()],
  ]);
  return written.rowCount === 1;
};

/** Queues a message to the owner's other channels: this one cannot tell of itself. */
const tellOwner = async (client: Client, channel: Channel, reason: string, runtime: Runtime): Promise<void> => {
  const now = runtime.now();
  const { id, kind, name, userId } = channel;
  // The operator has one channel: the log of the process tells.
  if (userId === null) return;
  const content: DisabledContent = { type: 'channel.disabled', channel: { id, kind, name }, reason };
  const others = (await channelsOfUser(readerOf(client), userId)).filter((other) => other.enabled && other.id !== id);
  const eventId = runtime.uuid();
  await enqueue(
    client,
    others.map((other) => ({
      id: runtime.uuid(),
      userId,
      channelId: other.id,
      type: content.type,
      eventId,
      alertId: null,
      content,
      // Not held back for a digest: it is about alerts that are missed now.
      dueAt: sendTime({ digest: null, quietHours: other.quietHours }, now).toISOString(),
      digest: false,
      createdAt: now.toISOString(),
      cancelled: null,
    })),
  );
};

/** Returns why a channel is to be switched off; `null` if it is not. */
const switchOffReason = (channel: Channel, { outcome }: Attempt, isOver: boolean, now: Date): string | null => {
  if (outcome.outcome === 'delivered') return null;
  if (outcome.outcome === 'failed' && outcome.disable) return outcome.reason;
  const { failingSince } = channel;
  const isLong = failingSince !== null && now.getTime() - Date.parse(failingSince) >= deliveryLimits.failingMsMax;
  return isOver && isLong ? `nothing arrived since ${failingSince}: ${outcome.reason}` : null;
};

/** Notes whether the channel works; delays everything else that waits for it if it is overloaded. */
const noteHealth = async (
  client: Client,
  channel: Channel,
  { outcome }: Attempt,
  next: Next,
  now: Date,
): Promise<void> => {
  if (outcome.outcome === 'delivered') {
    if (channel.failingSince === null) return;
    await client.query('update delivery.channels set failing_since = null where id = $1', [channel.id]);
    return;
  }
  await client.query('update delivery.channels set failing_since = coalesce(failing_since, $2) where id = $1', [
    channel.id,
    now.toISOString(),
  ]);
  if (outcome.outcome !== 'retry' || !outcome.throttled || next.state !== 'waiting') return;
  await client.query(
    `update delivery.notifications set due_at = $2
      where channel_id = $1 and state = 'waiting' and claimed_by is null and due_at < $2`,
    [channel.id, next.dueAt],
  );
};

/**
 * Writes the outcome of one try, of one notification or of a digest of several, in one transaction. What another sender has
 * claimed meanwhile, because this one's lease ran out, is left to it: then only the attempt is written. Returns the notifications that were given up.
 */
export const settle = (
  deps: SettleDeps,
  channel: Channel,
  begun: readonly Begun[],
  attempt: Attempt,
): Promise<readonly Claimed[]> =>
  deps.database.transaction(async (client) => {
    const { runtime } = deps;
    const now = runtime.now();
    const givenUp: Claimed[] = [];
    // Before its notifications, or two transactions that switch the channel off would wait for each other.
    if (attempt.outcome.outcome !== 'delivered' || channel.failingSince !== null) {
      await client.query('select from delivery.channels where id = $1 for no key update', [channel.id]);
    }
    // One for all: a digest that is tried again is the same digest.
    const next = nextOf(attempt, Math.max(...begun.map(({ notification }) => notification.failures)), runtime);
    let isWritten = false;
    // In the order of their ids, so that two transactions never wait for each other.
    for (const one of [...begun].sort((a, b) => (a.notification.id < b.notification.id ? -1 : 1))) {
      const { notification } = one;
      // Before the attempt, as a sender that begins one takes their rows.
      const isOurs = await write(client, deps, notification, next);
      await endAttempt(client, one, attempt);
      if (!isOurs) continue;
      isWritten = true;
      if (next.state === 'failed') givenUp.push(notification);
    }
    if (!isWritten) return [];
    await noteHealth(client, channel, attempt, next, now);
    const reason = switchOffReason(channel, attempt, next.state === 'failed', now);
    if (reason !== null && (await switchOff(client, channel.id, reason, now.toISOString()))) {
      await tellOwner(client, channel, reason, runtime);
    }
    return givenUp;
  });

/** Cancels claimed notifications: their channel or all channels of their user were switched off meanwhile. */
export const cancel = async (
  { database, claimant, runtime }: SettleDeps,
  claimed: readonly Claimed[],
  reason: string,
): Promise<void> => {
  await database.query(
    `update delivery.notifications set state = 'cancelled', reason = $3, finished_at = $4, claimed_by = null
      where id = any($1::uuid[]) and claimed_by = $2 and state = 'waiting'`,
    [
      binaryArray(
        'uuid',
        claimed.map(({ id }) => id),
      ),
      claimant,
      reason,
      runtime.now().toISOString(),
    ],
  );
};
