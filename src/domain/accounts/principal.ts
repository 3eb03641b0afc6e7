/** The user behind a request, and what the request may do. */

/** What a credential may be allowed: `read` prices, where that needs a key; alerts, the account itself, administration. */
export const scopes = ['read', 'alerts', 'account', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export const userRoles = ['user', 'admin'] as const;
export type UserRole = (typeof userRoles)[number];

/** Returns whether a text is a scope. */
export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/** Returns all scopes of a role. */
export const scopesOfRole = (role: UserRole): readonly Scope[] =>
  role === 'admin' ? scopes : scopes.filter((scope) => scope !== 'admin');

export interface Principal {
  /** Opaque: the only name of a user in events. */
  readonly userId: string;
  readonly scopes: readonly Scope[];
  readonly by: 'session' | 'api_key' | 'sheet_token';
  /** Id of the session or key. */
  readonly credentialId: string;
}
