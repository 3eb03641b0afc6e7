/**
 * One request to a source: ky's retries around attempts, each of them counted in the request log before it is sent. An attempt
 * ends with the whole body, checked: ky retries only what fails inside `fetch` and its hooks. Waits between attempts
 * are the runtime's, the timer of an attempt is ky's own; `timing` makes both short in tests.
 */
import { withEither } from '../../base/async/with-either.js';
import ky, { HTTPError, TimeoutError } from 'ky';
import { backoffMs } from '../../base/async/backoff.js';
import { isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import { instantOf, isInCalendar } from '../../domain/instant.js';
import type { Source } from '../source.js';
import type { Fetch } from './proxy.js';
import type { RequestLog } from './request-log.js';
import { isRetryable, isSourceError, readRetryAfter, statusError } from './source-errors.js';
import { decodeBody, fetchWhole } from './whole-answer.js';

/** Waits of a request, in milliseconds. */
export interface RequestTiming {
  /** One attempt, its body included. */
  readonly attemptMs: number;
  /** All attempts and the waits between them. */
  readonly requestMs: number;
  readonly retryDelayMsMin: number;
  readonly retryDelayMsMax: number;
}

/** What attempts are written down in. */
export type AttemptLog = Pick<RequestLog, 'begin' | 'lastBegun' | 'failed' | 'received'>;

export interface SendDeps {
  readonly source: Source;
  readonly userAgent: string;
  readonly runtime: Runtime;
  readonly requests: AttemptLog;
  readonly timing: RequestTiming;
  readonly fetch: Fetch;
  /** Waits before the next attempt of any request. Rejects with the signal's reason when it aborts. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

/** A request as it is sent: to get a file, or a token by a form. */
export interface OutgoingRequest<T> {
  /** Below the base URL, with a leading slash. */
  readonly path: string;
  readonly runId: string | null;
  readonly signal: AbortSignal;
  /** Ends all attempts. */
  readonly deadline: AbortSignal;
  /** Reads the body. Throws SOURCE_PAYLOAD_INVALID if the format does not allow it. */
  readonly check: (text: string) => T;
  /** Only so many bytes at the beginning of the file are needed. The request is logged under `headPath`. */
  readonly headBytes?: number | undefined;
  /** The path in the request log and in errors, where the path itself holds a secret. */
  readonly shownAs?: string;
  /** Sent by POST; a file is asked for by GET. */
  readonly form?: Readonly<Record<string, string>>;
  /** Headers beside those of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Returns the error for an answer of 400, 401 or 403 by its body; absent: the status alone says it. */
  readonly refusal?: (status: number, text: string) => LedgerError;
  /** The header Authorization. */
  readonly authorization?: string;
  /** Requests for the path in any 24 hours, where there are fewer than the source's budget. */
  readonly ofPathMax?: number;
}

export interface Received<T> {
  /** The body as `check` read it. */
  readonly value: T;
  readonly body: Buffer;
  readonly lastModified: string | null;
  /** Request of the attempt that succeeded. The caller marks it as received when it stores the body. */
  readonly requestId: number;
}

/** Returns the name of the head of a file in the request log: to have asked for it is not to have asked for the file. */
export const headPath = (path: string): string => `${path}#head`;

/** Returns the headers by which the head of a file is asked for. Of a compressed body the first bytes would be others. */
const rangeOf = (headBytes: number | undefined): Record<string, string> =>
  headBytes === undefined ? {} : { range: `bytes=0-${headBytes - 1}`, 'accept-encoding': 'identity' };

const lastModifiedOf = (response: Response): string | null => {
  const at = Date.parse(response.headers.get('last-modified') ?? '');
  if (Number.isNaN(at)) return null;
  const instant = instantOf(new Date(at));
  // A year of five digits, which Postgres would not store, is written with a sign.
  return /^\d{4}-/.test(instant) && isInCalendar(instant) ? instant : null;
};

/**
 * Returns ky's errors as the ledger's; others, a failed database for example, as they are. ky's own errors hold the request
 * with its headers, a token among them, so they are no cause of ours.
 */
const attemptError = (path: string, error: unknown, attemptMs: number, now: Date): unknown => {
  if (error instanceof TimeoutError) {
    return ledgerError('SOURCE_UNAVAILABLE', `${path}: no whole answer within ${attemptMs} ms`);
  }
  if (!(error instanceof HTTPError)) return error;
  const { status, headers } = error.response;
  return statusError(path, status, readRetryAfter(headers.get('retry-after'), now));
};

/** Statuses whose Retry-After is waited for, instead of the back-off. */
const waitStatuses = ['429', '503'];

const methodOf = ({ form }: Pick<OutgoingRequest<unknown>, 'form'>) =>
  form === undefined ? { method: 'get' } : { method: 'post', body: new URLSearchParams({ ...form }) };

/** Sends a request until an attempt succeeds or `signal` aborts. */
const sendUntil = async <T>(deps: SendDeps, request: OutgoingRequest<T>, signal: AbortSignal): Promise<Received<T>> => {
  const { source, userAgent, runtime, requests, timing } = deps;
  const { runId, check, deadline, authorization, headBytes } = request;
  const path = request.shownAs ?? request.path;
  const loggedAs = headBytes === undefined ? path : headPath(path);
  const backoff = { minMs: timing.retryDelayMsMin, maxMs: timing.retryDelayMsMax };
  let requestId: number | null = null;
  let received: Received<T> | undefined;
  let throttled = false;

  const waitMs = (failure: unknown, retry: number): number => {
    const { status = '', retry_after_ms } = isLedgerError(failure) ? failure.details : {};
    if (retry_after_ms !== undefined && waitStatuses.includes(status)) return Number(retry_after_ms);
    return backoffMs(retry - 1, runtime.random(), backoff);
  };

  /** Writes down how the attempt under way failed. Returns its error. */
  const failed = async (error: unknown): Promise<unknown> => {
    const failure = attemptError(path, error, timing.attemptMs, runtime.now());
    const attempt = requestId;
    requestId = null;
    if (attempt !== null) {
      const status = isLedgerError(failure) ? Number(failure.details['status'] ?? 0) || null : null;
      const text = failure instanceof Error ? failure.message : String(failure);
      await requests.failed(attempt, { status, bytes: 0, error: text });
    }
    return failure;
  };

  try {
    await ky(`${source.settings.url}${request.path}`, {
      ...methodOf(request),
      headers: {
        'user-agent': userAgent,
        accept: 'application/json, text/plain',
        ...(request.form === undefined ? source.headers : {}),
        ...rangeOf(headBytes),
        ...request.headers,
        ...(authorization === undefined ? {} : { authorization }),
      },
      signal,
      timeout: timing.attemptMs,
      fetch: (input, init) =>
        fetchWhole(deps.fetch, input as Request, init, {
          path,
          headBytes,
          readAnswer: request.form === undefined ? source.readAnswer : undefined,
          refusal: request.refusal,
        }),
      retry: {
        methods: ['get', 'post'],
        limit: limits.sourceRetriesMax,
        // The wait is over when `shouldRetry` returns: by the runtime's clock, not by ky's own.
        delay: () => 0,
        shouldRetry: async ({ error, retryCount }) => {
          if (signal.aborted) return false;
          const failure = await failed(error);
          if (!isRetryable(failure, throttled)) return false;
          throttled ||= isLedgerError(failure) && failure.code === 'SOURCE_THROTTLED';
          await runtime.sleep(waitMs(failure, retryCount), signal);
          return true;
        },
      },
      hooks: {
        beforeRequest: [
          async () => {
            await deps.pause(signal);
            requestId = await requests.begin(loggedAs, runId, request.ofPathMax);
          },
        ],
        afterResponse: [
          async (_request, _options, response) => {
            if (!response.ok || requestId === null) return;
            if (response.status !== 200) throw statusError(path, response.status, null);
            const body = Buffer.from(await response.arrayBuffer());
            received = {
              value: check(decodeBody(body, path, headBytes !== undefined)),
              body,
              lastModified: lastModifiedOf(response),
              requestId,
            };
          },
        ],
      },
    });
  } catch (error) {
    const failure = await failed(error);
    request.signal.throwIfAborted();
    if (!deadline.aborted || isSourceError(failure)) throw failure;
    throw ledgerError('SOURCE_UNAVAILABLE', `${path}: no answer within ${timing.requestMs} ms`);
  }
  if (received === undefined) throw ledgerError('INTERNAL', `${path}: no attempt was made`);
  return received;
};

/** Sends a request until an attempt succeeds. Throws the errors of the client (client.ts). */
export const send = <T>(deps: SendDeps, request: OutgoingRequest<T>): Promise<Received<T>> =>
  withEither([request.signal, request.deadline], (signal) => sendUntil(deps, request, signal));
