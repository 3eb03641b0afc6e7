/**
 * Every error the ledger raises on purpose, in one table: a stable code, the HTTP status it becomes, whether trying the
 * same again can help. docs/errors.md lists them; a test keeps the two equal.
 */
export const errorTable = {
  // what a caller got wrong
  VALIDATION_FAILED: { status: 400, retryable: false, title: 'The request does not fit the contract' },
  UNKNOWN_PARAMETER: { status: 400, retryable: false, title: 'The request has a parameter that does not exist' },
  INVALID_CURSOR: { status: 400, retryable: false, title: 'The cursor is not one of ours' },
  INVALID_POSITION: { status: 400, retryable: false, title: 'The position is not one of this ledger' },
  CARD_NOT_FOUND: { status: 404, retryable: false, title: 'No such card' },
  SET_NOT_FOUND: { status: 404, retryable: false, title: 'No such set' },
  ALERT_NOT_FOUND: { status: 404, retryable: false, title: 'No such alert' },
  ALERT_EXPIRED: { status: 409, retryable: false, title: 'The alert has expired' },
  ROUTE_NOT_FOUND: { status: 404, retryable: false, title: 'No such resource' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, title: 'The resource does not know this method' },
  POSITION_NOT_REACHED: { status: 503, retryable: true, title: 'The read models have not reached min_position yet' },
  // the log
  WRONG_EXPECTED_REVISION: { status: 409, retryable: false, title: 'The stream is not at the expected revision' },
  CORRUPTED_IDEMPOTENCY: { status: 409, retryable: false, title: 'Some but not all events of the append exist' },
  APPEND_TOO_LARGE: { status: 413, retryable: false, title: 'The append exceeds a limit' },
  LOG_BUSY: { status: 503, retryable: true, title: 'The log is busy' },
  LOG_COPY_DIVERGED: { status: 409, retryable: false, title: 'The target of a copy is not a copy of the source' },
  LOG_UNAVAILABLE: { status: 503, retryable: true, title: 'The log cannot be reached' },
  EVENT_NOT_UNDERSTOOD: { status: 500, retryable: false, title: 'An event cannot be decoded' },
  // projections
  LEASE_LOST: { status: 503, retryable: true, title: 'Another instance took the lease' },
  PROJECTION_UNKNOWN: { status: 404, retryable: false, title: 'No such projection' },
  PROJECTION_STOPPED: { status: 503, retryable: false, title: 'The projection is stopped' },
  // publishing
  BROKER_UNAVAILABLE: { status: 503, retryable: true, title: 'The message broker cannot be reached or is not ready' },
  MESSAGE_REFUSED: { status: 500, retryable: false, title: 'The message broker refuses a message' },
  // collecting
  SOURCE_UNKNOWN: { status: 404, retryable: false, title: 'No such source' },
  SOURCE_REFUSED: { status: 502, retryable: false, title: 'The source refused us' },
  SOURCE_UNAVAILABLE: { status: 502, retryable: true, title: 'The source cannot be reached or answers with errors' },
  SOURCE_THROTTLED: { status: 502, retryable: true, title: 'The source asks us to slow down' },
  SOURCE_PAYLOAD_INVALID: { status: 502, retryable: true, title: 'The source sent what its format does not allow' },
  SOURCE_BUDGET_SPENT: { status: 429, retryable: true, title: 'The request budget of the source is spent' },
  SOURCE_BREAKER_OPEN: { status: 503, retryable: true, title: 'The circuit breaker of the source is open' },
  SOURCE_STAMP_MOVED: { status: 503, retryable: true, title: 'The source published anew during the collection' },
  COLLECTION_RUNNING: { status: 409, retryable: true, title: 'A collection of this source is running' },
  // operations
  CONFIG_INVALID: { status: 500, retryable: false, title: 'The configuration is wrong' },
  DATA_DIR_MIXED: { status: 500, retryable: false, title: 'Real and simulated data never share a directory' },
  DATA_DIR_IN_USE: { status: 500, retryable: false, title: 'The data directory is in use' },
  DATA_DIR_OTHER_VERSION: { status: 500, retryable: false, title: 'The data directory is of another major version' },
  DATA_DIR_CORRUPT: { status: 500, retryable: false, title: 'The data directory is damaged' },
  EMBEDDED_POSTGRES_UNAVAILABLE: { status: 500, retryable: false, title: 'No embedded Postgres for this platform' },
  EMBEDDED_POSTGRES_FAILED: { status: 500, retryable: false, title: 'The embedded Postgres did not start' },
  DATABASE_UNAVAILABLE: { status: 503, retryable: true, title: 'The database cannot be reached' },
  NOT_READY: { status: 503, retryable: true, title: 'The service is starting or draining' },
  INTERNAL: { status: 500, retryable: false, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/** An error from the table. `details` says which field is wrong and why; `detail` is the sentence for a person. */
export interface LedgerError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string>>;
}

/** Makes an error of the table; `cause` keeps what led to it. */
export const ledgerError = (
  code: ErrorCode,
  detail: string,
  options: { details?: Readonly<Record<string, string>>; cause?: unknown } = {},
): LedgerError => {
  const error = new Error(detail, options.cause === undefined ? {} : { cause: options.cause });
  error.name = 'LedgerError';
  return Object.assign(error, { code, details: options.details ?? {} });
};

/** Whether `error` carries a code of the table (ours, or a launcher's with the same code). */
export const isLedgerError = (error: unknown): error is LedgerError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && Object.hasOwn(errorTable, error.code);

/** The code of a ledger error, or INTERNAL. */
export const errorCode = (error: unknown): ErrorCode => (isLedgerError(error) ? error.code : 'INTERNAL');

/** Codes that mean trouble of an engine: a server is away or busy. */
const transientCodes: readonly ErrorCode[] = ['LOG_UNAVAILABLE', 'LOG_BUSY', 'DATABASE_UNAVAILABLE'];

/** Codes of Node's network errors. */
const networkCodes: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
];

const driverChecks = new Set<(error: Error) => boolean>();

/**
 * Adds how the transient errors of a driver are recognised, which carry codes of its own. The module that opens the
 * driver's connections calls it once, when it is loaded: without that module there are no such errors.
 */
export const registerTransientErrors = (isTransientHere: (error: Error) => boolean): void => {
  driverChecks.add(isTransientHere);
};

/**
 * Returns whether the error is an engine's trouble and not the caller's mistake, so that the same call can succeed later.
 * Covers all engines, since one operation may read from one and write to another.
 */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (isLedgerError(error)) return transientCodes.includes(error.code);
  if ('code' in error && networkCodes.includes(String(error.code))) return true;
  return [...driverChecks].some((isTransientHere) => isTransientHere(error));
};
