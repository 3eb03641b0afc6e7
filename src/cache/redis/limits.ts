/** Limits of the Redis cache. Units are last in the names. */
export const redisLimits = {
  /** One command. Waiting longer would cost more than the query to Postgres that a hit saves. */
  commandMs: 100,
  connectMs: 2_000,
  /** A connection with a command under way that receives nothing for this long is opened again. */
  silenceMsMax: 5_000,
  /** Between two new connections because a server is no primary any more. */
  reconnectMsMin: 5_000,
  /** Writes under way at once; further answers are not shared. */
  writesAtOnceMax: 100,
  /** Commands in the breaker's window before it may open, the window, and how long it stays open. */
  breakerVolumeMin: 5,
  breakerWindowMs: 10_000,
  breakerOpenMs: 1_000,
} as const;
