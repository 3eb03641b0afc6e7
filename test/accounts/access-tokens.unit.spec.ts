/**
 * Goal: only tokens that this ledger signed, for itself, as access tokens, now, are taken. Method: each part of a good token is made
 * wrong in turn, with the right key where that is possible.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { createAccessTokens } from '../../src/accounts/access-tokens.js';
import { createSigningKeyPem, fixedKeys, jwksOf, parseSigningKeys } from '../../src/accounts/signing-keys.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { testSigningKeys } from '../support/serve-api.js';

const issuer = 'http://ledger.test';
const claims = {
  userId: '6f1c3b8e-58a1-4f3e-9d41-0c6a4f3b2a10',
  sessionId: '0a7c1f5e-3d51-4a55-8d3c-2a1c8a3f6b10',
  scopes: ['read', 'alerts'] as const,
};

describe('access tokens', () => {
  const keys = testSigningKeys();
  const runtime = createFakeRuntime('2025-10-01T12:00:00Z');
  const tokens = createAccessTokens({ keys: fixedKeys(keys), issuer, runtime });
  const nowS = Math.floor(runtime.now().getTime() / 1_000);
  const payload = {
    ...{ sub: claims.userId, sid: claims.sessionId, scope: 'read', jti: runtime.uuid(), iss: issuer, aud: issuer },
    ...{ iat: nowS, nbf: nowS, exp: nowS + 3_600 },
  };
  const forge = (
    change: object,
    header: object = {},
    key: KeyObject | string = keys.privateKey,
    algorithm: jwt.Algorithm = 'RS256',
  ): string =>
    // jsonwebtoken refuses to sign a claim that is undefined.
    jwt.sign(JSON.parse(JSON.stringify({ ...payload, ...change })) as object, key as jwt.Secret, {
      algorithm,
      header: { alg: algorithm, typ: 'at+jwt', kid: keys.kid, ...header },
    });

  it('are taken back as they were issued, for an hour', async () => {
    const clock = createFakeRuntime();
    const here = createAccessTokens({ keys: fixedKeys(keys), issuer, runtime: clock });
    const { token, expiresInS } = here.issue(claims);
    expect(expiresInS).to.equal(3_600);
    expect(await here.verify(token)).to.deep.equal(claims);
    const { header, payload: said } = jwt.decode(token, { complete: true }) as jwt.Jwt;
    expect(header).to.deep.equal({ alg: 'RS256', typ: 'at+jwt', kid: keys.kid });
    expect(said).to.include({ iss: issuer, aud: issuer, sub: claims.userId, scope: 'read alerts' });
    await clock.advance(3_599_000);
    expect(await here.verify(token)).to.deep.equal(claims);
    await clock.advance(1_000);
    expect(await here.verify(token)).to.equal('expired');
    clock.setBack(7_200_000);
    expect(await here.verify(token), 'before nbf').to.equal(null);
  });

  it('are refused with another type, algorithm, issuer, audience, time or key', async () => {
    expect(await tokens.verify(forge({}))).to.include({ userId: claims.userId });
    const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const publicPem = keys.verifying.get(keys.kid)?.publicKey.export({ type: 'spki', format: 'pem' }).toString() ?? '';
    const jwk = keys.privateKey.export({ format: 'jwk' });
    const wrong: Record<string, string> = {
      'a JWT of another type': forge({}, { typ: 'JWT' }),
      'no type': forge({}, { typ: undefined }),
      'another algorithm of the same key': forge({}, {}, keys.privateKey, 'RS512'),
      'PSS of the same key': forge({}, {}, keys.privateKey, 'PS256'),
      'the public key as a secret': forge({}, {}, publicPem, 'HS256'),
      'another issuer': forge({ iss: 'http://elsewhere.test' }),
      'another audience': forge({ aud: 'http://elsewhere.test' }),
      'no audience': forge({ aud: undefined }),
      'a foreign key': forge({}, {}, foreign),
      'a foreign key that the token brings along': forge(
        {},
        { jwk, jku: 'http://127.0.0.1:1/keys', x5u: 'http://127.0.0.1:1/x' },
        foreign,
      ),
      'an unknown key id': forge({}, { kid: 'nobody' }),
      'no key id': forge({}, { kid: undefined }),
      'a time to come': forge({ nbf: nowS + 60 }),
      'no end': forge({ exp: undefined }),
      'no beginning': forge({ nbf: undefined }),
      'no user': forge({ sub: 'admin' }),
      'no session': forge({ sid: undefined }),
      nothing: '',
      'three dots': '...',
      'much text': 'a'.repeat(1_000_000),
      'no signature': `${forge({}).split('.').slice(0, 2).join('.')}.`,
    };
    const none = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    wrong['alg none'] = `${none({ alg: 'none', typ: 'at+jwt', kid: keys.kid })}.${none(payload)}.`;
    for (const [what, token] of Object.entries(wrong)) expect(await tokens.verify(token), what).to.equal(null);
    // Without its key a token says nothing, not even that it is over.
    expect(await tokens.verify(forge({ exp: nowS - 1 }))).to.equal('expired');
    expect(await tokens.verify(forge({ exp: nowS - 1 }, {}, foreign))).to.equal(null);
  });

  it('outlive a change of keys until the old one is removed', async () => {
    const [old, next] = [await createSigningKeyPem(), await createSigningKeyPem()];
    const issued = createAccessTokens({ keys: fixedKeys(parseSigningKeys(old)), issuer, runtime }).issue(claims).token;
    const both = parseSigningKeys(`${next}${old}`);
    const changed = createAccessTokens({ keys: fixedKeys(both), issuer, runtime });
    expect(await changed.verify(issued)).to.deep.equal(claims);
    expect(both.kid).to.equal(parseSigningKeys(next).kid);
    const after = createAccessTokens({ keys: fixedKeys(parseSigningKeys(next)), issuer, runtime });
    expect(await after.verify(issued)).to.equal(null);
    expect(await after.verify(changed.issue(claims).token)).to.deep.equal(claims);
    // Others verify by the published keys, which hold nothing private.
    const { keys: published } = jwksOf(both) as { keys: Record<string, string>[] };
    expect(published.map(({ kid }) => kid)).to.deep.equal([...both.verifying.keys()]);
    for (const key of published) expect(Object.keys(key)).to.have.members(['kty', 'n', 'e', 'use', 'alg', 'kid']);
  });
});
