/**
 * Seals a secret that has to be stored and read again: AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA-256 (RFC 5869) derives
 * from another secret, which is stored elsewhere. Each seal has a key of its own by its random salt, so no nonce is used twice.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Runtime } from './runtime.js';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
/** The form of a seal: version, salt, nonce, tag, text. */
const version = 1;
const saltBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + saltBytes + nonceBytes + tagBytes;

/** What a seal is opened with. */
export interface SealKey {
  /** The secret that the key is derived from: random, 122 bits or more. It is not stretched, as a password would have to be. */
  readonly secret: string;
  /** What is sealed, and whose it is. A seal opens for no other purpose. */
  readonly purpose: string;
}

const derive = ({ secret, purpose }: SealKey, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, `tcg-ledger ${purpose}`, keyBytes));

/** Seals a text. */
export const seal = (text: string, key: SealKey, runtime: Pick<Runtime, 'secret'>): Buffer => {
  const salt = Buffer.from(runtime.secret(saltBytes), 'hex');
  const nonce = Buffer.from(runtime.secret(nonceBytes), 'hex');
  const encipher = createCipheriv(cipher, derive(key, salt), nonce, { authTagLength: tagBytes });
  const sealed = Buffer.concat([encipher.update(text, 'utf8'), encipher.final()]);
  return Buffer.concat([Buffer.from([version]), salt, nonce, encipher.getAuthTag(), sealed]);
};

/** Opens a seal. Returns `null` if it was made with another secret or for another purpose, or was changed. */
export const unseal = (sealed: Buffer, key: SealKey): string | null => {
  if (sealed.length < headBytes || sealed[0] !== version) return null;
  const salt = sealed.subarray(1, 1 + saltBytes);
  const nonce = sealed.subarray(1 + saltBytes, 1 + saltBytes + nonceBytes);
  const decipher = createDecipheriv(cipher, derive(key, salt), nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(headBytes - tagBytes, headBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
};
