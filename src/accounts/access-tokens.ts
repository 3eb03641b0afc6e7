/**
 * Access tokens: JWTs by RFC 9068, signed with RS256 and nothing else. A token's own words on where its key is (`jku`, `x5u`,
 * `jwk`) are never looked at: the key is one of ours, by its id, or there is none.
 */
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { isScope, type Scope } from '../domain/accounts/principal.js';
import type { KeyRing, VerifyingKey } from './signing-keys.js';

const algorithm = 'RS256';
const tokenType = 'at+jwt';
/** Of a token of ours; a longer text is none. */
const tokenCharsMax = 4_096;

export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly scopes: readonly Scope[];
}

export interface AccessTokens {
  /** Creates a token. */
  readonly issue: (claims: AccessClaims) => { readonly token: string; readonly expiresInS: number };
  /** Returns the claims of a token that holds now; `expired` tells that it did; `null`: it is none of ours. */
  readonly verify: (token: string) => Promise<AccessClaims | 'expired' | null>;
  readonly keys: KeyRing;
}

const claimsSchema = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  scope: z.string(),
  nbf: z.number(),
  exp: z.number(),
  jti: z.uuid(),
});

/** Creates the tokens of one ledger. `issuer` is also the audience: the API issues them for itself. */
export const createAccessTokens = (options: {
  keys: KeyRing;
  issuer: string;
  runtime: Pick<Runtime, 'now' | 'uuid'>;
}): AccessTokens => {
  const { keys, issuer, runtime } = options;
  const nowS = (): number => Math.floor(runtime.now().getTime() / 1_000);
  const keyOf = async (kid: string): Promise<VerifyingKey | undefined> => {
    const key = keys.current().verifying.get(kid);
    if (key !== undefined) return key;
    // Another process may have signed with a key that is new.
    await keys.reread();
    return keys.current().verifying.get(kid);
  };
  return {
    keys,
    issue({ userId, sessionId, scopes }) {
      const at = nowS();
      const claims = { sub: userId, sid: sessionId, client_id: issuer, scope: scopes.join(' '), jti: runtime.uuid() };
      const times = { iat: at, nbf: at, exp: at + limits.accessTokenS };
      const { kid, privateKey } = keys.current();
      const token = jwt.sign({ ...claims, ...times, iss: issuer, aud: issuer }, privateKey, {
        algorithm,
        header: { alg: algorithm, typ: tokenType, kid },
      });
      return { token, expiresInS: limits.accessTokenS };
    },
    async verify(token) {
      if (token.length > tokenCharsMax) return null;
      try {
        const header = jwt.decode(token, { complete: true })?.header;
        if (header?.typ !== tokenType || header.alg !== algorithm) return null;
        const key = await keyOf(header.kid ?? '');
        if (key === undefined) return null;
        const payload = jwt.verify(token, key.publicKey, {
          algorithms: [algorithm],
          issuer,
          audience: issuer,
          clockTimestamp: nowS(),
        });
        const { sub, sid, scope } = claimsSchema.parse(payload);
        return { userId: sub, sessionId: sid, scopes: scope.split(' ').filter(isScope) };
      } catch (error) {
        return error instanceof jwt.TokenExpiredError ? 'expired' : null;
      }
    },
  };
};
