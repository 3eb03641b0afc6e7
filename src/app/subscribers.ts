/** Everything that follows the log, by the role that runs it. */
import { alerterSubscriber } from '../alerting/alerter.js';
import { feederSubscriber } from '../delivery/feeder.js';
import { ledgerError } from '../base/errors.js';
import { type DeadLetterFilter, readDeadLetters } from '../subscriptions/dead-letters.js';
import { retryDeadLetters, type RetryResult } from '../subscriptions/retry-dead-letters.js';
import type { Subscriber } from '../subscriptions/subscriber.js';
import type { Ledger } from './ledger.js';

export const subscribingRoles = ['projector', 'alerter', 'publisher', 'notifier'] as const;
export type SubscribingRole = (typeof subscribingRoles)[number];

/** Returns the subscribers that `role` runs on the engines configured. `signal` ends what they wait for. */
export const subscribersOf = async (
  ledger: Ledger,
  role: SubscribingRole,
  signal: AbortSignal,
): Promise<readonly Subscriber[]> => {
  if (role === 'projector') return ledger.projector.subscribers;
  if (role === 'alerter') return [alerterSubscriber(ledger)];
  // Where Kafka is configured, firings come from its topic (notify.ts).
  if (role === 'notifier') return ledger.config.kafka === undefined ? [feederSubscriber(ledger)] : [];
  // Imported where it runs, as engines.ts opens its sink.
  const { topicSubscribers } = await import('../publishing/publisher.js');
  return topicSubscribers({ ...ledger, signal });
};

/**
 * Retries the dead letters that fit `filter`, each through its subscriber. Throws SUBSCRIBER_UNKNOWN for a subscriber that
 * the configuration does not run (a topic of a Kafka that is not configured, say), before anything is retried.
 */
export const retryParked = async (
  ledger: Ledger,
  filter: DeadLetterFilter,
  signal: AbortSignal,
): Promise<RetryResult[]> => {
  const letters = await readDeadLetters(ledger.database, filter);
  const running = (await Promise.all(subscribingRoles.map((role) => subscribersOf(ledger, role, signal)))).flat();
  // What the notifier parked of a message from Kafka is an event of the log: read there, it is retried like any other.
  const all = ledger.config.kafka === undefined ? running : [...running, feederSubscriber(ledger)];
  const names = [...new Set(letters.map(({ subscriber }) => subscriber))];
  const subscribers = names.map((name) => {
    const subscriber = all.find((each) => each.name === name);
    if (subscriber !== undefined) return subscriber;
    const known = all.map((each) => each.name).join(', ');
    throw ledgerError('SUBSCRIBER_UNKNOWN', `${name} does not run with this configuration; ${known} do`);
  });
  const results: RetryResult[] = [];
  for (const subscriber of subscribers) {
    const own = letters.filter((letter) => letter.subscriber === subscriber.name);
    results.push(...(await retryDeadLetters(ledger, subscriber, own, signal)));
  }
  return results;
};
