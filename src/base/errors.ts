/**
 * Every error the ledger raises on purpose, in one table: a stable code, its HTTP status, and whether a retry can help.
 * docs/errors.md lists them; a test keeps the two equal.
 */
import { reasonOf } from './reason.js';

export const errorTable = {
  // mistakes of a caller
  VALIDATION_FAILED: { status: 400, retryable: false, title: 'Invalid request' },
  UNKNOWN_PARAMETER: { status: 400, retryable: false, title: 'Unknown parameter' },
  INVALID_CURSOR: { status: 400, retryable: false, title: 'Invalid cursor' },
  INVALID_POSITION: { status: 400, retryable: false, title: 'Invalid position' },
  MALFORMED_REQUEST: { status: 400, retryable: false, title: 'The request is not valid HTTP' },
  REQUEST_TIMEOUT: { status: 408, retryable: true, title: 'The request did not arrive in time' },
  URI_TOO_LONG: { status: 414, retryable: false, title: 'The address of the request is too long' },
  EXPECTATION_FAILED: { status: 417, retryable: false, title: 'The expectation of the request cannot be met' },
  HEADERS_TOO_LARGE: { status: 431, retryable: false, title: 'The headers of the request are too large' },
  MALFORMED_JSON: { status: 400, retryable: false, title: 'The body is not valid JSON' },
  BODY_TOO_LARGE: { status: 413, retryable: false, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, title: 'Unsupported media type' },
  CARD_NOT_FOUND: { status: 404, retryable: false, title: 'Card not found' },
  SET_NOT_FOUND: { status: 404, retryable: false, title: 'Set not found' },
  PRINTING_UNKNOWN: { status: 404, retryable: false, title: 'The card has no such printing' },
  CONDITION_UNKNOWN: { status: 404, retryable: false, title: 'The card has no price in this condition' },
  GRADE_UNKNOWN: { status: 404, retryable: false, title: 'The card has no price in this grade' },
  KIND_UNKNOWN: { status: 404, retryable: false, title: 'The card has no price of this kind' },
  CURRENCY_UNKNOWN: { status: 404, retryable: false, title: 'The card has no price in this currency' },
  RANGE_NOT_SATISFIABLE: { status: 416, retryable: false, title: 'The range lies outside the file' },
  EXPORT_NOT_FOUND: { status: 404, retryable: false, title: 'Export not found' },
  STREAM_NOT_FOUND: { status: 404, retryable: false, title: 'Stream not found' },
  SET_AMBIGUOUS: { status: 400, retryable: false, title: 'The name fits several sets' },
  ALERT_NOT_FOUND: { status: 404, retryable: false, title: 'Alert not found' },
  ALERT_EXPIRED: { status: 409, retryable: false, title: 'The alert has expired' },
  CARD_MERGED: { status: 308, retryable: false, title: 'The card was merged into another' },
  OBSERVATION_NOT_FOUND: { status: 404, retryable: false, title: 'Observation not found' },
  REVIEW_NOT_FOUND: { status: 404, retryable: false, title: 'No such product waits or is mapped' },
  QUARANTINE_NOT_FOUND: { status: 404, retryable: false, title: 'Quarantined row not found' },
  CORRECTION_REFUSED: { status: 409, retryable: false, title: 'The command contradicts the record' },
  UNAUTHENTICATED: { status: 401, retryable: false, title: 'Valid credentials are needed' },
  LOGIN_FAILED: { status: 401, retryable: false, title: 'E-mail address or password is wrong' },
  PASSWORD_WRONG: { status: 403, retryable: false, title: 'The password is wrong' },
  LOGIN_DELAYED: { status: 429, retryable: true, title: 'Too many wrong passwords' },
  LINK_INVALID: { status: 400, retryable: false, title: 'The link is used up or has expired' },
  PASSWORDS_BUSY: { status: 503, retryable: true, title: 'Too many passwords wait to be checked' },
  API_KEY_NOT_FOUND: { status: 404, retryable: false, title: 'API key not found' },
  API_KEYS_EXCEEDED: { status: 409, retryable: false, title: 'The account has as many API keys as it may' },
  FORBIDDEN: { status: 403, retryable: false, title: 'The credentials do not allow this' },
  PICTURE_NOT_FOUND: { status: 404, retryable: false, title: 'The card has no picture' },
  ROUTE_NOT_FOUND: { status: 404, retryable: false, title: 'Route not found' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, title: 'Method not allowed' },
  QUOTA_EXCEEDED: { status: 429, retryable: true, title: 'The quota of requests is spent' },
  POSITION_NOT_REACHED: { status: 503, retryable: true, title: 'The read models have not reached min_position' },
  OTHER_LEDGER: { status: 409, retryable: false, title: 'The position belongs to another ledger' },
  POSITION_TOO_OLD: { status: 410, retryable: false, title: 'The position is too old to resume a stream from' },
  STREAMS_OF_CLIENT: { status: 429, retryable: true, title: 'Too many streams of this client are open' },
  STREAMS_IN_ALL: { status: 503, retryable: true, title: 'Too many streams are open' },
  // the log
  BACKTESTS_IN_ALL: { status: 503, retryable: true, title: 'Too many back-tests are running' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, retryable: false, title: 'The idempotency key belongs to another request' },
  IDEMPOTENCY_IN_FLIGHT: { status: 409, retryable: true, title: 'A request with this idempotency key is under way' },
  PRECONDITION_FAILED: { status: 412, retryable: false, title: 'It was changed since it was read' },
  LIMIT_REACHED: { status: 409, retryable: false, title: 'The account has as many as it may have' },
  NOTHING_TO_SEND: { status: 409, retryable: false, title: 'There is nothing to send' },
  TASK_NOT_FOUND: { status: 404, retryable: false, title: 'Task not found' },
  WATCHLIST_NOT_FOUND: { status: 404, retryable: false, title: 'Watchlist not found' },
  WRONG_EXPECTED_REVISION: { status: 409, retryable: false, title: 'The stream is not at the expected revision' },
  CORRUPTED_IDEMPOTENCY: { status: 409, retryable: false, title: 'Only some events of the append exist already' },
  APPEND_TOO_LARGE: { status: 413, retryable: false, title: 'The append exceeds a limit' },
  LOG_BUSY: { status: 503, retryable: true, title: 'The log is busy' },
  LOG_COPY_DIVERGED: { status: 409, retryable: false, title: 'The target of the copy differs from its source' },
  LOG_UNAVAILABLE: { status: 503, retryable: true, title: 'The log is unavailable' },
  EVENT_NOT_UNDERSTOOD: { status: 500, retryable: false, title: 'An event cannot be decoded' },
  // projections
  LEASE_LOST: { status: 503, retryable: true, title: 'The lease was lost to another instance' },
  PROJECTION_UNKNOWN: { status: 404, retryable: false, title: 'Projection not found' },
  SUBSCRIBER_UNKNOWN: { status: 404, retryable: false, title: 'Subscriber not found' },
  DEAD_LETTER_NOT_FOUND: { status: 404, retryable: false, title: 'Dead letter not found' },
  PROJECTION_STOPPED: { status: 503, retryable: false, title: 'The projection is stopped' },
  // publishing
  BROKER_UNAVAILABLE: { status: 503, retryable: true, title: 'The message broker is unavailable' },
  MESSAGE_REFUSED: { status: 500, retryable: false, title: 'The message broker rejected a message' },
  // delivery
  CHANNEL_NOT_FOUND: { status: 404, retryable: false, title: 'Channel not found' },
  CHANNELS_EXHAUSTED: { status: 409, retryable: false, title: 'The number of channels is used up' },
  FEED_NOT_FOUND: { status: 404, retryable: false, title: 'Feed not found' },
  FEEDS_EXHAUSTED: { status: 409, retryable: false, title: 'The number of feeds is used up' },
  WEBHOOK_ADDRESS_REFUSED: { status: 400, retryable: false, title: 'The address may not be reached' },
  // mail
  MAIL_UNAVAILABLE: { status: 503, retryable: true, title: 'The mail server is unavailable' },
  MAIL_REFUSED: { status: 502, retryable: false, title: 'The mail server rejected a mail' },
  // collecting
  SOURCE_UNKNOWN: { status: 404, retryable: false, title: 'Source not found' },
  SOURCE_REFUSED: { status: 502, retryable: false, title: 'The source rejected the request' },
  SOURCE_UNAVAILABLE: { status: 502, retryable: true, title: 'The source is unavailable' },
  SOURCE_THROTTLED: { status: 502, retryable: true, title: 'The source is rate limiting' },
  SOURCE_PAYLOAD_INVALID: { status: 502, retryable: true, title: 'The source sent an invalid payload' },
  SOURCE_BUDGET_SPENT: { status: 429, retryable: true, title: 'The request budget of the source is spent' },
  SOURCE_TOO_SOON: { status: 429, retryable: true, title: 'A file of the source may not be asked for again yet' },
  SOURCE_BREAKER_OPEN: { status: 503, retryable: true, title: 'The circuit breaker of the source is open' },
  SOURCE_STAMP_MOVED: { status: 503, retryable: true, title: 'The source published again during the collection' },
  SOURCE_UNPUBLISHED: { status: 502, retryable: false, title: 'The source has published nothing new' },
  SOURCE_PAUSED: { status: 409, retryable: true, title: 'The source is paused' },
  COLLECTION_RUNNING: { status: 409, retryable: true, title: 'A collection of this source is running' },
  // operations
  CONFIG_INVALID: { status: 500, retryable: false, title: 'Invalid configuration' },
  DATA_DIR_MIXED: { status: 500, retryable: false, title: 'Real and simulated data cannot share a directory' },
  DATA_DIR_IN_USE: { status: 500, retryable: false, title: 'The data directory is in use' },
  DATA_DIR_OTHER_VERSION: {
    status: 500,
    retryable: false,
    title: 'The data directory belongs to another major version',
  },
  DATA_DIR_CORRUPT: { status: 500, retryable: false, title: 'The data directory is damaged' },
  EMBEDDED_POSTGRES_UNAVAILABLE: {
    status: 500,
    retryable: false,
    title: 'Embedded Postgres is unavailable on this platform',
  },
  EMBEDDED_POSTGRES_FAILED: { status: 500, retryable: false, title: 'Embedded Postgres did not start' },
  OUTPUT_FAILED: { status: 500, retryable: false, title: 'The output cannot be written' },
  DISK_FULL: { status: 503, retryable: true, title: 'The disk is full' },
  DATABASE_UNAVAILABLE: { status: 503, retryable: true, title: 'The database is unavailable' },
  NOT_READY: { status: 503, retryable: true, title: 'The service is not ready' },
  INTERNAL: { status: 500, retryable: false, title: 'Internal error' },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/** An error from the table. Its message is a sentence for a person; `details` maps each wrong field to its reason. */
export interface LedgerError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string>>;
}

/** Creates an error of the table; `cause` keeps the error that led to it. */
export const ledgerError = (
  code: ErrorCode,
  detail: string,
  options: { details?: Readonly<Record<string, string>>; cause?: unknown } = {},
): LedgerError => {
  const error = new Error(detail, options.cause === undefined ? {} : { cause: options.cause });
  error.name = 'LedgerError';
  return Object.assign(error, { code, details: options.details ?? {} });
};

/** An engine that does not answer, or answers that it cannot work: another try later can succeed. */
export interface EngineError extends LedgerError {
  /** The engine and its address, as its outage is logged (outages.ts): "Postgres at db:5432". */
  readonly engine: string;
  /** The message without the engine. */
  readonly reason: string;
}

/**
 * Creates the error of an engine that is away. `engine`: its name and address. `cause`: the error of its client, told
 * without what clients add to it. `hint`: what a person can do, if that is known.
 */
export const engineUnavailable = (
  code: 'LOG_UNAVAILABLE' | 'DATABASE_UNAVAILABLE' | 'BROKER_UNAVAILABLE',
  engine: string,
  { reason, cause, hint }: { readonly reason?: string; readonly cause?: unknown; readonly hint?: string } = {},
): EngineError => {
  const told = `${reason ?? reasonOf(cause)}${hint === undefined ? '' : `; ${hint}`}`;
  return Object.assign(ledgerError(code, `${engine}: ${told}`, { cause }), { engine, reason: told });
};

/** Returns whether an engine was away: its adapter has reported the outage already. */
export const isEngineError = (error: unknown): error is EngineError =>
  isLedgerError(error) && 'engine' in error && typeof error.engine === 'string';

/** Returns whether `error` carries a code of the table. */
export const isLedgerError = (error: unknown): error is LedgerError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && Object.hasOwn(errorTable, error.code);

/** Returns the code of a ledger error; INTERNAL for any other. */
export const errorCode = (error: unknown): ErrorCode => (isLedgerError(error) ? error.code : 'INTERNAL');

/** Codes of an engine that is unavailable or busy. */
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

/** Returns whether `error` is one of Node's network errors. */
export const isNetworkError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && networkCodes.includes(String(error.code));

/** Codes of a full disk or quota: Node's, and Postgres' disk_full. */
const diskFullCodes: readonly string[] = ['ENOSPC', 'EDQUOT', '53100', 'DISK_FULL'];

/** Returns whether a disk was full. A server that ends for that reason says so only in its message. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && diskFullCodes.includes(String(error.code))) || /No space left on device/.test(error.message));

const driverChecks = new Set<(error: Error) => boolean>();

/**
 * Registers how the transient errors of a driver are recognised. The module that opens the driver's connections calls it
 * once, when it is loaded: no such error exists without that module.
 */
export const registerTransientErrors = (isTransientHere: (error: Error) => boolean): void => {
  driverChecks.add(isTransientHere);
};

/**
 * Returns whether an engine was unavailable or busy, so that the same call can succeed later. Covers all engines, since one
 * operation may read from one and write to another.
 */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (isLedgerError(error)) return transientCodes.includes(error.code);
  if (isNetworkError(error)) return true;
  return [...driverChecks].some((isTransientHere) => isTransientHere(error));
};
