/**
 * The publisher: follows the log and sends what it says to the sink. The log is the outbox: nothing is written beside an
 * event to have it sent. Each lane holds a lease and keeps a checkpoint, moved after the acknowledgement and never before,
 * so that whatever dies, every event is sent at least once, and in log order for each key.
 */
import { type LogPosition, startPosition } from '../domain/envelope.js';
import { errorCode, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { EventLog } from '../log/event-log.js';
import { prefetchPages } from '../log/prefetch-pages.js';
import type { Database } from '../postgres/database.js';
import { type Leadership, runUnderLease } from '../subscriptions/run-under-lease.js';
import {
  createCheckpoint,
  moveCheckpoint,
  raiseFence,
  readCheckpoint,
  restartCheckpoint,
  resumeProjection,
  stopProjection,
} from '../subscriptions/checkpoints.js';
import { park } from '../subscriptions/dead-letters.js';
import { type Provenance, resolveProvenance } from '../../projections/coverage/provenance.js';
import type { Runtime } from '../base/runtime.js';
import type { Logger } from '../base/logger.js';
import { defaultSource } from './cloud-event.js';
import { publishWithRetry } from './publish-with-retry.js';
import type { EventSink, OutgoingMessage } from './event-sink.js';
import { alertsTopic } from './topics/alerts.js';
import { cardsTopic } from './topics/cards.js';
import type { TopicPublisher } from './topics/topic-publisher.js';
import { pricesTopic } from './topics/prices.js';
import { halves, type Mapped, mapPage, type Batch, batchesOf } from './batching.js';
import { type CheckpointAccess, rewind, withRewind, watchCheckpoint } from './rewind-on-lost-lease.js';
import { topicDefinitions, type TopicName } from './topic-definitions.js';

export interface PublisherDeps {
  readonly database: Database;
  readonly log: EventLog;
  readonly sink: EventSink;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Who we are, for the leases; unique to this process. */
  readonly holder: string;
  /** Ends the publisher: what is being sent is given a moment, leases are given back. */
  readonly signal: AbortSignal;
  /** Only these topics; default: all that the sink wants. */
  readonly topics?: readonly TopicName[];
  /** `ce_source`, a URI-reference; default /tcg-price-ledger. */
  readonly source?: string;
  /** Where snapshots are looked up; default: the coverage read model in `database`. */
  readonly snapshots?: (ids: readonly string[]) => Promise<ReadonlyMap<string, Provenance>>;
}

/** All lanes, the most urgent first. */
export const topicPublishers: readonly TopicPublisher[] = [alertsTopic, cardsTopic, pricesTopic];

/**
 * Name of a lane's checkpoint and of its lease. The kind of sink is in it: a ledger that gets a Kafka later has published
 * nothing to it yet, wherever the bus inside the process stands.
 */
export const checkpointOf = (sink: Pick<EventSink, 'kind'>, lane: Pick<TopicPublisher, 'name'>): string =>
  `publisher_${sink.kind}_${lane.name}`;

interface Sending {
  readonly deps: PublisherDeps;
  readonly checkpoint: string;
  readonly holding: Leadership;
  /** Whether the topic keeps only what came last of each key. */
  readonly isCompacted: boolean;
}

const placeOf = ({ deps: { database, runtime, logger }, checkpoint }: Sending): CheckpointAccess => ({
  database,
  runtime,
  logger,
  checkpoint,
});

type Poison = Mapped & { readonly poison: string };

const move = async (of: Sending, part: Batch, from: LogPosition, parked: readonly Poison[]): Promise<void> => {
  const { deps, checkpoint, holding } = of;
  await deps.database.transaction(async (client) => {
    for (const { event, poison } of parked) await park(client, checkpoint, event, poison);
    const events = part.mapped.length - parked.length;
    await moveCheckpoint(client, { schema: checkpoint, from, to: part.to, events, fence: holding.lease.token });
  });
  for (const { event, poison } of parked) {
    deps.logger.error('event parked', {
      publisher: checkpoint,
      event: event.id,
      position: event.position,
      reason: poison,
    });
  }
};

const messagesOf = (part: Batch): OutgoingMessage[] =>
  part.mapped.flatMap((each) => ('message' in each && each.message !== null ? [each.message] : []));

/** Sends a part, then moves the checkpoint. A message that the sink refuses is found by halving, and its event parked. */
const sendPart = async (of: Sending, part: Batch, from: LogPosition): Promise<void> => {
  const { deps, holding } = of;
  const messages = messagesOf(part);
  const late = { lease: holding.lease, from, signal: deps.signal };
  const delivery = {
    sink: of.isCompacted ? withRewind(deps.sink, placeOf(of), late) : deps.sink,
    runtime: deps.runtime,
    mayStillSend: () => holding.lease.throwIfLost(),
    signal: holding.stop,
  };
  const poison = part.mapped.filter((each): each is Poison => 'poison' in each);
  try {
    if (messages.length > 0) await publishWithRetry(delivery, messages);
  } catch (error) {
    if (errorCode(error) !== 'MESSAGE_REFUSED') throw error;
    const [only] = part.mapped;
    if (part.mapped.length === 1 && only !== undefined) {
      await move(of, part, from, [{ event: only.event, poison: (error as Error).message }]);
      return;
    }
    const [first, second] = halves(part);
    await sendPart(of, first, from);
    await sendPart(of, second, first.to);
    return;
  }
  try {
    await move(of, part, from, poison);
  } catch (error) {
    // Acknowledged, but another has been at work: whose messages came last is not known.
    if (of.isCompacted && errorCode(error) === 'LEASE_LOST') void rewind(placeOf(of), from, deps.signal);
    throw error;
  }
};

/**
 * First what whoever holds the lease does: shut out former holders, take the mark of a stop back, see where to go on. A
 * position of another engine's log, which was copied to this one, says nothing here: everything is sent once more, with the
 * same ids.
 */
const takeOver = async ({ deps, checkpoint, holding }: Sending): Promise<LogPosition> => {
  const { database } = deps;
  await createCheckpoint(database, checkpoint);
  await raiseFence(database, checkpoint, holding.lease.token);
  await resumeProjection(database, checkpoint);
  const held = await readCheckpoint(database, checkpoint);
  if (held === undefined) throw ledgerError('PROJECTION_STOPPED', `${checkpoint} has no checkpoint`);
  if (deps.log.isPosition(held.position)) return held.position;
  deps.logger.info('publishing anew', { publisher: checkpoint, position: held.position });
  await database.transaction((client) => restartCheckpoint(client, checkpoint, holding.lease.token));
  return startPosition;
};

const follow = async (of: Sending, lane: TopicPublisher): Promise<void> => {
  const { deps, holding } = of;
  const { log, runtime, database, source = defaultSource } = deps;
  let from = await takeOver(of);
  const prepare = lane.start({
    log,
    runtime,
    snapshots: deps.snapshots ?? ((ids) => resolveProvenance(database, ids)),
  });
  const left = new AbortController();
  const stop = AbortSignal.any([holding.stop, left.signal]);
  let isMoving = false;
  const wanted = {
    after: from,
    filter: { types: lane.eventTypes },
    pageEvents: limits.publishPageEvents,
    signal: stop,
  };
  const publishing = prefetchPages(log, wanted, async (page) => {
    if (page.position === from) return;
    isMoving = true;
    const mapped = await mapPage(source, page, prepare, stop);
    for (const part of batchesOf(mapped, page.position)) {
      await sendPart(of, part, from);
      from = part.to;
      holding.onProgress();
    }
    isMoving = false;
  });
  try {
    if (!of.isCompacted) await publishing;
    else await Promise.race([publishing, watchCheckpoint(placeOf(of), () => (isMoving ? null : from), stop)]);
  } finally {
    left.abort();
  }
};

const isCompacted = ({ topic }: TopicPublisher): boolean =>
  topicDefinitions.some(({ name, compacted }) => name === topic && compacted);

/**
 * Publishes until `signal` aborts, each topic by whoever holds its lease, from the beginning of the log on. Never throws:
 * trouble is logged, shown with the checkpoint (as `stopped`, with the reason) and tried again, for ever.
 */
export const runPublisher = async (deps: PublisherDeps): Promise<void> => {
  const { sink, database, runtime, logger, holder, signal } = deps;
  const wanted = topicPublishers.filter(
    ({ topic, eventTypes }) => eventTypes.length > 0 && sink.wants(topic) && (deps.topics?.includes(topic) ?? true),
  );
  await Promise.all(
    wanted.map((lane) => {
      const checkpoint = checkpointOf(sink, lane);
      return runUnderLease(
        {
          database,
          runtime,
          logger,
          holder,
          signal,
          name: checkpoint,
          onError: ({ message }) => stopProjection(database, checkpoint, message),
        },
        (holding) =>
          follow({ deps, checkpoint, holding, isCompacted: isCompacted(lane) }, lane).catch((error: unknown) => {
            // What the end, or another holder, broke off is no trouble: it must not be shown as one.
            if (!holding.stop.aborted) throw error;
          }),
      );
    }),
  );
};
