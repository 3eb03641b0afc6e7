/**
 * Access tokens of a source (OAuth 2.0, RFC 6749): fetched once for all requests that wait for one, kept in memory until shortly
 * before they expire, dropped when the source refuses one. Their requests are requests like others: counted in the budget and
 * the request log, paused, retried. A token is that of the application (4.4), or that of an account whose owner consented (6).
 *
 * An access token is nowhere but in memory and in the header. Rejected: to keep it in the database for the next process, because a
 * process asks for one in two weeks. What cannot be asked for again, the token of a consent, is sealed there (consents.ts).
 */
import { z } from 'zod';
import { isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import { authoriseAgain, type Consents, type HeldConsent } from '../consents.js';
import type { Authorisation } from '../source.js';
import { readSecret, secretWord } from './read-secret.js';
import type { RequestLog } from './request-log.js';
import type { OutgoingRequest, Received } from './send.js';

/** A token is renewed this long before it expires, or after nine tenths of its life where that is later. */
const renewBeforeMs = 300_000;
const lifeUsedMax = 0.9;

const tokenAnswer = z.object({
  access_token: secretWord,
  token_type: z.string().optional(),
  /** Seconds; absent where the source does not say. */
  expires_in: z.coerce.number().positive().optional(),
  /** Another token for the same consent, which replaces the one that was sent (RFC 6749, 6). */
  refresh_token: secretWord.optional(),
  refresh_token_expires_in: z.coerce.number().positive().optional(),
});

interface Token {
  readonly text: string;
  /** By the runtime's clock; infinite where the source does not say. */
  readonly renewAtMs: number;
}

/** What a request for a token shares with the request that needs it. */
export type TokenRequest = Pick<OutgoingRequest<unknown>, 'runId' | 'signal' | 'deadline'>;

/** Whose token a request is sent with: `account`, that of the account whose owner consented, if one did. */
export type TokenOf = 'account' | 'application';

export interface Tokens {
  /**
   * Returns the header Authorization, with a token that holds. Throws SOURCE_REFUSED if the credentials are refused, or the consent
   * of the account's owner does not hold any more.
   */
  header(request: TokenRequest, of?: TokenOf): Promise<string>;
  /** Drops the token of a header that the source refused. One that was renewed meanwhile stays. */
  drop(header: string): void;
}

const oauthError = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/** Returns the word by which RFC 6749 (5.2) has a server say why it refuses; `undefined` if there is none. */
export const oauthErrorOf = (text: string): string | undefined => {
  try {
    return oauthError.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
};

/** Returns the refusal of credentials, or of the consent that was sent with them. */
export const refusedCredentials =
  (path: string, consentOf?: string) =>
  (status: number, text: string): LedgerError => {
    const word = oauthErrorOf(text);
    const details = { status: String(status), credentials: 'refused' };
    if (consentOf === undefined)
      return ledgerError('SOURCE_REFUSED', `${path}: the credentials are refused (answered ${status})`, { details });
    if (word !== 'invalid_grant') {
      const what = `the credentials, or the consent of the account's owner, are refused (answered ${status})`;
      return ledgerError('SOURCE_REFUSED', `${path}: ${what}: if the keys hold, ${authoriseAgain(consentOf)}`, {
        details,
      });
    }
    const what = `the consent of the account's owner does not hold any more (answered ${status}, ${word})`;
    const lost = { ...details, consent: 'refused' };
    return ledgerError('SOURCE_REFUSED', `${path}: ${what}: ${authoriseAgain(consentOf)}`, { details: lost });
  };

/** Returns whether a request failed because its token no longer holds: another one may help. */
export const isTokenRefused = (error: unknown): error is LedgerError =>
  isLedgerError(error) && error.details['status'] === '401' && error.details['credentials'] === undefined;

/** Returns the header of HTTP Basic. */
export const basicHeader = ({ user, password }: { readonly user: string; readonly password: string }): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The token of the application in the table of tokens; those of consents go by their ids. */
const application = 'application';

/** Opens the tokens of a source. `send` sends a request as those for files are sent. */
export const openTokens = (
  authorisation: Authorisation,
  {
    source,
    runtime,
    requests,
    consents,
    send,
  }: {
    /** Name of the source. */
    readonly source: string;
    readonly runtime: Runtime;
    readonly requests: Pick<RequestLog, 'received'>;
    /** The consent of an account's owner; absent: every token is the application's. */
    readonly consents?: Pick<Consents, 'held' | 'refused' | 'renewed'> | undefined;
    readonly send: <T>(request: OutgoingRequest<T>) => Promise<Received<T>>;
  },
): Tokens => {
  const { path, form, scheme, dailyMax, consent } = authorisation;
  const tokens = new Map<string, Token>();
  const fetching = new Map<string, Promise<Token>>();

  const fetchToken = async ({ runId, signal, deadline }: TokenRequest, held: HeldConsent | null): Promise<Token> => {
    const askedMs = runtime.now().getTime();
    const access = held === null || consent === undefined ? { form } : consent.accessBy(held.token);
    let received: Received<z.output<typeof tokenAnswer>>;
    try {
      received = await send({
        ...{ runId, signal, deadline, path },
        ...access,
        check: (text) => readSecret(path, text, { schema: tokenAnswer, expected: 'a token and its life in seconds' }),
        refusal: refusedCredentials(path, held === null ? undefined : source),
        ...(authorisation.basic === undefined ? {} : { authorization: basicHeader(authorisation.basic) }),
        ...(dailyMax === undefined ? {} : { ofPathMax: dailyMax }),
      });
    } catch (error) {
      if (held !== null && isLedgerError(error) && error.details['consent'] === 'refused')
        await consents?.refused(held.id);
      throw error;
    }
    await requests.received(received.requestId, received.body.length);
    const { access_token: text, expires_in: seconds, refresh_token, refresh_token_expires_in } = received.value;
    if (held !== null && refresh_token !== undefined && refresh_token !== held.token)
      await consents?.renewed(held.id, { token: refresh_token, expiresInS: refresh_token_expires_in ?? null });
    const lifeMs = (seconds ?? Number.POSITIVE_INFINITY) * 1_000;
    return { text, renewAtMs: askedMs + Math.max(lifeMs - renewBeforeMs, lifeMs * lifeUsedMax) };
  };

  const headerOf = ({ text }: Token): string => `${scheme} ${text}`;
  return {
    async header(request, of = 'account') {
      // Read for each request, as orders are: a consent that was given or ended meanwhile holds at once.
      const held = of === 'application' ? null : ((await consents?.held()) ?? null);
      const whose = held?.id ?? application;
      const token = tokens.get(whose);
      if (token !== undefined && runtime.now().getTime() < token.renewAtMs) return headerOf(token);
      let fetched = fetching.get(whose);
      if (fetched === undefined) {
        fetched = fetchToken(request, held).finally(() => fetching.delete(whose));
        fetching.set(whose, fetched);
      }
      const renewed = await fetched;
      // Those of an earlier consent are not used any more.
      if (held !== null) for (const other of tokens.keys()) if (other !== application) tokens.delete(other);
      tokens.set(whose, renewed);
      return headerOf(renewed);
    },
    drop(header) {
      for (const [whose, token] of tokens) if (headerOf(token) === header) tokens.delete(whose);
    },
  };
};
