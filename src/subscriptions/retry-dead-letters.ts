/**
 * Dead letters retried through the subscriber that parked them, under its lease and fence. What that takes depends on
 * what later events did meanwhile (`Subscriber.retry`):
 * - `stream`: the event and those after it in its stream are processed again, in order, up to the checkpoint. A reader that
 *   keeps the last message of a key ends with the newest, and one that dedupes by id gets the one it lacked.
 * - `restart`: the rows are made again from the whole log, with the event in its place.
 * Rejected: to process the event alone, after later ones. It would be an older state that replaces a newer one.
 */
import { type LedgerEvent, type LogPosition, type RecordedEvent, startPosition } from '../domain/envelope.js';
import { errorCode, isLedgerError, isTransient } from '../base/errors.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import type { Client } from '../postgres/database.js';
import { moveCheckpoint } from './checkpoints.js';
import { type DeadLetter, deleteDeadLetters, noteFailedRetry, readDeadLetters } from './dead-letters.js';
import { waitForLease } from './leases.js';
import { processAgain } from './process-page.js';
import { processToHead, type Started, startSubscriber, type Subscriber, type SubscriberDeps } from './subscriber.js';

export interface RetryResult {
  readonly subscriber: string;
  readonly event_id: string;
  readonly outcome: 'processed' | 'failed';
  /** Why it failed; `null` if it was processed. */
  readonly reason: string | null;
}

/** Returns the event of a dead letter; `null` if the log does not have it. */
export const readParkedEvent = async (log: EventLog, letter: DeadLetter): Promise<RecordedEvent | null> => {
  for await (const event of streamEvents(log, letter.stream)) if (event.id === letter.event_id) return event;
  return null;
};

const retryStream = async (
  { log }: SubscriberDeps,
  subscriber: Subscriber,
  { processor, from: position }: Started,
  letter: DeadLetter,
): Promise<void> => {
  const { name, eventTypes } = subscriber;
  const events: RecordedEvent[] = [];
  let before: LogPosition = startPosition;
  for await (const event of streamEvents(log, letter.stream)) {
    if (event.position > position) break;
    if (event.position < letter.position) before = event.position;
    else if (eventTypes.includes(event.type)) events.push(event);
  }
  const settle = async (client: Client, processed: readonly LedgerEvent[]): Promise<void> => {
    const ids = processed.map(({ id }) => id);
    const count = await deleteDeadLetters(client, name, ids);
    const { fence } = processor;
    await moveCheckpoint(client, { subscriber: name, from: position, to: position, events: count, fence });
  };
  await processAgain({ ...processor, settle }, events, before);
};

/** Processes the whole log again, with the letters' events in their places. An event that stops a rebuild is noted. */
const retryByRestart = async (
  deps: SubscriberDeps,
  subscriber: Subscriber,
  holding: Parameters<Subscriber['restart']>[0],
): Promise<string | null> => {
  try {
    await subscriber.restart(holding, 'retry');
    await processToHead(deps, subscriber, await startSubscriber(deps, subscriber, holding), holding.stop);
    return null;
  } catch (error) {
    if (isTransient(error) || errorCode(error) === 'LEASE_LOST' || holding.stop.aborted) throw error;
    const { message } = error as Error;
    const event = isLedgerError(error) ? error.details['event'] : undefined;
    if (event !== undefined) await noteFailedRetry(deps.database, subscriber.name, event, message);
    return message;
  }
};

/**
 * Retries dead letters of one subscriber. Takes its lease from the holder: a running service would never give it back, and
 * takes it again afterwards. A letter whose event was processed is deleted; another keeps the reason of this try. Throws
 * LEASE_LOST and transient errors, with nothing undone that was committed: retry again.
 */
export const retryDeadLetters = async (
  deps: SubscriberDeps,
  subscriber: Subscriber,
  letters: readonly DeadLetter[],
  signal: AbortSignal,
): Promise<RetryResult[]> => {
  const { database, runtime, holder } = deps;
  const { name } = subscriber;
  if (letters.length === 0) return [];
  const lease = await waitForLease({ database, runtime, holder, name, signal, seize: true });
  let stopped: string | null = null;
  try {
    const stop = AbortSignal.any([signal, lease.signal]);
    const holding = { token: lease.token, throwIfLost: () => lease.throwIfLost(), stop };
    const started = await startSubscriber(deps, subscriber, holding);
    if (subscriber.retry === 'restart') stopped = await retryByRestart(deps, subscriber, holding);
    else for (const letter of letters) await retryStream(deps, subscriber, started, letter);
  } catch (error) {
    if (!signal.aborted) lease.throwIfLost();
    throw error;
  } finally {
    await lease.release();
  }
  const left = new Map((await readDeadLetters(database, { subscriber: name })).map((each) => [each.event_id, each]));
  return letters.map(({ event_id }) => {
    const letter = left.get(event_id);
    const outcome = letter === undefined ? 'processed' : 'failed';
    return { subscriber: name, event_id, outcome, reason: letter === undefined ? null : (stopped ?? letter.reason) };
  });
};
