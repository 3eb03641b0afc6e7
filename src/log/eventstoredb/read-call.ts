/**
 * One Read call of the protocol: a slice of a stream, a part of $all, or a subscription to it. Messages are taken in the
 * order in which the server sent them, checkpoints and "caught up" among the events they belong between; the client's own
 * Subscription tells of those ahead of events that it still holds.
 */
import { errorCode } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import { retry } from '../../base/async/retry.js';
import type { Connection } from './connection.js';
import { ledgerErrorOf, unavailable } from './server-errors.js';
import type { WirePosition } from './position.js';
import { Empty, ReadReq, type ReadMessage, type ReadRequest, streamIdentifier } from './grpc-messages.js';
import { eventStoreLimits } from './limits.js';

/** Which events of $all the server is to send. */
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
  // From 1 on the server ends the read of a stream with the revision of its last event.
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

/** `from` null: the first event forwards, the last backwards. */
export const streamRequest = (
  stream: string,
  of: { readonly direction: 'forwards' | 'backwards'; readonly from: number | null; readonly count: number },
): ReadRequest => {
  const options = baseOptions();
  const streamOptions = new Options.StreamOptions();
  streamOptions.setStreamIdentifier(streamIdentifier(stream));
  if (of.from !== null) streamOptions.setRevision(String(of.from));
  else if (of.direction === 'forwards') streamOptions.setStart(new Empty());
  else streamOptions.setEnd(new Empty());
  options.setStream(streamOptions);
  options.setReadDirection(of.direction === 'forwards' ? forwards : backwards);
  options.setCount(String(of.count));
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

/**
 * A part of $all. `from`: 'start', 'end' or a position, inclusive in counted reads (exclusive backwards) and exclusive in
 * subscriptions, which have no count.
 */
export const allRequest = (of: {
  readonly from: WirePosition | 'start' | 'end';
  readonly direction?: 'forwards' | 'backwards';
  readonly filter: ServerFilter;
  readonly count: number | 'subscription';
}): ReadRequest => {
  const options = baseOptions();
  const all = new Options.AllOptions();
  if (of.from === 'start') all.setStart(new Empty());
  else if (of.from === 'end') all.setEnd(new Empty());
  else {
    const position = new Options.Position();
    position.setCommitPosition(of.from.commit);
    position.setPreparePosition(of.from.prepare);
    all.setPosition(position);
  }
  options.setAll(all);
  options.setReadDirection(of.direction === 'backwards' ? backwards : forwards);
  if (of.count === 'subscription') options.setSubscription(new Options.SubscriptionOptions());
  else options.setCount(String(of.count));
  options.setFilter(filterOptions(of.filter));
  return requestOf(options);
};

export interface ReadCall {
  /**
   * What has arrived since, at least one message; null when the server has ended the call. `ms`: fails the call with
   * LOG_UNAVAILABLE when nothing comes for so long; undefined: waits for ever. Throws what the call failed with.
   */
  take(ms?: number): Promise<readonly ReadMessage[] | null>;
  /** Ends the call on both sides. To be called in any case: the server would go on sending. */
  cancel(): void;
}

/** Opens a read. A reader that does not take holds the server up, and nothing but eventStoreLimits.messagesBufferedMax here. */
export const openRead = async (connection: Connection, runtime: Runtime, request: ReadRequest): Promise<ReadCall> => {
  const stream = await connection.open((calls, args) => calls.read(request, ...args));
  const over = new AbortController();
  let held: ReadMessage[] = [];
  let ended: { readonly error: Error | null } | null = null;
  let ring = (): void => undefined;
  /** Who waits for a message, since when and for how long; null: nobody, or one who waits for ever. */
  let waiting: { readonly sinceMs: number; readonly ms: number } | null = null;
  let isWatched = false;
  let isCancelled = false;

  const end = (error: Error | null): void => {
    ended ??= { error };
    over.abort();
    ring();
  };
  stream.on('data', (message: ReadMessage) => {
    held.push(message);
    if (held.length >= eventStoreLimits.messagesBufferedMax) stream.pause();
    ring();
  });
  stream.on('end', () => end(null));
  stream.on('error', (error: Error) => {
    // Over an end without an error: a read that was cut off must not look like one that is complete.
    if (!isCancelled) ended = null;
    end(ledgerErrorOf(error, connection.where));
  });

  /** One timer goes on over many waits: one for every wait costs more than the messages that are waited for. */
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
      while (held.length === 0) {
        if (ended !== null) {
          if (ended.error === null) return null;
          // A refusal is an answer too: nothing is wrong with the connection.
          connection.report(errorCode(ended.error) === 'LOG_UNAVAILABLE' ? ended.error : null);
          throw ended.error;
        }
        waiting = ms === undefined ? null : { sinceMs: runtime.monotonicMs(), ms };
        const rung = new Promise<void>((resolve) => {
          ring = resolve;
        });
        void watch();
        await rung;
        waiting = null;
      }
      connection.report(null);
      const taken = held;
      held = [];
      if (stream.isPaused()) stream.resume();
      return taken;
    },
  };
};

/** Opens a read and waits for its first answer: null when there is none. */
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
    // without is the deadline here, which is not to be waited for twice.
    isTransient: (error) => errorCode(error) === 'LOG_UNAVAILABLE' && (error as Error).cause !== undefined,
  });
};

/** All messages of a read, in pieces as they arrive, until the server or the loop ends it. Begun again until one came. */
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
