/** Says in one line why a call failed, whichever client library raised the error. */
import { redact } from './redact.js';

/** What client libraries add to an error's text without saying anything. */
const noise: readonly [RegExp, string][] = [
  // grpc-js, also where no resolution took place.
  [/\s*Resolution note:\s*$/, ''],
  [/\s*Last error:\s*(null|undefined)\.?\s*$/, ''],
  [/^\d+ [A-Z_]+: /, ''],
  // kafkajs.
  [/^(Connection error|Failed to connect): ?/i, ''],
  // ioredis.
  [/^Stream isn't writeable and enableOfflineQueue options is false\.?$/, 'not connected'],
  [/\s*\n\s*/g, ' '],
  [/[\s:;,]+$/, ''],
];

/** What the codes of Node's network and TLS errors mean, for errors whose text is only the code. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was closed by the other side',
  EPIPE: 'the connection was closed by the other side',
  ETIMEDOUT: 'no answer in time',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up at the moment',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed, and its authority is not configured',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority of the certificate is not configured',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority of the certificate is not configured',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority of the certificate is not configured',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is of another host',
};

interface Described {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly details?: unknown;
  readonly errors?: unknown;
}

/** Texts that say only that there is a reason. */
const empty = /^(AggregateError|fetch failed|Request was cancelled\.?)$/;

const clean = (text: string): string =>
  noise.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text.trim());

const textOf = (error: unknown, depth: number): string => {
  if (typeof error !== 'object' || error === null) return clean(String(error));
  const { message, code, details, errors } = error as Described;
  // The text of gRPC is in `details`; `message` repeats it behind a number.
  const told = [details, message].find((text): text is string => typeof text === 'string' && text !== '');
  const own = clean(told ?? '');
  if (own !== '' && !empty.test(own)) return own;
  // One address after another was tried, as for localhost: the error itself says nothing.
  const inner = Array.isArray(errors) && depth < 4 ? errors.map((each) => textOf(each, depth + 1)) : [];
  const texts = [...new Set(inner)].filter((text) => text !== '');
  if (texts.length > 0) return texts.join(', ');
  const { cause } = error as { cause?: unknown };
  if (cause !== undefined && depth < 4) return textOf(cause, depth + 1);
  if (own !== '') return own;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : 'no reason given';
};

/** Returns the error code of `error` or of one that it wraps, if `meanings` has it. */
const knownCode = (error: unknown, depth = 0): string | undefined => {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, errors, cause } = error as Described & { cause?: unknown };
  if (typeof code === 'string' && Object.hasOwn(meanings, code)) return code;
  const inner = [...(Array.isArray(errors) ? (errors as unknown[]) : []), cause];
  return inner.map((each) => knownCode(each, depth + 1)).find((found) => found !== undefined);
};

/** Returns the reason of a failure in one line: without the noise of client libraries, without passwords, never empty. */
export const reasonOf = (error: unknown): string => {
  const text = redact(textOf(error, 0));
  // gRPC has no code of Node's, only the text.
  const code = knownCode(error) ?? Object.keys(meanings).find((each) => text.includes(each));
  const meaning = code === undefined ? undefined : meanings[code];
  return meaning === undefined || text.includes(meaning) ? text : `${text} (${meaning})`;
};
