/** The header Idempotency-Key: a quoted string as the IETF draft has it (RFC 9651), or a bare one. */
import { limits } from '../../base/limits.js';
import { invalidField } from '../params.js';

const quotedString = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const bareString = /^[\x21\x23-\x2b\x2d-\x7e]+$/;

/** Returns the key in the header; `undefined` without one. Throws VALIDATION_FAILED. */
export const idempotencyKeyOf = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const text = header.trim();
  const quoted = quotedString.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  const key = quoted ?? (bareString.test(text) ? text : undefined);
  if (key !== undefined && key !== '' && key.length <= limits.idempotencyKeyCharsMax) return key;
  throw invalidField(
    'Idempotency-Key',
    `one string of 1 to ${limits.idempotencyKeyCharsMax} printable characters, such as "8e03978e-40d5-43dd-bc93-6894a57f9324"`,
  );
};
