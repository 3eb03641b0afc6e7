/**
 * The limits that callers and users meet, and those that another limit depends on. Units are last in the names. Relations
 * are asserted at start (`assertLimits`). Limits that concern one file or one adapter stand there.
 */
import assert from 'node:assert/strict';

export const limits = {
  /** Events in one append call, over all its streams. */
  appendEventsMax: 1_000,
  /** UTF-8 bytes of data and metadata in one append call: EventStoreDB's default MaxAppendSize is 1 MiB. */
  appendBytesMax: 1_048_576,
  /** UTF-8 bytes of one event's data. */
  eventDataBytesMax: 262_144,
  /** Characters of a stream name. */
  streamNameCharsMax: 120,

  /** Events in one page read from the log. */
  readPageEventsMax: 10_000,
  /** Positions scanned for one page of a filtered read: bounds the work of a filter that matches nothing. */
  readWindowPositionsMax: 50_000,
  /** A subscription at the head polls after this, if no wake-up arrives. */
  subscriptionPollMs: 1_000,

  /** Events folded into a read model in one transaction. */
  projectionPageEvents: 5_000,
  /** The same in a rebuild, where no reader waits for single pages. */
  rebuildPageEvents: 10_000,
  /** How long a rebuild at the start of a projector waits for those of other read models, to read the log once. */
  rebuildGatherMs: 500,
  /** Rows that a read model may buffer in a rebuild before it writes them. */
  rebuildRowsMax: 250_000,
  /** A lease not renewed for this long may be taken over. */
  leaseTtlMs: 6_000,
  /** How often a holder renews its lease. */
  leaseRenewMs: 2_000,
  /** How often a waiting process tries to acquire the lease: another one continues within 7 seconds of a crash. */
  leasePollMs: 1_000,
  /** How long work may take to end at shutdown or after its lease is lost; then it is abandoned. */
  leaseDrainMs: 10_000,
  /** Delays between two tries after a transient error (base/async/backoff.ts). */
  retryDelayMsMin: 100,
  retryDelayMsMax: 10_000,

  /** How long a command, or an append, waits for an engine that was there and went away. */
  outageWaitMs: 60_000,

  /** Events in one published page; one page a topic is under way at a time. */
  publishPageEvents: 1_000,
  /** Bytes of one batch of messages, headers included. Kafka's brokers accept 1 MiB (1,048,588) a batch and message. */
  publishBatchBytesMax: 900_000,
  /** How long a batch under way may take to be acknowledged at shutdown. */
  publishDrainMs: 2_000,
  /** How often a subscriber that can be moved back checks whether its checkpoint was. */
  rewindCheckMs: 5_000,

  /** How far a source's stamp may lie ahead of the clock when it is recorded; further ahead it is refused. */
  stampAheadMsMax: 2 * 86_400_000,

  /** A price above this many minor units is out of range (20 million dollars): it is quarantined, not stored. */
  priceMinorUnitsMax: 2_000_000_000,

  /** One attempt of a request to a source. */
  sourceAttemptMs: 30_000,
  /** All attempts of a request to a source together. */
  sourceRequestMs: 120_000,
  sourceRetriesMax: 3,
  /** Between two requests to a source, configured or ordered. */
  sourcePauseMsMax: 60_000,
  /** A Retry-After longer than this ends the run instead of being waited for. */
  retryAfterMsMax: 60_000,
  /** Bytes of one source body, decompressed. */
  sourceBodyBytesMax: 64 * 1_048_576,
  /** Between two tries of a request: doubled from try to try, with jitter. */
  sourceRetryDelayMsMin: 500,
  sourceRetryDelayMsMax: 15_000,
  /** Files in a row that may fail after all their retries before the run stops asking for more. */
  sourceFilesFailedMax: 5,
  /** Files in a row that a source may answer with 403 before it counts as a refusal of the client. */
  sourceFilesForbiddenMax: 3,
  /** What a run left out is listed up to this many; the counts are of all. */
  omissionsMax: 100,
  /** Keys that one snapshot names as withheld: at 60 bytes each they fit one event. The largest real set has 1,806. */
  withheldKeysMax: 3_000,

  /** Events decided on in one go; their cards' prices are in memory meanwhile. */
  alertPageEvents: 1_000,
  /** Alerts in memory at once: those of a page are evaluated in groups of this many. */
  alertsInMemoryMax: 5_000,
  /** Decisions in one append: at most 1.6 kB each, so that they fit appendBytesMax. */
  alertAppendEvents: 500,
  /** How far back a rule may look, and how long points are kept. */
  alertWindowDaysMax: 365,
  /** Hundredths of a percent: 1,000 %. */
  alertBasisPointsMax: 100_000,
  alertCooldownSecondsMax: 365 * 86_400,
  /** Channels of a user. */
  channelsPerUserMax: 20,
  /** Feeds of a user. */
  feedsPerUserMax: 50,
  /** Ways of telling, by opaque ids. */
  alertChannelsMax: 20,
  /** Firings one back-test lists. */
  backtestFiringsMax: 10_000,
  /** Price events that one back-test over REST reads: a card of ten printings has 30 years of daily changes in them. */
  backtestEventsMax: 100_000,
  /** Back-tests of a process at once. */
  backtestsAtOnceMax: 4,
  /** How often a command is decided again when its stream moved meanwhile. */
  commandTriesMax: 8,

  /** Alerts, watchlists and cards of a watchlist that one user may have. */
  alertsPerUserMax: 1_000,
  /** How long a place for an alert that is not in the log is kept: longer than an append may take. */
  alertPlaceKeptMs: 300_000,
  watchlistsPerUserMax: 50,
  watchlistCardsMax: 500,

  /** How often a process looks for tasks of administrators. */
  taskPollMs: 1_000,
  /** How often the alerts that watchlists want are looked at, and how long a request may take to make them itself. */
  watchlistLookMs: 60_000,
  watchlistRestMs: 30_000,

  /** Characters of an Idempotency-Key, and how long its answer is kept. */
  idempotencyKeyCharsMax: 255,
  idempotencyKeptMs: 24 * 3_600_000,
  /** A command that was not finished within this long has lost its process: the next request with its key does it again. */
  idempotencyInFlightMs: 60_000,
  /** Expired keys that a new one takes with it. */
  idempotencyKeysForgottenAtOnce: 20,

  /** Rows a page of the API. */
  pageLimitDefault: 20,
  pageLimitMax: 100,
  pageOffsetMax: 100_000,
  /**
   * How long an idle connection stays open: longer than load balancers keep theirs (60 s), which would otherwise send a
   * request on a connection that is being closed and answer 502.
   */
  keepAliveMs: 75_000,
  /** How long the head of a request may take, from the opening of its connection: balancers open some in advance. */
  requestHeadMs: 80_000,
  /** How long a whole request may take to arrive. */
  requestMs: 90_000,
  /** A connection on which nothing moves for this long is closed, also within an answer that the client does not read. */
  connectionStallMs: 120_000,
  /** Characters of a path and query, and bytes of the whole head of a request. */
  urlCharsMax: 8_192,
  requestHeadBytesMax: 16_384,
  /** Bytes, nested levels and values of one request body. */
  requestBodyBytesMax: 65_536,
  requestBodyDepthMax: 8,
  requestBodyValuesMax: 5_000,
  /** Questions of one request to /v1/resolve, characters of a title in it, and candidates of an answer. */
  resolveQueriesMax: 100,
  titleCharsMax: 300,
  matchCandidatesMax: 10,
  /** How old the catalog may be that titles are matched with, and how long its printings are taken for the same. */
  matcherRestMs: 60_000,
  matcherKeptMs: 6 * 3_600_000,
  /** Mappings in one append of a matching run, and products that wait for a person in one statement. */
  matchesAtOnce: 500,
  /** Cards of one batch. */
  cardBatchMax: 100,
  /** Events a page of /v1/events. */
  eventsLimitMax: 10_000,
  /** Streams open at once, for each client and in all. */
  streamsPerClientMax: 10,
  streamsMax: 500,
  /** Cards that one stream may name. */
  streamCardsMax: 100,
  /** A stream on which nothing was sent for this long says so: well below the idle time of proxies (60 s). */
  streamHeartbeatMs: 15_000,
  /** How long a reader may leave what was written to its stream untaken before the stream is ended. */
  streamStallMs: 10_000,
  /** When a client whose stream ended comes back. */
  streamRetryMs: 3_000,
  /** How old what a resumed stream begins with may be. */
  streamResumeMsMax: 7 * 86_400_000,
  /** Streams that read the log to catch up, at once. */
  streamReplaysMax: 4,
  /** Newest changes in memory for all streams. */
  streamKeptChanges: 2_000,
  /** Characters of a search text. */
  searchCharsMax: 200,
  /** Values of one facet of a search: the most frequent ones. */
  facetValuesMax: 100,
  /** Data points in one history answer: more are sampled. The second is what a caller may ask for. */
  historyPointsDefault: 1_000,
  historyPointsMax: 5_000,
  /** Changes of one price that a history is computed from. */
  historyFactsMax: 50_000,
  /** The longest a query waits for `min_position`. */
  minPositionWaitMs: 5_000,
  /** Bytes of snapshots that a process remembers. */
  snapshotMemoryBytesMax: 32 * 1_048_576,
  /** A price not confirmed by a snapshot for this long is stale. */
  staleAfterMs: 36 * 3_600_000,
  /**
   * How far the source's snapshot may lie from the begin of a window of time, to be taken for it. Stamps wander by minutes
   * from day to day; half a day keeps two days apart.
   */
  windowSlackMs: 12 * 3_600_000,
  /** A price confirmed within this long of the newest snapshot may speak for its card, windowSlackMs allowed. */
  priceConfirmedMs: 7 * 86_400_000,
  /** The longest an engine may take to answer a health check. */
  healthCheckMs: 3_000,
  /** Statement timeout of API queries. */
  queryTimeoutMs: 10_000,

  /**
   * What stood so long before the newest snapshot changes only by events that say so. The shortest window of a set's value is seven
   * days, less the slack of its start; half a day of it is for clocks of sources that are ahead.
   */
  pastAfterMs: 6 * 86_400_000,
  /** Tags that a page folded into a read model names; a page that touches more touches everything. */
  touchedTagsMax: 2_000,
  /** Pages whose tags are kept for each read model, and pages a cache reads at once. */
  touchesKept: 200,
  touchesReadMax: 100,
  /** A cache that heard no wake-up asks where the read models stand after this. */
  invalidationPollMs: 1_000,
  /** Without an answer for this long it is not known what is out of date, and nothing is taken from a cache. */
  invalidationTrustMs: 3_000,
  /** A cached answer, and an ETag, hold for this long at most: staleness depends on the clock too. */
  answerEpochMs: 300_000,
  /** Bytes of answers kept in a process, and of one answer worth keeping. */
  cacheBytesMax: 64 * 1_048_576,
  cacheEntryBytesMax: 1_048_576,

  /** Requests of one client in a minute and in an hour, where the configuration does not say otherwise. */
  quotaBurstRequests: 100,
  quotaHourlyRequests: 1_000,
  /** How often processes tell each other what their clients asked: they overshoot by as much together. */
  quotaReconcileMs: 1_000,
  /** Clients whose requests a process counts at once, about 200 bytes each. */
  quotaClientsMax: 100_000,

  /** How long an access token holds; RFC 9068's `exp`. */
  accessTokenS: 3_600,
  /** How often the file of signing keys is read again; and how often at most, for tokens of a key that is not there. */
  signingKeysReadMs: 30_000,
  signingKeysRestMs: 100,
  /** How long a refresh token may lie unused, and a session may last however often it is refreshed. */
  refreshTokenMs: 30 * 86_400_000,
  sessionMs: 365 * 86_400_000,
  /** How long a used refresh token gets the same successor once more: two tabs, or an answer that was lost. */
  refreshAgainMs: 10_000,
  /** Characters of a password. */
  passwordCharsMin: 8,
  passwordCharsMax: 128,
  /** So many of the commonest passwords are refused. */
  passwordsCommonest: 3_000,
  /** Passwords that wait to be hashed, at a fifth of a second each. */
  passwordsWaitingMax: 25,
  /** Wrong passwords of one source at one account before it has to wait; then 1 s, doubled from time to time. */
  loginFailuresFree: 3,
  loginDelayMsMax: 900_000,
  /** How long links in mails hold. */
  verificationLinkMs: 86_400_000,
  resetLinkMs: 1_800_000,
  /** How long a mail that only tells something is tried. */
  noticeMailMs: 3 * 86_400_000,
  /** The link for the first administrator, which is printed. */
  adminLinkMs: 86_400_000,
  /** Mails with links that one account gets at most in this time. */
  linkMailsMax: 3,
  linkMailsMs: 900_000,
  /** API keys and sheet tokens of one user. */
  apiKeysMax: 50,
  /** Characters of an e-mail address, and of names that users give. */
  emailCharsMax: 254,
  userTextCharsMax: 100,
  /** An account whose address nobody verified, and which nobody uses, is deleted after this. */
  unverifiedAccountMs: 30 * 86_400_000,
  /** How often what has expired is deleted. */
  cleanupMs: 3_600_000,
  /** How often the last use of an API key is written down. */
  keyUseNotedMs: 60_000,

  /** The longest that shared caches and browsers may keep an answer without asking, and how long beyond that while they ask. */
  sharedFreshMsMax: 60_000,
  sharedStaleMsMax: 30_000,

  /** How long after the end of the last collection the files for download are built: another may follow it. */
  exportRestMs: 300_000,
  /** How often it is looked whether files are due. */
  exportLookMs: 60_000,
  /** Editions of the files that are kept: one that is being downloaded is not removed by the next. */
  exportEditionsKept: 3,

  /** How long draining may take at shutdown. */
  shutdownMs: 15_000,
  /** A process that is still running after this long is killed (docker-compose.yml waits 20 s). */
  shutdownForcedMs: 18_000,
} as const;

/** Throws when two limits contradict each other; called once at start. */
export const assertLimits = (): void => {
  assert(limits.leaseRenewMs * 2 < limits.leaseTtlMs, 'a lease must survive one missed renewal');
  assert(limits.leaseTtlMs + limits.leasePollMs < 10_000, 'a take-over must be done in ten seconds, work included');
  assert(limits.publishDrainMs < limits.leaseDrainMs, 'a batch under way must be over before its work is left alone');
  assert(
    limits.leaseDrainMs + limits.leaseRenewMs < limits.shutdownMs,
    'work must be over, and its lease given back, at shutdown',
  );
  assert(limits.shutdownMs < limits.shutdownForcedMs, 'draining must be over before a process is ended');
  assert(limits.readPageEventsMax <= limits.readWindowPositionsMax, 'a page must fit the window it is read from');
  assert(limits.eventDataBytesMax <= limits.appendBytesMax, 'one event must fit an append');
  assert(limits.rebuildPageEvents <= limits.readPageEventsMax, 'a rebuild page is one page of the log');
  assert(limits.projectionPageEvents <= limits.readPageEventsMax, 'a projection page is one page of the log');
  assert(limits.publishPageEvents <= limits.readPageEventsMax, 'a published page is one page of the log');
  assert(limits.eventDataBytesMax * 2 < limits.publishBatchBytesMax, 'one event and its provenance must fit a batch');
  assert(limits.publishBatchBytesMax < 1_048_576, 'a batch must fit what brokers take');
  assert(limits.sourceAttemptMs <= limits.sourceRequestMs, 'one attempt must fit the request deadline');
  assert(limits.sourcePauseMsMax < limits.sourceRequestMs, 'the pause before a request must fit its deadline');
  assert(limits.retryAfterMsMax < limits.sourceRequestMs, 'an honoured Retry-After must fit the request deadline');
  assert(limits.sourceRetryDelayMsMin <= limits.sourceRetryDelayMsMax, 'source retry delays must be ordered');
  assert(limits.retryDelayMsMin <= limits.retryDelayMsMax, 'retry delays must be ordered');
  assert(limits.keepAliveMs > 60_000, 'an idle connection must outlive that of a load balancer');
  assert(limits.keepAliveMs < limits.requestHeadMs, 'a connection opened in advance must live as long as an idle one');
  assert(limits.requestHeadMs <= limits.requestMs, 'the head of a request is a part of it');
  assert(
    limits.requestMs < limits.connectionStallMs,
    'a slow request must be answered before its connection is closed',
  );
  assert(
    limits.streamHeartbeatMs + limits.streamStallMs < limits.connectionStallMs,
    'a stalled stream must be ended before its connection is closed',
  );
  assert(limits.streamStallMs < limits.shutdownMs, 'streams must be over at shutdown');
  assert(limits.urlCharsMax < limits.requestHeadBytesMax, 'the longest address must fit the head of a request');
  assert(limits.pageLimitDefault <= limits.pageLimitMax, 'the default page must be allowed');
  assert(limits.historyPointsDefault <= limits.historyPointsMax, 'the default number of points must be allowed');
  assert(limits.historyPointsMax <= limits.historyFactsMax, 'every point that may be asked for must be readable');
  assert(limits.alertPageEvents <= limits.readPageEventsMax, 'an alert page is one page of the log');
  assert(limits.alertAppendEvents <= limits.appendEventsMax, 'decisions of one append must fit it');
  assert(
    limits.priceMinorUnitsMax * (10_000 + limits.alertBasisPointsMax) <= Number.MAX_SAFE_INTEGER,
    'percents of prices are compared as whole numbers',
  );
  assert(
    limits.idempotencyInFlightMs > limits.requestMs / 2 && limits.idempotencyInFlightMs < limits.idempotencyKeptMs,
    'a command is given up before its key expires, and not while it works',
  );
  assert(limits.watchlistCardsMax <= limits.alertsPerUserMax, 'each card of a watchlist may have its alert');
  assert(limits.touchesReadMax <= limits.touchesKept, 'a cache reads no more pages than are kept');
  assert(limits.invalidationPollMs * 2 < limits.invalidationTrustMs, 'a cache must survive one missed look');
  assert(limits.cacheEntryBytesMax < limits.cacheBytesMax, 'an answer must fit the cache');
  assert(limits.sharedFreshMsMax < limits.answerEpochMs, 'a shared answer must be fresh within its epoch');
  assert(limits.priceMinorUnitsMax < 2 ** 31, 'prices are stored as 32-bit integers');
};
