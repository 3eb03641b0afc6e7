/**
 * The signature of a notice of eBay: the header x-ebay-signature, base64 of JSON with `alg`, `kid`, `signature` and `digest`, over the
 * JSON of the body by ECDSA.
 *
 * Sources: https://developer.ebay.com/marketplace-account-deletion, and eBay's own event-notification-nodejs-sdk, which verifies SHA-1
 * over the body as JSON.stringify writes it, with the key of GET /commerce/notification/v1/public_key/{kid}.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { ledgerError } from '../../base/errors.js';
import { readJson } from '../../collecting/read-json.js';

/** Characters of the header: real ones have about 270. */
const headerMax = 4_096;

const header = z.object({
  kid: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  signature: z.base64().max(1_000),
});

export interface NoticeSignature {
  readonly kid: string;
  /** DER in base64. */
  readonly signature: string;
}

/** Reads the header; `null` if it is none. */
export const readSignature = (text: string | undefined): NoticeSignature | null => {
  if (text === undefined || text.length > headerMax) return null;
  try {
    return header.safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
};

const digests = { SHA1: 'sha1', SHA256: 'sha256' } as const;

export interface NoticeKey {
  readonly key: KeyObject;
  readonly digest: (typeof digests)[keyof typeof digests];
}

const answer = z.object({
  algorithm: z.literal('ECDSA'),
  digest: z.enum(Object.keys(digests) as (keyof typeof digests)[]),
  /** PEM, or what would be one with line ends. */
  key: z.string().max(10_000),
});

const invalidKey = (path: string, what: string): Error =>
  ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: expected ${what}`);

/** Reads eBay's answer with a public key. Throws SOURCE_PAYLOAD_INVALID. */
export const readNoticeKey = (path: string, text: string): NoticeKey => {
  const parsed = answer.safeParse(readJson(path, text));
  if (!parsed.success) throw invalidKey(path, 'an ECDSA key with its digest');
  const { key: pem, digest } = parsed.data;
  const der = Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  let key: KeyObject;
  try {
    key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    throw invalidKey(path, 'a public key (SPKI)');
  }
  if (key.asymmetricKeyType !== 'ec') throw invalidKey(path, 'a key of an elliptic curve');
  return { key, digest: digests[digest] };
};

/** Returns the body as eBay's own library reads and writes it again; `null` if it is no JSON. */
const written = (body: Buffer): Buffer | null => {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8'))));
  } catch {
    return null;
  }
};

/** Returns whether the signature is the key's, over the body as it is or without the space between its values. */
export const isSigned = (body: Buffer, { signature }: NoticeSignature, { key, digest }: NoticeKey): boolean => {
  const bytes = Buffer.from(signature, 'base64');
  const compact = written(body);
  return [body, ...(compact === null || compact.equals(body) ? [] : [compact])].some((text) =>
    verify(digest, text, key, bytes),
  );
};
