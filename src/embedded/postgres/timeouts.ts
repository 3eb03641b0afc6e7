/** How long each step of the embedded Postgres may take, in milliseconds. Tests shorten some. */
export interface Timeouts {
  /** From the launch to the first connection. Long: after a crash up to max_wal_size of log is played back. */
  readonly startMs: number;
  /** For the process that starts or initialises the same directory at the moment. */
  readonly lockMs: number;
  /** For a running server of somebody else to accept our password. */
  readonly joinMs: number;
  /** For a dead process that its parent has not reaped yet: Postgres itself takes it for alive. */
  readonly lingerMs: number;
  /** For a fast shutdown (it writes a checkpoint), before the immediate one. */
  readonly stopMs: number;
  /** For an immediate shutdown: Postgres kills what hangs after 5 s by itself. */
  readonly quitMs: number;
  /** Between two looks at a condition. */
  readonly pollMs: number;
}

export const defaultTimeouts: Timeouts = {
  startMs: 300_000,
  lockMs: 330_000,
  joinMs: 15_000,
  lingerMs: 5_000,
  stopMs: 30_000,
  quitMs: 10_000,
  pollMs: 15,
};
