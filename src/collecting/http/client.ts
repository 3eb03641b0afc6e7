/**
 * The HTTP client of a source: breaker ( ky: retries ( one attempt ) ).
 *
 * The breaker is outside, so that the retries of one request count as one failure; the other order multiplies load. An
 * attempt ends with the whole body, checked: a truncated file is the most common fault of a mirror, and ky retries only
 * what fails inside `fetch` and its hooks. Timers of retries and of the attempt's timeout are ky's own, not the runtime
 * port's; `timing` makes them short in tests.
 */
import ky, { HTTPError, TimeoutError } from 'ky';
import CircuitBreaker from 'opossum';
import { backoffMs } from '../../base/async/backoff.js';
import { isLedgerError, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { reasonOf } from '../../base/reason.js';
import type { Runtime } from '../../base/runtime.js';
import { instantOf, isInCalendar } from '../../domain/instant.js';
import type { Source } from '../source.js';
import { decodeUtf8 } from './decode-utf8.js';
import { createFetch, type Fetch, type ProxyVariables } from './proxy.js';
import type { RequestLog } from './request-log.js';
import { isRetryable, isSourceError, readRetryAfter, statusError, tripsBreaker } from './source-errors.js';

/** Requests in the breaker's window before it may open, the window, and how long it stays open. */
const breakerVolumeMin = 5;
const breakerWindowMs = 600_000;
const breakerOpenMs = 60_000;

export interface Received<T> {
  /** The body as `check` read it. */
  readonly value: T;
  readonly body: Buffer;
  readonly lastModified: string | null;
  /** Request of the attempt that succeeded. The caller marks it as received when it stores the body. */
  readonly requestId: number;
}

export interface SourceRequest<T> {
  /** Below the base URL, with a leading slash. */
  readonly path: string;
  readonly runId: string | null;
  readonly signal: AbortSignal;
  /** Reads the body. Throws SOURCE_PAYLOAD_INVALID if the format does not allow it. */
  readonly check: (text: string) => T;
}

export interface SourceClient {
  /**
   * Gets a file: whole, valid, within limits. Throws SOURCE_REFUSED, SOURCE_THROTTLED, SOURCE_UNAVAILABLE,
   * SOURCE_PAYLOAD_INVALID, SOURCE_BUDGET_SPENT or SOURCE_BREAKER_OPEN; the signal's reason when it aborts.
   */
  get<T>(request: SourceRequest<T>): Promise<Received<T>>;
  close(): Promise<void>;
}

/** Waits of a request, in milliseconds. */
export interface RequestTiming {
  /** One attempt, its body included. */
  readonly attemptMs: number;
  /** All attempts and the waits between them. */
  readonly requestMs: number;
  readonly retryDelayMsMin: number;
  readonly retryDelayMsMax: number;
}

const standardTiming: RequestTiming = {
  attemptMs: limits.sourceAttemptMs,
  requestMs: limits.sourceRequestMs,
  retryDelayMsMin: limits.sourceRetryDelayMsMin,
  retryDelayMsMax: limits.sourceRetryDelayMsMax,
};

interface ClientDeps {
  readonly source: Source;
  readonly userAgent: string;
  readonly runtime: Runtime;
  readonly requests: RequestLog;
  readonly timing?: RequestTiming;
  /** Variables that name a proxy; default: none. */
  readonly proxies?: ProxyVariables;
  /** Called when the breaker opens, with when it lets a request through again, and when it closes: `null`. */
  readonly onBreaker?: (openUntil: Date | null) => void;
}

const decode = (body: Buffer, path: string): string => {
  try {
    return decodeUtf8(body);
  } catch (error) {
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not UTF-8`, { cause: error });
  }
};

const lastModifiedOf = (response: Response): string | null => {
  const at = Date.parse(response.headers.get('last-modified') ?? '');
  if (Number.isNaN(at)) return null;
  const instant = instantOf(new Date(at));
  // A year of five digits, which Postgres would not store, is written with a sign.
  return /^\d{4}-/.test(instant) && isInCalendar(instant) ? instant : null;
};

/** Reads a body to its end. Throws beyond limits.sourceBodyBytesMax, counted after decompression. */
const readBody = async (response: Response, path: string): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > limits.sourceBodyBytesMax) {
      const details = { class: 'permanent' };
      throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: more than ${limits.sourceBodyBytesMax} bytes`, { details });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Fetches a response with its whole body, so that the attempt's timeout and ky's retries cover the body too. */
const fetchWhole = async (
  fetch: Fetch,
  request: Request,
  init: RequestInit | undefined,
  path: string,
): Promise<Response> => {
  try {
    const response = await fetch(request, init);
    const { status, headers } = response;
    if (status === 200) return new Response(await readBody(response, path), { status, headers });
    await response.body?.cancel();
    return new Response(null, { status, headers });
  } catch (error) {
    if (isLedgerError(error) || request.signal.aborted) throw error;
    throw ledgerError('SOURCE_UNAVAILABLE', `${path}: ${reasonOf(error)}`, { cause: error });
  }
};

/** Returns ky's errors as the ledger's; others, a failed database for example, as they are. */
const attemptError = (path: string, error: unknown, attemptMs: number, now: Date): unknown => {
  if (error instanceof TimeoutError) {
    return ledgerError('SOURCE_UNAVAILABLE', `${path}: no whole answer within ${attemptMs} ms`, { cause: error });
  }
  if (!(error instanceof HTTPError)) return error;
  const { status, headers } = error.response;
  return statusError(path, status, readRetryAfter(headers.get('retry-after'), now));
};

/** Statuses that ky retries: a timeout, throttling, every trouble of the server. */
const retriedStatuses = [408, 429, ...Array.from({ length: 100 }, (_, at) => 500 + at)];

/** Sends a request until an attempt succeeds. Every attempt is counted in the request log before it is sent. */
const send = async <T>(
  { source, userAgent, runtime, requests, timing = standardTiming }: ClientDeps,
  request: SourceRequest<T>,
  pauseMs: () => number,
  fetch: Fetch,
): Promise<Received<T>> => {
  const { path, runId, check } = request;
  const overall = runtime.deadline(timing.requestMs);
  const signal = AbortSignal.any([request.signal, overall]);
  const backoff = { minMs: timing.retryDelayMsMin, maxMs: timing.retryDelayMsMax };
  let requestId: number | null = null;
  let received: Received<T> | undefined;
  let throttled = false;

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
    await ky.get(`${source.settings.url}${path}`, {
      headers: { 'user-agent': userAgent, accept: 'application/json, text/plain' },
      signal,
      timeout: timing.attemptMs,
      fetch: (input, init) => fetchWhole(fetch, input as Request, init, path),
      retry: {
        limit: limits.sourceRetriesMax,
        statusCodes: retriedStatuses,
        afterStatusCodes: [429, 503],
        maxRetryAfter: limits.retryAfterMsMax,
        retryOnTimeout: true,
        delay: (attempt) => backoffMs(attempt - 1, runtime.random(), backoff),
        shouldRetry: async ({ error }) => {
          if (signal.aborted) return false;
          const failure = await failed(error);
          const retryable = isRetryable(failure, throttled);
          throttled ||= isLedgerError(failure) && failure.code === 'SOURCE_THROTTLED';
          // `undefined` leaves the wait to ky: Retry-After where the server sends one, else the back-off.
          return retryable ? undefined : false;
        },
      },
      hooks: {
        beforeRequest: [
          async () => {
            const ms = pauseMs();
            if (ms > 0) await runtime.sleep(ms, signal);
            requestId = await requests.begin(path, runId);
          },
        ],
        afterResponse: [
          async (_request, _options, response) => {
            if (!response.ok || requestId === null) return;
            if (response.status !== 200) throw statusError(path, response.status, null);
            const body = Buffer.from(await response.arrayBuffer());
            received = { value: check(decode(body, path)), body, lastModified: lastModifiedOf(response), requestId };
          },
        ],
      },
    });
  } catch (error) {
    const failure = await failed(error);
    request.signal.throwIfAborted();
    if (!overall.aborted || isSourceError(failure)) throw failure;
    throw ledgerError('SOURCE_UNAVAILABLE', `${path}: no answer within ${timing.requestMs} ms`, { cause: error });
  }
  if (received === undefined) throw ledgerError('INTERNAL', `${path}: no attempt was made`);
  return received;
};

/** Creates the client of a source, with its one breaker. */
export const createSourceClient = (deps: ClientDeps): SourceClient => {
  const proxied = createFetch(deps.proxies ?? {});
  let requests = 0;
  const pauseMs = (): number => ((requests += 1) === 1 ? 0 : deps.source.settings.pauseMs);
  const breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
    // Only a net: the request's own deadline ends it first. No abortController: it would abort every concurrent call.
    timeout: limits.sourceRequestMs + limits.retryAfterMsMax,
    errorThresholdPercentage: 50,
    volumeThreshold: breakerVolumeMin,
    rollingCountTimeout: breakerWindowMs,
    resetTimeout: breakerOpenMs,
    errorFilter: (error: unknown) => !tripsBreaker(error),
    enableSnapshots: false,
  });
  breaker.on('open', () => deps.onBreaker?.(new Date(deps.runtime.now().getTime() + breakerOpenMs)));
  breaker.on('close', () => deps.onBreaker?.(null));
  return {
    async get<T>(request: SourceRequest<T>) {
      request.signal.throwIfAborted();
      try {
        return (await breaker.fire(() => send(deps, request, pauseMs, proxied.fetch))) as Received<T>;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'EOPENBREAKER') {
          throw ledgerError('SOURCE_BREAKER_OPEN', `${request.path}: not sent, the last requests failed`, {
            cause: error,
          });
        }
        if (code === 'ETIMEDOUT' && !isLedgerError(error)) {
          throw ledgerError('SOURCE_UNAVAILABLE', `${request.path}: the request did not end`, { cause: error });
        }
        throw error;
      }
    },
    async close() {
      breaker.shutdown();
      await proxied.close();
    },
  };
};
