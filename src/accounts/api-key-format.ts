/**
 * The texts of API keys: a prefix, 30 random characters, and a checksum of both. A mistyped or made-up key is refused without a
 * look-up, and scanners of source code find leaked keys: `tcgl_(live|demo|sheet)_[0-9A-Za-z]{36}`.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `live` and `demo` are API keys of real and of simulated ledgers; `sheet` is a token for spreadsheets. */
export const keyTypes = ['live', 'demo', 'sheet'] as const;
export type KeyType = (typeof keyTypes)[number];

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base = BigInt(alphabet.length);
const randomChars = 30;
const checksumChars = 6;
/** Random bytes of a key: 30 characters of 62 are 178.6 bits; with 32 bytes their distribution is even to 2^-77. */
export const keyEntropyBytes = 32;

const shape = new RegExp(`^tcgl_(${keyTypes.join('|')})_[0-9A-Za-z]{${randomChars + checksumChars}}$`);

const base62 = (number: bigint, chars: number): string => {
  let text = '';
  for (let rest = number; text.length < chars; rest /= base) text = (alphabet[Number(rest % base)] as string) + text;
  return text;
};

const checksum = (text: string): string => base62(BigInt(crc32(text)), checksumChars);

/** Creates the text of a key from `keyEntropyBytes` random bytes in hex. */
export const formatKey = (type: KeyType, randomHex: string): string => {
  const body = `tcgl_${type}_${base62(BigInt(`0x${randomHex}`), randomChars)}`;
  return `${body}${checksum(body)}`;
};

/** Returns whether a text is meant as a key, right or wrong. */
export const looksLikeKey = (text: string): boolean => text.startsWith('tcgl_');

/** Returns the type of a key; `null` if the text is none, or its checksum is wrong. */
export const keyTypeOf = (text: string): KeyType | null => {
  const type = shape.exec(text)?.[1] as KeyType | undefined;
  if (type === undefined) return null;
  return checksum(text.slice(0, -checksumChars)) === text.slice(-checksumChars) ? type : null;
};

/**
 * Returns what is stored of a random token or key. Its 178 bits cannot be guessed, so that no slow hash is needed; the hash is
 * looked up, so that no comparison tells by its time how much of a guess was right.
 */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
