/**
 * Keys that sign access tokens: RSA, in PEM, in one file. The first private key signs. The others, private or public, verify
 * tokens that they signed before: keys are changed by putting a new one first, and removing the old one an hour later.
 *
 * The file is read again now and then, and for a token of an unknown key, which another process may have signed with a new one.
 * Rejected: watching the file, because mounted secrets are replaced by links, of which watchers of a file miss the change.
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
import { limits } from '../base/limits.js';
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

/** The keys as they are now. */
export interface KeyRing {
  readonly current: () => SigningKeys;
  /** Reads the file again, unless it was just read. One that holds no keys is told in the log, and changes nothing. Never throws. */
  readonly reread: () => Promise<void>;
}

/** Returns a ring of keys that stay. */
export const fixedKeys = (keys: SigningKeys): KeyRing => ({ current: () => keys, reread: () => Promise.resolve() });

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

interface KeyRingDeps {
  readonly runtime: Pick<Runtime, 'uuid' | 'monotonicMs'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Creates the ring of a file that was read as `text`. */
const keysOfFile = (path: string, text: string, { runtime, logger }: KeyRingDeps): KeyRing => {
  let keys = parseSigningKeys(text);
  let seen = text;
  let complaint: string | undefined;
  let readAtMs = runtime.monotonicMs();
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    try {
      const pem = await readFile(path, 'utf8');
      if (pem !== seen) {
        keys = parseSigningKeys(pem);
        seen = pem;
        logger.info('keys for access tokens changed', { path, kid: keys.kid, keys: keys.verifying.size });
      }
      complaint = undefined;
    } catch (error) {
      // Once, and not for each look: it may be in the middle of being written, or stay wrong for days.
      const reason = (error as Error).message;
      if (reason !== complaint)
        logger.warn('keys for access tokens not read again: those of before stay', { path, reason });
      complaint = reason;
    }
    readAtMs = runtime.monotonicMs();
  };
  return {
    current: () => keys,
    async reread() {
      if (reading === undefined && runtime.monotonicMs() - readAtMs < limits.signingKeysRestMs) return;
      reading ??= read().finally(() => (reading = undefined));
      await reading;
    },
  };
};

/**
 * Reads the keys of a file; makes it first where there is none. `isChosen`: the operator named the file. One that nobody named and
 * that cannot be made, as on a read-only disk, is done without: the keys end with the process then. Throws CONFIG_INVALID naming
 * JWT_PRIVATE_KEY_FILE.
 */
export const openSigningKeys = async (
  { path, isChosen }: { readonly path: string; readonly isChosen: boolean },
  deps: KeyRingDeps,
): Promise<KeyRing> => {
  const { runtime, logger } = deps;
  const read = (): Promise<string> => readFile(path, 'utf8');
  try {
    const pem = await read().catch(async (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      await makeFile(path, runtime);
      logger.info('key for access tokens made', { path });
      return read();
    });
    return keysOfFile(path, pem, deps);
  } catch (error) {
    const cannotWrite = ['EACCES', 'EROFS', 'EPERM'].some((code) => hasCode(error, code));
    if (isChosen || !cannotWrite) throw refuse(path, error);
    logger.warn('the key for access tokens ends with this process: set JWT_PRIVATE_KEY_FILE', { path });
    return fixedKeys(parseSigningKeys(await createSigningKeyPem()));
  }
};
