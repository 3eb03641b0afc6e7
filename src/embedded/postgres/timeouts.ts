/** Timeouts of the embedded Postgres, in milliseconds. Tests shorten some. */
export interface Timeouts {
  /** From the launch to the first connection. Long, since a start after a crash replays up to max_wal_size of log. */
  readonly startMs: number;
  /** Wait for another process that starts or initialises the same directory. */
  readonly lockMs: number;
  /** Wait for another process' server to accept the password. */
  readonly joinMs: number;
  /** Wait for a parent to reap its dead process, which Postgres considers alive. */
  readonly reapMs: number;
  /** Wait for a fast shutdown, which writes a checkpoint, before the immediate one. */
  readonly stopMs: number;
  /** Wait for an immediate shutdown: Postgres itself kills hanging processes after 5 s. */
  readonly quitMs: number;
  /** Polling interval of a condition. */
  readonly pollMs: number;
}

export const defaultTimeouts: Timeouts = {
  startMs: 300_000,
  lockMs: 330_000,
  joinMs: 15_000,
  reapMs: 5_000,
  stopMs: 30_000,
  quitMs: 10_000,
  pollMs: 15,
};
