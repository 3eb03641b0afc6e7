/**
 * The session of the page's user. The access token lives in this tab's memory; the refresh token is an HttpOnly cookie, which no
 * script can read. A flag in the browser's storage says that there is one, so that a visitor without account asks nothing.
 */
import { useEffect, useState } from 'preact/hooks';
import { ledger } from './ledger.js';

export interface Session {
  readonly state: 'signed_in' | 'signed_out' | 'unknown';
  readonly email: string | null;
}

const flag = 'tcgl-signed-in';
const signedOutFlag = 'tcgl-signed-out';
let accessToken: string | null = null;
let session: Session = { state: 'unknown', email: null };
const listeners = new Set<() => void>();

const change = (next: Session): void => {
  session = next;
  for (const listener of listeners) listener();
};

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const begin = async (response: Response, email: string | null): Promise<boolean> => {
  if (!response.ok) return false;
  accessToken = ((await response.json()) as { access_token: string }).access_token;
  localStorage.setItem(flag, email ?? localStorage.getItem(flag) ?? '');
  localStorage.removeItem(signedOutFlag);
  change({ state: 'signed_in', email: localStorage.getItem(flag) });
  return true;
};

const end = (): void => {
  accessToken = null;
  localStorage.removeItem(flag);
  change({ state: 'signed_out', email: null });
};

let refreshing: Promise<boolean> | null = null;
/** Renews the access token by the cookie; `false` if the session is over. Several callers share one request. */
const refresh = (): Promise<boolean> =>
  (refreshing ??= post('refresh', {})
    .then((response) => begin(response, null))
    .catch(() => false)
    .finally(() => {
      refreshing = null;
    }));

/** Signs in; `null` when done, else the problem's text. */
const signIn = async (email: string, password: string): Promise<string | null> => {
  const response = await post('login', { email, password, cookie: true }).catch(() => null);
  if (response === null) return 'The server does not answer.';
  if (await begin(response, email)) return null;
  return ((await response.json()) as { detail: string }).detail;
};

/** Ends the session, here and at the server. */
export const signOut = async (): Promise<void> => {
  // The demo would sign its user in again.
  localStorage.setItem(signedOutFlag, '1');
  end();
  await post('logout', {}).catch(() => null);
};

/** Takes up the session of an earlier visit, or that of the demo's user. */
export const resumeSession = async (): Promise<void> => {
  if (localStorage.getItem(flag) !== null && (await refresh())) return;
  if (ledger.demoUser !== null && localStorage.getItem(signedOutFlag) === null) {
    const { email, password } = ledger.demoUser;
    if ((await signIn(email, password)) === null) return;
  }
  end();
};

const withToken = (request: Request): Request => {
  if (accessToken === null) return request;
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${accessToken}`);
  return new Request(request, { headers });
};

/** Prices are open to everybody and cached for everybody: only what belongs to a user is asked with the token. */
const isOpen = ({ method, url }: Request): boolean =>
  method === 'GET' && /\/v1\/(cards|prices|sets|games|sources|coverage|id-changes)\b/.test(new URL(url).pathname);

/** Fetches with the access token where one is needed, renewed once if it has expired. */
export const authorisedFetch = async (request: Request): Promise<Response> => {
  const again = request.clone();
  if (isOpen(request)) {
    // The browser's cache would keep an answer for a minute after its prices changed; the server's says quickly that none did.
    const open = await fetch(request, { cache: 'no-cache' });
    // Reads that need a key (READS_NEED_KEY) take the session instead.
    return open.status === 401 && accessToken !== null ? fetch(withToken(again)) : open;
  }
  const response = await fetch(withToken(request));
  if (response.status !== 401 || accessToken === null) return response;
  if (await refresh()) return fetch(withToken(again));
  end();
  return response;
};

/** Returns the session, and renders again when it changes. */
export const useSession = (): Session => {
  const [seen, see] = useState(session);
  useEffect(() => {
    const listener = (): void => see(session);
    listener();
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return seen;
};
