/** The event log on EventStoreDB or KurrentDB, 23.10 or newer. What it promises less than Postgres: docs/adr/0006. */
import { type EventMetadata, type LogPosition, startPosition } from '../../domain/envelope.js';
import { errorCode, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { Logger } from '../../base/logger.js';
import { checkAppend } from '../check-append.js';
import type { AppendOutcome, EventLog, StreamAppend } from '../event-log.js';
import { subscribePages } from '../subscription.js';
import { type Appending, appendStreams } from './append-events.js';
import { createAppendCalls } from './append-call.js';
import { openConnection } from './connection.js';
import { type ReceivedEvent, type Encoded, encoder } from './event-codec.js';
import { isEventStorePosition } from './position.js';
import { head, lastEvent, readAll, readStream } from './read-events.js';
import type { ServerFilter } from './read-call.js';
import type { ReadContext } from './context.js';
import { createMonotonicClock } from './monotonic-clock.js';
import { createStreamIds } from './stream-ids.js';
import { createStreamLocks } from './stream-locks.js';
import { createChangeListener } from './change-listener.js';
import { eventStoreLimits } from './limits.js';

export interface EventStoreLogOptions {
  /** EVENTSTORE_URL: esdb://… or esdb+discover://… */
  readonly url: string;
  readonly runtime: Runtime;
  readonly logger?: Logger;
  /**
   * What the names of the ledger's streams begin with: `price-`, `card-` … The server then sends nothing else. Default:
   * every stream that is not the server's own; events in them that no ledger wrote are skipped.
   */
  readonly streamPrefixes?: readonly string[];
  /** Milliseconds between the looks of an idle subscription; default limits.subscriptionPollMs. */
  readonly pollMs?: number;
}

export interface EventStoreDescription {
  /** Hosts of the connection string; never its credentials. */
  readonly where: string;
  readonly server_version: string;
  readonly head: LogPosition;
}

export interface EventStoreLog extends EventLog {
  /** `recordedAt`: for copies of another log only, which keep its times; default: now. */
  append(
    appends: readonly StreamAppend[],
    metadata: EventMetadata,
    recordedAt?: string,
  ): Promise<readonly AppendOutcome[]>;
  /** The streams of a call lie in the log in its order: they are sent over one call of the protocol, one after another. */
  readonly appendKeepsOrder: boolean;
  /** Milliseconds that `recorded_at` may go back along the log: the clocks of the hosts that append. */
  readonly clockSkewMs: number;
  /** Asks the server who it is and reads $all. Throws LOG_UNAVAILABLE or CONFIG_INVALID, whose texts are for people. */
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

/** What the adapter remembers of the log: the greatest position, and the newest time. */
const createMemory = (runtime: Runtime) => {
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
 * Opens the log; nothing is connected yet. One connection a process and URL, whatever number of logs. Throws
 * CONFIG_INVALID naming EVENTSTORE_URL. `close` ends its subscriptions.
 */
export const createEventStoreLog = (options: EventStoreLogOptions): EventStoreLog => {
  const { url, runtime, logger, streamPrefixes } = options;
  const connection = openConnection(url, runtime, logger);
  const covering: ServerFilter =
    streamPrefixes === undefined ? everyStream : { on: 'stream', prefixes: streamPrefixes };
  const memory = createMemory(runtime);
  const reading: ReadContext = { connection, runtime, covering, noteEvent: memory.noteEvent, newest: memory.newest };
  const calls = createAppendCalls(connection, runtime);
  const appending: Appending = {
    reading,
    calls,
    ids: createStreamIds(reading, logger),
    doubtful: new Set(),
    notePosition: memory.notePosition,
  };
  const locks = createStreamLocks();
  const wakeUps = createChangeListener({ connection, runtime, covering });
  const closing = new AbortController();

  const append: EventStoreLog['append'] = async (appends, metadata, recordedAt) => {
    const texts = checkAppend(appends, metadata);
    return locks.holding(
      appends.map(({ stream }) => stream),
      async () => {
        // The newest event of the log: times go on from its, and what is found up to it was there before this call.
        await lastEvent(reading);
        const encode = encoder(metadata, memory.clock.stamp(recordedAt));
        let next = 0;
        const encoded = appends.map(({ events }) => encode(events, texts.slice(next, (next += events.length))));
        checkBytes(appends, encoded);
        return appendStreams(appending, { appends, encoded, before: memory.newest() ?? startPosition });
      },
    );
  };

  const log: EventStoreLog = {
    append,
    appendKeepsOrder: true,
    clockSkewMs: eventStoreLimits.clockSkewMs,
    readStream: (stream, wanted) => readStream(reading, stream, wanted),
    readAll: (wanted) => readAll(reading, wanted),
    subscribe: (wanted) =>
      subscribePages(
        {
          readAll: (page) => log.readAll(page),
          listen: wakeUps.listen,
          runtime,
          isTransient: (error) => errorCode(error) === 'LOG_UNAVAILABLE',
          pollMs: options.pollMs ?? limits.subscriptionPollMs,
        },
        { ...wanted, signal: AbortSignal.any([wanted.signal, closing.signal]) },
      ),
    head: () => head(reading),
    isPosition: isEventStorePosition,
    async describe() {
      const server_version = await connection.serverVersion();
      return { where: connection.where, server_version, head: await log.head() };
    },
    async close() {
      closing.abort();
      calls.close();
      await wakeUps.close();
      await connection.close();
    },
  };
  return log;
};
