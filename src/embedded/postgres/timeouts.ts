/** Timeouts of the embedded Postgres, in milliseconds, and the limit on its restarts. Tests shorten some. */
export interface Timeouts {
  /** From the launch to the first connection. Long, since a start after a crash replays up to max_wal_size of log. */
  readonly startMs: number;
  /** Wait for another process that starts or initialises the same directory. */
  readonly lockMs: number;
  /** Wait for another process' server to accept the password. */
  readonly joinMs: number;
  /** Wait of a leaving process for another one that opens or leaves the same directory. */
  readonly leaveMs: number;
  /** How often a process looks whether the server it uses runs. */
  readonly watchMs: number;
  /** Restarts of a dying server within restartWindowMs; after one more the cluster counts as lost. */
  readonly restartsMax: number;
  readonly restartWindowMs: number;
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
  leaveMs: 8_000,
  watchMs: 500,
  restartsMax: 5,
  restartWindowMs: 600_000,
  reapMs: 5_000,
  stopMs: 30_000,
  quitMs: 10_000,
  pollMs: 15,
};
