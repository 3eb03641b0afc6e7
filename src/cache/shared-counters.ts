/** The port of counters that processes share: each counts up within a window of time and begins again with the next. */

/** A counter within its window. */
export interface SharedCount {
  /** The count of all processes. */
  readonly total: number;
  /** Milliseconds until the window ends. */
  readonly endsInMs: number;
}

export interface SharedCounters {
  /**
   * Adds `amount` to the counter `key`, whose window lasts `windowS` seconds from its first addition. Rejects if the counters
   * are unavailable; the amount may have been added nevertheless.
   */
  add(key: string, amount: number, windowS: number): Promise<SharedCount>;
  close(): Promise<void>;
}
