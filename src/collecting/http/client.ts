/**
 * The HTTP client of a source: breaker ( token, renewed once where it is refused ( ky: retries ( one attempt ) ) ).
 *
 * The breaker is outside, so that the retries of one request count as one failure; the other order multiplies load.
 */
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import { neededPauseMs, noControl } from '../../domain/source-control.js';
import type { Consents } from '../consents.js';
import type { Authorisation, Source } from '../source.js';
import type { ControlReader } from '../source-control.js';
import { createBreaker } from './breaker.js';
import { createFetch, type ProxyVariables } from './proxy.js';
import {
  type AttemptLog,
  type OutgoingRequest,
  type Received,
  type RequestTiming,
  send,
  type SendDeps,
} from './send.js';
import { basicHeader, isTokenRefused, openTokens, type TokenOf, type Tokens } from './token.js';

/** A file as it is asked for. */
export type SourceRequest<T> = Pick<OutgoingRequest<T>, 'path' | 'runId' | 'signal' | 'check' | 'headBytes'> & {
  /** Whose access token it is sent with, where the source asks for one. */
  readonly of?: TokenOf;
};

/** A form as it is posted: with HTTP Basic, or with an access token of the application. */
export type FormRequest<T> = Pick<OutgoingRequest<T>, 'path' | 'shownAs' | 'signal' | 'check' | 'refusal'> & {
  readonly form: Readonly<Record<string, string>>;
  readonly basic?: Authorisation['basic'];
};

export interface SourceClient {
  /**
   * Gets a file: whole, valid, within limits. Throws SOURCE_REFUSED, SOURCE_THROTTLED, SOURCE_UNAVAILABLE,
   * SOURCE_PAYLOAD_INVALID, SOURCE_BUDGET_SPENT, SOURCE_PAUSED or SOURCE_BREAKER_OPEN; the signal's reason when it aborts.
   */
  get<T>(request: SourceRequest<T>): Promise<Received<T>>;
  /** Posts a form, of no run. Throws what `get` throws. */
  post<T>(request: FormRequest<T>): Promise<Received<T>>;
  close(): Promise<void>;
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
  readonly requests: AttemptLog;
  readonly timing?: RequestTiming;
  /** What people order of the source; default: nothing. */
  readonly control?: ControlReader;
  /** Variables that name a proxy; default: none. */
  readonly proxies?: ProxyVariables;
  /** The consent of an account's owner; absent: every access token is the application's. */
  readonly consents?: Consents | undefined;
  /** Called when the breaker opens, with when it lets a request through again, and when it closes: `null`. */
  readonly onBreaker?: (openUntil: Date | null) => void;
}

/** Sends a request with a token. A refused one is dropped, and the request is sent once more with a new one. */
const sendWithToken = async <T>(
  deps: SendDeps,
  tokens: Tokens,
  { of, ...request }: OutgoingRequest<T> & { readonly of?: TokenOf },
): Promise<Received<T>> => {
  const authorization = await tokens.header(request, of);
  try {
    return await send(deps, { ...request, authorization });
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
    tokens.drop(authorization);
  }
  try {
    return await send(deps, { ...request, authorization: await tokens.header(request, of) });
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
    const { details } = error;
    throw ledgerError('SOURCE_REFUSED', `${request.path}: answered 401, to a new token too`, { details });
  }
};

/**
 * Returns the function that waits before each attempt, one after another: limits may be lowered at any time. Before the first one it
 * waits for what is left of the pause since the last request of a process before this one, which may have died a moment ago.
 */
const openPauses = ({ source, runtime, requests, control }: ClientDeps): SendDeps['pause'] => {
  let attempts = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const sinceLastMs = async (): Promise<number> => {
    const last = await requests.lastBegun();
    // A request of the future was made before the clock was set back.
    return last === null ? Number.POSITIVE_INFINITY : Math.max(0, runtime.now().getTime() - Date.parse(last));
  };
  const pause = async (signal: AbortSignal): Promise<void> => {
    const isFirst = (attempts += 1) === 1;
    const pauseMs = neededPauseMs((await control?.read()) ?? noControl, source.settings.pauseMs);
    const ms = isFirst && pauseMs > 0 ? pauseMs - (await sinceLastMs()) : pauseMs;
    if (ms > 0) await runtime.sleep(ms, signal);
  };
  return (signal) => {
    const mine = turn.then(() => pause(signal));
    turn = mine.catch(() => undefined);
    return mine;
  };
};

/** Creates the client of a source, with its one breaker and its one token. */
export const createSourceClient = (deps: ClientDeps): SourceClient => {
  const { source, userAgent, runtime, requests, timing = standardTiming } = deps;
  const proxied = createFetch(deps.proxies ?? {});
  const pause = openPauses(deps);
  const sending: SendDeps = { source, userAgent, runtime, requests, timing, fetch: proxied.fetch, pause };
  const tokens =
    source.authorisation === undefined
      ? null
      : openTokens(source.authorisation, {
          ...{ source: source.name, runtime, requests, consents: deps.consents },
          send: (request) => send(sending, request),
        });
  const get = <T>(request: SourceRequest<T>): Promise<Received<T>> => {
    const outgoing = { ...request, deadline: runtime.deadline(timing.requestMs) };
    return tokens === null ? send(sending, outgoing) : sendWithToken(sending, tokens, outgoing);
  };
  const post = async <T>({ basic, ...request }: FormRequest<T>): Promise<Received<T>> => {
    const outgoing = { ...request, runId: null, deadline: runtime.deadline(timing.requestMs) };
    const authorization = basic === undefined ? await tokens?.header(outgoing, 'application') : basicHeader(basic);
    return send(sending, { ...outgoing, ...(authorization === undefined ? {} : { authorization }) });
  };
  const breaker = createBreaker({ runtime, onChange: deps.onBreaker });
  return {
    async get(request) {
      request.signal.throwIfAborted();
      return breaker.fire(request.path, () => get(request));
    },
    async post(request) {
      request.signal.throwIfAborted();
      return breaker.fire(request.shownAs ?? request.path, () => post(request));
    },
    async close() {
      breaker.close();
      await proxied.close();
    },
  };
};
