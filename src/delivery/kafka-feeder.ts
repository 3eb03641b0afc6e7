/**
 * The feeder where Kafka is configured: a member of the consumer group of tcg.alerts.v1. The offset is committed after the
 * firings are in the queue. A firing that comes again is recognised there by its event id.
 *
 * Under a lease too, though a group shares out partitions by itself: firings of one page are looked up together, and two
 * members would each look up half as many at a time. It is the lease of the feeder that follows the log, and so is the
 * checkpoint: up to its position every firing is queued or parked. What is read at an offset does not say so, since partitions
 * are read each at its own pace. So the checkpoint goes to where the publisher's was, once the group has read all that the
 * topic held after that.
 */
import { z } from 'zod';
import type { Logger } from '../base/logger.js';
import { eventDefinitions, instantSchema } from '../domain/events.js';
import { alertStream } from '../domain/streams.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { EventConsumer, IncomingMessage } from '../publishing/event-consumer.js';
import { alertMessageType } from '../publishing/messages.js';
import { subscriberOf } from '../publishing/publisher.js';
import { alertsTopic } from '../publishing/topics/alerts.js';
import {
  createCheckpoint,
  markLive,
  markStopped,
  moveCheckpoint,
  raiseFence,
  readCheckpoint,
  restartCheckpoint,
} from '../subscriptions/checkpoints.js';
import { deleteDeadLetters, park, type ParkedEvent } from '../subscriptions/dead-letters.js';
import { canSucceedLater } from '../subscriptions/process-page.js';
import { runUnderLease, type Leadership } from '../subscriptions/run-under-lease.js';
import type { Runtime } from '../base/runtime.js';
import { createFiringTermsReader } from './firing-terms.js';
import { feederName, feederVersion, firingEventType } from './feeder.js';
import { deliveryLimits } from './limits.js';
import { type Firing, knownFirings, prepareFirings, type QueueFiringsDeps } from './queue-firings.js';

/** The consumer group of the notifier. */
export const notifierGroup = 'tcg-notifier';

export interface KafkaFeederDeps {
  readonly consumer: EventConsumer;
  readonly database: Database;
  readonly queries: Database;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly holder: string;
}

const messageSchema = z.object({
  id: z.uuid(),
  position: z.string().min(1),
  recordedAt: instantSchema,
  data: eventDefinitions.AlertTriggered.schema,
});

/** A message of a firing: the firing, or why it cannot be read. */
interface ReadMessage {
  readonly event: ParkedEvent;
  readonly firing: Firing | { readonly unreadable: string };
}

const isFiring = (firing: ReadMessage['firing']): firing is Firing => !('unreadable' in firing);

/** Reads a message; `undefined` for one of another type or log, and for one that does not say which event it is. */
const readMessage = ({ key, headers, value }: IncomingMessage, ledger: string, deps: KafkaFeederDeps) => {
  if (headers['ce_type'] !== alertMessageType || headers['ce_ledgerid'] !== ledger) return undefined;
  const [ceId, position = ''] = [headers['ce_id'], headers['ce_ledgerposition']];
  const id = z.uuid().safeParse(ceId);
  if (!id.success || !deps.log.isPosition(position)) {
    // No dead letter: nobody could find its event. `verify` finds a firing that was not queued for it.
    deps.logger.error('message of a firing without the id or the position of its event', { id: ceId, position });
    return undefined;
  }
  const event = { id: id.data, position, type: firingEventType, stream: alertStream(key) };
  try {
    const recordedAt = headers['ce_time'];
    const parsed = messageSchema.parse({ id: ceId, position, recordedAt, data: JSON.parse(value) as unknown });
    return { event, firing: { eventId: event.id, position, recordedAt: parsed.recordedAt, data: parsed.data } };
  } catch (error) {
    return { event, firing: { unreadable: (error as Error).message } };
  }
};

interface Feeding {
  readonly deps: KafkaFeederDeps;
  readonly queueing: QueueFiringsDeps;
  readonly leadership: Leadership;
}

interface Refused {
  readonly event: ParkedEvent;
  readonly reason: string;
}

/** Queues firings and parks what was refused, in one transaction. A firing that comes well after all is not parked any more. */
const write = async (
  { deps: { database, logger }, queueing, leadership: { lease } }: Feeding,
  firings: readonly Firing[],
  refused: readonly Refused[],
): Promise<void> => {
  const queue = await prepareFirings(queueing, firings);
  lease.throwIfLost();
  await database.transaction(async (client) => {
    await queue(client);
    const ids = firings.map(({ eventId }) => eventId);
    await deleteDeadLetters(client, feederName, ids);
    for (const { event, reason } of refused) await park(client, feederName, event, reason);
  });
  for (const { event, reason } of refused)
    logger.error('event parked', { subscriber: feederName, event: event.id, position: event.position, reason });
};

/**
 * Queues a page of messages. One that cannot be read holds up no other: it is parked, and so is a firing that cannot be queued,
 * which is found by halving the page.
 */
const queuePage = async (feeding: Feeding, page: readonly ReadMessage[]): Promise<void> => {
  const firings = page.flatMap(({ firing }) => (isFiring(firing) ? [firing] : []));
  const refused = page.flatMap(({ event, firing }) => (isFiring(firing) ? [] : [{ event, reason: firing.unreadable }]));
  const { deps, leadership } = feeding;
  // Spoilt copies of messages that came well before.
  const known =
    refused.length === 0
      ? new Set<string>()
      : await knownFirings(
          deps.database,
          refused.map(({ event }) => event.id),
        );
  try {
    await write(
      feeding,
      firings,
      refused.filter(({ event }) => !known.has(event.id)),
    );
  } catch (error) {
    const [only] = page;
    if (canSucceedLater(error) || leadership.stop.aborted || only === undefined) throw error;
    leadership.lease.throwIfLost();
    if (page.length === 1) return write(feeding, [], [{ event: only.event, reason: (error as Error).message }]);
    const half = Math.ceil(page.length / 2);
    await queuePage(feeding, page.slice(0, half));
    await queuePage(feeding, page.slice(half));
  }
};

/** Makes the checkpoint that of this holder. One of another log, or of another version, begins at the start. */
const takeCheckpoint = async ({ database, log }: KafkaFeederDeps, { lease }: Leadership): Promise<void> => {
  const of = { subscriber: feederName, version: feederVersion };
  await createCheckpoint(database, of);
  await raiseFence(database, feederName, lease.token);
  const checkpoint = await readCheckpoint(database, feederName);
  if (checkpoint?.version === feederVersion && log.isPosition(checkpoint.position)) {
    return markLive(database, feederName);
  }
  await database.transaction((client) => restartCheckpoint(client, { ...of, fence: lease.token }));
};

/** Moves the checkpoint behind the publisher's until `stop` aborts: see the head of this file. */
const followPublisher = async (
  { consumer, database, log, runtime }: KafkaFeederDeps,
  { lease, stop }: Leadership,
): Promise<void> => {
  const publisher = subscriberOf({ kind: 'kafka' }, alertsTopic);
  while (!stop.aborted) {
    const to = (await readCheckpoint(database, publisher))?.position;
    const from = (await readCheckpoint(database, feederName))?.position;
    // A publisher that was taken back publishes again what was queued before.
    if (
      to !== undefined &&
      from !== undefined &&
      log.isPosition(to) &&
      to > from &&
      (await consumer.hasReadToEnd(stop))
    ) {
      const move = { subscriber: feederName, from, to, events: 0, fence: lease.token };
      await database.transaction((client) => moveCheckpoint(client, move));
    }
    await runtime.sleep(deliveryLimits.feederPositionMs, stop).catch(() => undefined);
  }
};

const feed = async (deps: KafkaFeederDeps, leadership: Leadership): Promise<void> => {
  const ledger = await deps.log.id();
  await takeCheckpoint(deps, leadership);
  const feeding: Feeding = { deps, queueing: { ...deps, terms: createFiringTermsReader(deps.log) }, leadership };
  const failed = new AbortController();
  const stop = AbortSignal.any([leadership.stop, failed.signal]);
  const reading = deps.consumer.read(async (messages) => {
    const read = messages.flatMap((message) => readMessage(message, ledger, deps) ?? []);
    for (let at = 0; at < read.length; at += deliveryLimits.queuePageEvents)
      await queuePage(feeding, read.slice(at, at + deliveryLimits.queuePageEvents));
    leadership.onProgress();
  }, stop);
  const parts = [reading, followPublisher(deps, { ...leadership, stop })];
  // One ends the other, which is waited for: it must not work beside the next start.
  const ending = parts.map((part) =>
    part
      .finally(() => failed.abort())
      .then(
        () => null,
        (error: unknown) => ({ error }),
      ),
  );
  const failure = (await Promise.all(ending)).find((one) => one !== null);
  if (failure !== undefined) throw failure.error;
};

/** Queues firings from Kafka until `signal` aborts, in one process at a time. Never throws. */
export const runKafkaFeeder = (deps: KafkaFeederDeps, signal: AbortSignal): Promise<void> => {
  const onError = ({ message }: Error): Promise<void> => markStopped(deps.database, feederName, message);
  return runUnderLease({ ...deps, name: feederName, signal, onError }, (leadership) => feed(deps, leadership));
};
