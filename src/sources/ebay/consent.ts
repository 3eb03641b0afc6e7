/**
 * The consent of an eBay member: user access tokens by the authorization code grant, then by the refresh token grant.
 *
 * Sources: https://developer.ebay.com/api-docs/static/oauth-consent-request.html (the page and its parameters),
 * oauth-auth-code-grant-request.html (codes of at most 1,024 characters, HTTP Basic), oauth-refresh-token-request.html (an access token
 * "with the same authorization properties"), and https://developer.ebay.com/support/kb-article?KBid=5218 (`invalid_grant`: the member
 * revoked the consent, or changed name or password).
 */
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';
import { readSecret, secretWord } from '../../collecting/http/read-secret.js';
import type { AccountToken, Consent } from '../../collecting/source.js';
import { applicationScope, tokenPath } from './wire-format.js';

/** What the consent needs of the source's settings. */
export interface ConsentSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Base URL of the pages on which members agree. */
  readonly authUrl: string;
  /** The RuName of the application: eBay's name for the address that its page leads to. */
  readonly redirectName: string | undefined;
}

const answer = z.object({
  refresh_token: secretWord,
  /** Seconds: 18 months. */
  refresh_token_expires_in: z.coerce.number().positive().optional(),
});

const readAnswer = (text: string): AccountToken => {
  const expected = 'a refresh token and its life in seconds';
  const { refresh_token: token, refresh_token_expires_in: seconds } = readSecret(tokenPath, text, {
    schema: answer,
    expected,
  });
  return { token, expiresInS: seconds ?? null };
};

/** Returns eBay's name of the address that its page leads to. */
const redirectOf = ({ redirectName }: Pick<ConsentSettings, 'redirectName'>): string => {
  if (redirectName !== undefined) return redirectName;
  const expected = "the RuName of your application: eBay's page of consent needs one";
  throw ledgerError('CONFIG_INVALID', `EBAY_RU_NAME: expected ${expected}`, { details: { EBAY_RU_NAME: expected } });
};

/** Creates the consent. What it allows is what the application may do alone: to see what everybody may see. */
export const ebayConsent = (settings: ConsentSettings): Consent => {
  const { clientId, clientSecret, authUrl } = settings;
  return {
    page: (state) => {
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectOf(settings),
        response_type: 'code',
        scope: applicationScope,
        state,
      });
      return `${authUrl}/oauth2/authorize?${query.toString()}`;
    },
    returnsState: true,
    code: {
      pattern: /^[\x21-\x7E]{1,1024}$/,
      expected: 'a code of eBay, or the address that its page led to',
    },
    exchange: (code) => ({
      path: tokenPath,
      shownAs: tokenPath,
      form: { grant_type: 'authorization_code', code, redirect_uri: redirectOf(settings) },
      basic: { user: clientId, password: clientSecret },
      read: readAnswer,
    }),
    accessBy: (token) => ({
      form: { grant_type: 'refresh_token', refresh_token: token, scope: applicationScope },
    }),
    sealedBy: { variable: 'EBAY_CLIENT_SECRET', value: clientSecret },
  };
};
