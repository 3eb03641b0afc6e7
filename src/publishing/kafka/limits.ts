/** Limits of the Kafka sink. Units are last in the names. */
export const kafkaLimits = {
  /** Connecting to one broker. */
  connectMs: 5_000,
  /** One request, and how long the broker waits for its replicas. */
  requestMs: 15_000,
  /** A consumer that is silent for this long has died: its partitions go to another. */
  sessionMs: 10_000,
  /** How often a consumer says that it lives while it works on a batch. */
  heartbeatMs: 3_000,
  /** How long the broker waits for messages before it answers that there are none. */
  fetchWaitMs: 1_000,
  /** How often the offsets of a group are looked at while it is waited for. */
  offsetsPollMs: 500,
  /** An idle connection is closed after this, and opened again when there is work. */
  idleMs: 10_000,
} as const;
