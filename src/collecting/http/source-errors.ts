/**
 * Errors of a source and their classes: transient (a later attempt may help), permanent (it does not), system (trouble of
 * the ledger itself). Decides in one place what is retried, what trips the breaker and what stops a run.
 */
import { type ErrorCode, isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';

export type ErrorClass = 'transient' | 'permanent' | 'system';

/** Codes after which no further request of the run makes sense. */
const stopping: readonly ErrorCode[] = [
  'SOURCE_REFUSED',
  'SOURCE_THROTTLED',
  'SOURCE_BUDGET_SPENT',
  'SOURCE_TOO_SOON',
  'SOURCE_BREAKER_OPEN',
  'SOURCE_PAUSED',
];

const classes: Partial<Record<ErrorCode, ErrorClass>> = {
  SOURCE_UNAVAILABLE: 'transient',
  SOURCE_PAYLOAD_INVALID: 'transient',
  SOURCE_THROTTLED: 'transient',
  SOURCE_BREAKER_OPEN: 'transient',
  SOURCE_BUDGET_SPENT: 'transient',
  SOURCE_TOO_SOON: 'transient',
  SOURCE_PAUSED: 'transient',
  SOURCE_UNPUBLISHED: 'transient',
  SOURCE_REFUSED: 'permanent',
};

/** Returns the class of an error. Its details name the class where it is not that of its code. */
export const errorClass = (error: unknown): ErrorClass =>
  isLedgerError(error)
    ? ((error.details?.['class'] as ErrorClass | undefined) ?? classes[error.code] ?? 'system')
    : 'system';

/** Returns whether the error comes from the source or the limits towards it, and not from the ledger's own engines. */
export const isSourceError = (error: unknown): error is LedgerError => errorClass(error) !== 'system';

/** Returns whether the run must not send another request after this error. */
export const stopsRun = (error: LedgerError): boolean => stopping.includes(error.code);

/** Returns whether the breaker counts the error: trouble of the server, not a refusal, a missing file or a spent budget. */
export const tripsBreaker = (error: unknown): boolean =>
  errorClass(error) === 'transient' &&
  isLedgerError(error) &&
  ['SOURCE_UNAVAILABLE', 'SOURCE_PAYLOAD_INVALID', 'SOURCE_THROTTLED'].includes(error.code);

/** Returns the milliseconds of a Retry-After header (seconds or an HTTP date); `null` if it is absent or unreadable. */
export const readRetryAfter = (header: string | null, now: Date): number | null => {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
};

/**
 * Returns the error for an HTTP status other than 200. 401 and 403 are refusals (tcgcsv answers so to a wrong User-Agent
 * and to a banned client). Other 4xx mean that the file does not exist.
 */
export const statusError = (path: string, status: number, retryAfterMs: number | null): LedgerError => {
  const details: Record<string, string> = { status: String(status) };
  if (retryAfterMs !== null) details['retry_after_ms'] = String(retryAfterMs);
  if (status === 401 || status === 403)
    return ledgerError('SOURCE_REFUSED', `${path}: answered ${status}`, { details });
  const tooLong = retryAfterMs !== null && retryAfterMs > limits.retryAfterMsMax;
  if (status === 429 || (status === 503 && tooLong)) {
    const wait = retryAfterMs === null ? 'without saying for how long' : `for ${Math.ceil(retryAfterMs / 1_000)} s`;
    return ledgerError('SOURCE_THROTTLED', `${path}: answered ${status}, asks us to wait ${wait}`, { details });
  }
  if (status === 408 || status >= 500)
    return ledgerError('SOURCE_UNAVAILABLE', `${path}: answered ${status}`, { details });
  return ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: answered ${status}`, {
    details: { ...details, class: 'permanent' },
  });
};

/**
 * Returns whether another attempt may help and is allowed. A 429 is retried once, and only if its Retry-After is within
 * limits.retryAfterMsMax.
 */
export const isRetryable = (error: unknown, throttledBefore: boolean): boolean => {
  if (!isLedgerError(error) || !tripsBreaker(error)) return false;
  if (error.code !== 'SOURCE_THROTTLED') return true;
  const retryAfterMs = error.details['retry_after_ms'];
  return retryAfterMs !== undefined && Number(retryAfterMs) <= limits.retryAfterMsMax && !throttledBefore;
};
