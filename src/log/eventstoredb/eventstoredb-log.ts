/** The event log on EventStoreDB or KurrentDB, 23.10 or newer. docs/adr/0006 lists what it promises less than Postgres. */
import { type LogPosition, startPosition } from '../../domain/envelope.js';
import { errorCode, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { Logger } from '../../base/logger.js';
import { type Outages, silentOutages, watched } from '../../base/outages.js';
import { checkAppend } from '../check-append.js';
import type { EventLog, StreamAppend } from '../event-log.js';
import { landmarkBefore } from '../landmarks.js';
import { subscribePages } from '../subscription.js';
import { type AppendContext, appendStreams } from './append-events.js';
import { createAppendCalls } from './append-call.js';
import { openConnection } from './connection.js';
import { type ReceivedEvent, type Encoded, createEncoder } from './event-codec.js';
import { isEventStorePosition } from './position.js';
import { head, lastEvent, readAll, readStream } from './read-events.js';
import type { ServerFilter } from './read-call.js';
import type { ReadContext } from './context.js';
import { createRecentEvents } from './recent-events.js';
import { createMonotonicClock } from './monotonic-clock.js';
import { engineAt } from './server-errors.js';
import { logIdentity } from './identity.js';
import { createStreamIds } from './stream-ids.js';
import { createLikelyNew } from './likely-new.js';
import { createStreamLocks } from './stream-locks.js';
import { createChangeListener } from './change-listener.js';
import { eventStoreLimits } from './limits.js';

export interface EventStoreLogOptions {
  /** EVENTSTORE_URL: esdb://… or esdb+discover://… */
  readonly url: string;
  readonly runtime: Runtime;
  readonly logger?: Logger;
  /** Where outages of the server are reported; default: nowhere. */
  readonly outages?: Outages;
  /**
   * Prefixes of the ledger's streams: `price-`, `card-` … The server then sends nothing else. The default is every stream
   * that is not the server's own; events of other applications are skipped.
   */
  readonly streamPrefixes?: readonly string[];
  /**
   * Returns positions of events in log order, at some distance, by which times are found: the server has no index of them, and
   * reads from positions it has given out only. Default: none, and every search starts at the beginning.
   */
  readonly landmarks?: () => Promise<readonly LogPosition[]>;
  /** Milliseconds between two polls of an idle subscription; default: limits.subscriptionPollMs. */
  readonly pollMs?: number;
}

export interface EventStoreDescription {
  /** The hosts of the connection string; never its credentials. */
  readonly where: string;
  readonly server_version: string;
  readonly head: LogPosition;
}

export interface EventStoreLog extends EventLog {
  /** Asks for the server's version and reads $all. Throws LOG_UNAVAILABLE or CONFIG_INVALID. */
  describe(): Promise<EventStoreDescription>;
}

/** System streams begin with a dollar sign. */
const everyStream: ServerFilter = { on: 'stream', regex: '^[^$]' };

const checkBytes = (appends: readonly StreamAppend[], encoded: readonly Encoded[]): void => {
  encoded.forEach(({ bytes }, index) => {
    if (bytes <= limits.appendBytesMax) return;
    const stream = appends[index]?.stream ?? '';
    throw ledgerError(
      'APPEND_TOO_LARGE',
      `append: ${stream} is ${bytes} bytes with its metadata, at most ${limits.appendBytesMax}`,
      {
        details: { bytes: `at most ${limits.appendBytesMax}` },
      },
    );
  });
};

/** Tracks the greatest position and the newest time seen. */
const createTracker = (runtime: Runtime) => {
  const clock = createMonotonicClock(runtime);
  let newest: LogPosition | null = null;
  const notePosition = (position: LogPosition): void => {
    if (newest === null || position > newest) newest = position;
  };
  return {
    clock,
    notePosition,
    newest: () => newest,
    noteEvent: (event: ReceivedEvent): void => {
      if (event.position !== null) notePosition(event.position);
      if (event.recordedAt !== null) clock.note(event.recordedAt);
    },
  };
};

/**
 * Creates the log; nothing is connected yet. All logs of a process with the same URL share one connection. `close` ends the
 * subscriptions. Throws CONFIG_INVALID naming EVENTSTORE_URL.
 */
export const createEventStoreLog = (options: EventStoreLogOptions): EventStoreLog => {
  const { url, runtime, logger, outages = silentOutages, streamPrefixes } = options;
  const connection = openConnection(url, runtime, logger);
  const outage = outages.of(engineAt(connection.where));
  const told = <T>(call: () => Promise<T>): Promise<T> => watched({ outage, runtime }, call);
  const serverFilter: ServerFilter =
    streamPrefixes === undefined ? everyStream : { on: 'stream', prefixes: streamPrefixes };
  const tracker = createTracker(runtime);
  const context: ReadContext = {
    connection,
    runtime,
    serverFilter,
    recent: createRecentEvents(),
    noteEvent: tracker.noteEvent,
    newest: tracker.newest,
  };
  const calls = createAppendCalls(connection, runtime);
  const appending: AppendContext = {
    read: context,
    calls,
    ids: createStreamIds(context, logger),
    likelyNew: createLikelyNew(),
    uncertain: new Set(),
    notePosition: tracker.notePosition,
  };
  const locks = createStreamLocks();
  const changes = createChangeListener({ connection, runtime, serverFilter });
  const closing = new AbortController();

  const append: EventStoreLog['append'] = async (appends, metadata, recordedAt) => {
    const texts = checkAppend(appends, metadata);
    return locks.withLocks(
      appends.map(({ stream }) => stream),
      async () => {
        // Updates the tracker: new times are not before that of the last event, and events up to it existed before this call.
        if ((await lastEvent(context)) === null) appending.likelyNew.noteEmptyLog();
        const encode = createEncoder(metadata, tracker.clock.stamp(recordedAt));
        let next = 0;
        const encoded = appends.map(({ events }) => encode(events, texts.slice(next, (next += events.length))));
        checkBytes(appends, encoded);
        return appendStreams(appending, { appends, encoded, before: tracker.newest() ?? startPosition });
      },
    );
  };

  let id: Promise<string> | undefined;
  const log: EventStoreLog = {
    id: () =>
      (id ??= told(() => logIdentity({ read: context, calls, runtime })).catch((error: unknown) => {
        // The next call asks again.
        id = undefined;
        throw error;
      })),
    append: (...call) => told(() => append(...call)),
    // The streams of a call are sent one after another over one call of the protocol.
    appendKeepsOrder: true,
    clockSkewMs: eventStoreLimits.clockSkewMs,
    positionsEndAtHead: false,
    readStream: (stream, range) => told(() => readStream(context, stream, range)),
    readAll: (range) => told(() => readAll(context, range)),
    subscribe: (range) =>
      subscribePages(
        {
          readAll: (page) => log.readAll(page),
          listen: changes.listen,
          runtime,
          isTransient: (error) => errorCode(error) === 'LOG_UNAVAILABLE',
          pollMs: options.pollMs ?? limits.subscriptionPollMs,
        },
        { ...range, signal: AbortSignal.any([range.signal, closing.signal]) },
      ),
    positionBefore: async (instant) => landmarkBefore(log, (await options.landmarks?.()) ?? [], instant),
    head: () => told(() => head(context)),
    // Positions are byte offsets of the server's log: a hole proves nothing. Revisions without gaps are checked by `verify`.
    missingEvents: () => Promise.resolve([]),
    isPosition: isEventStorePosition,
    async describe() {
      const server_version = await connection.serverVersion();
      return { where: connection.where, server_version, head: await log.head() };
    },
    async close() {
      closing.abort();
      calls.close();
      await changes.close();
      await connection.close();
    },
  };
  return log;
};
