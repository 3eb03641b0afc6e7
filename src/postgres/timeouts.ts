/** Timeouts of connections to Postgres, in milliseconds. */
export const timeouts = {
  connectMs: 10_000,
  /** Idle time before the first TCP keep-alive, so that a vanished host is noticed. The system's default is two hours. */
  keepAliveMs: 10_000,
  /** A connection is closed if the server is still silent this long after a statement's timeout. */
  silenceMsMax: 2_000,
  /** How long closing a connection waits for the server to close it too. */
  endMs: 1_000,
} as const;
