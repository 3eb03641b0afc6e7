/**
 * The senders of a process: they claim what is due, send it, and write how it ended. Any number of processes do, each under
 * a lease of its own name, which frees its claims when it dies.
 */
import { withEither } from '../base/async/with-either.js';
import type { Logger } from '../base/logger.js';
import { createNotifications } from '../postgres/notifications.js';
import { runUnderLease, type Leadership } from '../subscriptions/run-under-lease.js';
import { beginAttempt } from './attempts.js';
import { channelsById } from './channels.js';
import { claimantOf } from './claims.js';
import { deliver, type DeliverDeps } from './deliver.js';
import { deliveryLimits } from './limits.js';
import { claim, type Claimed, release } from './queue.js';
import { isQuiet, nextTimeOfDay } from './send-times.js';
import { cancel, settle } from './settle.js';
import { wakeUpChannel } from './wake-up.js';

export interface SendersDeps extends DeliverDeps {
  readonly logger: Logger;
  /** Name of this process as a lease holder; unique. */
  readonly holder: string;
}

/** Claimed notifications that go out together: one, or a digest. */
type Group = readonly [Claimed, ...Claimed[]];

const pausedOf = async ({ database }: DeliverDeps, userId: string | null): Promise<boolean> => {
  if (userId === null) return false;
  const [row] = await database.query<{ paused: boolean }>(
    'select notifications_paused as paused from accounts.users where id = $1',
    [userId],
  );
  return row?.paused === true;
};

/** Sends a group, if it may still be sent. What was read when it was queued may have changed since. */
const send = async (deps: SendersDeps, { lease }: Leadership, group: Group): Promise<void> => {
  const { database, runtime, logger } = deps;
  const [first] = group;
  const settling = { database, runtime, claimant: claimantOf(lease) };
  const channel = (await channelsById(database, [first.channelId])).get(first.channelId);
  // Deleted, and its notifications with it.
  if (channel === undefined) return;
  if (!channel.enabled) return cancel(settling, group, 'the channel is off');
  if (await pausedOf(deps, channel.userId)) return cancel(settling, group, 'notifications were paused');
  const { quietHours } = channel;
  const now = runtime.now();
  if (quietHours !== null && first.content.type !== 'channel.test' && isQuiet(quietHours, now)) {
    const end = nextTimeOfDay(quietHours.to, quietHours.time_zone, now);
    return release(
      database,
      settling.claimant,
      group.map(({ id }) => id),
      end,
    );
  }
  // A process that was paused must not send what another has claimed since.
  lease.throwIfLost();
  const begun = await beginAttempt(settling, group, now);
  const [head, ...rest] = begun.map(({ notification: { eventId, createdAt, content } }) => ({
    ...{ id: eventId, createdAt, content },
  }));
  if (head === undefined) return;
  const startedMs = runtime.monotonicMs();
  const outcome = await deliver(deps, channel, [head, ...rest]);
  const givenUp = await settle(settling, channel, begun, { durationMs: runtime.monotonicMs() - startedMs, outcome });
  for (const { id } of givenUp) logger.warn('notification given up', { notification: id, channel: channel.kind });
};

/** Returns the groups of what was claimed; claims the rest of each digest. */
const groupsOf = async (
  { database, runtime }: SendersDeps,
  claimant: string,
  claimed: readonly Claimed[],
): Promise<Group[]> => {
  const groups: Group[] = [];
  for (const one of claimed) {
    if (!one.digest) groups.push([one]);
    else {
      const limit = deliveryLimits.digestMax;
      const rest = await claim(database, { claimant, now: runtime.now(), limit, digestOf: one.channelId });
      groups.push([one, ...rest]);
    }
  }
  return groups;
};

/** Sends all that is due now, one after another, and what becomes due meanwhile. For a process that ends. */
export const sendDue = async (deps: SendersDeps, leadership: Leadership): Promise<void> => {
  const claimant = claimantOf(leadership.lease);
  for (;;) {
    const limit = deliveryLimits.sendingToChannelMax;
    const claimed = await claim(deps.database, { claimant, now: deps.runtime.now(), limit });
    for (const group of await groupsOf(deps, claimant, claimed)) await send(deps, leadership, group);
    if (claimed.length === 0) return;
  }
};

/** Sends what is due until `stop` aborts. Throws what the database throws; what is under way is waited for. */
const sendLoop = async (deps: SendersDeps, leadership: Leadership, listen: (wake: () => void) => () => void) => {
  const { database, runtime } = deps;
  const { lease, stop, onProgress } = leadership;
  const claimant = claimantOf(lease);
  const byChannel = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let wake = new AbortController();
  const unlisten = listen(() => wake.abort());

  const start = (group: Group): void => {
    const { channelId } = group[0];
    byChannel.set(channelId, (byChannel.get(channelId) ?? 0) + 1);
    const sending = send(deps, leadership, group)
      .then(onProgress, (error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        const left = (byChannel.get(channelId) ?? 1) - 1;
        if (left === 0) byChannel.delete(channelId);
        else byChannel.set(channelId, left);
        underWay.delete(sending);
        wake.abort();
      });
    underWay.add(sending);
  };

  try {
    while (!stop.aborted && failure === undefined) {
      // Replaced before the look: what comes during it wakes the wait after it.
      wake = new AbortController();
      const free = deliveryLimits.sendingMax - underWay.size;
      const busy = [...byChannel].flatMap(([id, count]) => (count < deliveryLimits.sendingToChannelMax ? [] : [id]));
      const limit = Math.min(free, deliveryLimits.sendingToChannelMax);
      const claimed = limit === 0 ? [] : await claim(database, { claimant, now: runtime.now(), limit, busy });
      for (const group of await groupsOf(deps, claimant, claimed)) start(group);
      if (claimed.length > 0) continue;
      onProgress();
      const wait = (either: AbortSignal) => runtime.sleep(deliveryLimits.pollMs, either);
      await withEither([wake.signal, stop], wait).catch(() => undefined);
    }
  } finally {
    unlisten();
    await Promise.all(underWay);
  }
  if (failure !== undefined) throw failure.error;
};

/** Sends until `signal` aborts; starts over after any error. Never throws. */
export const runSenders = async (deps: SendersDeps, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger, holder } = deps;
  const name = `sender-${holder}`;
  const notifications = createNotifications(database.url, runtime, wakeUpChannel);
  try {
    await runUnderLease({ database, runtime, logger, holder, name, signal }, (leadership) =>
      sendLoop(deps, leadership, notifications.listen),
    );
  } finally {
    await notifications.close();
  }
};
