/**
 * What can go wrong with a source, classed: transient (again, later), permanent (again will not help), system (our own
 * trouble). One place decides what is retried, what trips the breaker and what stops a run.
 */
import { type ErrorCode, isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';

export type ErrorClass = 'transient' | 'permanent' | 'system';

/** Codes after which no further request of the run makes sense. */
const stopping: readonly ErrorCode[] = [
  'SOURCE_REFUSED',
  'SOURCE_THROTTLED',
  'SOURCE_BUDGET_SPENT',
  'SOURCE_BREAKER_OPEN',
];

const classes: Partial<Record<ErrorCode, ErrorClass>> = {
  SOURCE_UNAVAILABLE: 'transient',
  SOURCE_PAYLOAD_INVALID: 'transient',
  SOURCE_THROTTLED: 'transient',
  SOURCE_BREAKER_OPEN: 'transient',
  SOURCE_BUDGET_SPENT: 'transient',
  SOURCE_REFUSED: 'permanent',
};

/** The class of an error; a permanent one of a code that is otherwise transient says so in its details. */
export const errorClass = (error: unknown): ErrorClass =>
  isLedgerError(error)
    ? ((error.details?.['class'] as ErrorClass | undefined) ?? classes[error.code] ?? 'system')
    : 'system';

/** Whether the error comes from the source or our manners towards it, and not from our own machinery. */
export const isSourceError = (error: unknown): error is LedgerError => errorClass(error) !== 'system';

/** Whether the run must not send another request after this. */
export const stopsRun = (error: LedgerError): boolean => stopping.includes(error.code);

/** Whether the breaker counts it: trouble of the upstream, not a refusal, a missing file, our budget or our own stop. */
export const tripsBreaker = (error: unknown): boolean =>
  errorClass(error) === 'transient' &&
  isLedgerError(error) &&
  ['SOURCE_UNAVAILABLE', 'SOURCE_PAYLOAD_INVALID', 'SOURCE_THROTTLED'].includes(error.code);

/** Milliseconds a Retry-After header asks for (seconds or an HTTP date); null when there is none to understand. */
export const readRetryAfter = (header: string | null, now: Date): number | null => {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
};

/**
 * The error an HTTP status other than 200 stands for. 401 and 403 are refusals (tcgcsv's answer to a wrong User-Agent
 * and to a ban); other 4xx mean that the file is not there as the format promises.
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
 * Milliseconds to wait before try number `retry` + 1 (1 for the first retry); null: do not try again. A 429 is tried
 * again once, and only where Retry-After says when and that is within limits.retryAfterMsMax.
 */
export const retryWaitMs = (
  error: unknown,
  retry: number,
  throttledBefore: boolean,
  runtime: Runtime,
): number | null => {
  if (!isLedgerError(error) || !tripsBreaker(error)) return null;
  const asked = error.details['retry_after_ms'];
  const askedMs = asked === undefined ? null : Number(asked);
  if (error.code === 'SOURCE_THROTTLED') {
    return askedMs === null || askedMs > limits.retryAfterMsMax || throttledBefore ? null : askedMs;
  }
  // Full jitter above the minimum: tries of several clients that failed together do not come back together.
  const ceiling = Math.min(limits.sourceRetryDelayMsMax, limits.sourceRetryDelayMsMin * 2 ** retry);
  const backoff = limits.sourceRetryDelayMsMin + runtime.random() * (ceiling - limits.sourceRetryDelayMsMin);
  return Math.max(askedMs ?? 0, backoff);
};
