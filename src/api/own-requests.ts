/** Recognises what a process asks itself (cache/warm-cache.ts). */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Header of requests that a process sends to itself. */
export const ownSecretHeader = 'x-ledger-own';

/** Creates the function that tells whether a request came from this process, which alone has the secret. */
export const createOwnCheck = (secret: string | undefined): ((request: IncomingMessage) => boolean) => {
  if (secret === undefined) return () => false;
  const expected = Buffer.from(secret);
  return ({ headers }) => {
    const given = headers[ownSecretHeader];
    if (typeof given !== 'string') return false;
    const bytes = Buffer.from(given);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  };
};
