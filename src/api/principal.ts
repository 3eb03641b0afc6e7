/** The principal of a request: set before Express (authentication-step.ts), read by everything after. */
import type { IncomingMessage } from 'node:http';
import { ledgerError } from '../base/errors.js';
import type { Principal, Scope } from '../domain/accounts/principal.js';

const key = Symbol('principal');

/** A request, as far as its principal is known. */
interface Identified extends IncomingMessage {
  [key]?: Principal;
}

/** Returns the principal of a request; `undefined` if it came without credentials. */
export const knownPrincipal = (request: IncomingMessage): Principal | undefined => (request as Identified)[key];

/** Sets the principal of a request. */
export const setPrincipal = (request: IncomingMessage, principal: Principal): void => {
  (request as Identified)[key] = principal;
};

/** Returns the principal of a request to an operation with `@Security`. Throws UNAUTHENTICATED without one. */
export const principalOf = (request: IncomingMessage): Principal => {
  const principal = knownPrincipal(request);
  if (principal !== undefined) return principal;
  throw ledgerError('UNAUTHENTICATED', 'expected an access token or an API key: Authorization: Bearer …, or X-API-Key');
};

/** What the credentials of a request must be and allow. */
export interface Needed {
  readonly scopes: readonly Scope[];
  /** A login is needed: an API key does not do. */
  readonly needsLogin: boolean;
}

/** Throws UNAUTHENTICATED for a request without a principal, FORBIDDEN for one that lacks a scope or is no login. */
export const assertAllowed = (request: IncomingMessage, { scopes: needed, needsLogin }: Needed): void => {
  const { scopes, by } = principalOf(request);
  const missing = needed.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw ledgerError('FORBIDDEN', `the credentials lack the scope ${missing.join(', ')}`, {
      details: Object.fromEntries(missing.map((scope) => [scope, 'expected among the scopes of the credentials'])),
    });
  if (needsLogin && by !== 'session') throw ledgerError('FORBIDDEN', 'only a login may do this, no API key');
};
