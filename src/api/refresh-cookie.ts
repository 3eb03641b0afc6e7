/**
 * The refresh token as a cookie, for web pages: no script can read it, no other site can send it, and it goes to /v1/auth only.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse, serialize } from 'cookie';
import { limits } from '../base/limits.js';

/** With the prefix browsers take it over TLS only. */
const nameOf = (isSecure: boolean): string => `${isSecure ? '__Secure-' : ''}tcgl_refresh`;

export interface RefreshCookie {
  /** Returns the token; `undefined` without a cookie. */
  readonly read: (request: IncomingMessage) => string | undefined;
  /** Sets the token; `null`: removes it. */
  readonly write: (response: ServerResponse, token: string | null) => void;
}

/** Creates the cookie of an API that users reach at `publicUrl`. */
export const createRefreshCookie = (publicUrl: string): RefreshCookie => {
  const secure = publicUrl.startsWith('https://');
  const name = nameOf(secure);
  return {
    read: ({ headers }) => parse(headers.cookie ?? '')[name],
    write(response, token) {
      const maxAge = token === null ? 0 : limits.refreshTokenMs / 1_000;
      const options = { httpOnly: true, secure, sameSite: 'strict', path: '/v1/auth', maxAge } as const;
      response.setHeader('Set-Cookie', serialize(name, token ?? '', options));
    },
  };
};
