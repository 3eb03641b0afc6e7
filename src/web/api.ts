/** The API as pages ask it: the generated types, problems as errors, and the access token of the session. */
import createClient from 'openapi-fetch';
import type { paths } from './generated/api-types.js';
import type { Schemas } from './schemas.js';
import { authorisedFetch } from './session.js';

export type { Schemas };

/** The API answered with a problem (RFC 9457), or not at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Schemas['Problem'] | null,
  ) {
    super(problem?.detail ?? (status === 0 ? 'The server does not answer.' : `The server answered ${status}.`));
  }

  /** The stable code of the problem, such as CARD_NOT_FOUND; empty if it has none. */
  get code(): string {
    return this.problem?.code ?? '';
  }

  /** Field → what is wrong with it. */
  get details(): Readonly<Record<string, string>> {
    return this.problem?.details ?? {};
  }
}

export const api = createClient<paths, 'application/json'>({
  baseUrl: `${location.origin}/v1`,
  fetch: authorisedFetch,
});

interface Reply<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

const isProblem = (body: unknown): body is Schemas['Problem'] =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;

/** Returns the body of an answer with its headers. Throws ApiError for a problem, and where there is no answer. */
export const replyOf = async <T>(call: Promise<Reply<T>>): Promise<{ readonly body: T; readonly headers: Headers }> => {
  const { data, error, response } = await call.catch(() => {
    throw new ApiError(0, null);
  });
  if (response.ok) return { body: data as T, headers: response.headers };
  throw new ApiError(response.status, isProblem(error) ? error : null);
};

/** Returns the body of an answer. Throws as `replyOf`. */
export const bodyOf = async <T>(call: Promise<Reply<T>>): Promise<T> => (await replyOf(call)).body;
