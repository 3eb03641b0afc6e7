/** Goal: over TLS the cookie is one that no plain connection and no script gets; over plain HTTP browsers still take it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { createRefreshCookie } from '../../src/api/refresh-cookie.js';

const setBy = (publicUrl: string, token: string | null): string => {
  let set = '';
  const response = { setHeader: (_name: string, value: string) => (set = value) } as unknown as ServerResponse;
  createRefreshCookie(publicUrl).write(response, token);
  return set;
};
const request = (cookie?: string): IncomingMessage => ({ headers: { cookie } }) as IncomingMessage;

describe('the cookie of a refresh token', () => {
  it('has its attributes by the public address', () => {
    expect(setBy('https://cards.example', 'abc')).to.equal(
      '__Secure-tcgl_refresh=abc; Max-Age=2592000; Path=/v1/auth; HttpOnly; Secure; SameSite=Strict',
    );
    expect(setBy('http://127.0.0.1:8080', 'abc')).to.equal(
      'tcgl_refresh=abc; Max-Age=2592000; Path=/v1/auth; HttpOnly; SameSite=Strict',
    );
    expect(setBy('https://cards.example', null)).to.match(/^__Secure-tcgl_refresh=; Max-Age=0; .*Secure/);
  });

  it('is read by its own name only', () => {
    const { read } = createRefreshCookie('https://cards.example');
    expect(read(request('a=b; __Secure-tcgl_refresh=abc; c=d'))).to.equal('abc');
    expect(read(request('tcgl_refresh=abc'))).to.equal(undefined);
    expect(read(request())).to.equal(undefined);
  });
});
