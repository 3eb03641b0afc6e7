/**
 * The publisher: follows the log and sends its events to the sink. The log is the outbox: nothing is written beside an
 * event to have it sent. Each topic is a subscriber of its own, whose checkpoint moves after the acknowledgement and never
 * before: after any death every event is sent at least once, and in log order for each key.
 */
import { errorCode } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { LogPosition } from '../domain/envelope.js';
import { restartCheckpoint } from '../subscriptions/checkpoints.js';
import type { Batch } from '../subscriptions/process-page.js';
import type { Holding, Subscriber, SubscriberDeps } from '../subscriptions/subscriber.js';
import { type Provenance, resolveProvenance } from '../../projections/coverage/provenance.js';
import { type MessageBatch, messageBatches, messageFor } from './batching.js';
import { defaultSource } from './cloud-event.js';
import type { EventSink } from './event-sink.js';
import { publishWithRetry } from './publish-with-retry.js';
import { rewind, type RewindScope, withRewind } from './rewind-on-lost-lease.js';
import { alertsTopic } from './topics/alerts.js';
import { cardsTopic } from './topics/cards.js';
import { collectionsTopic } from './topics/collections.js';
import { currentPricesTopic } from './topics/current-prices.js';
import { pricesTopic } from './topics/prices.js';
import type { TopicPublisher } from './topics/topic-publisher.js';
import { topicDefinitions, type TopicName } from './topic-definitions.js';

export interface PublisherDeps extends SubscriberDeps {
  readonly sink: EventSink;
  /** Ends the publisher: a batch that is being sent is given a moment, leases are given back. */
  readonly signal: AbortSignal;
  /** Only these topics; default: all that the sink wants. */
  readonly topics?: readonly TopicName[];
  /** `ce_source`, a URI-reference; default /tcg-price-ledger. */
  readonly source?: string;
  /** Looks snapshots up; default: in the coverage read model in `database`. */
  readonly snapshots?: (ids: readonly string[]) => Promise<ReadonlyMap<string, Provenance>>;
}

/** All topics that are published, the most urgent first. */
export const topicPublishers: readonly TopicPublisher[] = [
  alertsTopic,
  cardsTopic,
  pricesTopic,
  currentPricesTopic,
  collectionsTopic,
];

/**
 * Returns the name of a topic's subscriber. The kind of sink is in it: a ledger that gets a Kafka later has published
 * nothing to it yet, however far the bus inside the process is.
 */
export const subscriberOf = (sink: Pick<EventSink, 'kind'>, publisher: Pick<TopicPublisher, 'name'>): string =>
  `publisher_${sink.kind}_${publisher.name}`;

const isCompacted = ({ topic }: TopicPublisher): boolean =>
  topicDefinitions.some(({ name, compacted }) => name === topic && compacted);

interface Sending {
  readonly deps: PublisherDeps;
  readonly publisher: TopicPublisher;
  readonly holding: Holding;
}

/** Sends the messages of a part of `batch`, then moves the checkpoint behind it. `from`: the position before the part. */
const send = async (
  { deps, publisher, holding }: Sending,
  batch: Batch,
  { messages, to }: MessageBatch,
  from: LogPosition,
): Promise<void> => {
  const compacted = isCompacted(publisher);
  const scope: RewindScope = { ...deps, subscriber: subscriberOf(deps.sink, publisher), from };
  const sink = compacted ? withRewind(deps.sink, scope, holding) : deps.sink;
  if (messages.length > 0) {
    await batch.effect((mayStillSend) =>
      publishWithRetry({ sink, runtime: deps.runtime, mayStillSend, signal: holding.stop }, messages),
    );
  }
  try {
    await batch.commit(undefined, to);
  } catch (error) {
    // Acknowledged, but another holder was at work: it is not known whose messages came last.
    if (compacted && errorCode(error) === 'LEASE_LOST') void rewind(scope);
    throw error;
  }
};

/** Creates the subscriber that publishes one topic. */
const topicSubscriber = (deps: PublisherDeps, publisher: TopicPublisher): Subscriber => {
  const { sink, log, runtime, database, source = defaultSource } = deps;
  const name = subscriberOf(sink, publisher);
  const version = 1;
  return {
    name,
    version,
    eventTypes: publisher.eventTypes,
    pageEvents: limits.publishPageEvents,
    retry: 'stream',
    // By a command (publish-again.ts); compacted topics also by a page that may have arrived late.
    canBeRewound: true,
    // On another engine's log everything is sent once more, with the same ids.
    restart: ({ token: fence }) =>
      database.transaction((client) => restartCheckpoint(client, { subscriber: name, version, fence })),
    start: async (holding) => {
      const origin = { source, ledger: await log.id() };
      const snapshots = deps.snapshots ?? ((ids: readonly string[]) => resolveProvenance(database, ids));
      const prepare = publisher.start({ log, runtime, snapshots });
      return async (batch) => {
        const { events } = batch;
        const toMessage = await batch.effect(() => prepare({ events, position: batch.to }, holding.stop));
        const mapped = events.map((event) => ({
          position: event.position,
          message: messageFor(origin, event, toMessage),
        }));
        let { from } = batch;
        for (const part of messageBatches(mapped, batch.to)) {
          await send({ deps, publisher, holding }, batch, part, from);
          from = part.to;
        }
      };
    },
  };
};

/** Creates a subscriber for each topic that the sink wants. They publish from the beginning of the log on. */
export const topicSubscribers = (deps: PublisherDeps): Subscriber[] =>
  topicPublishers
    .filter(
      ({ topic, eventTypes }) =>
        eventTypes.length > 0 && deps.sink.wants(topic) && (deps.topics?.includes(topic) ?? true),
    )
    .map((publisher) => topicSubscriber(deps, publisher));
