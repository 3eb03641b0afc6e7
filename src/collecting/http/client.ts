/**
 * The HTTP client every source shares: breaker ( ky with retries ( one attempt ) ).
 *
 * The breaker is outside, so that retries of one request are one failure to it (research: the other order multiplies
 * load). An attempt covers the whole body and its check: ky by itself retries nothing once the headers have arrived, and
 * a truncated file is the most common fault of a mirror.
 */
import ky from 'ky';
import CircuitBreaker from 'opossum';
import type { SourceConfig } from '../../app/config.js';
import { isLedgerError, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import { instantOf } from '../../domain/instant.js';
import type { RequestLog } from './request-log.js';
import { isSourceError, readRetryAfter, retryWaitMs, statusError, tripsBreaker } from './source-errors.js';

export interface Received<T> {
  /** What `check` made of the body. */
  readonly value: T;
  readonly body: Buffer;
  readonly lastModified: string | null;
  /** Of the attempt that succeeded: whoever keeps the answer marks it as received. */
  readonly requestId: number;
}

export interface SourceRequest<T> {
  /** Below the base URL, with a leading slash. */
  readonly path: string;
  readonly runId: string | null;
  readonly signal: AbortSignal;
  /** Reads the body; throws SOURCE_PAYLOAD_INVALID when it is not what the format allows. */
  readonly check: (text: string) => T;
}

export interface SourceClient {
  /**
   * Gets a file: whole, valid, within limits. Throws SOURCE_REFUSED, SOURCE_THROTTLED, SOURCE_UNAVAILABLE,
   * SOURCE_PAYLOAD_INVALID, SOURCE_BUDGET_SPENT or SOURCE_BREAKER_OPEN; the signal's reason when it aborts.
   */
  get<T>(request: SourceRequest<T>): Promise<Received<T>>;
  breaker(): 'closed' | 'open' | 'half_open';
  close(): void;
}

interface ClientDeps {
  readonly config: SourceConfig;
  readonly userAgent: string;
  readonly runtime: Runtime;
  readonly ledger: RequestLog;
}

/** The body as bytes; throws beyond limits.sourceBodyBytesMax, counted after decompression. */
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

const utf8 = new TextDecoder('utf-8', { fatal: true });
const decode = (body: Buffer, path: string): string => {
  try {
    return utf8.decode(body);
  } catch (error) {
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not UTF-8`, { cause: error });
  }
};

const lastModifiedOf = (response: Response): string | null => {
  const at = Date.parse(response.headers.get('last-modified') ?? '');
  return Number.isNaN(at) ? null : instantOf(new Date(at));
};

/** Sends one request and reads its whole answer. What the network does becomes SOURCE_UNAVAILABLE. */
const exchange = async <T>(
  deps: ClientDeps,
  request: SourceRequest<T>,
  http: Request,
): Promise<Omit<Received<T>, 'requestId'>> => {
  const { path, check, signal } = request;
  const deadline = deps.runtime.deadline(limits.sourceAttemptMs);
  try {
    const response = await fetch(http, { signal: AbortSignal.any([http.signal, deadline]) });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw statusError(path, response.status, readRetryAfter(response.headers.get('retry-after'), deps.runtime.now()));
    }
    const body = await readBody(response, path);
    return { value: check(decode(body, path)), body, lastModified: lastModifiedOf(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (isLedgerError(error)) throw error;
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : (error as Error).message;
    const why = deadline.aborted ? `no whole answer within ${limits.sourceAttemptMs} ms` : cause;
    throw ledgerError('SOURCE_UNAVAILABLE', `${path}: ${why}`, { cause: error });
  }
};

/** One attempt: budget, ledger, pause, exchange; its failure is written down. */
const attempt = async <T>(
  deps: ClientDeps,
  request: SourceRequest<T>,
  http: Request,
  pauseMs: number,
): Promise<Received<T>> => {
  const { ledger, runtime } = deps;
  if (pauseMs > 0) await runtime.sleep(pauseMs, request.signal);
  const requestId = await ledger.begin(request.path, request.runId);
  try {
    return { ...(await exchange(deps, request, http)), requestId };
  } catch (error) {
    const status = isLedgerError(error) ? Number(error.details['status'] ?? 0) || null : null;
    await ledger.failed(requestId, { status, bytes: 0, error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
};

/** All attempts of a request. */
const withRetries = async <T>(
  deps: ClientDeps,
  request: SourceRequest<T>,
  pauseMs: () => number,
): Promise<Received<T>> => {
  const { runtime, config } = deps;
  const overall = runtime.deadline(limits.sourceRequestMs);
  let received: Received<T> | undefined;
  let waitMs = 0;
  let throttled = false;
  try {
    await ky.get(`${config.url}${request.path}`, {
      headers: { 'user-agent': deps.userAgent, accept: 'application/json, text/plain' },
      signal: AbortSignal.any([request.signal, overall]),
      // On ky 1.x `timeout` ends with the headers; our own deadlines cover the body too.
      timeout: false,
      fetch: async (http) => {
        received = await attempt(deps, request, http as Request, pauseMs());
        return new Response(null, { status: 200 });
      },
      retry: {
        limit: limits.sourceRetriesMax,
        methods: ['get'],
        // ky only counts; the waiting is done below through the runtime, so that tests need not wait.
        delay: () => 0,
        shouldRetry: ({ error, retryCount }) => {
          const planned = retryWaitMs(error, retryCount, throttled, runtime);
          throttled ||= isLedgerError(error) && error.code === 'SOURCE_THROTTLED';
          waitMs = planned ?? 0;
          return planned !== null;
        },
      },
      hooks: { beforeRetry: [() => runtime.sleep(waitMs, AbortSignal.any([request.signal, overall]))] },
    });
  } catch (error) {
    request.signal.throwIfAborted();
    if (isSourceError(error) || !overall.aborted) throw error;
    throw ledgerError('SOURCE_UNAVAILABLE', `${request.path}: no answer within ${limits.sourceRequestMs} ms`, {
      cause: error,
    });
  }
  if (received === undefined) throw ledgerError('INTERNAL', `${request.path}: no attempt was made`);
  return received;
};

/** The client of one source, with its one breaker. */
export const createSourceClient = (deps: ClientDeps): SourceClient => {
  let requests = 0;
  const pauseMs = (): number => ((requests += 1) === 1 ? 0 : deps.config.pauseMs);
  const breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
    // Only a net: our own deadlines end a request first. No abortController: it would abort every concurrent call.
    timeout: limits.sourceRequestMs + limits.retryAfterMsMax,
    errorThresholdPercentage: 50,
    volumeThreshold: limits.sourceBreakerVolumeMin,
    rollingCountTimeout: limits.sourceBreakerWindowMs,
    resetTimeout: limits.sourceBreakerOpenMs,
    errorFilter: (error: unknown) => !tripsBreaker(error),
    enableSnapshots: false,
  });
  return {
    async get<T>(request: SourceRequest<T>) {
      request.signal.throwIfAborted();
      try {
        return (await breaker.fire(() => withRetries(deps, request, pauseMs))) as Received<T>;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'EOPENBREAKER') {
          throw ledgerError('SOURCE_BREAKER_OPEN', `${request.path}: not asked, the last requests failed`, {
            cause: error,
          });
        }
        if (code === 'ETIMEDOUT' && !isLedgerError(error)) {
          throw ledgerError('SOURCE_UNAVAILABLE', `${request.path}: the request did not end`, { cause: error });
        }
        throw error;
      }
    },
    breaker: () => (breaker.opened ? 'open' : breaker.halfOpen ? 'half_open' : 'closed'),
    close: () => breaker.shutdown(),
  };
};
