/**
 * The authentication of tsoa's routes: `@Security('user', ['alerts'])` names the scopes that an operation needs;
 * `@Security('login', …)` takes no API key.
 */
import type { Request } from 'express';
import type { Principal, Scope } from '../domain/accounts/principal.js';
import { assertAllowed, principalOf } from './principal.js';

/** tsoa's generated routes import it by this name. Rejects with UNAUTHENTICATED or FORBIDDEN. */
export const expressAuthentication = (
  request: Request,
  security: string,
  scopes: readonly string[] = [],
): Promise<Principal> =>
  new Promise((resolve) => {
    assertAllowed(request, { scopes: scopes as readonly Scope[], needsLogin: security === 'login' });
    resolve(principalOf(request));
  });
