/**
 * The one machine for everything that follows the log: lease, fence, checkpoint, pages read ahead, processing, poison.
 * Whoever holds the lease raises the fence, starts again if the checkpoint is of another version or another engine's log,
 * and then processes page after page; each commit moves the checkpoint by compare-and-set on position and token.
 *
 * There are two ways to process a batch (process-page.ts):
 * - rows in this database: `batch.commit(write)`. Each event has its effect once.
 * - an effect elsewhere: `batch.effect(send)`, then `batch.commit()`. Each event has its effect at least once, in order.
 */
import type { LogPosition } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import { type EventFilter, type EventLog, pages } from '../log/event-log.js';
import { prefetchPages } from '../log/prefetch-pages.js';
import type { Database } from '../postgres/database.js';
import { createCheckpoint, markLive, markStopped, raiseFence, readCheckpoint } from './checkpoints.js';
import type { Lease } from './leases.js';
import { type PageProcessor, type Process, processPage } from './process-page.js';
import { runUnderLease } from './run-under-lease.js';

export interface SubscriberDeps {
  readonly database: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** This process in leases; unique. */
  readonly holder: string;
}

/** The lease, as its holder works under it. */
export interface Holding extends Pick<Lease, 'token' | 'throwIfLost'> {
  /** Aborts when the lease is lost or the process is to end. */
  readonly stop: AbortSignal;
}

/**
 * Why a subscriber begins at the start of the log again: its checkpoint is a position of another engine's log, or of
 * another version of the code; or a dead letter is retried.
 */
export type RestartReason = 'other_log' | 'other_version' | 'retry';

export interface Subscriber {
  /** Name of its checkpoint, its lease and its dead letters: letters, digits and underscores. */
  readonly name: string;
  /** Raised when the meaning of its rows or effects changes: the next start calls `restart`. */
  readonly version: number;
  readonly eventTypes: readonly string[];
  readonly pageEvents: number;
  /**
   * How a dead letter is retried, after later events were processed:
   * - `stream`: the event and those after it in its stream are processed again. For effects that may be repeated and
   *   whose order matters within a stream only.
   * - `restart`: everything is, with the event in its place. For rows that depend on the order of all events.
   */
  readonly retry: 'stream' | 'restart';
  /** Its checkpoint is created together with tables. Without it a start fails; default: the start creates it. */
  readonly hasTables?: boolean;
  /** Others may take its checkpoint back (rewindCheckpoint): it is looked at now and then, also while no events come. */
  readonly canBeRewound?: boolean;
  /** Takes the checkpoint to the start of the log, and what it stands for with it, or rebuilds that up to the head. */
  restart(holding: Holding, reason: RestartReason): Promise<void>;
  /** Starts processing, from the checkpoint on. */
  start(holding: Holding): Process | Promise<Process>;
}

export const filterOf = ({ eventTypes }: Pick<Subscriber, 'eventTypes'>): EventFilter => ({ types: eventTypes });

/**
 * Whether a checkpoint is of the subscriber's version and of the log in use. Positions have the form of their log: those
 * of another engine's, which was copied to this one, are recognised by theirs.
 */
export const isCurrent = (
  { log }: Pick<SubscriberDeps, 'log'>,
  subscriber: Subscriber,
  checkpoint: { readonly version: number; readonly position: string },
): boolean => checkpoint.version === subscriber.version && log.isPosition(checkpoint.position);

export interface Started {
  readonly processor: PageProcessor;
  /** Where to go on. */
  readonly from: LogPosition;
}

/**
 * The holder's first steps: shuts out former holders, starts the subscriber again where its checkpoint is not current.
 * Throws PROJECTION_STOPPED if a subscriber with tables has none.
 */
export const startSubscriber = async (
  deps: SubscriberDeps,
  subscriber: Subscriber,
  holding: Holding,
): Promise<Started> => {
  const { database, log, logger } = deps;
  const { name, version } = subscriber;
  if (subscriber.hasTables !== true) await createCheckpoint(database, { subscriber: name, version });
  await raiseFence(database, name, holding.token);
  const before = await readCheckpoint(database, name);
  if (before === undefined) throw ledgerError('PROJECTION_STOPPED', `${name} has no tables`);
  if (isCurrent(deps, subscriber, before)) await markLive(database, name);
  else {
    const reason = log.isPosition(before.position) ? 'other_version' : 'other_log';
    const { position } = before;
    logger.info('starting again', { subscriber: name, reason, from: before.version, to: version, position });
    await subscriber.restart(holding, reason);
  }
  const checkpoint = await readCheckpoint(database, name);
  if (checkpoint === undefined) throw ledgerError('PROJECTION_STOPPED', `${name} has no checkpoint`);
  const processor: PageProcessor = {
    database,
    subscriber: name,
    fence: holding.token,
    process: await subscriber.start(holding),
    onPoison: 'park',
    onParked: ({ id, position }, reason) =>
      logger.error('event parked', { subscriber: name, event: id, position, reason }),
    throwIfLost: () => holding.throwIfLost(),
    stop: holding.stop,
  };
  return { processor, from: checkpoint.position };
};

/** Processes all that the log holds behind `started.from`, page by page, up to where it ends. */
export const processToHead = async (
  deps: SubscriberDeps,
  subscriber: Subscriber,
  { processor, from: start }: Started,
  stop: AbortSignal,
): Promise<void> => {
  let from = start;
  const { pageEvents } = subscriber;
  for await (const page of pages(deps.log, { after: from, filter: filterOf(subscriber), pageEvents })) {
    stop.throwIfAborted();
    await processPage(processor, page, from);
    from = page.position;
  }
};

/**
 * Looks now and then whether the checkpoint is at `expected()`, until `stop` aborts; throws LEASE_LOST if it is not. While
 * events come, the compare-and-set finds out; this is for when none do. `expected` returns `null` while it is moved.
 */
const watchCheckpoint = async (
  { database, runtime }: SubscriberDeps,
  name: string,
  expected: () => LogPosition | null,
  stop: AbortSignal,
): Promise<void> => {
  while (!stop.aborted) {
    await runtime.sleep(limits.rewindCheckMs, stop).catch(() => undefined);
    const before = expected();
    if (stop.aborted || before === null) continue;
    const checkpoint = await readCheckpoint(database, name);
    if (expected() === before && checkpoint?.position !== before) {
      throw ledgerError('LEASE_LOST', `${name} was taken from ${before} to ${checkpoint?.position ?? 'nowhere'}`);
    }
  }
};

const follow = async (
  deps: SubscriberDeps,
  subscriber: Subscriber,
  holding: Holding,
  onProgress: () => void,
): Promise<void> => {
  const started = await startSubscriber(deps, subscriber, holding);
  let { from } = started;
  let isMoving = false;
  const left = new AbortController();
  const stop = AbortSignal.any([holding.stop, left.signal]);
  const { pageEvents } = subscriber;
  const wanted = { after: from, filter: filterOf(subscriber), pageEvents, signal: stop };
  const following = prefetchPages(deps.log, wanted, async (page) => {
    isMoving = true;
    await processPage(started.processor, page, from);
    from = page.position;
    isMoving = false;
    onProgress();
  });
  if (subscriber.canBeRewound !== true) return following;
  try {
    const watching = watchCheckpoint(deps, subscriber.name, () => (isMoving ? null : from), stop);
    // The watch ends when it is told to stop: a page under way is still waited for.
    await Promise.race([following, watching.then(() => following)]);
  } finally {
    left.abort();
  }
};

/**
 * Follows the log until `signal` aborts; waits for the lease while another instance holds it. After a failure it starts
 * over, with growing delays, forever; the checkpoint shows a failure that neither time nor another holder mends as
 * `stopped`. Never throws.
 */
const runSubscriber = (deps: SubscriberDeps, subscriber: Subscriber, signal: AbortSignal): Promise<void> => {
  const { database, runtime, logger, holder } = deps;
  const { name } = subscriber;
  const onError = ({ message }: Error): Promise<void> => markStopped(database, name, message);
  return runUnderLease({ database, runtime, logger, holder, name, signal, onError }, ({ lease, stop, onProgress }) =>
    follow(deps, subscriber, { token: lease.token, throwIfLost: () => lease.throwIfLost(), stop }, onProgress),
  );
};

/** Follows the log with every subscriber, each under its own lease, until `signal` aborts. Never throws. */
export const runSubscribers = async (
  deps: SubscriberDeps,
  subscribers: readonly Subscriber[],
  signal: AbortSignal,
): Promise<void> => {
  await Promise.all(subscribers.map((subscriber) => runSubscriber(deps, subscriber, signal)));
};
