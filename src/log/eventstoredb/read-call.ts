/**
 * One Read call of the protocol: a slice of a stream, a part of $all, or a subscription to it. Messages are taken in the
 * order of the server, with checkpoints and "caught up" in their place among the events. Rejected: the client's
 * Subscription, because it delivers those ahead of events that it still buffers.
 */
import { errorCode } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import { done } from '../../base/async/done.js';
import { retry } from '../../base/async/retry.js';
import type { Connection } from './connection.js';
import { ledgerErrorOf, unavailable } from './server-errors.js';
import type { WirePosition } from './position.js';
import { Empty, ReadReq, type ReadMessage, type ReadRequest, streamIdentifier } from './grpc-messages.js';
import { eventStoreLimits } from './limits.js';

/** Selects the events of $all that the server sends. */
export type ServerFilter =
  | { readonly on: 'stream' | 'type'; readonly prefixes: readonly string[] }
  | { readonly on: 'stream'; readonly regex: string };

const { Options } = ReadReq;
const { FORWARDS: forwards, BACKWARDS: backwards } = Options.ReadDirection;

const baseOptions = (): InstanceType<typeof Options> => {
  const options = new Options();
  const uuid = new Options.UUIDOption();
  uuid.setString(new Empty());
  options.setUuidOption(uuid);
  // With compatibility 1, the server ends the read of a stream with the revision of its last event.
  const control = new Options.ControlOption();
  control.setCompatibility(1);
  options.setControlOption(control);
  options.setResolveLinks(false);
  return options;
};

const requestOf = (options: InstanceType<typeof Options>): ReadRequest => {
  const request = new ReadReq();
  request.setOptions(options);
  return request;
};

export interface StreamRange {
  readonly direction: 'forwards' | 'backwards';
  /** A revision, inclusive; `null` is the first event forwards, the last backwards. */
  readonly from: number | null;
  readonly count: number;
}

/** Returns the request for a slice of a stream. */
export const streamRequest = (stream: string, { direction, from, count }: StreamRange): ReadRequest => {
  const options = baseOptions();
  const streamOptions = new Options.StreamOptions();
  streamOptions.setStreamIdentifier(streamIdentifier(stream));
  if (from !== null) streamOptions.setRevision(String(from));
  else if (direction === 'forwards') streamOptions.setStart(new Empty());
  else streamOptions.setEnd(new Empty());
  options.setStream(streamOptions);
  options.setReadDirection(direction === 'forwards' ? forwards : backwards);
  options.setCount(String(count));
  options.setNoFilter(new Empty());
  return requestOf(options);
};

const filterOptions = (filter: ServerFilter): InstanceType<typeof Options.FilterOptions> => {
  const expression = new Options.FilterOptions.Expression();
  if ('regex' in filter) expression.setRegex(filter.regex);
  else expression.setPrefixList([...filter.prefixes]);
  const options = new Options.FilterOptions();
  if (filter.on === 'stream') options.setStreamIdentifier(expression);
  else options.setEventType(expression);
  options.setCount(new Empty());
  options.setCheckpointintervalmultiplier(eventStoreLimits.checkpointPages);
  return options;
};

export interface AllRange {
  /** A position is inclusive in counted reads forwards, and exclusive in those backwards and in subscriptions. */
  readonly from: WirePosition | 'start' | 'end';
  readonly direction?: 'forwards' | 'backwards';
  readonly filter: ServerFilter;
  readonly count: number | 'subscription';
}

/** Returns the request for a part of $all. */
export const allRequest = ({ from, direction = 'forwards', filter, count }: AllRange): ReadRequest => {
  const options = baseOptions();
  const all = new Options.AllOptions();
  if (from === 'start') all.setStart(new Empty());
  else if (from === 'end') all.setEnd(new Empty());
  else {
    const position = new Options.Position();
    position.setCommitPosition(from.commit);
    position.setPreparePosition(from.prepare);
    all.setPosition(position);
  }
  options.setAll(all);
  options.setReadDirection(direction === 'backwards' ? backwards : forwards);
  if (count === 'subscription') options.setSubscription(new Options.SubscriptionOptions());
  else options.setCount(String(count));
  options.setFilter(filterOptions(filter));
  return requestOf(options);
};

export interface ReadCall {
  /**
   * Returns the messages that have arrived since, at least one; `null` if the server has ended the call. Throws the error of
   * the call. Ends it with LOG_UNAVAILABLE when nothing arrives for `ms` milliseconds; without `ms`, waits forever.
   */
  take(ms?: number): Promise<readonly ReadMessage[] | null>;
  /** Ends the call on both sides. Always call it: otherwise the server continues to send. */
  cancel(): void;
}

/** Opens a read. It buffers at most eventStoreLimits.messagesBufferedMax messages, then holds the server back. */
export const openRead = async (connection: Connection, runtime: Runtime, request: ReadRequest): Promise<ReadCall> => {
  const stream = await connection.open((calls, args) => calls.read(request, ...args));
  const over = new AbortController();
  let buffer: ReadMessage[] = [];
  let ended: { readonly error: Error | null } | null = null;
  let wake = (): void => undefined;
  /** The start and the length of the current wait; `null` if there is none, or one without end. */
  let waiting: { readonly sinceMs: number; readonly ms: number } | null = null;
  let isWatched = false;
  let isCancelled = false;

  const end = (error: Error | null): void => {
    ended ??= { error };
    over.abort(done);
    wake();
  };
  stream.on('data', (message: ReadMessage) => {
    buffer.push(message);
    if (buffer.length >= eventStoreLimits.messagesBufferedMax) stream.pause();
    wake();
  });
  stream.on('end', () => end(null));
  stream.on('error', (error: Error) => {
    // Replaces an end without an error: a read that was cut off must not look complete.
    if (!isCancelled) ended = null;
    end(ledgerErrorOf(error, connection.where));
  });

  /** One timer covers many waits. Rejected: one for every wait, because it costs more than the messages. */
  const watch = async (): Promise<void> => {
    if (isWatched) return;
    isWatched = true;
    while (waiting !== null && !over.signal.aborted) {
      const { sinceMs, ms } = waiting;
      const leftMs = sinceMs + ms - runtime.monotonicMs();
      if (leftMs > 0) {
        await runtime.sleep(leftMs, over.signal).catch(() => undefined);
        continue;
      }
      end(unavailable(connection.where, `no answer within ${ms} ms`));
      isCancelled = true;
      stream.cancel();
    }
    isWatched = false;
  };

  return {
    cancel() {
      isCancelled = true;
      end(null);
      stream.cancel();
    },
    async take(ms) {
      while (buffer.length === 0) {
        if (ended !== null) {
          if (ended.error === null) return null;
          // A rejection is an answer too: the connection works.
          connection.report(errorCode(ended.error) === 'LOG_UNAVAILABLE' ? ended.error : null);
          throw ended.error;
        }
        waiting = ms === undefined ? null : { sinceMs: runtime.monotonicMs(), ms };
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        void watch();
        await woken;
        waiting = null;
      }
      connection.report(null);
      const taken = buffer;
      buffer = [];
      if (stream.isPaused()) stream.resume();
      return taken;
    },
  };
};

/** Opens a read and waits for its first messages; `null` if there are none. Retries until they arrive. */
const openAnswered = async (
  connection: Connection,
  runtime: Runtime,
  request: ReadRequest,
): Promise<{ readonly call: ReadCall; readonly first: readonly ReadMessage[] | null }> => {
  const open = async () => {
    const call = await openRead(connection, runtime, request);
    return { call, first: await call.take(connection.silenceMsMax) };
  };
  return retry(open, {
    runtime,
    triesMax: eventStoreLimits.readTriesMax,
    // An error with a cause came from the server or the connection: another leader, a channel that was just closed. One
    // without a cause is the deadline, which must not be waited for twice.
    isTransient: (error) => errorCode(error) === 'LOG_UNAVAILABLE' && (error as Error).cause !== undefined,
  });
};

/** Yields the messages of a read as they arrive, until the server or the loop ends it. Retries before the first message. */
export async function* messagesOf(
  connection: Connection,
  runtime: Runtime,
  request: ReadRequest,
): AsyncGenerator<readonly ReadMessage[]> {
  const { call, first } = await openAnswered(connection, runtime, request);
  try {
    for (let messages = first; messages !== null; messages = await call.take(connection.silenceMsMax)) yield messages;
  } finally {
    call.cancel();
  }
}
