/**
 * The feeder where Kafka is configured: a member of the consumer group of tcg.alerts.v1. The offset is committed after the
 * firings are in the queue. A firing that comes again is recognised there by its event id.
 *
 * Under a lease too, though a group shares out partitions by itself: firings of one page are looked up together, and two
 * members would each look up half as many at a time.
 */
import { z } from 'zod';
import type { Logger } from '../base/logger.js';
import { eventDefinitions, instantSchema } from '../domain/events.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { EventConsumer, IncomingMessage } from '../publishing/event-consumer.js';
import { alertMessageType } from '../publishing/messages.js';
import { runUnderLease } from '../subscriptions/run-under-lease.js';
import type { Runtime } from '../base/runtime.js';
import { createFiringTermsReader } from './firing-terms.js';
import { deliveryLimits } from './limits.js';
import { type Firing, prepareFirings } from './queue-firings.js';

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

/** Reads a message; `null` for one of another type or log. Throws ZodError for one that is not as it says. */
const firingOf = ({ headers, value }: IncomingMessage, ledger: string): Firing | null => {
  if (headers['ce_type'] !== alertMessageType || headers['ce_ledgerid'] !== ledger) return null;
  const { id, ...rest } = messageSchema.parse({
    id: headers['ce_id'],
    position: headers['ce_ledgerposition'],
    recordedAt: headers['ce_time'],
    data: JSON.parse(value) as unknown,
  });
  return { eventId: id, ...rest };
};

/** Returns the firings in messages. One that cannot be read holds up no other: it is logged, and `verify` misses it. */
const firingsOf = (messages: readonly IncomingMessage[], ledger: string, logger: Logger): Firing[] =>
  messages.flatMap((message) => {
    try {
      const firing = firingOf(message, ledger);
      return firing === null ? [] : [firing];
    } catch (error) {
      logger.error('message of a firing not understood', {
        id: message.headers['ce_id'],
        reason: (error as Error).message,
      });
      return [];
    }
  });

/** Queues firings from Kafka until `signal` aborts, in one process at a time. Never throws. */
export const runKafkaFeeder = (deps: KafkaFeederDeps, signal: AbortSignal): Promise<void> => {
  const { consumer, database, log, logger } = deps;
  return runUnderLease({ ...deps, name: 'notifier-feeder', signal }, async ({ lease, stop, onProgress }) => {
    const ledger = await log.id();
    const terms = createFiringTermsReader(log);
    await consumer.read(async (messages) => {
      const firings = firingsOf(messages, ledger, logger);
      for (let at = 0; at < firings.length; at += deliveryLimits.queuePageEvents) {
        const write = await prepareFirings({ ...deps, terms }, firings.slice(at, at + deliveryLimits.queuePageEvents));
        lease.throwIfLost();
        await database.transaction(write);
      }
      onProgress();
    }, stop);
  });
};
