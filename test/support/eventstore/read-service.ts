/** The Read call: slices of streams, parts of $all, subscriptions to it. */
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerWritableStream, type ServiceError, status } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { allBackwards, filterOf, isRecord, isVisible, type Position, readAllForwards } from './read-pages.js';
import type { ServiceParts } from './server.js';
import type { StoredEvent } from './store.js';
import { subscribe } from './subscription.js';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  lastRevisionMessage,
  nameOf,
  serverError,
  streamNotFoundMessage,
} from './wire.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;
const forwards = streams.ReadReq.Options.ReadDirection.FORWARDS;

/** Writes to the call as fast as the client takes it. */
const writer = (call: Call) => {
  let isOver = call.cancelled;
  const over = new Promise<void>((resolve) => {
    const end = (): void => {
      isOver = true;
      resolve();
    };
    call.on('cancelled', end).on('close', end).on('error', end);
    if (isOver) resolve();
  });
  const write = async (message: ReadResp): Promise<void> => {
    if (isOver || call.write(message)) return;
    await Promise.race([over, new Promise<void>((resolve) => call.once('drain', () => resolve()))]);
  };
  return { write, over, isOver: () => isOver };
};

const readStream = async (
  parts: ServiceParts,
  options: ReadReq.Options,
  write: (message: ReadResp) => Promise<void>,
): Promise<void> => {
  const of = options.getStream()!;
  const stream = nameOf(of.getStreamIdentifier());
  const found = parts.store.read(stream);
  if (found === 'tombstoned') {
    throw serverError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, 'stream-deleted', {
      'stream-name': stream,
    });
  }
  if (found === 'none') return write(streamNotFoundMessage(stream));
  const count = Number(options.getCount());
  const isForwards = options.getReadDirection() === forwards;
  const from = of.hasRevision() ? Number(of.getRevision()) : isForwards ? 0 : found.last;
  const events = isForwards
    ? found.events.filter(({ revision }) => revision >= from)
    : found.events.filter(({ revision }) => revision <= from).reverse();
  for (const event of events.slice(0, count)) await write(eventMessage(event));
  // Told to those who ask for it.
  const isAsked = (options.getControlOption()?.getCompatibility() ?? 0) >= 1;
  if (isAsked && !parts.faults.tellsNoLastRevision) await write(lastRevisionMessage(found.last));
};

const positionIn = (all: ReadReq.Options.AllOptions): Position | 'start' | 'end' => {
  if (all.hasStart()) return 'start';
  if (all.hasEnd()) return 'end';
  const position = all.getPosition()!;
  return { commit: Number(position.getCommitPosition()), prepare: Number(position.getPreparePosition()) };
};

const readAll = async (
  parts: ServiceParts,
  options: ReadReq.Options,
  out: ReturnType<typeof writer>,
): Promise<void> => {
  const { store } = parts;
  const from = positionIn(options.getAll()!);
  const filter = filterOf(options);
  let left = Number(options.getCount());
  if (options.getReadDirection() !== forwards) {
    for (const event of allBackwards(
      store,
      from === 'end' ? null : from === 'start' ? { commit: 0, prepare: 0 } : from,
      filter,
    )) {
      if (left === 0 || out.isOver()) return;
      left -= 1;
      await out.write(eventMessage(event));
    }
    return;
  }
  let next: Position =
    from === 'start'
      ? { commit: 0, prepare: 0 }
      : from === 'end'
        ? { commit: store.all.at(-1)?.next ?? 0, prepare: 0 }
        : from;
  while (!out.isOver()) {
    const page = readAllForwards(store, next, filter, options.hasFilter());
    for (const event of page.events) {
      if (left === 0) return;
      left -= 1;
      parts.counts.eventsSent += 1;
      await out.write(eventMessage(event));
    }
    if (page.isEnd) return parts.faults.readsEnd();
    next = page.next;
  }
};

/** Where a subscription begins, by the rule of the server's version. */
const subscribedFrom = ({ faults, store }: ServiceParts, options: ReadReq.Options): Position | 'start' | 'end' => {
  const from = positionIn(options.getAll()!);
  if (!faults.subscriptionsSkipNext || typeof from === 'string') return from;
  const [next] = readAllForwards(store, from, isVisible, false).events;
  return next === undefined ? from : { commit: next.next, prepare: 0 };
};

const tooSlow = (): Partial<ServiceError> =>
  serverError(
    status.ABORTED,
    'Operation timed out: Consumer too slow to handle event while transitioning to live. Client resubscription required.',
  );

const subscription = async (
  parts: ServiceParts,
  options: ReadReq.Options,
  out: ReturnType<typeof writer>,
): Promise<void> => {
  const { faults, counts } = parts;
  counts.subscriptions += 1;
  counts.subscribed += 1;
  const { write } = out;
  try {
    if (faults.subscriptionsDeaf) {
      await write(confirmationMessage(randomUUID()));
      await out.over;
      return;
    }
    const multiplier = options.getFilter()?.getCheckpointintervalmultiplier();
    const work = subscribe(
      parts.store,
      { from: subscribedFrom(parts, options), filter: filterOf(options), checkpointPages: multiplier ?? null },
      {
        event: async (event: StoredEvent) => {
          await write(eventMessage(event));
          if (faults.duplicates) await write(eventMessage(event));
        },
        checkpoint: (position) => write(checkpointMessage(position)),
        confirmation: () => write(confirmationMessage(randomUUID())),
        caughtUp: () => {
          if (faults.subscriptionsTooSlow) throw tooSlow();
          return write(caughtUpMessage());
        },
        isOver: out.isOver,
        over: out.over,
      },
    );
    await Promise.race([work, parts.subscriptionsEnd()]);
  } finally {
    counts.subscribed -= 1;
  }
};

/**
 * What the server says of a position where no record begins: another thing in counted filtered reads, which know no such
 * result (Enumerator.ReadAllForwardsFiltered and …BackwardsFiltered, RpcExceptions.UnknownError) than in the others.
 */
const invalidPosition = (options: ReadReq.Options): Partial<ServiceError> =>
  options.hasFilter() && !options.hasSubscription()
    ? serverError(status.UNKNOWN, 'Unexpected FilteredReadAllResult: InvalidPosition')
    : serverError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');

/** Answers a Read call. */
export const handleRead = async (parts: ServiceParts, call: Call): Promise<void> => {
  const { faults, counts, store } = parts;
  const options = call.request.getOptions()!;
  const out = writer(call);
  try {
    parts.authorise(call.metadata, options.hasAll());
    counts.reads += 1;
    parts.peers.add(call.getPeer());
    if (faults.readsSilent) return;
    if (faults.readsFail) throw serverError(status.INTERNAL, 'Unexpected failure');
    const all = options.getAll();
    const position = all?.getPosition();
    if (position !== undefined) {
      const from = { commit: Number(position.getCommitPosition()), prepare: Number(position.getPreparePosition()) };
      if (!isRecord(store, from)) throw invalidPosition(options);
    }
    if (options.hasStream()) await readStream(parts, options, out.write);
    else if (options.hasSubscription()) await subscription(parts, options, out);
    else await readAll(parts, options, out);
    call.end();
  } catch (error) {
    call.emit('error', error);
  }
};
