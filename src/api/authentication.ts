/** The authentication of tsoa's routes: `@Security('user', ['alerts'])` names the scopes that an operation needs. */
import type { Request } from 'express';
import type { Principal, Scope } from '../domain/accounts/principal.js';
import { assertScopes, principalOf } from './principal.js';

/** tsoa's generated routes import it by this name. Rejects with UNAUTHENTICATED or FORBIDDEN. */
export const expressAuthentication = (
  request: Request,
  _security: string,
  scopes: readonly string[] = [],
): Promise<Principal> =>
  new Promise((resolve) => {
    assertScopes(request, scopes as readonly Scope[]);
    resolve(principalOf(request));
  });
