/**
 * Access tokens of a source (OAuth 2.0, RFC 6749): fetched once for all requests that wait for one, kept in memory until shortly
 * before they expire, dropped when the source refuses one. Their requests are requests like others: counted in the budget and
 * the request log, paused, retried.
 *
 * A token is nowhere but in memory and in the header. Rejected: to keep it in the database for the next process, because a
 * token at rest needs protection, and a process asks for one in two weeks.
 */
import { z } from 'zod';
import { isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import type { Authorisation } from '../source.js';
import type { RequestLog } from './request-log.js';
import type { OutgoingRequest, Received } from './send.js';

/** A token is renewed this long before it expires, or after nine tenths of its life where that is later. */
const renewBeforeMs = 300_000;
const lifeUsedMax = 0.9;

const tokenAnswer = z.object({
  access_token: z
    .string()
    .min(1)
    .max(16_384)
    .regex(/^[\x21-\x7E]+$/),
  token_type: z.string().optional(),
  /** Seconds; absent where the source does not say. */
  expires_in: z.coerce.number().positive().optional(),
});

interface Token {
  readonly text: string;
  /** By the runtime's clock; infinite where the source does not say. */
  readonly renewAtMs: number;
}

/** What a request for a token shares with the request that needs it. */
export type TokenRequest = Pick<OutgoingRequest<unknown>, 'runId' | 'signal' | 'deadline'>;

export interface Tokens {
  /** Returns the header Authorization, with a token that holds. Throws SOURCE_REFUSED if the credentials are refused. */
  header(request: TokenRequest): Promise<string>;
  /** Drops the token of a header that the source refused. One that was renewed meanwhile stays. */
  drop(header: string): void;
}

/** Reads the answer. Its errors name the field, never the text: it is a secret. */
const readToken = (path: string, text: string): z.output<typeof tokenAnswer> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Without the cause: it quotes the text.
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not JSON`);
  }
  const parsed = tokenAnswer.safeParse(json);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || 'body';
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${field}: expected a token and its life in seconds`);
};

/** Statuses by which a source refuses credentials: RFC 6749 has 400 and 401, others answer 403. */
const refusals = ['400', '401', '403'];

const refused = (path: string, error: unknown): unknown => {
  const status = isLedgerError(error) ? error.details['status'] : undefined;
  if (status === undefined || !refusals.includes(status)) return error;
  return ledgerError('SOURCE_REFUSED', `${path}: the credentials are refused (answered ${status})`, {
    details: { status, credentials: 'refused' },
  });
};

/** Returns whether a request failed because its token no longer holds: another one may help. */
export const isTokenRefused = (error: unknown): error is LedgerError =>
  isLedgerError(error) && error.details['status'] === '401' && error.details['credentials'] === undefined;

const basic = ({ user, password }: { readonly user: string; readonly password: string }): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Opens the tokens of a source. `send` sends a request as those for files are sent. */
export const openTokens = (
  authorisation: Authorisation,
  {
    runtime,
    requests,
    send,
  }: {
    readonly runtime: Runtime;
    readonly requests: Pick<RequestLog, 'received'>;
    readonly send: <T>(request: OutgoingRequest<T>) => Promise<Received<T>>;
  },
): Tokens => {
  const { path, form, scheme, dailyMax } = authorisation;
  let token: Token | null = null;
  let fetching: Promise<Token> | null = null;

  const fetchToken = async (request: TokenRequest): Promise<Token> => {
    const askedMs = runtime.now().getTime();
    let received: Received<z.output<typeof tokenAnswer>>;
    try {
      received = await send({
        ...request,
        path,
        form,
        check: (text) => readToken(path, text),
        ...(authorisation.basic === undefined ? {} : { authorization: basic(authorisation.basic) }),
        ...(dailyMax === undefined ? {} : { ofPathMax: dailyMax }),
      });
    } catch (error) {
      throw refused(path, error);
    }
    await requests.received(received.requestId, received.body.length);
    const { access_token: text, expires_in: seconds } = received.value;
    const lifeMs = (seconds ?? Number.POSITIVE_INFINITY) * 1_000;
    return { text, renewAtMs: askedMs + Math.max(lifeMs - renewBeforeMs, lifeMs * lifeUsedMax) };
  };

  const headerOf = ({ text }: Token): string => `${scheme} ${text}`;
  return {
    async header(request) {
      if (token !== null && runtime.now().getTime() < token.renewAtMs) return headerOf(token);
      fetching ??= fetchToken(request)
        .then((fetched) => (token = fetched))
        .finally(() => (fetching = null));
      return headerOf(await fetching);
    },
    drop(header) {
      if (token !== null && headerOf(token) === header) token = null;
    },
  };
};
