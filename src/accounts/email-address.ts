/** E-mail addresses as accounts have them. */
import { z } from 'zod';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';

const address = z.email().max(limits.emailCharsMax);

/** Returns an address in lower case: one mailbox is one account. Throws VALIDATION_FAILED naming `field`, without the value. */
export const emailField = (field: string, text: string): string => {
  const parsed = address.safeParse(text.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  const expected = `an e-mail address of at most ${limits.emailCharsMax} characters`;
  throw ledgerError('VALIDATION_FAILED', `${field}: expected ${expected}`, {
    details: { [field]: `expected ${expected}` },
  });
};
