/**
 * Quotas at the edge: a request of a client without quota is refused before anything else is done for it. What an answer
 * costs is counted after the cache, since a cached answer costs a tenth of a computed one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RefusedCredentials } from '../authentication-step.js';
import type { Step } from '../pre-middleware.js';
import type { Problems } from '../problem.js';
import { type Quotas, type QuotaState, unitsPerRequest } from './quotas.js';

/** Units of an answer from the cache. */
const cachedUnits = 1;

/** What a computed answer costs, in requests: costly paths count several times. */
const weights: readonly (readonly [path: string, requests: number])[] = [
  ['/v1/alerts/backtest', 10],
  ['/v1/auth/login', 5],
  ['/v1/auth/password/forgot', 5],
  ['/v1/auth/password/reset', 5],
  ['/v1/auth/register', 10],
  ['/v1/cards/batch', 5],
  ['/v1/events', 5],
  ['/v1/exports', 5],
  ['/v1/me/email', 5],
  ['/v1/me/password', 5],
  ['/v1/prices/changes', 2],
  ['/v1/resolve', 5],
];

/** A feed has dozens of charts, and its reader asks for all of them at once: one is a picture, and counts as an answer from the cache. */
const svgChart = /^\/charts\/[^?]*\.svg(?:\?|$)/;

/** Returns how many requests a computed answer to `url` counts for. */
export const weightOf = (url: string): number => {
  if (svgChart.test(url)) return cachedUnits / unitsPerRequest;
  return weights.find(([path]) => url.startsWith(path) && /^[/?]?$/.test(url.charAt(path.length)))?.[1] ?? 1;
};

const list = (states: readonly QuotaState[], item: (state: QuotaState) => string): string =>
  states.map((state) => `"${state.policy.name}";${item(state)}`).join(', ');

/** Sets the fields of the IETF draft (draft-ietf-httpapi-ratelimit-headers-10), and those that came before it. */
const setFields = (response: ServerResponse, states: readonly QuotaState[]): void => {
  const nearest = states.reduce((least, state) => (state.remaining < least.remaining ? state : least));
  response.setHeader(
    'RateLimit-Policy',
    list(states, ({ policy }) => `q=${policy.requests};w=${policy.windowS}`),
  );
  response.setHeader(
    'RateLimit',
    list(states, ({ remaining, resetS }) => `r=${remaining};t=${resetS}`),
  );
  response.setHeader('X-RateLimit-Limit', nearest.policy.requests);
  response.setHeader('X-RateLimit-Remaining', nearest.remaining);
  response.setHeader('X-RateLimit-Reset', nearest.resetS);
};

/** Removes the fields: an answer that shared caches may store would tell one client what another has left. */
export const removeRateLimitFields = (response: ServerResponse): void => {
  if (!response.hasHeader('RateLimit')) return;
  for (const name of [
    'RateLimit-Policy',
    'RateLimit',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
  ])
    response.removeHeader(name);
};

export interface RateLimitSteps {
  /** Refuses a client without quota with QUOTA_EXCEEDED; counts a cached answer. Before the cache. */
  readonly check: Step;
  /** Counts the rest of a computed answer, and sets the fields. After the cache. */
  readonly charge: Step;
  /**
   * Counts credentials that did not hold, by the address they came from. Not by the client: a neighbour behind one address, or a
   * script with an old key, would spend the quota of all.
   */
  readonly refusedCredentials: RefusedCredentials;
}

/** Creates the two steps around the cache. */
export const createRateLimitSteps = (options: {
  quotas: Quotas;
  clientOf: (request: IncomingMessage) => string;
  addressOf: (request: IncomingMessage) => string;
  problems: Pick<Problems, 'send'>;
  /** What the process asks itself does not count. */
  isOwn: (request: IncomingMessage) => boolean;
}): RateLimitSteps => {
  const { quotas, clientOf, addressOf, problems, isOwn } = options;
  // Health, metrics, the document, pages and pictures of cards do not count either. A chart is a read, and drawn.
  const counts = (request: IncomingMessage): boolean => {
    const { url = '', method } = request;
    return (url.startsWith('/v1/') || url.startsWith('/charts/')) && method !== 'OPTIONS' && !isOwn(request);
  };
  const refuse = (request: IncomingMessage, response: ServerResponse, client: string): void => {
    const states = quotas.states(client);
    const spent = states.filter(({ isSpent }) => isSpent);
    setFields(response, states);
    response.setHeader('Retry-After', Math.max(...spent.map(({ resetS }) => resetS)));
    const details = Object.fromEntries(
      spent.map(({ policy, resetS }) => [
        policy.name,
        `at most ${policy.requests} requests in ${policy.windowS} s; again in ${resetS} s`,
      ]),
    );
    problems.send(request, response, 'QUOTA_EXCEEDED', Object.values(details).join('; '), details);
  };
  const refusedFrom = (request: IncomingMessage): string => `refused ${addressOf(request)}`;
  return {
    refusedCredentials: {
      admit(request, response) {
        if (quotas.has(refusedFrom(request))) return true;
        refuse(request, response, refusedFrom(request));
        return false;
      },
      count: (request) => quotas.spend(refusedFrom(request), unitsPerRequest),
    },
    check(request, response) {
      if (!counts(request)) return true;
      const client = clientOf(request);
      if (quotas.has(client)) {
        quotas.spend(client, cachedUnits);
        return true;
      }
      refuse(request, response, client);
      return false;
    },
    charge(request, response) {
      if (!counts(request)) return true;
      const client = clientOf(request);
      quotas.spend(client, weightOf(request.url ?? '') * unitsPerRequest - cachedUnits);
      setFields(response, quotas.states(client));
      return true;
    },
  };
};
