/**
 * Keys that sign access tokens: RSA, in PEM, in one file. The first private key signs. The others, private or public, verify
 * tokens that they signed before: keys are changed by putting a new one first, and removing the old one an hour later.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ledgerError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';

/** RFC 7518 asks for no less with RS256. */
const modulusBitsMin = 2_048;
const modulusBits = 3_072;

export interface VerifyingKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
}

export interface SigningKeys {
  /** Id of the key that signs. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** By id; the signing one too. */
  readonly verifying: ReadonlyMap<string, VerifyingKey>;
}

/** Returns the public part of an RSA key. */
const publicJwk = (key: KeyObject): JsonWebKey => {
  const { kty, n, e } = key.export({ format: 'jwk' });
  return { kty, n, e } as JsonWebKey;
};

/** Returns the thumbprint of a key (RFC 7638), which is its id. */
const thumbprint = (key: KeyObject): string => {
  const { e, kty, n } = publicJwk(key);
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
};

/** Returns the keys as a JWK Set, for /.well-known/jwks.json. */
export const jwksOf = ({ verifying }: SigningKeys): { readonly keys: readonly object[] } => ({
  keys: [...verifying.values()].map(({ kid, publicKey }) => ({
    ...publicJwk(publicKey),
    use: 'sig',
    alg: 'RS256',
    kid,
  })),
});

const blocks = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g;

/** Parses a file of keys. Throws an error that says what was expected. */
export const parseSigningKeys = (pem: string): SigningKeys => {
  const expected = `RSA keys of at least ${modulusBitsMin} bits in PEM, a private one first`;
  const keys = [...pem.matchAll(blocks)].map(([text, label = '']) =>
    label.includes('PRIVATE') ? createPrivateKey(text) : createPublicKey(text),
  );
  const privateKey = keys.find(({ type }) => type === 'private');
  const isStrong = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
    asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= modulusBitsMin;
  if (privateKey === undefined || !keys.every(isStrong)) throw new Error(expected);
  const verifying = keys.map((key) => {
    const publicKey = key.type === 'private' ? createPublicKey(key) : key;
    return { kid: thumbprint(publicKey), publicKey };
  });
  return {
    kid: thumbprint(createPublicKey(privateKey)),
    privateKey,
    verifying: new Map(verifying.map((key) => [key.kid, key])),
  };
};

/** Returns a new private key in PEM. */
export const createSigningKeyPem = async (): Promise<string> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: modulusBits });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Writes a new key that only the owner of the process can read, unless another process was faster. */
const makeFile = async (path: string, runtime: Pick<Runtime, 'uuid'>): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${runtime.uuid()}`;
  await writeFile(draft, await createSigningKeyPem(), { mode: 0o600, flag: 'wx' });
  // Not a rename, which would replace the key that another process has begun to sign with.
  await link(draft, path)
    .catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    })
    .finally(() => unlink(draft));
};

const refuse = (path: string, error: unknown): Error =>
  ledgerError('CONFIG_INVALID', `JWT_PRIVATE_KEY_FILE=${path}: ${(error as Error).message}`, {
    details: { JWT_PRIVATE_KEY_FILE: 'expected a file of RSA keys in PEM, or a path where one can be made' },
    cause: error,
  });

/**
 * Reads the keys of a file; makes it first where there is none. `isChosen`: the operator named the file. One that nobody named and
 * that cannot be made, as on a read-only disk, is done without: the keys end with the process then. Throws CONFIG_INVALID naming
 * JWT_PRIVATE_KEY_FILE.
 */
export const openSigningKeys = async (
  { path, isChosen }: { readonly path: string; readonly isChosen: boolean },
  { runtime, logger }: { readonly runtime: Pick<Runtime, 'uuid'>; readonly logger: Pick<Logger, 'info' | 'warn'> },
): Promise<SigningKeys> => {
  const read = (): Promise<string> => readFile(path, 'utf8');
  try {
    const pem = await read().catch(async (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      await makeFile(path, runtime);
      logger.info('key for access tokens made', { path });
      return read();
    });
    return parseSigningKeys(pem);
  } catch (error) {
    const cannotWrite = ['EACCES', 'EROFS', 'EPERM'].some((code) => hasCode(error, code));
    if (isChosen || !cannotWrite) throw refuse(path, error);
    logger.warn('the key for access tokens ends with this process: set JWT_PRIVATE_KEY_FILE', { path });
    return parseSigningKeys(await createSigningKeyPem());
  }
};
