/**
 * The session of the page's user. The access token lives in this tab's memory; the refresh token is an HttpOnly cookie, which no
 * script can read. A flag in the browser's storage says that there is one, so that a visitor without account asks nothing.
 */
import { useEffect, useState } from 'preact/hooks';
import { ledger } from './ledger.js';
import { store, stored } from './storage.js';

export interface Session {
  readonly state: 'signed_in' | 'signed_out' | 'unknown';
  readonly email: string | null;
}

const flag = 'tcgl-signed-in';
const signedOutFlag = 'tcgl-signed-out';
let accessToken: string | null = null;
let session: Session = { state: 'unknown', email: null };
const listeners = new Set<() => void>();

/** What ends with a user: answers that were asked for with the token. */
let forget: () => void = () => undefined;

/** Names what is done when the user of the page is another one, or none. */
export const whenUserChanges = (task: () => void): void => {
  forget = task;
};

const change = (next: Session): void => {
  const isAnother = session.email !== next.email;
  session = next;
  if (isAnother) forget();
  for (const listener of listeners) listener();
};

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Why a login or another request was refused. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  /** Field → what is wrong with it. */
  readonly details: Readonly<Record<string, string>>;
  /** `null`: the server does not say. */
  readonly retryAfterS: number | null;
}

const noAnswer: Refusal = { code: '', detail: 'The server does not answer.', details: {}, retryAfterS: null };

const refusalOf = async (response: Response): Promise<Refusal> => {
  const problem = (await response.json().catch(() => ({}))) as Partial<Refusal>;
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return {
    code: problem.code ?? '',
    detail: problem.detail ?? `The server answered ${response.status}.`,
    details: problem.details ?? {},
    retryAfterS: Number.isFinite(wait) ? wait : null,
  };
};

const begin = async (response: Response, email: string | null): Promise<void> => {
  accessToken = ((await response.json()) as { access_token: string }).access_token;
  const known = email ?? stored(flag) ?? '';
  store(flag, known);
  store(signedOutFlag, null);
  change({ state: 'signed_in', email: known });
};

const end = (): void => {
  accessToken = null;
  store(flag, null);
  change({ state: 'signed_out', email: null });
};

/** `unknown`: the server did not say, since it is away. */
type Refreshed = 'over' | 'renewed' | 'unknown';

const askForRefresh = async (): Promise<Refreshed> => {
  const response = await post('refresh', {}).catch(() => null);
  if (response?.ok === true) {
    await begin(response, null);
    return 'renewed';
  }
  return response?.status === 401 || response?.status === 400 ? 'over' : 'unknown';
};

let refreshing: Promise<Refreshed> | null = null;
/** Renews the access token by the cookie. Several callers share one request. */
const refresh = (): Promise<Refreshed> =>
  (refreshing ??= askForRefresh().finally(() => {
    refreshing = null;
  }));

/** Asks `/auth/…` for something; `null` when done, else why not. */
export const askAuth = async (path: string, body: unknown): Promise<Refusal | null> => {
  const response = await post(path, body).catch(() => null);
  return response === null ? noAnswer : response.ok ? null : refusalOf(response);
};

/** Signs in; `null` when done, else why not. */
export const signIn = async (email: string, password: string): Promise<Refusal | null> => {
  const response = await post('login', { email, password, cookie: true }).catch(() => null);
  if (response === null) return noAnswer;
  if (!response.ok) return refusalOf(response);
  await begin(response, email.trim().toLowerCase());
  return null;
};

/** Ends the session, here, in other tabs, and at the server. */
export const signOut = async (): Promise<void> => {
  // The demo would sign its user in again.
  store(signedOutFlag, '1');
  end();
  await post('logout', {}).catch(() => null);
};

const resume = async (): Promise<void> => {
  if (stored(flag) !== null) {
    const refreshed = await refresh();
    if (refreshed === 'renewed') return;
    // The cookie may hold: the next visit tries it again.
    if (refreshed === 'unknown') {
      change({ state: 'signed_out', email: null });
      return;
    }
  }
  if (ledger.demoUser !== null && stored(signedOutFlag) === null) {
    const { email, password } = ledger.demoUser;
    if ((await signIn(email, password)) === null) return;
  }
  end();
};

let resuming: Promise<void> = Promise.resolve();
/** Takes up the session of an earlier visit, or that of the demo's user. */
export const resumeSession = (): Promise<void> => (resuming = resume());

/** Another tab signed in or out: the cookie is that of its user now. */
addEventListener('storage', ({ key, newValue }) => {
  if (key !== flag || newValue === session.email) return;
  if (newValue === null) {
    accessToken = null;
    change({ state: 'signed_out', email: null });
  } else void refresh();
});

const withToken = (request: Request): Request => {
  if (accessToken === null) return request;
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${accessToken}`);
  return new Request(request, { headers });
};

/** Prices are open to everybody and cached for everybody: only what belongs to a user is asked with the token. */
const isOpen = ({ method, url }: Request): boolean =>
  method === 'GET' && /\/v1\/(cards|prices|sets|games|sources|coverage|id-changes)\b/.test(new URL(url).pathname);

/** Fetches with the access token, renewed once if it has expired. */
const fetchSignedIn = async (request: Request): Promise<Response> => {
  const again = request.clone();
  const response = await fetch(withToken(request));
  if (response.status !== 401 || accessToken === null) return response;
  const refreshed = await refresh();
  if (refreshed === 'renewed') return fetch(withToken(again));
  if (refreshed === 'over') end();
  return response;
};

/** Fetches with the access token where one is needed. */
export const authorisedFetch = async (request: Request): Promise<Response> => {
  if (!isOpen(request)) return fetchSignedIn(request);
  const again = request.clone();
  // The browser's cache would keep an answer for a minute after its prices changed; the server's says quickly that none did.
  const open = await fetch(request, { cache: 'no-cache' });
  if (open.status !== 401) return open;
  // Reads that need a key (READS_NEED_KEY) take the session instead, which may be on its way.
  await resuming;
  return accessToken === null ? open : fetchSignedIn(again);
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
