/** Limits of delivery. Units are last in the names; those that users meet are in src/base/limits.ts. */
export const deliveryLimits = {
  /** Notifications under way in one process, and to one channel of them. */
  sendingMax: 32,
  sendingToChannelMax: 8,
  /** A sender looks for due notifications after this, if nothing wakes it. */
  pollMs: 1_000,
  /** One try, answer included: Standard Webhooks asks for 15 to 30 s. */
  attemptMs: 20_000,
  connectMs: 10_000,
  /** Bytes of an answer that are read, for its reason. */
  answerBytesMax: 2_048,
  /** Characters of a reason that is kept. */
  reasonCharsMax: 300,
  /** Bytes of a webhook's body: Standard Webhooks asks for at most 20 kB. */
  webhookBytesMax: 20_000,
  /** How long a channel may fail without one success before it is switched off. */
  failingMsMax: 5 * 86_400_000,
  /** How long a replaced webhook secret goes on signing beside the new one. */
  oldSecretMs: 24 * 3_600_000,
  /** Secrets that sign at once. */
  secretsMax: 3,
  /** Longest Retry-After that is honoured. */
  retryAfterMsMax: 24 * 3_600_000,
  /** Notifications in one digest. */
  digestMax: 100,
  /** Firings queued in one transaction. */
  queuePageEvents: 500,
  /** How often what is no longer kept is deleted. */
  cleanUpMs: 3_600_000,
  /** How often the feeder that reads Kafka looks how far it is by the log's positions. */
  feederPositionMs: 2_000,
  /** Dead letters published at once, and how often they are looked for. */
  deadLettersMax: 100,
  deadLetterPollMs: 2_000,
  /** Terms of alerts in memory, at some 500 bytes each. */
  firingTermsMax: 20_000,
  /** Alerts whose terms are read at once: each is a stream of its own. */
  firingTermsAtOnceMax: 8,
} as const;
