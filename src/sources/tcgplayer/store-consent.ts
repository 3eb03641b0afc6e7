/**
 * The consent of a store at TCGplayer: the access token that stands for "the contract between an application and a store".
 *
 * Source: https://docs.tcgplayer.com/docs/store-authorization-workflow. The store agrees on its page of the application and is shown a
 * code of six letters and digits, which holds for an hour. POST /app/authorize/{code} answers the token as `authorizationKey`. It is sent
 * as X-Tcg-Access-Token with the request for a bearer token, which then is one of the store too. Nothing there says when it ends.
 */
import { z } from 'zod';
import { readSecret, secretWord } from '../../collecting/http/read-secret.js';
import type { AccountToken, Consent } from '../../collecting/source.js';

/** What the consent needs of the source's settings. */
export interface StoreConsentSettings {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Base URL of the pages of stores. */
  readonly storeUrl: string;
}

const exchangePath = '/app/authorize/';
/** In logs and errors, where the path would hold the code. */
const shownAs = `${exchangePath}{code}`;

const answer = z.object({ results: z.tuple([z.object({ authorizationKey: secretWord })], z.unknown()) });

const readAnswer = (text: string): AccountToken => {
  const { results } = readSecret(shownAs, text, { schema: answer, expected: 'the token of a store' });
  return { token: results[0].authorizationKey, expiresInS: null };
};

/** Creates the consent. `form` asks for a bearer token of the application. */
export const storeConsent = (
  { publicKey, privateKey, storeUrl }: StoreConsentSettings,
  form: Readonly<Record<string, string>>,
): Consent => ({
  page: () => `${storeUrl}/admin/Apps/${encodeURIComponent(publicKey)}`,
  // It takes no state: the person reads the code and enters it.
  returnsState: false,
  code: {
    pattern: /^[A-Za-z0-9]{1,64}$/,
    expected: 'the code that the page of the store shows: six letters and digits',
  },
  exchange: (code) => ({ path: `${exchangePath}${code}`, shownAs, form: {}, read: readAnswer }),
  accessBy: (token) => ({ form, headers: { 'x-tcg-access-token': token } }),
  sealedBy: { variable: 'TCGPLAYER_PRIVATE_KEY', value: privateKey },
});
