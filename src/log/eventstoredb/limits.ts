/** Limits of the EventStoreDB adapter. Units are last in the names. */
import assert from 'node:assert/strict';

export const eventStoreLimits = {
  /** A call that receives nothing for this long fails as LOG_UNAVAILABLE. */
  silenceMsMax: 10_000,
  /** Interval of pings on an idle connection, and how long one may go unanswered (the client's default is 10 s longer). */
  keepAliveMs: 10_000,
  keepAliveTimeoutMs: 5_000,
  /** Tries of a read that fails before its first answer. */
  readTriesMax: 3,
  /** Consecutive failures of calls after which the client is replaced. */
  failuresMax: 3,
  /** Streams whose ends are read at once before an append. */
  readsAtOnceMax: 64,
  /** Streams appended to without an answer yet (bench/eventstoredb.ts: more gains nothing). */
  appendsAtOnceMax: 256,
  /**
   * Tries of an append whose answer is lost. After a timeout of the server the second answer is mostly lost too, since
   * the server drops what it is still about to write.
   */
  appendTriesMax: 3,
  /** Tries of an append with `any` that loses races against other writers of the stream. */
  raceTriesMax: 20,
  /** Newest events of a stream whose ids are compared, for `any` and for an expected revision. */
  idsComparedMax: 100_000,
  idsComparedAtRevisionMax: 500,
  /** Ids kept in memory over all streams, some 100 bytes each. */
  idsCachedMax: 400_000,
  /** Messages of a call that have arrived and are not taken yet. */
  messagesBufferedMax: 256,
  /** Newest events of the log kept for all of its readers, about 1 kB each. */
  recentEventsMax: 10_000,
  /** A filtered read further behind the head than this (in bytes of the server's log) is filtered by the server. */
  filteredReadBytesMin: 4 * 1_048_576,
  /** Server pages (32 events) between two checkpoints of such a read, and its checkpoints in one page of the port. */
  checkpointPages: 32,
  checkpointsMax: 200,
  /** How much the clocks of hosts that append to one EventStoreDB may differ. */
  clockSkewMs: 60_000,
} as const;

assert(
  eventStoreLimits.idsComparedMax < eventStoreLimits.idsCachedMax,
  'the ids of the longest stream must fit the cache of ids',
);
