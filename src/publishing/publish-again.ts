/** Publishing a topic again from a position, by an operator's command. */
import { ledgerError } from '../base/errors.js';
import type { LogPosition } from '../domain/envelope.js';
import type { EventLog } from '../log/event-log.js';
import { parseLedgerPosition } from '../log/ledger-position.js';
import type { Database } from '../postgres/database.js';
import { readCheckpoint, rewindCheckpoint } from '../subscriptions/checkpoints.js';
import type { EventSink } from './event-sink.js';
import { subscriberOf, topicPublishers } from './publisher.js';

export interface PublishAgainDeps {
  readonly database: Database;
  readonly log: EventLog;
  readonly sink: Pick<EventSink, 'kind'>;
}

export interface PublishedAgain {
  readonly topic: string;
  readonly subscriber: string;
  /** Everything after it is published again. */
  readonly from: LogPosition;
  /** How far the topic was; not beyond `from` if there is nothing to repeat. */
  readonly was: LogPosition;
}

const unknownTopic = (name: string): Error => {
  const expected = `one of ${topicPublishers.map(({ topic }) => topic).join(', ')}`;
  return ledgerError('VALIDATION_FAILED', `topic: expected ${expected}, got "${name}"`, {
    details: { topic: `expected ${expected}` },
  });
};

const beyond = (position: string, head: string): Error =>
  ledgerError('INVALID_POSITION', `from: ${position} is beyond the head of the log, ${head}`, {
    details: { from: `expected at most ${head}` },
  });

/**
 * Takes the topic's checkpoint back to the position `text`. A running publisher notices by the compare-and-set of its next page, or within
 * limits.rewindCheckMs, and goes on from there; one that starts later does so at once. What is sent again has the same ids.
 * Rejected: a second publisher for the slice beside the first, whose messages would arrive among newer ones of the same key.
 *
 * `topic` is a name such as tcg.prices.v1. Throws VALIDATION_FAILED for a topic that is not published, INVALID_POSITION,
 * OTHER_LEDGER, and SUBSCRIBER_UNKNOWN if the topic was never published to this kind of sink.
 */
export const publishAgain = async (
  { database, log, sink }: PublishAgainDeps,
  topic: string,
  text: string,
): Promise<PublishedAgain> => {
  const publisher = topicPublishers.find((each) => each.topic === topic);
  if (publisher === undefined) throw unknownTopic(topic);
  const from = await parseLedgerPosition(log, 'from', text);
  const head = await log.head();
  if (log.positionsEndAtHead && from > head) throw beyond(from, head);
  const subscriber = subscriberOf(sink, publisher);
  const checkpoint = await readCheckpoint(database, subscriber);
  if (checkpoint === undefined)
    throw ledgerError('SUBSCRIBER_UNKNOWN', `${topic} was never published: there is no ${subscriber}`);
  await rewindCheckpoint(database, subscriber, from);
  return { topic, subscriber, from, was: checkpoint.position };
};
