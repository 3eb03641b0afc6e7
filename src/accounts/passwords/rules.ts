/** Which passwords are accepted: long enough, and none of the commonest. No rule of composition, which makes them guessable. */
import { dictionary } from '@zxcvbn-ts/language-common';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { charsIn } from '../../domain/text.js';

const { passwordCharsMin, passwordCharsMax, passwordsCommonest } = limits;

/** The commonest of those that are long enough: the list is in the order of frequency, in lower case. */
const commonest = new Set(
  dictionary['passwords-common'].filter((text) => text.length >= passwordCharsMin).slice(0, passwordsCommonest),
);

const refuse = (field: string, expected: string): Error =>
  // Without the value, as everywhere in this folder.
  ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}`, { details: { [field]: `expected ${expected}` } });

/** Throws VALIDATION_FAILED naming `field` unless a password may be chosen for the account of `email`. */
export const assertPasswordAllowed = (field: string, password: string, email: string): void => {
  const chars = charsIn(password);
  if (chars < passwordCharsMin || chars > passwordCharsMax)
    throw refuse(field, `${passwordCharsMin} to ${passwordCharsMax} characters`);
  const lower = password.toLowerCase();
  if (commonest.has(lower)) throw refuse(field, `none of the ${passwordsCommonest} commonest passwords`);
  if (lower === email) throw refuse(field, 'another text than the e-mail address');
};
