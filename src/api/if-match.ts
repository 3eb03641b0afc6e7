/** `If-Match` (RFC 9110, 13.1.1): a command is about the resource that its client has seen. */
import { ledgerError } from '../base/errors.js';
import { invalidField } from './params.js';

/** Returns the ETag of a resource at a revision. */
export const revisionTag = (revision: number): string => `"r${revision}"`;

const listPattern = /^(\s*,)*\s*(W\/)?"[^"]*"(\s*,(\s*(W\/)?"[^"]*")?)*\s*$/;

/** Returns the tags of a list; a weak one, which never matches, keeps its `W/`. Throws VALIDATION_FAILED. */
const tagsOf = (ifMatch: string): string[] => {
  if (!listPattern.test(ifMatch))
    throw invalidField(
      'If-Match',
      'an ETag of the resource such as "r3", several of them, or *',
      ifMatch.slice(0, 100),
    );
  return [...ifMatch.matchAll(/(W\/)?"[^"]*"/g)].map(([tag]) => tag);
};

/**
 * Throws PRECONDITION_FAILED unless `revision` is one that `ifMatch` names; VALIDATION_FAILED if that names none. `what`: the
 * resource, as the message calls it.
 */
export const assertIfMatch = (ifMatch: string | undefined, what: string, revision: number): void => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = tagsOf(ifMatch);
  if (tags.includes(revisionTag(revision))) return;
  const problem = `expected ${revisionTag(revision)}, got ${tags.join(', ').slice(0, 100)}`;
  throw ledgerError('PRECONDITION_FAILED', `If-Match: the ${what} was changed since; ${problem}`, {
    details: { 'If-Match': problem },
  });
};
