/** Who may ask an operation, in the OpenAPI document. */

/** Reads of prices, by tag: open to everybody, unless the configuration closes them (READS_NEED_KEY). */
const readTags: readonly string[] = ['Cards', 'Prices', 'Sets', 'Ledger'];
const otherReads: readonly string[] = ['backtestRule'];

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token (a JWT by RFC 9068, from POST /auth/login), or an API key (tcgl_live_…)',
  },
  api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key (tcgl_live_…)' },
};

export type Security = readonly Readonly<Record<string, readonly string[]>>[];

interface Secured {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly security?: Security;
}

/**
 * Returns the alternatives of an operation, of which @Security('user', scopes) names the scopes: a token, or a key.
 * @Security('login', scopes) leaves the key out.
 */
export const securityOf = ({ operationId, security = [], tags = [] }: Secured): Security => {
  const withScopes = (scopes: readonly string[]): Security => [{ bearer: scopes }, { api_key: scopes }];
  const login = security.flatMap((alternative) => alternative['login'] ?? []);
  if (login.length > 0) return [{ bearer: login }];
  const scopes = security.flatMap((alternative) => alternative['user'] ?? []);
  if (security.length > 0) return withScopes(scopes);
  return otherReads.includes(operationId) || tags.some((tag) => readTags.includes(tag))
    ? [{}, ...withScopes(['read'])]
    : [];
};
