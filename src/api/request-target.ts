/** Checks the address of a request before anything decodes it: its length and its percent-encoding. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { invalidField } from './params.js';
import type { Step } from './pre-middleware.js';

const expected = 'percent-encoded UTF-8';

/** Returns the decoded text; `null` if it is not percent-encoded UTF-8. */
const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** Throws VALIDATION_FAILED naming the parameter that cannot be decoded. node:querystring would take it as it is. */
const checkQuery = (query: string): void => {
  if (!query.includes('%')) return;
  for (const pair of query.split('&')) {
    const [name = ''] = pair.split('=', 1);
    if (decoded(pair) === null) throw invalidField(decoded(name) ?? 'query', expected);
  }
};

const checkPath = (path: string): void => {
  if (!path.includes('%')) return;
  const text = decoded(path);
  if (text === null) throw invalidField('path', expected);
  // Postgres accepts NUL in no text.
  if (text.includes('\0')) throw invalidField('path', 'a text without NUL');
};

/** Creates the step. It throws URI_TOO_LONG or VALIDATION_FAILED. */
export const createTargetStep = (): Step => (request) => {
  const { url = '' } = request;
  if (url.length > limits.urlCharsMax) {
    throw ledgerError('URI_TOO_LONG', `the address has ${url.length} characters, at most ${limits.urlCharsMax}`);
  }
  const at = url.indexOf('?');
  checkPath(at === -1 ? url : url.slice(0, at));
  if (at !== -1) checkQuery(url.slice(at + 1));
  return true;
};
