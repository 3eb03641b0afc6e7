/** The port for reading messages back from Kafka, for a reader that keeps its effects elsewhere. */

/** A message as it was published. */
export interface IncomingMessage {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly value: string;
}

export interface EventConsumer {
  /**
   * Reads the topic as a member of the consumer group, from its beginning the first time, until `signal` aborts. An offset is
   * committed after `handle` has resolved for everything before it: each message is handled at least once. Rejects when
   * `handle` does, and with BROKER_UNAVAILABLE: read again, it goes on behind what was committed.
   */
  read(handle: (messages: readonly IncomingMessage[]) => Promise<void>, signal: AbortSignal): Promise<void>;
  /**
   * Waits until the consumer group has committed all that the topic holds at the call. Returns false if `signal` aborts
   * before. Rejects with BROKER_UNAVAILABLE.
   */
  hasReadToEnd(signal: AbortSignal): Promise<boolean>;
}
